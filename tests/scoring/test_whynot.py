"""Why so few, and what would help."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from matching.scoring.filters import Reason, reasons
from matching.scoring.tables import Pairs
from matching.scoring.whynot import ChangeKind, why_not
from tests.scoring.tables import cities, free, one_need, saturday, slot, some_people


def told(needs, people, pairs=None):
    return why_not(needs, 0, people, pairs or Pairs())


def changes(answer):
    return [(c.kind, c.amount, c.brings.tolist(), c.loses.tolist()) for c in answer.changes]


def test_reasons_are_counted_alone_and_together():
    people = some_people(
        3, active=np.array([False, False, True]), quiet=np.array([True, False, False])
    )
    answer = told(one_need(), people)
    assert answer.passed == 1
    assert (answer.counts[Reason.INACTIVE], answer.alone[Reason.INACTIVE]) == (2, 1)
    assert (answer.counts[Reason.QUIET_HOURS], answer.alone[Reason.QUIET_HOURS]) == (1, 0)
    assert (sum(answer.counts.values()), answer.changes) == (3, ())


@pytest.mark.parametrize(
    ("hours", "kind", "amount"),
    [
        ((10, 11, 12), ChangeKind.LATER, 60),
        ((9, 10), ChangeKind.EARLIER, 30),
        ((7, 8), ChangeKind.EARLIER, 150),
    ],
)
def test_the_smallest_shift_is_found(hours, kind, amount):
    start = 9 if kind is ChangeKind.LATER else 9.5
    answer = told(one_need(**slot(start, 2)), some_people(**free(*hours)))
    assert changes(answer) == [(kind, amount, [0], [])]


def test_a_shift_also_tells_whom_it_loses():
    week = np.concatenate([saturday(10, 11), saturday(9, 10)])
    people = some_people(2, week=week, week_stated=np.array([True, True]))
    answer = told(one_need(**slot(9, 2)), people)
    assert changes(answer) == [(ChangeKind.LATER, 60, [0], [1])]


def test_a_shift_can_get_round_an_accepted_match():
    pairs = Pairs(busy=[[0, 0]], busy_week=saturday(9))
    answer = told(one_need(**slot(9, 2)), some_people(), pairs)
    assert changes(answer) == [
        (ChangeKind.LATER, 60, [0], []),
        (ChangeKind.EARLIER, 120, [0], []),
    ]


def test_too_big_a_shift_is_not_proposed():
    assert told(one_need(**slot(9, 2)), some_people(**free(20, 21))).changes == ()


def test_the_smallest_stretch_is_found():
    people = some_people(3, lat=[35.66, 35.68, 35.90], lng=[138.57] * 3, reach_km=[0.5, 0.5, 0.5])
    answer = told(one_need(lat=[35.66], lng=[138.57]), people)
    assert changes(answer) == [(ChangeKind.FARTHER, 2, [1], [])]


def test_nobody_lives_near_enough_to_stretch():
    people = some_people(lat=[36.5], lng=[138.57], reach_km=[1.0])
    assert told(one_need(lat=[35.66], lng=[138.57]), people).changes == ()


def test_each_required_skill_is_tried_and_the_best_comes_first():
    people = some_people(4, skills=np.array([[1, 0], [0, 1], [0, 1], [0, 0]], dtype=float))
    answer = told(one_need(required=np.array([[True, True]])), people)
    assert changes(answer) == [
        (ChangeKind.SKILL_OPTIONAL, 0, [1, 2], []),
        (ChangeKind.SKILL_OPTIONAL, 1, [0], []),
    ]


@pytest.mark.parametrize("need", [-1, 1])
def test_a_need_that_does_not_exist_is_refused(need):
    with pytest.raises(ValueError, match="does not exist"):
        why_not(one_need(), need, some_people(), Pairs())


@given(cities())
def test_a_change_brings_in_whom_it_promises(city):
    needs, people, pairs = city
    for need in range(len(needs)):
        answer = why_not(needs, need, people, pairs)
        before = np.flatnonzero(reasons(needs, need, people, pairs) == 0)
        assert answer.passed == len(before)
        for change in answer.changes:
            changed = {
                ChangeKind.LATER: lambda amount: {"slots": needs.slots.shifted(amount)},
                ChangeKind.EARLIER: lambda amount: {"slots": needs.slots.shifted(-amount)},
                ChangeKind.FARTHER: lambda amount: {"stretch_km": needs.stretch_km + amount},
                ChangeKind.SKILL_OPTIONAL: lambda amount: {
                    "required": needs.required & (np.arange(3) != amount)
                },
            }[change.kind](change.amount)
            after = reasons(replace(needs, **changed), need, people, pairs) == 0
            passing = set(np.flatnonzero(after).tolist())
            assert set(change.brings.tolist()) == passing - set(before.tolist()) != set()
            assert set(change.loses.tolist()) == set(before.tolist()) - passing
