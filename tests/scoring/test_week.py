"""Hours of a week as bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.week import (
    NO_SLOTS,
    WHOLE_WEEK,
    Slots,
    overlap_hours,
    pack,
    unpack,
    week_masks,
)

hour_sets = st.sets(st.integers(0, 167))


def hours_of(chosen):
    week = np.zeros(168, dtype=np.bool_)
    week[list(chosen)] = True
    return week


def test_the_first_and_the_last_hour_stand_at_the_ends():
    assert pack(hours_of({0})).tolist() == [1, 0, 0]
    assert pack(hours_of({64})).tolist() == [0, 1, 0]
    assert pack(hours_of({167})).tolist() == [0, 0, 1 << 39]
    assert pack(hours_of(range(168))).tolist() == WHOLE_WEEK.tolist()


@given(hour_sets)
def test_unpacking_undoes_packing(chosen):
    assert set(np.flatnonzero(unpack(pack(hours_of(chosen)))).tolist()) == chosen


def test_a_week_of_another_length_is_refused():
    with pytest.raises(ValueError, match="168"):
        pack(np.zeros(24, dtype=np.bool_))


@given(hour_sets, hour_sets)
def test_whole_hours_overlap_as_sets_do(mine, asked):
    hours = overlap_hours(pack(hours_of(mine))[None], 60 * hours_of(asked))
    assert hours.tolist() == [len(mine & asked)]


def test_ragged_ends_count_in_minutes():
    slots = Slots(need=[0], start=[9 * 60 + 30], minutes=[120])
    free = pack(np.array([hours_of({9, 10}), hours_of({10, 11}), hours_of({9, 10, 11})]))
    assert overlap_hours(free, slots.minutes_by_hour(0)).tolist() == [1.5, 1.5, 2.0]


def test_what_two_spans_share_counts_once():
    slots = Slots(need=[0, 0, 1], start=[0, 30, 600], minutes=[60, 60, 60])
    by_hour = slots.minutes_by_hour(0)
    assert (by_hour[0], by_hour[1], by_hour.sum()) == (60, 30, 90)


def test_a_span_runs_over_the_end_of_the_week():
    by_hour = Slots(need=[0], start=[10_050], minutes=[60]).minutes_by_hour(0)
    assert (by_hour[167], by_hour[0], by_hour.sum()) == (30, 30, 60)


def test_spans_move_round_the_week_and_widen_both_ways():
    slots = Slots(need=[0], start=[0], minutes=[60])
    assert slots.shifted(-30).start.tolist() == [10_050]
    assert slots.shifted(90).start.tolist() == [90]
    wide = slots.widened(30)
    assert (wide.start.tolist(), wide.minutes.tolist()) == ([10_050], [120])
    assert slots.widened(10_000).minutes_by_hour(0).sum() == 10_080


def test_no_slots_cover_nothing():
    assert NO_SLOTS.minutes_by_hour(0).sum() == 0


def test_a_timetable_becomes_one_mask_per_person():
    masks = week_masks([0, 0, 2], [0, 1, 167], 3)
    assert masks.tolist() == [[3, 0, 0], [0, 0, 0], [0, 0, 1 << 39]]
    assert week_masks([], [], 0).shape == (0, 3)


@pytest.mark.parametrize(
    ("rows", "hours", "words"),
    [
        ([0], [168], "an hour"),
        ([0], [-1], "an hour"),
        ([1], [0], "a row"),
        ([-1], [0], "a row"),
        ([0, 0], [1], "same length"),
        ([[0]], [[1]], "same length"),
    ],
)
def test_a_timetable_that_does_not_fit_is_refused(rows, hours, words):
    with pytest.raises(ValueError, match=words):
        week_masks(rows, hours, 1)
