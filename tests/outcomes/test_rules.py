"""What is refused, in what sides differ, and what a correction enters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.matches.rules import State
from matching.outcomes.drafts import (
    Frame,
    problems,
    problems_of_approval,
    problems_of_correction,
)
from matching.outcomes.rules import (
    REPORTABLE,
    Side,
    adjustments,
    differences,
    is_due,
    may_be_told,
    starting_point,
)
from tests.make import NOON, TODAY
from tests.outcomes.make import HELD_ON, right, said, wanted

FRAME = Frame(earliest=date(2026, 11, 10))


@dataclass(frozen=True)
class Told:
    side: Side = Side.HELPER
    came: bool = True
    held_on: date = HELD_ON
    minutes: int = 60
    people: int = 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_on": None}, "held_on"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"held_on": date(2026, 11, 9)}, "held_on"),
        ({"minutes": 0}, "hours"),
        ({"minutes": -5}, "hours"),
        ({"minutes": 24 * 60 + 1}, "hours"),
        ({"people": 0}, "people"),
        ({"people": -1}, "people"),
        ({"people": 501}, "people"),
        ({"thanks": "長" * 2001}, "thanks"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(facts: dict[str, object], field: str) -> None:
    assert [p.field for p in problems(said(**facts), now=NOON, frame=FRAME)] == [field]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"held_on": TODAY},
        {"minutes": 1},
        {"minutes": 24 * 60},
        {"people": 500},
        {"came": False, "minutes": 0, "people": 0},
    ],
)
def test_what_can_be_is_kept(facts: dict[str, object]) -> None:
    assert problems(said(**facts), now=NOON, frame=FRAME) == []


def test_an_activity_of_three_days_may_last_longer_than_one() -> None:
    assert problems(said(minutes=1500), now=NOON, frame=Frame(FRAME.earliest, 3)) == []


def test_all_helpers_together_may_have_more_than_a_day() -> None:
    assert problems_of_approval(wanted(minutes=3000, people=3), now=NOON, frame=FRAME) == []
    found = problems_of_approval(wanted(minutes=3000, people=2), now=NOON, frame=FRAME)
    assert [p.field for p in found] == ["hours"]


def test_a_correction_needs_a_reason_and_may_say_that_nothing_took_place() -> None:
    nothing = right(minutes=0, people=0)
    assert problems_of_correction(nothing, now=NOON, frame=FRAME) == []
    found = problems_of_correction(right(reason=" ", people=0), now=NOON, frame=FRAME)
    assert {p.field for p in found} == {"reason", "people"}


@pytest.mark.parametrize("state", State)
def test_only_what_was_confirmed_and_has_begun_can_be_told(state: State) -> None:
    assert may_be_told(state, NOON - timedelta(minutes=1), NOON) is (state in REPORTABLE)
    assert not may_be_told(state, NOON + timedelta(minutes=1), NOON)


@dataclass
class Times:
    first_start_at: datetime | None
    last_end_at: datetime | None
    flexible: bool = False


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("times", "due"),
    [
        (Times(NOON - 2 * HOUR, NOON), True),
        (Times(NOON - 2 * HOUR, NOON + HOUR), False),
        (Times(NOON + HOUR, NOON + 2 * HOUR), False),
        (Times(NOON - 2 * HOUR, NOON + 99 * HOUR, flexible=True), True),
        (Times(NOON + HOUR, NOON + 99 * HOUR, flexible=True), False),
        (Times(None, None), True),
    ],
)
@pytest.mark.parametrize("state", State)
def test_a_report_is_due_when_it_is_over(state: State, times: Times, due: bool) -> None:
    assert is_due(state, times, NOON) is (due and state in REPORTABLE)


def test_sides_that_say_the_same_do_not_differ() -> None:
    assert differences([Told(), Told(Side.ASKER)]) == frozenset()


def test_every_difference_is_named() -> None:
    other = Told(Side.ASKER, held_on=TODAY, minutes=50, people=2)
    assert differences([Told(), other]) == {"held_on", "minutes", "people"}


def test_who_says_that_nobody_came_differs_in_that_alone() -> None:
    assert differences([Told(), Told(Side.ASKER, came=False, minutes=0)]) == {"came"}


def test_the_centre_is_trusted_before_the_helper_before_the_asker() -> None:
    helper, asker, centre = Told(), Told(Side.ASKER), Told(Side.CENTRE)
    assert starting_point([asker, helper]) is helper
    assert starting_point([asker, helper, centre]) is centre
    assert starting_point([Told(came=False)]) is None


def test_a_correction_within_a_year_enters_the_difference() -> None:
    here = (2026, 1, 1)
    assert adjustments({here: (95, 2)}, here, (65, 1)) == {here: (-30, -1)}
    assert adjustments({here: (95, 2)}, here, (95, 2)) == {}


def test_a_correction_of_the_year_takes_away_here_and_adds_there() -> None:
    old, new = (2025, 1, 1), (2026, 2, 1)
    assert adjustments({old: (95, 2)}, new, (90, 2)) == {old: (-95, -2), new: (90, 2)}


CELLS = st.tuples(st.integers(2024, 2026), st.sampled_from([None, 1, 2]), st.just(1))
AMOUNTS = st.tuples(st.integers(0, 900), st.integers(0, 9))


@given(st.lists(st.tuples(CELLS, AMOUNTS), min_size=1, max_size=6))
def test_after_any_corrections_the_last_one_stands_alone(steps: list) -> None:
    standing: dict = {}
    for cell, amount in steps:
        for place, (minutes, people) in adjustments(standing, cell, amount).items():
            before = standing.get(place, (0, 0))
            standing[place] = (before[0] + minutes, before[1] + people)
        left = {place: kept for place, kept in standing.items() if kept != (0, 0)}
        assert left == ({cell: amount} if amount != (0, 0) else {})
