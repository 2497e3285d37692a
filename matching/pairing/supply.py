"""Offers as rows of the scorer's `People`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.orm import Session

from matching.offers.rules import LEVEL_VALUE, Level, Travel
from matching.pairing import queries
from matching.pairing.columns import (
    DISTRICT_CODES,
    KINDS,
    LICENCES,
    SKILLS,
    district_column,
    numbers,
)
from matching.scoring import text, travel
from matching.scoring.arrays import Bools, Floats, Words
from matching.scoring.tables import People
from matching.scoring.week import WHOLE_WEEK, week_masks
from matching.skills.rules import skills_by_code

ASKS_PER_DAY = 2


def _asks(now: datetime) -> Any:
    return queries.asks(
        now, now - timedelta(days=14), now - timedelta(days=30), now - timedelta(days=1)
    )


def people(
    session: Session,
    rows: Sequence[Row[Any]],
    place: Mapping[int, int],
    basis: text.Basis,
    now: datetime,
) -> People:
    """The columns of everybody in `rows` (as `queries.offers` selects them), in four statements."""
    asks = {row[0]: row[1:] for row in session.execute(_asks(now))}
    held = list(session.execute(queries.held()))
    expired = {(row[0], row[1]) for row in session.execute(queries.expired_licences(now))}
    levels, held_licences, areas = _held(held, expired, place)
    counts = np.array([asks.get(row.id, (0,) * 5) for row in rows], dtype=np.int64)
    counts = counts.reshape(len(rows), 5)
    ways = [_way(row.travel) for row in rows]
    return People(
        ids=_column(rows, "id", np.int64),
        active=_column(rows, "active", np.bool_),
        consented=_column(rows, "consented", np.bool_),
        opted_in=_column(rows, "opted_in", np.bool_),
        birth_year=numbers(row.birth_year for row in rows),
        guardian_ok=_column(rows, "guardian_ok", np.bool_),
        skills=levels,
        licences=held_licences,
        lat=numbers(row.lat for row in rows),
        lng=numbers(row.lng for row in rows),
        reach_km=numbers(row.radius_km for row in rows),
        reach_minutes=np.full(len(rows), np.nan),
        km_per_hour=np.array([travel.KM_PER_HOUR[way] for way in ways], dtype=np.float64),
        half_km=np.array([travel.HALF_KM[way] for way in ways], dtype=np.float64),
        districts=areas,
        remote_ok=_column(rows, "remote_ok", np.bool_),
        week=_weeks(rows),
        week_stated=np.array([row.week is not None for row in rows], dtype=np.bool_),
        categories=_categories(levels),
        text=text.vectors(basis, [row.words.split() for row in rows]),
        asked=counts[:, 0],
        yes=counts[:, 1],
        asks_14d=counts[:, 2],
        asks_month=counts[:, 3],
        asks_today=counts[:, 4],
        asks_day_limit=np.full(len(rows), float(ASKS_PER_DAY)),
        asks_month_limit=_column(rows, "asks_per_month", np.float64),
        quiet=np.zeros(len(rows), dtype=np.bool_),
    )


def _column(rows: Sequence[Row[Any]], name: str, kind: Any) -> Any:
    return np.array([getattr(row, name) for row in rows], dtype=kind)


def _way(value: Travel | None) -> travel.Travel:
    return travel.Travel(value.value) if value else travel.Travel.FOOT


def _weeks(rows: Sequence[Row[Any]]) -> Words:
    cells = [(number, hour) for number, row in enumerate(rows) for hour in row.week or ()]
    numbers, hours = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    weeks = week_masks(numbers, hours, len(rows))
    weeks[[number for number, row in enumerate(rows) if row.week is None]] = WHOLE_WEEK
    return weeks


def _held(
    held: Iterable[Sequence[Any]], expired: set[tuple[int, str]], place: Mapping[int, int]
) -> tuple[Floats, Bools, Bools]:
    """Levels of skills, licences held, districts named, of everybody."""
    levels = np.zeros((len(place), len(SKILLS)))
    valid = np.zeros((len(place), len(LICENCES)), dtype=np.bool_)
    named: dict[int, set[str]] = defaultdict(set)
    for offer, what, code, level in held:
        row = place[offer]
        if what == "area":
            named[row].add(code)
        elif what == "licence" and code in LICENCES:
            valid[row, LICENCES[code]] = (offer, code) not in expired
        elif (column := SKILLS.get(code if what == "skill" else f"thing:{code}")) is not None:
            levels[row, column] = LEVEL_VALUE[Level(level)] if level else 1.0
    return levels, valid, _areas(named, len(place))


def _areas(named: Mapping[int, set[str]], count: int) -> Bools:
    ticked = np.zeros((count, DISTRICT_CODES), dtype=np.bool_)
    for row, codes in named.items():
        ticked[row, [c for c in map(district_column, codes) if c >= 0]] = True
    return ticked


def _categories(levels: Floats) -> Bools:
    """Kinds of need in which somebody holds a skill: what they chose."""
    chosen = np.zeros((len(levels), len(KINDS)), dtype=np.bool_)
    for code, skill in skills_by_code().items():
        chosen[:, KINDS[skill.group]] |= levels[:, SKILLS[code]] > 0
    return chosen
