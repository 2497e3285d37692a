"""Why so few people suit a need, and the smallest change to it that would bring some in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from matching.scoring.arrays import Bools, Flags, Ints
from matching.scoring.filters import Reason, reasons
from matching.scoring.tables import Needs, Pairs, People, check_fit

SHIFTS_MINUTES = (30, 60, 90, 120, 150, 180)
STRETCHES_KM = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


class ChangeKind(Enum):
    """What about a need could be changed."""

    LATER = "later"
    EARLIER = "earlier"
    FARTHER = "farther"
    SKILL_OPTIONAL = "skill_optional"


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """One change to a need, and whom it would bring in.

    Attributes:
        kind: what is changed.
        amount: minutes for LATER and EARLIER, km for FARTHER, the skill's column for
            SKILL_OPTIONAL.
        brings: (k,) rows of the people who would pass and do not now, ascending; at least one.
        loses: (m,) rows of those who pass now and would not, ascending.
    """

    kind: ChangeKind
    amount: int
    brings: Ints
    loses: Ints


@dataclass(frozen=True, kw_only=True, eq=False)
class WhyNot:
    """Why people are not suggested for one need.

    Attributes:
        passed: how many pass every filter.
        counts: people per reason; somebody with two reasons is counted under both.
        alone: people whom this reason alone keeps out.
        changes: the smallest change of each kind that brings somebody in (for skills one per
            skill), the one that brings most first.
    """

    passed: int
    counts: Mapping[Reason, int]
    alone: Mapping[Reason, int]
    changes: tuple[Change, ...]


def why_not(needs: Needs, need: int, people: People, pairs: Pairs) -> WhyNot:
    """Count the reasons for one need and try small changes by filtering again.

    Args:
        need: row of the need.

    Raises:
        ValueError: the tables do not fit each other, or the need does not exist.
    """
    check_fit(needs, people, pairs)
    if not 0 <= need < len(needs):
        raise ValueError(f"need {need} does not exist")
    flags = reasons(needs, need, people, pairs)
    return WhyNot(
        passed=int((flags == 0).sum()),
        counts={reason: int(((flags & reason) != 0).sum()) for reason in Reason},
        alone={reason: int((flags == reason).sum()) for reason in Reason},
        changes=_changes(needs, need, people, pairs, flags),
    )


def _changes(
    needs: Needs, need: int, people: People, pairs: Pairs, flags: Flags
) -> tuple[Change, ...]:
    def smallest(kind: ChangeKind, tries: Iterable[tuple[int, Needs]]) -> Iterator[Change]:
        """The first try that brings somebody in, if any does."""
        for amount, changed in tries:
            passing = reasons(changed, need, people, pairs) == 0
            if (passing & (flags != 0)).any():
                yield _change(kind, amount, flags == 0, passing)
                return

    found = [
        change for kind, tries in _tries(needs, need, flags) for change in smallest(kind, tries)
    ]
    return tuple(sorted(found, key=lambda change: -len(change.brings)))


def _change(kind: ChangeKind, amount: int, before: Bools, after: Bools) -> Change:
    brings, loses = np.flatnonzero(after & ~before), np.flatnonzero(before & ~after)
    return Change(kind=kind, amount=amount, brings=brings, loses=loses)


def _tries(
    needs: Needs, need: int, flags: Flags
) -> Iterator[tuple[ChangeKind, Iterable[tuple[int, Needs]]]]:
    """Changed needs by kind, smallest change first; only kinds that can help anybody."""
    if _only(flags, Reason.TIME | Reason.AWAY | Reason.CLASH):
        yield ChangeKind.LATER, ((m, _shifted(needs, m)) for m in SHIFTS_MINUTES)
        yield ChangeKind.EARLIER, ((m, _shifted(needs, -m)) for m in SHIFTS_MINUTES)
    if _only(flags, Reason.REACH):
        yield ChangeKind.FARTHER, ((km, _stretched(needs, km)) for km in STRETCHES_KM)
    if _only(flags, Reason.SKILL):
        for column in np.flatnonzero(needs.required[need]).tolist():
            yield ChangeKind.SKILL_OPTIONAL, [(column, _optional(needs, need, column))]


def _only(flags: Flags, curable: Reason) -> bool:
    """Whether somebody is kept out by nothing but these reasons."""
    return bool(((flags != 0) & (flags & ~np.uint32(curable) == 0)).any())


def _shifted(needs: Needs, minutes: int) -> Needs:
    return replace(needs, slots=needs.slots.shifted(minutes))


def _stretched(needs: Needs, km: int) -> Needs:
    return replace(needs, stretch_km=needs.stretch_km + km)


def _optional(needs: Needs, need: int, column: int) -> Needs:
    required = needs.required.copy()
    required[need, column] = False
    return replace(needs, required=required)
