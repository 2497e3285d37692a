"""Offers, answers, seats and disclosure, on a real session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.errors import RuleBroken
from matching.matches import actions, jobs, needs, queries
from matching.matches.models import Ask, Block, Disclosure, Match, Step
from matching.matches.rules import State, Verb
from matching.needs.models import Need, Slot
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.needs.sheet import draft_of
from matching.organizations.rules import Kind
from matching.outbox.models import Message
from tests.make import (
    NOON,
    SATURDAY_9,
    make_match,
    make_need,
    make_offer,
    make_organization,
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


def wanted(session: Session, need: Need) -> Need:
    session.flush()
    session.expire_all()
    return session.scalars(queries.need(need.id)).one()


def offered(session: Session, asker: Person, helper: Person, **facts: object) -> Match:
    return loaded(session, make_match(session, asker, helper, **facts))


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
    need = wanted(session, make_need(session, hanako))
    match = actions.apply(
        session, need, offer_of(session, taro), by=taro, at=NOON, message="近くなので行けます"
    )

    assert (match.state, match.applied, need.places_taken) == (State.ACCEPTED, True, 1)
    assert posted(session) == [
        ("hanako@example.org", "matches/applied"),
        ("taro@example.org", "matches/application"),
    ]
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
        [(taro.id, hanako.id, "name phone email"), (hanako.id, taro.id, "name phone email place")]
    )
    letters = {m.address: m for m in session.scalars(select(Message).where(
        Message.template.startswith("matches/confirmed")))}  # fmt: skip
    assert "055-200-0001" in letters["taro@example.org"].text
    assert "055-200-0002" in letters["hanako@example.org"].text
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
    day_before = SATURDAY_9 - timedelta(hours=17)  # 16:00 in the city
    assert jobs.remind_day_before(session, now=day_before - timedelta(minutes=1)) == 0
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


def test_the_database_itself_refuses_an_oversold_need(session: Session, hanako: Person) -> None:
    need = make_need(session, hanako)
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE need SET places_taken = 2 WHERE id = :id"), {"id": need.id})
    session.rollback()


# ------------------------------------------------------------------ a second time


def test_who_let_the_question_lapse_may_be_asked_again(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = offered(session, hanako, taro, answer_by=NOON)
    actions.expire(session, match, at=NOON)

    again = actions.propose(session, match.need, match.offer, by=sachiko, at=NOON)
    actions.offer(session, again, answer_by=NOON + DAY, by=sachiko, at=NOON, link=link)

    assert (again.id, again.state) == (match.id, State.OFFERED)
    assert posted(session)[-1] == ("taro@example.org", "matches/offered")


def test_who_said_no_is_not_asked_again_but_may_come_forward(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = offered(session, hanako, taro)
    actions.decline(session, match, by=taro, at=NOON)

    with pytest.raises(RuleBroken):
        actions.propose(session, match.need, match.offer, by=sachiko, at=NOON)
    again = actions.apply(
        session, match.need, match.offer, by=taro, at=NOON, message="予定が変わりました"
    )

    assert (again.id, again.state, again.applied) == (match.id, State.ACCEPTED, True)


def test_applying_while_asked_is_a_yes(session: Session, hanako: Person, taro: Person) -> None:
    match = offered(session, hanako, taro)

    again = actions.apply(session, match.need, match.offer, by=taro, at=NOON, message="行きます")

    assert (again.id, again.state, again.applied) == (match.id, State.ACCEPTED, False)
    assert again.message == "行きます"


def test_a_second_yes_or_application_is_answered_kindly(
    session: Session, hanako: Person, taro: Person
) -> None:
    match = offered(session, hanako, taro, need=make_need(session, hanako, helpers_wanted=2))
    actions.accept(session, match, by=taro, at=NOON)

    with pytest.raises(RuleBroken, match="もうお引き受け"):
        actions.accept(session, match, by=taro, at=NOON)
    with pytest.raises(RuleBroken, match="もうお引き受け"):
        actions.apply(session, match.need, match.offer, by=taro, at=NOON, message="")
    assert match.need.places_taken == 1


def test_who_lost_the_seat_may_come_when_it_is_free_again(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    taros = make_match(session, hanako, taro)
    jiros = loaded(session, make_match(session, hanako, jiro, need=taros.need))
    taros = loaded(session, taros)
    actions.accept(session, taros, by=taro, at=NOON)
    with pytest.raises(RuleBroken, match="満員"):
        actions.apply(session, jiros.need, jiros.offer, by=jiro, at=NOON, message="行けます")

    actions.cancel(session, taros, by=taro, at=NOON, note="熱が出ました")
    actions.apply(session, jiros.need, jiros.offer, by=jiro, at=NOON, message="行けます")

    session.refresh(jiros)
    assert (jiros.state, jiros.need.places_taken) == (State.ACCEPTED, 1)


# ------------------------------------------------------------------ who may come


def test_people_who_are_not_to_meet_are_never_brought_together(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    session.add(Block(person_id=taro.id, other_id=hanako.id, at=NOON))
    need, helper = make_need(session, hanako), offer_of(session, taro)

    with pytest.raises(RuleBroken):
        actions.propose(session, need, helper, by=sachiko, at=NOON)
    with pytest.raises(RuleBroken):
        actions.apply(session, need, helper, by=taro, at=NOON, message="行けます")


def test_an_age_limit_holds_where_the_age_is_known(
    session: Session, hanako: Person, misaki: Person
) -> None:
    need = make_need(session, hanako, least_age=30)

    with pytest.raises(RuleBroken, match="以上の方"):
        actions.apply(
            session, need, offer_of(session, misaki), by=misaki, at=NOON, message="行けます"
        )


def test_a_minor_is_confirmed_only_with_a_guardians_consent(
    session: Session, hanako: Person, misaki: Person, sachiko: Person
) -> None:
    misaki.birth_year = 2010
    match = offered(session, hanako, misaki)
    actions.accept(session, match, by=misaki, at=NOON)

    with pytest.raises(RuleBroken, match="保護者"):
        actions.confirm(session, match, by=sachiko, at=NOON)
    match.offer.person.guardian_consented_at = NOON
    actions.confirm(session, match, by=sachiko, at=NOON)

    assert match.state is State.CONFIRMED


def test_nobody_applies_after_it_has_begun(session: Session, hanako: Person, taro: Person) -> None:
    need = make_need(session, hanako)

    with pytest.raises(RuleBroken, match="終わりました"):
        actions.apply(
            session, need, offer_of(session, taro), by=taro, at=SATURDAY_9, message="行けます"
        )


def test_a_company_is_in_two_places_only_with_enough_people(
    session: Session, hanako: Person, yoko: Person
) -> None:
    firm = make_organization(session, "甲府製作所", Kind.COMPANY, yoko)
    offer = make_offer(session, yoko, head_count=4, organization_id=firm.id)
    first, second = (make_need(session, hanako, helpers_wanted=5) for _ in range(2))
    one, two = (
        make_match(session, hanako, yoko, need=need, offer=offer) for need in (first, second)
    )
    actions.accept(session, loaded(session, one), by=yoko, at=NOON, places=3)
    two = loaded(session, two)

    with pytest.raises(RuleBroken, match="同じ時間"):
        actions.accept(session, two, by=yoko, at=NOON, places=2)
    actions.accept(session, two, by=yoko, at=NOON, places=1)

    assert two.state is State.ACCEPTED


def test_more_than_are_left_is_refused_with_the_number(
    session: Session, hanako: Person, taro: Person, yoko: Person
) -> None:
    need = make_need(session, hanako, helpers_wanted=3)
    actions.accept(session, offered(session, hanako, taro, need=need), by=taro, at=NOON)
    make_offer(session, yoko, head_count=4)
    match = offered(session, hanako, yoko, need=need)

    with pytest.raises(RuleBroken) as refusal:
        actions.accept(session, match, by=yoko, at=NOON, places=3)

    assert refusal.value.facts == {"n": 2}


def test_who_rests_is_not_asked(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    need, helper = make_need(session, hanako), offer_of(session, taro)
    helper.active = False
    match = loaded(session, actions.propose(session, need, helper, by=sachiko, at=NOON))

    with pytest.raises(RuleBroken):
        actions.offer(session, match, answer_by=NOON + DAY, by=sachiko, at=NOON, link=link)


# ------------------------------------------------------------------ afterwards


def test_not_coming_needs_a_reason_and_a_day_that_has_come(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = offered(session, hanako, taro)
    actions.accept(session, match, by=taro, at=NOON)
    actions.confirm(session, match, by=sachiko, at=NOON)

    for at, note in ((SATURDAY_9 + DAY, " "), (NOON, "来ませんでした")):
        with pytest.raises(RuleBroken):
            actions.miss(session, match, by=sachiko, at=at, note=note)
    actions.miss(session, match, by=sachiko, at=SATURDAY_9 + DAY, note="来ませんでした")

    assert match.state is State.NO_SHOW


def test_calling_off_what_was_confirmed_takes_it_out_of_calendars(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = offered(session, hanako, taro)
    actions.accept(session, match, by=taro, at=NOON)
    actions.confirm(session, match, by=sachiko, at=NOON)

    actions.cancel(session, match, by=sachiko, at=NOON, note="雨のため")

    told = session.scalars(select(Message).where(Message.template == "matches/cancelled")).all()
    assert {letter.address for letter in told} == {"hanako@example.org", "taro@example.org"}
    assert all("METHOD:CANCEL" in letter.attachments[0]["text"] for letter in told)


def test_a_need_that_ends_well_keeps_what_was_promised(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    need = make_need(session, hanako, helpers_wanted=2)
    asked = loaded(session, make_match(session, hanako, jiro, need=need))
    yes = offered(session, hanako, taro, need=need)
    actions.accept(session, yes, by=taro, at=NOON)

    needs.close_need(session, yes.need, Closing.DONE, by=hanako, at=SATURDAY_9 + DAY)

    session.refresh(asked)
    assert (yes.state, asked.state) == (State.ACCEPTED, State.CANCELLED)


def test_a_withdrawn_need_gives_all_places_back(
    session: Session, hanako: Person, taro: Person
) -> None:
    yes = offered(session, hanako, taro)
    actions.accept(session, yes, by=taro, at=NOON)

    needs.withdraw_need(session, yes.need, by=hanako, at=NOON, note="孫が来てくれます")

    assert (yes.need.state, yes.need.places_taken) == (NeedState.CLOSED, 0)
    assert posted(session)[-1] == ("taro@example.org", "matches/need_closed")


def test_a_reminder_comes_before_each_day_of_a_need(
    session: Session, hanako: Person, taro: Person
) -> None:
    need = make_need(session, hanako)
    need.slots.append(Slot(starts_at=SATURDAY_9 + DAY, ends_at=SATURDAY_9 + 2 * DAY))
    make_match(session, hanako, taro, need=need, state=State.CONFIRMED)
    friday_16 = SATURDAY_9 - timedelta(hours=17)

    done = [jobs.remind_day_before(session, now=friday_16 + timedelta(hours=n)) for n in range(72)]

    assert [hour for hour, count in enumerate(done) if count] == [0, 24]


def test_a_reminder_also_reaches_who_was_confirmed_in_the_evening(
    session: Session, hanako: Person, taro: Person
) -> None:
    make_match(session, hanako, taro, state=State.CONFIRMED)

    assert jobs.remind_day_before(session, now=SATURDAY_9 - timedelta(hours=2)) == 1
    assert jobs.remind_day_before(session, now=SATURDAY_9 - timedelta(hours=1)) == 0
