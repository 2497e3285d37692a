"""What was found, gathered in few statements: a page of the list, points of the map, days of a week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching.board.queries import listed, spread
from matching.board.queries.conditions import moment
from matching.board.rules import MOST_ANY_DAY, MOST_COUNTED, PAGE_SIZE, Filters
from matching.calendar import holiday, in_tokyo, is_day_off, week_of
from matching.db.paging import Page
from matching.needs.models import Need


@dataclass(frozen=True)
class Count:
    """How many needs were found; beyond `MOST_COUNTED` of a sort only that there are more."""

    wanting: int
    full: int

    @property
    def is_more(self) -> bool:
        """More than are counted and shown."""
        return max(self.wanting, self.full) > MOST_COUNTED

    @property
    def shown(self) -> tuple[int, int]:
        return min(self.wanting, MOST_COUNTED), min(self.full, MOST_COUNTED)


def count(session: Session, filters: Filters, now: datetime) -> Count:
    return Count(*session.connection().execute(listed.counted(filters), moment(now)).one())


def page(
    session: Session, filters: Filters, now: datetime, counted: Count, number: int
) -> Page[Row[Any]]:
    """The page with this number as faces, those with places first; past the end the last page."""
    wanting, full = counted.shown
    last = max(1, -(-(wanting + full) // PAGE_SIZE))
    number = min(max(number, 1), last)
    first, end = (number - 1) * PAGE_SIZE, number * PAGE_SIZE
    items: list[Row[Any]] = []
    for faces, start, stop in (
        (listed.found(filters), first, min(end, wanting)),
        (listed.full(filters), max(first - wanting, 0), min(end - wanting, full)),
    ):
        if start < stop:
            place = {"start": start, "most": stop - start}
            items += session.connection().execute(faces, moment(now) | place)
    return Page(items, number, PAGE_SIZE, wanting + full)


# ------------------------------------------------------------------ the map


class Centre(Protocol):
    """A district, as far as the map needs it."""

    id: int
    name: str
    lat: float
    lng: float


@dataclass(frozen=True)
class Point:
    """A district with so many needs that have places."""

    district: Centre
    needs: int


@dataclass(frozen=True)
class Points:
    """What the map shows; `nowhere` needs name no district."""

    districts: Sequence[Point]
    nowhere: int


def points(
    session: Session, filters: Filters, now: datetime, districts: Iterable[Centre]
) -> Points:
    needs = {row[0]: row[1] for row in session.execute(spread.by_district(filters, now))}
    known = [Point(one, needs[one.id]) for one in districts if one.id in needs]
    return Points(known, needs.get(None, 0))


# ------------------------------------------------------------------ the week


@dataclass(frozen=True)
class Entry:
    """One need on one day."""

    need: Need
    starts_at: datetime
    ends_at: datetime


@dataclass
class Day:
    """One day of a calendar, its first few needs, and how many more there are."""

    on: date
    today: date
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def is_over(self) -> bool:
        return self.on < self.today

    @property
    def is_off(self) -> bool:
        return is_day_off(self.on)

    @property
    def holiday(self) -> str | None:
        return holiday(self.on)


@dataclass(frozen=True)
class Week:
    """Seven days from Monday on, and what could be done on any of several days."""

    days: Sequence[Day]
    any_day: Sequence[Need]
    is_more: bool
    """More needs without a fixed day than are shown."""

    @property
    def before(self) -> date | None:
        """The week before, unless it is over."""
        first = self.days[0]
        return None if first.on <= first.today else first.on - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.days[0].on + timedelta(days=7)

    @property
    def is_empty(self) -> bool:
        return not self.any_day and not any(day.entries for day in self.days)


def week(session: Session, filters: Filters, now: datetime, asked: date | None) -> Week:
    """The week of the day asked for, else the week that runs."""
    today = in_tokyo(now).date()
    first = week_of(max(asked or today, today))
    days = [Day(first + timedelta(days=n), today) for n in range(7)]
    for need, starts_at, ends_at, day, of_day in session.execute(spread.week(filters, now, first)):
        days[day].entries.append(Entry(need, starts_at, ends_at))
        days[day].more = of_day - len(days[day].entries)
    any_day = session.scalars(spread.any_day(filters, now, first)).all()
    return Week(days, any_day[:MOST_ANY_DAY], len(any_day) > MOST_ANY_DAY)
