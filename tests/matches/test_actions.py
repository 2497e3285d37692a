"""Offers, answers, seats and disclosure, on a real session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.db import Database
from matching.errors import RuleBroken
from matching.matches import actions, jobs, needs, queries
from matching.matches.models import Ask, Disclosure, Match, Step
from matching.matches.rules import NEXT, State, Verb, after
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.needs.sheet import draft_of
from matching.outbox.models import Message
from tests.make import (
    NOON,
    SATURDAY_9,
    make_match,
    make_need,
    make_offer,
    make_person,
    offer_of,
    posted,
)

DAY = timedelta(days=1)


def link(match: Match) -> str:
    return f"/answer/{match.id}"


def loaded(session: Session, match: Match) -> Match:
    session.flush()
    session.expire_all()
    return session.scalars(queries.matches().where(Match.id == match.id)).unique().one()


def offered(session: Session, asker: Person, helper: Person, **facts: object) -> Match:
    return loaded(session, make_match(session, asker, helper, **facts))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_in_every_state_follows_the_table(state: State, verb: Verb) -> None:
    if (state, verb) in NEXT:
        assert after(state, verb) is NEXT[state, verb]
    else:
        with pytest.raises(RuleBroken):
            after(state, verb)


def test_a_proposal_becomes_an_ask_with_a_letter(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    need, helper = make_need(session, hanako), offer_of(session, taro)
    match = loaded(session, actions.propose(session, need, helper, by=sachiko, at=NOON))

    actions.offer(session, match, answer_by=NOON + DAY, by=sachiko, at=NOON, link=link)

    assert match.state is State.OFFERED
    assert posted(session) == [("taro@example.org", "matches/offered")]
    assert session.scalars(select(Ask.offer_id)).all() == [helper.id]
    letter = session.scalars(select(Message)).one()
    assert f"/answer/{match.id}" in letter.text
    assert hanako.family_name not in letter.text
    with pytest.raises(RuleBroken):
        actions.propose(session, need, helper, by=sachiko, at=NOON)


def test_nobody_is_asked_after_the_beginning_or_without_having_agreed(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    need, helper = make_need(session, hanako), offer_of(session, taro)
    match = loaded(session, actions.propose(session, need, helper, by=sachiko, at=NOON))

    for answer_by in (NOON, SATURDAY_9 + DAY):
        with pytest.raises(RuleBroken):
            actions.offer(session, match, answer_by=answer_by, by=sachiko, at=NOON, link=link)
    match.offer.opted_in_at = None
    with pytest.raises(RuleBroken):
        actions.offer(session, match, answer_by=NOON + DAY, by=sachiko, at=NOON, link=link)


def test_accepting_tells_who_asked_and_lets_the_rivals_lapse(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    taros = make_match(session, hanako, taro)
    jiros = make_match(session, hanako, jiro, need=taros.need)
    taros, jiros = loaded(session, taros), loaded(session, jiros)
    taros = loaded(session, taros)

    actions.accept(session, taros, by=taro, at=NOON)

    session.refresh(jiros)
    assert (taros.state, jiros.state) == (State.ACCEPTED, State.CANCELLED)
    assert taros.need.state is NeedState.FILLED
    assert posted(session) == [
        ("jiro@example.org", "matches/lapsed"),
        ("hanako@example.org", "matches/accepted"),
    ]


def test_a_late_yes_and_a_yes_to_a_full_need_are_refused_kindly(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    late = offered(session, hanako, taro, answer_by=NOON)
    with pytest.raises(RuleBroken, match="期限"):
        actions.accept(session, late, by=taro, at=NOON)

    full = make_match(session, hanako, jiro)
    full.need.places_taken = 1
    full = loaded(session, full)
    with pytest.raises(RuleBroken, match="満員"):
        actions.accept(session, full, by=jiro, at=NOON)


def test_nobody_promises_to_be_in_two_places(
    session: Session, hanako: Person, taro: Person
) -> None:
    actions.accept(session, offered(session, hanako, taro), by=taro, at=NOON)
    clash = offered(
        session, hanako, taro,
        need=make_need(session, hanako, starts_at=SATURDAY_9 + timedelta(minutes=90)),
    )  # fmt: skip

    with pytest.raises(RuleBroken, match="同じ時間"):
        actions.accept(session, clash, by=taro, at=NOON)
    session.rollback()


def test_a_coordinator_may_allow_two_places_with_a_reason(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    actions.accept(session, offered(session, hanako, taro), by=taro, at=NOON)
    clash = offered(session, hanako, taro, need=make_need(session, hanako))

    actions.accept(session, clash, by=sachiko, at=NOON, override="前の活動は早く終わる")

    assert clash.state is State.ACCEPTED
    assert clash.override_reason == "前の活動は早く終わる"


def test_needs_that_touch_but_do_not_overlap_are_fine(
    session: Session, hanako: Person, taro: Person
) -> None:
    actions.accept(session, offered(session, hanako, taro), by=taro, at=NOON)
    after_it = make_need(session, hanako, starts_at=SATURDAY_9 + timedelta(hours=2))

    actions.accept(session, offered(session, hanako, taro, need=after_it), by=taro, at=NOON)


def test_a_company_sends_as_many_as_it_has_and_as_are_wanted(
    session: Session, hanako: Person, yoko: Person
) -> None:
    make_offer(session, yoko, head_count=4)
    match = offered(session, hanako, yoko, need=make_need(session, hanako, helpers_wanted=5))

    with pytest.raises(RuleBroken):
        actions.accept(session, match, by=yoko, at=NOON, places=5)
    session.rollback()


def test_places_of_a_company_fill_the_need(session: Session, hanako: Person, yoko: Person) -> None:
    make_offer(session, yoko, head_count=4)
    match = offered(session, hanako, yoko, need=make_need(session, hanako, helpers_wanted=4))

    actions.accept(session, match, by=yoko, at=NOON, places=4)

    assert (match.need.places_taken, match.need.state) == (4, NeedState.FILLED)


def test_who_applies_waits_for_confirmation(session: Session, hanako: Person, taro: Person) -> None:
    need = make_need(session, hanako)
    match = actions.apply(
        session, need, offer_of(session, taro), by=taro, at=NOON, message="近くなので行けます"
    )

    assert (match.state, match.applied, need.places_taken) == (State.ACCEPTED, True, 1)
    assert posted(session) == [("hanako@example.org", "matches/applied")]
    with pytest.raises(RuleBroken):
        actions.apply(session, need, offer_of(session, hanako), by=hanako, at=NOON, message="")


def test_confirming_discloses_both_sides_and_writes_it_down(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    hanako.phone, taro.phone = "+81552000001", "+81552000002"
    match = offered(session, hanako, taro)
    actions.accept(session, match, by=taro, at=NOON)
    before = "".join(session.scalars(select(Message.text)))
    assert "+8155" not in before
    assert "1-2-3" not in before

    actions.confirm(session, match, by=sachiko, at=NOON)

    rows = session.execute(select(Disclosure.of_id, Disclosure.to_id, Disclosure.fields)).all()
    assert sorted(rows) == sorted(
        [(taro.id, hanako.id, "name phone"), (hanako.id, taro.id, "name phone place")]
    )
    letters = {m.address: m for m in session.scalars(select(Message).where(
        Message.template.startswith("matches/confirmed")))}  # fmt: skip
    assert (
        "055-200-0001" in letters["taro@example.org"].text
        or "+81552000001" in letters["taro@example.org"].text
    )
    assert "1-2-3" in letters["taro@example.org"].text
    calendar = letters["taro@example.org"].attachments[0]["text"]
    assert "BEGIN:VEVENT" in calendar
    assert "1-2-3" not in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_cancelling_frees_the_place_and_tells_the_other_side(
    session: Session, hanako: Person, taro: Person
) -> None:
    match = offered(session, hanako, taro)
    actions.accept(session, match, by=taro, at=NOON)

    with pytest.raises(RuleBroken):
        actions.cancel(session, match, by=taro, at=NOON, note=" ")
    actions.cancel(session, match, by=taro, at=NOON, note="熱が出ました")

    assert (match.state, match.need.state, match.need.places_taken) == (
        State.CANCELLED,
        NeedState.OPEN,
        0,
    )
    assert posted(session)[-1] == ("hanako@example.org", "matches/cancelled")


def test_declining_needs_no_reason_and_is_remembered(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    need = make_need(session, hanako)
    match = loaded(
        session, actions.propose(session, need, offer_of(session, taro), by=sachiko, at=NOON)
    )
    actions.offer(session, match, answer_by=NOON + DAY, by=sachiko, at=NOON, link=link)

    actions.decline(session, match, by=taro, at=NOON)

    assert session.scalars(select(Ask.said_yes)).all() == [False]
    assert [s.verb for s in session.scalars(select(Step).order_by(Step.id))] == [
        Verb.PROPOSE,
        Verb.OFFER,
        Verb.DECLINE,
    ]


def test_editing_and_closing_tell_everybody_who_was_asked_or_said_yes(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    need = make_need(session, hanako, helpers_wanted=2)
    make_match(session, hanako, jiro, need=need)
    yes = offered(session, hanako, taro, need=need)
    actions.accept(session, yes, by=taro, at=NOON)
    draft = draft_of(yes.need)

    changed = needs.edit_need(
        session, yes.need, type(draft)(**{**vars(draft), "bring": "長靴"}), by=hanako, at=NOON
    )
    assert changed == ["持ち物"]
    needs.close_need(session, yes.need, Closing.WITHDRAWN, by=hanako, at=NOON)

    told = posted(session)
    for template in ("matches/changed", "matches/need_closed"):
        assert {a for a, t in told if t == template} == {"taro@example.org", "jiro@example.org"}
    assert set(session.scalars(select(Match.state))) == {State.CANCELLED}


def test_the_jobs_do_their_work_once(session: Session, hanako: Person, taro: Person) -> None:
    match = make_match(session, hanako, taro, answer_by=NOON)
    assert jobs.expire_unanswered(session, now=NOON) == 1
    assert jobs.expire_unanswered(session, now=NOON) == 0

    match.state = State.CONFIRMED
    day_before = SATURDAY_9 - timedelta(hours=20)
    assert jobs.remind_day_before(session, now=NOON) == 0
    assert jobs.remind_day_before(session, now=day_before) == 1
    assert jobs.remind_day_before(session, now=day_before) == 0

    afterwards = SATURDAY_9 + timedelta(hours=3)
    assert jobs.ask_outcomes(session, now=day_before) == 0
    assert jobs.ask_outcomes(session, now=afterwards) == 1
    assert jobs.ask_outcomes(session, now=afterwards) == 0
    assert {t for _, t in posted(session)} == {
        "matches/expired",
        "matches/reminder",
        "matches/reminder_asker",
        "matches/report_wanted",
    }


def fifty_offers(database: Database) -> tuple[int, list[int]]:
    with database.writing() as session:
        asker = make_person(session, "依頼", "者", Role.RESIDENT, email="asker@example.org")
        need = make_need(session, asker)
        ids = []
        for number in range(50):
            helper = make_person(session, "助", f"{number}", Role.VOLUNTEER)
            ids.append(make_match(session, asker, helper, need=need).id)
        return need.id, ids


def race(database: Database, match_ids: list[int]) -> list[str]:
    """Everybody says yes at the same moment, each in a session of their own."""
    start = Barrier(len(match_ids))

    def yes(match_id: int) -> str:
        start.wait()
        try:
            with database.writing() as session:
                match = session.scalars(queries.matches().where(Match.id == match_id)).one()
                actions.accept(session, match, by=match.offer.person, at=NOON)
        except RuleBroken as refusal:
            return refusal.text
        return "yes"

    with ThreadPoolExecutor(len(match_ids)) as pool:
        return list(pool.map(yes, match_ids))


@pytest.mark.slow
def test_of_fifty_who_say_yes_at_once_exactly_one_gets_the_last_seat(
    own_database: Database,
) -> None:
    need_id, ids = fifty_offers(own_database)

    answers = race(own_database, ids)

    assert answers.count("yes") == 1
    assert all("満員" in answer or "別の状態" in answer for answer in answers if answer != "yes")
    with own_database.read() as session:
        need = session.get_one(Need, need_id)
        assert (need.places_taken, need.state) == (1, NeedState.FILLED)
        states = dict(
            session.execute(select(Match.state, func.count()).group_by(Match.state)).all()  # type: ignore[arg-type]
        )
        assert states == {State.ACCEPTED: 1, State.CANCELLED: 49}


def test_the_database_itself_refuses_an_oversold_need(session: Session, hanako: Person) -> None:
    need = make_need(session, hanako)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE need SET places_taken = 2 WHERE id = :id"), {"id": need.id})
    session.rollback()
