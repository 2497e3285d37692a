"""Small groups are not spoken of, and nothing can be read out of what is."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.contributions.rules import (
    LEAST_PEOPLE,
    Group,
    Share,
    broken_down,
    hides_nobody,
    may_be_told,
    together,
)


def share(
    student: int, kind: str = "garden_snow", *, agreed: bool = False, minutes: int = 60
) -> Share:
    return Share(student, agreed, 10, kind, "里垣", 1, minutes)


@pytest.mark.parametrize(
    ("silent", "agreed", "hides", "told"),
    [
        (0, 0, True, False),
        (0, 1, True, False),
        (0, 2, True, False),
        (0, 3, True, True),
        (1, 0, False, False),
        (2, 0, False, False),
        (3, 0, True, True),
        (1, 5, False, False),
        (2, 5, False, False),
        (3, 1, True, True),
    ],
)
def test_of_how_many_students_something_is_said(
    silent: int, agreed: int, hides: bool, told: bool
) -> None:
    held = [share(n) for n in range(silent)] + [share(100 + n, agreed=True) for n in range(agreed)]

    assert (hides_nobody(held), may_be_told(held)) == (hides, told)


def test_who_helps_twice_is_one_student() -> None:
    assert together([share(1), share(1, minutes=30), share(2)]) == Group(2, 3, 150)


def test_small_groups_are_put_together_until_nothing_can_be_read_out_of_the_rest() -> None:
    large = [share(n, "cleaning") for n in range(5)]
    middle = [share(10 + n, "children") for n in range(3)]
    alone = [share(99, "transport", minutes=500)]

    groups, rest = broken_down([*large, *middle, *alone], lambda one: one.kind)

    assert set(groups) == {"cleaning"}
    assert rest == Group(4, 4, 3 * 60 + 500)


def test_where_all_together_are_too_few_there_is_no_group() -> None:
    assert broken_down([share(1), share(2, "cleaning")], lambda one: one.kind) == ({}, None)
    assert broken_down([], lambda one: one.kind) == ({}, None)


SHARES = st.lists(
    st.builds(
        Share,
        student=st.integers(0, 9),
        agreed=st.just(False),
        month=st.sampled_from([4, 10, 3]),
        kind=st.sampled_from(["cleaning", "children", "transport"]),
        district=st.sampled_from(["里垣", "相川"]),
        activities=st.integers(1, 3),
        minutes=st.integers(0, 600),
    ),
    max_size=25,
)


@given(SHARES, st.sets(st.integers(0, 9)), st.sampled_from(["month", "kind", "district"]))
def test_whatever_is_told_is_of_enough_people_and_adds_up(
    shares: list[Share], agreed: set[int], by: str
) -> None:
    held = [
        Share(**{**vars(one), "agreed": one.student in agreed}) for one in shares
    ]  # fmt: skip
    groups, rest = broken_down(held, lambda one: getattr(one, by))
    students: dict[object, set[int]] = defaultdict(set)
    for one in held:
        students[getattr(one, by) if getattr(one, by) in groups else None].add(one.student)

    told = [*groups.values(), *([rest] if rest else [])]
    assert all(group.students >= LEAST_PEOPLE for group in told)
    if told:
        assert sum(group.minutes for group in told) == sum(one.minutes for one in held)
        assert sum(group.activities for group in told) == sum(one.activities for one in held)
        for known in students.values():
            assert len(known - agreed) not in range(1, LEAST_PEOPLE)
