"""Telling, approving and correcting, on a real session."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.db import Database
from matching.errors import RuleBroken
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.outbox.models import Message
from matching.outcomes import actions, queries
from matching.outcomes.models import Outcome, Report, Unchangeable
from matching.outcomes.rules import Side, Solved
from tests.make import NOON, make_match, make_organization, make_person, posted
from tests.outcomes.make import (
    HELD_AT,
    HELD_ON,
    approved,
    initiative_id,
    loaded,
    over,
    right,
    said,
    wanted,
)


def sums(session: Session, match: Match) -> tuple[int, int]:
    row = session.execute(
        select(func.sum(Outcome.minutes), func.sum(Outcome.people)).where(
            Outcome.match_id == match.id
        )
    ).one()
    return row[0], row[1]


def test_each_side_tells_and_may_tell_again_until_it_is_approved(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    actions.report(session, match, said(), side=Side.HELPER, by=taro, at=NOON)
    actions.report(session, match, said(minutes=90), side=Side.ASKER, by=hanako, at=NOON)

    actions.report(session, match, said(minutes=100), side=Side.HELPER, by=taro, at=NOON)

    told = session.scalars(select(Report).order_by(Report.id)).all()
    assert [(one.side, one.minutes) for one in told] == [(Side.HELPER, 100), (Side.ASKER, 90)]
    actions.approve(session, match, wanted(), by=sachiko, at=NOON)
    with pytest.raises(RuleBroken, match="承認"):
        actions.report(session, match, said(), side=Side.HELPER, by=taro, at=NOON)


def test_nothing_is_told_before_it_begins_or_is_confirmed(
    session: Session, hanako: Person, taro: Person
) -> None:
    early = loaded(session, make_match(session, hanako, taro, state=State.CONFIRMED))
    asked = over(session, hanako, taro, state=State.OFFERED)
    for match in (early, asked):
        with pytest.raises(RuleBroken):
            actions.report(
                session, loaded(session, match), said(), side=Side.HELPER, by=taro, at=NOON
            )


def test_only_the_thanks_are_forwarded_and_only_once(
    session: Session, hanako: Person, taro: Person
) -> None:
    match = over(session, hanako, taro)
    draft = said(thanks="本当に助かりました。", problems="少し遅れて来た", done="庭をきれいに")

    for _ in range(2):
        actions.report(session, match, draft, side=Side.ASKER, by=hanako, at=NOON)

    assert posted(session) == [("taro@example.org", "outcomes/thanked")]
    text = session.scalars(select(Message.text)).one()
    assert "本当に助かりました。" in text
    assert "遅れて" not in text
    assert "庭をきれいに" not in text


def test_an_approval_counts_for_the_plan_tells_the_helper_and_ends_the_need(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)

    entry = approved(session, match, sachiko, minutes=95, solved=Solved.YES)

    assert (entry.minutes, entry.people, entry.fiscal_year) == (95, 1, 2026)
    assert (entry.initiative_id, entry.district_id) == (
        initiative_id(session),
        match.need.district_id,
    )
    assert (match.state, match.need.state) == (State.DONE, NeedState.CLOSED)
    assert match.need.closing is Closing.DONE
    assert posted(session) == [
        ("taro@example.org", "outcomes/approved"),
        ("hanako@example.org", "needs/closed"),
    ]
    assert "1時間35分" in session.scalars(select(Message.text).order_by(Message.id)).first()
    assert session.scalars(select(Entry.action).where(Entry.subject == "outcome")).all() == [
        "approve"
    ]


def test_the_year_of_an_activity_is_that_of_its_day(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro, starts_at=HELD_AT - timedelta(days=300))

    entry = approved(session, match, sachiko, held_on=date(2026, 3, 31))

    assert entry.fiscal_year == 2025


def test_an_initiative_of_another_plan_counts_for_its_namesake(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    match.need.initiative_id = initiative_id(session, year=2021)
    session.flush()

    assert approved(session, match, sachiko).initiative_id == initiative_id(session)


def test_a_need_without_initiative_counts_by_its_kind(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    match.need.initiative_id = None
    session.flush()

    assert approved(session, match, sachiko).initiative_id is not None


def test_nothing_is_approved_twice_or_without_a_report(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    with pytest.raises(RuleBroken, match="報告がまだ"):
        actions.approve(session, match, wanted(), by=sachiko, at=NOON)
    approved(session, match, sachiko)
    with pytest.raises(RuleBroken, match="もう承認"):
        actions.approve(session, match, wanted(), by=sachiko, at=NOON)


def test_a_need_ends_only_when_nobody_is_expected_any_more(
    session: Session, hanako: Person, taro: Person, jiro: Person, sachiko: Person
) -> None:
    first = over(session, hanako, taro)
    first.need.helpers_wanted = first.need.places_taken = 2
    second = over(session, hanako, jiro, need=first.need)

    approved(session, loaded(session, first), sachiko)
    assert session.get_one(Need, first.need_id).state is NeedState.OPEN
    actions.no_show(session, loaded(session, second), by=sachiko, at=NOON, note="連絡なし")

    assert session.get_one(Need, first.need_id).closing is Closing.DONE
    assert session.get_one(Match, second.id).state is State.NO_SHOW


def test_a_need_with_free_places_and_days_ahead_stays_open(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    match.need.helpers_wanted, match.need.last_end_at = 2, NOON + timedelta(days=9)
    session.flush()

    approved(session, loaded(session, match), sachiko)

    assert session.get_one(Need, match.need_id).state is NeedState.OPEN


def test_when_nobody_came_at_all_the_need_is_not_done(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)

    actions.no_show(session, match, by=sachiko, at=NOON, note="急な病気")

    assert (match.state, match.need.state) == (State.NO_SHOW, NeedState.OPEN)
    assert session.scalars(select(Outcome)).all() == []
    with pytest.raises(RuleBroken):
        actions.approve(session, match, wanted(), by=sachiko, at=NOON)


def test_a_correction_is_a_new_entry_with_the_difference_and_a_reason(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    first = approved(session, match, sachiko)
    draft = right(minutes=65, initiative_id=first.initiative_id)

    (entry,) = actions.correct(session, match, draft, by=sachiko, at=NOON)

    assert (first.minutes, entry.minutes, entry.people) == (95, -30, 0)
    assert (entry.corrects_id, entry.reason) == (first.id, "聞き違い")
    assert sums(session, match) == (65, 1)
    assert posted(session)[-1] == ("taro@example.org", "outcomes/corrected")
    with pytest.raises(RuleBroken, match="同じ"):
        actions.correct(session, match, draft, by=sachiko, at=NOON)


def test_a_correction_moves_an_activity_to_another_year_and_initiative(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro, starts_at=HELD_AT - timedelta(days=300))
    approved(session, match, sachiko, held_on=date(2026, 4, 1))
    other = initiative_id(session, "IV-1-(1)")

    made = actions.correct(
        session, match, right(held_on=date(2026, 3, 31), minutes=95, initiative_id=other),
        by=sachiko, at=NOON,
    )  # fmt: skip

    changes = {(e.fiscal_year, e.initiative_id, e.minutes, e.people) for e in made}
    assert changes == {(2026, initiative_id(session), -95, -1), (2025, other, 95, 1)}


def test_a_correction_may_say_that_it_never_took_place(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    approved(session, match, sachiko)

    actions.correct(session, match, right(minutes=0, people=0), by=sachiko, at=NOON)

    assert sums(session, match) == (0, 0)
    assert session.execute(queries.activities(taro)).all() == []


def test_what_was_not_approved_cannot_be_corrected(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    with pytest.raises(RuleBroken, match="まだ承認"):
        actions.correct(session, over(session, hanako, taro), right(), by=sachiko, at=NOON)


def test_an_entry_is_never_edited_or_deleted(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    entry = approved(session, over(session, hanako, taro), sachiko)
    session.commit()

    entry.minutes = 600
    with pytest.raises(Unchangeable):
        session.flush()
    session.rollback()
    session.delete(entry)
    with pytest.raises(Unchangeable):
        session.flush()
    session.rollback()
    assert session.get_one(Outcome, entry.id).minutes == 95


def test_the_database_refuses_a_first_entry_below_zero(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    entry = approved(session, over(session, hanako, taro), sachiko)
    facts = {c.key: getattr(entry, c.key) for c in Outcome.__table__.columns if c.key != "id"}
    session.add(Outcome(**(facts | {"minutes": -1})))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_minutes_are_kept_as_they_are_and_added_up_by_year(
    session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    for minutes in (7, 25, 61):
        approved(session, over(session, hanako, taro), sachiko, minutes=minutes)
    old = over(session, hanako, taro, starts_at=HELD_AT - timedelta(days=365))
    approved(session, old, sachiko, held_on=HELD_ON - timedelta(days=365), minutes=3)

    assert session.execute(queries.yearly(taro)).all() == [(2026, 93, 3), (2025, 3, 1)]


def test_what_an_organisation_does_is_its_own_activity(
    session: Session, hanako: Person, yoko: Person, sachiko: Person
) -> None:
    company = make_organization(session, "結テック", "company", yoko)
    match = over(session, hanako, yoko)
    match.offer.organization_id = company.id
    match = loaded(session, match)

    approved(session, match, sachiko, people=3, minutes=300)

    assert session.execute(queries.yearly(yoko)).all() == []
    assert session.execute(queries.yearly(yoko, company.id)).all() == [(2026, 300, 1)]


def test_the_lists_hold_what_waits_and_only_that(
    session: Session, hanako: Person, taro: Person, jiro: Person, sachiko: Person
) -> None:
    silent, told, done = over(session, hanako, taro), over(session, hanako, jiro), None
    actions.report(session, told, said(), side=Side.HELPER, by=jiro, at=NOON)
    done = over(session, hanako, taro)
    approved(session, done, sachiko)
    make_match(session, hanako, jiro, state=State.CONFIRMED)

    assert [m.id for m in session.scalars(queries.to_report(NOON)).unique()] == [silent.id]
    assert [m.id for m in session.scalars(queries.to_approve()).unique()] == [told.id]


def test_of_two_approvals_at_once_one_counts(own_database: Database) -> None:
    with own_database.writing() as session:
        asker = make_person(session, "中込", "花子", email="hanako@example.org")
        helper = make_person(session, "雨宮", "太郎", email="taro@example.org")
        centre = make_person(session, "小林", "幸子", Role.COORDINATOR, email="s@example.org")
        match = over(session, asker, helper)
        actions.report(session, match, said(), side=Side.HELPER, by=helper, at=NOON)
        match_id, centre_id = match.id, centre.id
    start = Barrier(4)

    def approve() -> str:
        start.wait()
        try:
            with own_database.writing() as held:
                found = held.scalars(matches().where(Match.id == match_id)).unique().one()
                by = held.get_one(Person, centre_id)
                actions.approve(held, found, wanted(), by=by, at=NOON)
        except RuleBroken:
            return "refused"
        return "approved"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(f.result() for f in [pool.submit(approve) for _ in range(4)])

    assert answers == ["approved", "refused", "refused", "refused"]
    with own_database.write() as session:
        assert session.scalar(select(func.count(Outcome.id))) == 1
