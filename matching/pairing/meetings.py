"""Facts about one need and one offer together, as the scorer's `Pairs`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching.calendar import in_tokyo
from matching.needs.models import Need
from matching.pairing import queries
from matching.pairing.columns import minute_of_week
from matching.scoring.arrays import Ints, Words
from matching.scoring.tables import Pairs
from matching.scoring.week import week_masks

WEEKLY_CAPACITY = 3
"""Accepted activities in one week after which nobody is asked for more."""


def pairs(
    session: Session, needs: Sequence[Need], rows: Sequence[Row[Any]], place: Mapping[int, int]
) -> Pairs:
    """What is known of these needs and these offers together, in four statements."""
    need_place = {need.id: row for row, need in enumerate(needs)}
    met = session.execute(queries.matched(need_place))
    asked = [(need_place[need], place[offer]) for need, offer in met]
    calendar = _calendar(session, needs, rows, place)
    return Pairs(
        asked=_table(asked),
        blocked=_table(_blocked(session, needs, rows)),
        full=_table(calendar.full),
        busy=_table(pair for pair, _ in calendar.busy),
        busy_week=_masks(calendar.busy),
        away=_table(pair for pair, _ in calendar.away),
        away_week=_masks(calendar.away),
    )


def _table(pairs: Iterable[tuple[int, int]]) -> Ints:
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


Marked = list[tuple[tuple[int, int], set[int]]]


@dataclass(frozen=True)
class _Calendar:
    """Hours that are taken from a pair on the need's dates, and pairs with no week left."""

    busy: Marked
    away: Marked
    full: list[tuple[int, int]]


def _masks(marked: Marked) -> Words:
    cells = [(row, hour) for row, (_, hours) in enumerate(marked) for hour in hours]
    numbers, hours = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return week_masks(numbers, hours, len(marked))


def _blocked(
    session: Session, needs: Sequence[Need], rows: Sequence[Row[Any]]
) -> Iterator[tuple[int, int]]:
    """Nobody is suggested for their own need, nor two people who are to be kept apart."""
    apart: set[tuple[int, int]] = set()
    for one, other in session.execute(queries.blocks({need.asker_id for need in needs})):
        apart |= {(one, other), (other, one)}
    for n, need in enumerate(needs):
        for p, row in enumerate(rows):
            if row.person_id == need.asker_id or (need.asker_id, row.person_id) in apart:
                yield n, p


def _calendar(
    session: Session, needs: Sequence[Need], rows: Sequence[Row[Any]], place: Mapping[int, int]
) -> _Calendar:
    slots = [(row, slot) for row, need in enumerate(needs) for slot in need.slots]
    if not slots:
        return _Calendar([], [], [])
    first = min(slot.starts_at for _, slot in slots) - timedelta(days=7)
    last = max(slot.ends_at for _, slot in slots) + timedelta(days=7)
    alone = {row.id for row in rows if row.head_count == 1}  # who sends several can send more
    engaged = [
        (place[offer], need, start, end)
        for offer, need, start, end in session.execute(queries.engagements(first, last))
        if offer in alone
    ]
    off = [(place[offer], a, b) for offer, a, b in session.execute(queries.days_off(first, last))]
    days = [(row, in_tokyo(slot.starts_at).date()) for row, slot in slots]
    return _Calendar(
        busy=[taken for row, day in days for taken in _engaged(row, day, engaged)],
        away=[((row, p), _whole(day)) for row, day in days for p, a, b in off if a <= day <= b],
        full=[(row, p) for row, day in days for p in _laden(day, engaged)],
    )


Engaged = Sequence[tuple[int, int, datetime, datetime]]
"""(row of the offer, need, start, end)"""


def _engaged(row: int, day: date, engaged: Engaged) -> Marked:
    return [
        ((row, p), _hours_between(start, end))
        for p, _, start, end in engaged
        if in_tokyo(start).date() <= day <= in_tokyo(end).date()
    ]


def _laden(day: date, engaged: Engaged) -> list[int]:
    """Who has reached what one week should hold, in the week of this day."""
    met: dict[int, set[int]] = defaultdict(set)
    for p, need, start, _ in engaged:
        if in_tokyo(start).isocalendar()[:2] == day.isocalendar()[:2]:
            met[p].add(need)
    return [p for p, needs in met.items() if len(needs) >= WEEKLY_CAPACITY]


def _whole(day: date) -> set[int]:
    return set(range(day.weekday() * 24, day.weekday() * 24 + 24))


def _hours_between(start: datetime, end: datetime) -> set[int]:
    first = minute_of_week(start) // 60
    count = -(-int((end - start).total_seconds() // 60 + minute_of_week(start) % 60) // 60)
    return {(first + hour) % 168 for hour in range(min(count, 168))}
