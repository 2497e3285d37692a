"""Which days and hours the board's choices mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from matching.board.rules import (
    MOST_SPANS,
    WEEKDAY_HOURS,
    When,
    days_of,
    midnight,
    spans,
    touched,
    week_digits,
    within,
)
from matching.calendar import TOKYO
from matching.geo import Place

TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)
SUNDAY = SATURDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("when", "today", "days"),
    [
        (When.TODAY, TUESDAY, (TUESDAY, TUESDAY)),
        (When.WEEKEND, TUESDAY, (SATURDAY, SUNDAY)),
        (When.WEEKEND, SATURDAY, (SATURDAY, SUNDAY)),
        (When.WEEKEND, SUNDAY, (SUNDAY, SUNDAY)),
        (When.WEEKDAYS, TUESDAY, None),
        (None, TUESDAY, None),
    ],
)
def test_a_choice_of_when_means_the_days_that_are_left(when, today, days):
    assert days_of(when, today) == days


def test_a_slot_touches_every_hour_it_enters():
    start = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # Monday 9:30 in Kofu

    assert touched(start, start + timedelta(minutes=30)) == {9}
    assert touched(start, start + timedelta(minutes=31)) == {9, 10}
    assert touched(start, start + timedelta(days=9)) == set(range(168))
    sunday = datetime(2026, 11, 29, 23, 0, tzinfo=TOKYO)
    assert touched(sunday, sunday + timedelta(hours=2)) == {167, 0}


def test_hours_that_follow_each_other_become_one_stretch():
    monday_and_tuesday = frozenset({9, 10, 11, 24 + 23, 48})
    found = spans(monday_and_tuesday, date(2026, 11, 23))

    nine = midnight(date(2026, 11, 23)) + timedelta(hours=9)
    late = midnight(date(2026, 11, 24)) + timedelta(hours=23)
    assert found[0] == (nine, nine + timedelta(hours=3))
    assert found[1] == (late, late + timedelta(hours=2))
    assert len(found) == 16


def test_days_away_are_left_out():
    holiday = date(2026, 11, 23)

    assert spans(WEEKDAY_HOURS[When.WEEKDAYS], holiday, {holiday})[0][0].date() == date(
        2026, 11, 24
    )


def test_a_grid_of_single_hours_makes_no_statement_without_end():
    assert len(spans(frozenset(range(0, 168, 2)), TUESDAY)) == MOST_SPANS


def test_a_kept_week_is_compared_digit_by_digit():
    for hour in range(168):
        kept = f"{1 << hour:042x}"
        ((place, digits),) = week_digits(frozenset({hour})).items()
        assert kept[place - 1] in digits
        assert "0" not in digits


def test_only_places_near_the_middle_are_within():
    centres = {1: Place(35.66, 138.57), 2: Place(35.67, 138.57), 3: Place(35.9, 138.57)}

    assert within(centres[1], centres, 2) == {1, 2}
    assert within(centres[1], {}, 2) == frozenset()
