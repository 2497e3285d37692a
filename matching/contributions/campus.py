"""What a university learns of its students: sums of enough people, and who agreed to be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching.contributions.queries import students
from matching.contributions.rules import (
    LEAST_PEOPLE,
    MONTHS,
    YEARS,
    Group,
    Share,
    broken_down,
    hides_nobody,
    together,
)


@dataclass(frozen=True)
class Breakdown:
    """Groups that may be told, by what they are called, and all others together."""

    groups: Mapping[str | int, Group]
    rest: Group | None

    def __bool__(self) -> bool:
        return bool(self.groups or self.rest)


@dataclass(frozen=True)
class Campus:
    """The students of a university and their year."""

    confirmed: int
    agreed: int
    """How many of them agreed to be named."""
    waiting: int
    """Claims that the office has not decided."""
    total: Group | None
    """None: it would tell something of one of them."""
    months: Breakdown
    kinds: Breakdown
    districts: Breakdown
    years: Mapping[int, Group | None]
    """The years with something in them, the latest first."""

    @property
    def most_minutes(self) -> int:
        return max((group.minutes for group in self.months.groups.values()), default=0)

    @property
    def columns(self) -> list[tuple[int, int]]:
        """(month, minutes) as they are drawn; what is not told is not drawn."""
        nothing = Group(0, 0, 0)
        return [(month, self.months.groups.get(month, nothing).minutes) for month in MONTHS]


def learned(session: Session, organization_id: int, year: int, this_year: int) -> Campus:
    """What may be told of the year; three statements."""
    confirmed, agreed, waiting = session.execute(students.numbers(organization_id)).one()
    rows = session.execute(students.shares(organization_id, year)).all()
    shares = [Share(*row) for row in rows]
    years = range(this_year - YEARS + 1, this_year + 1)
    return Campus(
        confirmed=confirmed,
        agreed=agreed,
        waiting=waiting,
        total=together(shares) if hides_nobody(shares) else None,
        months=_by(shares, lambda share: share.month, MONTHS.index),
        kinds=_by(shares, lambda share: share.kind),
        districts=_by(shares, lambda share: share.district or ""),
        years={
            past: Group(active, activities, minutes) if _may_tell(silent) else None
            for past, active, silent, activities, minutes in session.execute(
                students.yearly(organization_id, *years)
            )
        },
    )


def _may_tell(silent: int) -> bool:
    return silent == 0 or silent >= LEAST_PEOPLE


def _by(
    shares: Sequence[Share],
    key: Callable[[Share], str | int],
    order: Callable[[int], int] | None = None,
) -> Breakdown:
    """In the order of the year for months; else the most active first."""
    groups, rest = broken_down(shares, key)

    def rank(item: tuple[str | int, Group]) -> int:
        name, group = item
        return order(name) if order and isinstance(name, int) else -group.minutes

    return Breakdown(dict(sorted(groups.items(), key=rank)), rest)
