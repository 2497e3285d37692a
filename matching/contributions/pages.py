"""Gathers what the pages about an organisation's year show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching.contributions.queries import ahead, counted
from matching.contributions.rules import MONTHS, YEARS, Amount, Side, added
from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Slice:
    """What counts in one month or district, of one kind, for one initiative."""

    key: Any
    """The month, the kind's code, or the number of the row; None: without."""
    name: str
    amount: Amount


@dataclass(frozen=True)
class Summary:
    """One side of an organisation's year; everything is a sum of the same activities."""

    side: Side
    year: int
    total: Amount
    months: Sequence[Slice]
    """All twelve, April first."""
    kinds: Sequence[Slice]
    districts: Sequence[Slice]
    initiatives: Sequence[Slice]
    years: Mapping[int, Amount]
    """The years with something in them, the latest first."""

    @property
    def most_minutes(self) -> int:
        return max(month.amount.minutes for month in self.months)


@dataclass(frozen=True)
class Asked:
    """How much was asked for in the year, and how much of it nobody met."""

    needs: int
    unmet: int


@dataclass(frozen=True)
class Agenda:
    """What waits for the organisation, and what comes; each the soonest first."""

    answers: Sequence[Match]
    """It was asked to help."""
    confirmations: Sequence[Match]
    """Somebody would help it."""
    reports: Sequence[Match]
    coming: Sequence[Match]
    """Where its people are expected."""
    expecting: Sequence[Need]
    """What it asked for and is still to take place."""
    is_cut: bool
    """There is more than these."""

    @property
    def waits(self) -> bool:
        return bool(self.answers or self.confirmations or self.reports)


# ------------------------------------------------------------------ the year


def summaries(session: Session, organization_id: int, year: int, this_year: int) -> list[Summary]:
    """Both sides of a year, with the years before it; one statement."""
    years = range(this_year - YEARS + 1, this_year + 1)
    rows = session.execute(counted.amounts(organization_id, *years)).all()
    return [_summary(side, year, [row for row in rows if row.side == side]) for side in Side]


def _summary(side: Side, year: int, rows: Sequence[Row[Any]]) -> Summary:
    here = [row for row in rows if row.year == year]
    months = {part.key: part for part in _by(here, lambda row: (row.month, ""))}
    years = _by(rows, lambda row: (row.year, ""))
    return Summary(
        side=side,
        year=year,
        total=added(map(_amount, here)),
        months=[months.get(month, Slice(month, "", Amount())) for month in MONTHS],
        kinds=_largest(_by(here, lambda row: (row.kind, row.kind))),
        districts=_largest(_by(here, lambda row: (row.district_id, row.district or ""))),
        initiatives=sorted(_by(here, _initiative), key=lambda part: (not part.name, part.name)),
        years={part.key: part.amount for part in sorted(years, key=lambda part: -part.key)},
    )


def _initiative(row: Row[Any]) -> tuple[int | None, str]:
    return row.initiative_id, f"{row.code} {row.initiative}" if row.code else ""


def _amount(row: Row[Any]) -> Amount:
    return Amount(row.activities, row.people, row.minutes, row.thanked)


def _by(rows: Iterable[Row[Any]], key: Callable[[Row[Any]], tuple[K, str]]) -> list[Slice]:
    found: dict[tuple[K, str], list[Amount]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(_amount(row))
    return [Slice(number, name, added(held)) for (number, name), held in found.items()]


def _largest(parts: Iterable[Slice]) -> list[Slice]:
    return sorted(parts, key=lambda part: (-part.amount.minutes, part.name))


def asked(session: Session, organization_id: int, year: int, now: datetime) -> Asked:
    """How many needs of the year there were; one statement."""
    return Asked(*session.execute(counted.need_counts(organization_id, year, now)).one())


# ------------------------------------------------------------------ now


def agenda(session: Session, organization_id: int, now: datetime) -> Agenda:
    """What waits and what comes; four statements however much it is."""
    found = session.scalars(ahead.engagements(organization_id, now)).all()
    expecting = session.scalars(ahead.needs_ahead(organization_id, now)).all()
    stages: dict[str, list[Match]] = {}
    for match in found:
        stages.setdefault(_stage(match, organization_id, now), []).append(match)
    return Agenda(
        answers=stages.get("answers", ()),
        confirmations=stages.get("confirmations", ()),
        reports=stages.get("reports", ()),
        coming=stages.get("coming", ()),
        expecting=expecting,
        is_cut=ahead.MOST in (len(found), len(expecting)),
    )


def _stage(match: Match, organization_id: int, now: datetime) -> str:
    if match.state is State.OFFERED:
        return "answers"
    ended = match.need.last_end_at
    helps = match.offer.organization_id == organization_id
    if match.state is State.ACCEPTED and not (helps and (ended is None or ended >= now)):
        return "confirmations"
    return "reports" if ended is not None and ended < now else "coming"
