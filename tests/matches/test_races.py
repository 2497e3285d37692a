"""Many people at the same moment: one seat, one winner; one person, one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.db import Database
from matching.errors import RuleBroken
from matching.i18n import _
from matching.matches import actions, queries
from matching.matches.actions import answering, seats
from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from tests.make import NOON, make_match, make_need, make_person, offer_of

MANY = 50


def people(session: Session, number: int) -> list[Person]:
    return [
        make_person(session, "助", f"{n}", Role.VOLUNTEER, email=f"helper{n}@example.org")
        for n in range(number)
    ]


def at_once(database: Database, deeds: Sequence[Callable[[Session], None]]) -> list[str]:
    """Everybody does their deed at the same moment, each in a session of their own."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[Session], None]) -> str:
        start.wait()
        try:
            with database.writing() as session:
                deed(session)
        except RuleBroken as refusal:
            return _(refusal.text, **refusal.facts)
        return "yes"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def yes_to(match_id: int) -> Callable[[Session], None]:
    def deed(session: Session) -> None:
        match = session.scalars(queries.matches().where(Match.id == match_id)).one()
        actions.accept(session, match, by=match.offer.person, at=NOON)

    return deed


def coming_forward(need_id: int, offer_id: int) -> Callable[[Session], None]:
    def deed(session: Session) -> None:
        need = session.scalars(queries.need(need_id)).one()
        helper = session.scalars(queries.helper(offer_id)).one()
        actions.apply(session, need, helper, by=helper.person, at=NOON, message="行けます")

    return deed


def states(session: Session) -> dict[State, int]:
    rows = session.execute(select(Match.state, func.count()).group_by(Match.state))
    return dict(rows.all())  # type: ignore[arg-type]


@pytest.fixture
def one_seat(own_database: Database) -> list[int]:
    """Fifty matches on offer for one seat."""
    with own_database.writing() as session:
        asker = make_person(session, "依頼", "者", Role.RESIDENT, email="asker@example.org")
        need = make_need(session, asker)
        return [make_match(session, asker, p, need=need).id for p in people(session, MANY)]


@pytest.mark.slow
def test_of_fifty_who_say_yes_at_once_exactly_one_gets_the_last_seat(
    own_database: Database, one_seat: list[int]
) -> None:
    answers = Counter(at_once(own_database, [yes_to(match_id) for match_id in one_seat]))

    assert answers == {"yes": 1, seats.FULL: MANY - 1}
    with own_database.read() as session:
        need = session.scalars(select(Need)).one()
        assert (need.places_taken, need.state) == (1, NeedState.FILLED)
        assert states(session) == {State.ACCEPTED: 1, State.CANCELLED: MANY - 1}


@pytest.mark.slow
def test_of_fifty_who_come_forward_at_once_exactly_one_gets_the_last_seat(
    own_database: Database,
) -> None:
    with own_database.writing() as session:
        asker = make_person(session, "依頼", "者", Role.RESIDENT, email="asker@example.org")
        need_id = make_need(session, asker).id
        offers = [offer_of(session, person).id for person in people(session, MANY)]

    answers = Counter(at_once(own_database, [coming_forward(need_id, o) for o in offers]))

    assert answers == {"yes": 1, seats.FULL: MANY - 1}
    with own_database.read() as session:
        assert states(session) == {State.ACCEPTED: 1}


def test_one_person_who_says_yes_to_clashing_needs_at_once_is_expected_in_one_place(
    own_database: Database,
) -> None:
    with own_database.writing() as session:
        asker = make_person(session, "依頼", "者", Role.RESIDENT, email="asker@example.org")
        helper = people(session, 1)[0]
        ids = [make_match(session, asker, helper).id for _ in range(8)]

    answers = at_once(own_database, [yes_to(match_id) for match_id in ids])

    assert answers.count("yes") == 1
    assert all("同じ時間" in answer for answer in answers if answer != "yes")


def test_one_person_who_presses_the_button_eight_times_comes_once(own_database: Database) -> None:
    with own_database.writing() as session:
        asker = make_person(session, "依頼", "者", Role.RESIDENT, email="asker@example.org")
        need_id = make_need(session, asker, helpers_wanted=8).id
        offer_id = offer_of(session, people(session, 1)[0]).id

    answers = Counter(at_once(own_database, [coming_forward(need_id, offer_id)] * 8))

    assert answers == {"yes": 1, answering.ALREADY: 7}


def test_without_the_locks_the_database_itself_refuses_what_would_oversell(
    own_database: Database, one_seat: list[int]
) -> None:
    """The control: two who looked before either wrote would both find the seat free."""
    with own_database.write() as session:
        first, second = (session.get_one(Match, match_id) for match_id in one_seat[:2])
        for match in (first, second):
            match.state = State.ACCEPTED
        need = session.get_one(Need, first.need_id)
        need.places_taken += 2

        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
