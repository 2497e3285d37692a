"""Which side of a year, which part of it, and when a group is too small to be spoken of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from matching.i18n import N_

YEARS = 10
"""Fiscal years that can be looked at: this one and those before."""
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
"""The months of a fiscal year."""
NOWHERE = 0
"""How an address says "without a district" or "without an initiative"; no row has this number."""
LEAST_PEOPLE = 3
"""Of fewer people nothing is said: it would be said of somebody."""


class Side(StrEnum):
    """As who an organisation took part."""

    GIVEN = "given"
    ASKED = "asked"


SIDE_WORDS = {Side.GIVEN: N_("手伝ったこと"), Side.ASKED: N_("頼んだこと")}


@dataclass(frozen=True)
class Only:
    """Which of a year's activities a list shows; of what is None, all."""

    month: int | None = None
    kind: str | None = None
    district_id: int | None = None
    initiative_id: int | None = None
    thanked: bool = False


@dataclass(frozen=True)
class Amount:
    """How much was done: activities, head-count, minutes, activities with words of thanks."""

    activities: int = 0
    people: int = 0
    minutes: int = 0
    thanked: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.activities + other.activities,
            self.people + other.people,
            self.minutes + other.minutes,
            self.thanked + other.thanked,
        )


def added(amounts: Iterable[Amount]) -> Amount:
    """All of them together."""
    return sum(amounts, Amount())


# ------------------------------------------------------------------ students


@dataclass(frozen=True)
class Share:
    """What one student did in one month, of one kind, in one district."""

    student: int
    agreed: bool
    """Whether the university's office may see this student's own hours."""
    month: int
    kind: str
    district: str
    activities: int
    minutes: int


@dataclass(frozen=True)
class Group:
    """What several students did together."""

    students: int
    activities: int
    minutes: int


K = TypeVar("K", bound=Hashable)


def together(shares: Iterable[Share]) -> Group:
    """Everything these students did; each student is counted once."""
    held = list(shares)
    return Group(
        len({share.student for share in held}),
        sum(share.activities for share in held),
        sum(share.minutes for share in held),
    )


def hides_nobody(shares: Iterable[Share]) -> bool:
    """Whether sums tell nothing of one of those who have not agreed.

    Whoever knows the sum and the hours of those who have agreed can subtract: what is left must
    be nobody's, or that of enough people.
    """
    hidden = {share.student for share in shares if not share.agreed}
    return not hidden or len(hidden) >= LEAST_PEOPLE


def may_be_told(shares: Iterable[Share]) -> bool:
    """Whether a group within the whole is large enough to be spoken of."""
    held = list(shares)
    return together(held).students >= LEAST_PEOPLE and hides_nobody(held)


def broken_down(
    shares: Iterable[Share], by: Callable[[Share], K]
) -> tuple[Mapping[K, Group], Group | None]:
    """Groups that may be told, and what is told of all others together (None: there are none).

    The smallest groups are put together until nothing can be read out of the rest. Where that
    leaves none by itself, or even everybody together is too few, there is no group at all.
    """
    groups: dict[K, list[Share]] = {}
    for share in shares:
        groups.setdefault(by(share), []).append(share)
    rest: list[Share] = []
    small = [key for key, held in groups.items() if not may_be_told(held)]
    left = sorted((key for key in groups if key not in small), key=lambda key: _size(groups[key]))
    for key in small:
        rest += groups.pop(key)
    while rest and left and not may_be_told(rest):
        rest += groups.pop(left.pop(0))
    if not groups or (rest and not may_be_told(rest)):
        return {}, None
    told = {key: together(held) for key, held in groups.items()}
    return told, together(rest) if rest else None


def _size(shares: Iterable[Share]) -> tuple[int, int]:
    group = together(shares)
    return group.students, group.activities
