"""Grouped figures equal a plain recount, whatever happened and was corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import fiscal_year
from matching.matches.rules import State as MatchState
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.outcomes.rules import adjustments
from matching.plan.queries import covering, initiatives_of
from matching.progress import pages
from matching.progress.rules import Figure
from tests.make import NOON, TODAY, district, make_organization
from tests.progress.make import entry, matched, need_on

CODES = (None, "I-1-(1)", "III-1-(1)", "III-1-(2)", "IV-1-(2)")
DISTRICTS = ("里垣", "相川")
CLOSINGS = (None, Closing.DONE, Closing.UNFILLED, Closing.WITHDRAWN)
YEAR = 2026


@dataclass(frozen=True)
class Fix:
    """A correction: on which day and for which initiative it should have counted, and how much."""

    day: int
    code: str | None
    minutes: int
    people: int


@dataclass(frozen=True)
class Turn:
    """What became of one helper: a state, and the entries about it, the first one approved."""

    helper: int
    state: MatchState
    entries: tuple[Fix, ...]


@dataclass(frozen=True)
class Story:
    """A need and its helpers; `day` is counted from 1 October 2025."""

    day: int
    code: str | None
    place: str
    closing: Closing | None
    is_public: bool
    taken: int
    turns: tuple[Turn, ...]


def fixes(least: int) -> st.SearchStrategy[Fix]:
    amount = st.integers(least, 900)
    return st.builds(
        Fix, st.integers(0, 400), st.sampled_from(CODES), amount, st.integers(least, 4)
    )


TURNS = st.builds(
    Turn,
    st.integers(0, 3),
    st.sampled_from(
        [MatchState.CONFIRMED, MatchState.DONE, MatchState.OFFERED, MatchState.NO_SHOW]
    ),
    st.one_of(st.just(()), st.tuples(fixes(1), fixes(0), fixes(0)), st.tuples(fixes(1))),
)
STORIES = st.builds(
    Story,
    st.integers(0, 500),
    st.sampled_from(CODES),
    st.sampled_from(DISTRICTS),
    st.sampled_from(CLOSINGS),
    st.booleans(),
    st.integers(0, 1),
    st.lists(TURNS, max_size=3, unique_by=lambda turn: turn.helper).map(tuple),
)
Counted = dict[tuple[str | None, str], dict[Figure, int]]


def on(day: int) -> date:
    return date(2025, 10, 1) + timedelta(days=day)


def recount(stories: Sequence[Story]) -> Counted:
    """The figures of the year by initiative and district, counted one by one, as their words say."""
    found: Counted = defaultdict(lambda: dict.fromkeys(Figure, 0))
    helpers: dict[tuple[str | None, str], set[int]] = defaultdict(set)
    for story in stories:
        here = found[story.code, story.place]
        counts = story.is_public and story.closing is not Closing.WITHDRAWN
        if counts and fiscal_year(on(story.day)) == YEAR:
            here[Figure.NEEDS] += 1
            went_by = story.closing is None and not story.taken and on(story.day) < TODAY
            here[Figure.UNMET] += story.closing is Closing.UNFILLED or went_by
            confirmed = (MatchState.CONFIRMED, MatchState.DONE)
            here[Figure.MATCHES] += sum(turn.state in confirmed for turn in story.turns)
        for turn in story.turns:
            last = turn.entries[-1] if turn.entries else None
            if (
                last is None
                or fiscal_year(on(last.day)) != YEAR
                or not (last.minutes or last.people)
            ):
                continue
            there = found[last.code, story.place]
            there[Figure.DONE] += 1
            there[Figure.PEOPLE] += last.people
            there[Figure.MINUTES] += last.minutes
            helpers[last.code, story.place].add(turn.helper)
    for key, people in helpers.items():
        found[key][Figure.HELPERS] = len(people)
    return found


def live(
    session: Session, stories: Sequence[Story], asker: Person, people: Sequence[Person]
) -> None:
    """Let the stories happen in tables; the fourth helper comes for a company."""
    company = make_organization(session, "結テック", "company", people[3])
    for story in stories:
        state = NeedState.CLOSED if story.closing else NeedState.OPEN
        need = need_on(
            session, asker, on(story.day), None, state=state, helpers_wanted=9,
            closing=story.closing, places_taken=story.taken,
            district_id=district(session, story.place).id,
        )  # fmt: skip
        need.initiative_id = codes(session, on(story.day)).get(story.code)
        if not story.is_public:
            need.opened_at = None
        for turn in story.turns:
            helper = people[turn.helper]
            match = matched(session, need, helper, state=turn.state)
            _enter(session, match, turn, helper, company.id if turn.helper == 3 else None)
    session.flush()


def codes(session: Session, day: date) -> dict[str | None, int]:
    return {one.code: one.id for one in session.scalars(initiatives_of(fiscal_year(day)))}


def _enter(
    session: Session, match: object, turn: Turn, helper: Person, company: int | None
) -> None:
    standing: dict = {}
    first = None
    for fix in turn.entries:
        day = on(fix.day)
        cell = (fiscal_year(day), codes(session, day).get(fix.code), None)
        for place, (minutes, heads) in adjustments(
            standing, cell, (fix.minutes, fix.people)
        ).items():
            before = standing.get(place, (0, 0))
            standing[place] = (before[0] + minutes, before[1] + heads)
            made = entry(
                session, match, day, minutes, helper_id=helper.id, people=heads,
                fiscal_year=place[0], initiative_id=place[1], organization_id=company,
                corrects_id=first, reason="直した" if first else "",
            )  # fmt: skip
            first = first or made.id


@pytest.fixture
def helpers(taro: Person, jiro: Person, misaki: Person, yoko: Person) -> Sequence[Person]:
    return taro, jiro, misaki, yoko


@given(st.lists(STORIES, max_size=6))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_grouped_figures_equal_a_plain_recount(
    session: Session, hanako: Person, helpers: Sequence[Person], stories: list[Story]
) -> None:
    point = session.begin_nested()
    live(session, stories, hanako, helpers)
    expected = recount(stories)
    plan = session.scalars(covering(YEAR)).first()
    for place in DISTRICTS:
        found = pages.overview(session, plan, YEAR, district(session, place).id, NOON)
        for line in found.lines:
            want = expected.get((line.initiative.code, place), dict.fromkeys(Figure, 0))
            assert dict(line.figures) == want
        outside = expected.get((None, place), dict.fromkeys(Figure, 0))
        assert dict(found.outside) == outside
    whole = pages.overview(session, plan, YEAR, None, NOON)
    for figure in set(Figure) - {Figure.HELPERS}:
        assert whole.total[figure] == sum(one[figure] for one in expected.values())
    point.rollback()
    session.expire_all()
