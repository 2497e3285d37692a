"""The needs of a simulated city: by season and hour, in unequal districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.simulator.residents import centres
from benchmarks.simulator.setting import (
    CATEGORIES,
    DISTRICTS,
    KM_EAST,
    KM_NORTH,
    LAT,
    LNG,
    SKILLS,
    SKILLS_EACH,
    YEAR,
    Setting,
)
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.tables import Needs, unstated_needs
from matching.scoring.text import Basis, vectors
from matching.scoring.week import Slots

SEATS = (1, 2, 3, 4, 6, 10)
SEAT_SHARES = (0.46, 0.24, 0.12, 0.08, 0.06, 0.04)
URGENT_DAYS = 2  # a need that starts so soon when it is posted cannot wait for a second wave
START_HOURS = (7, 9, 10, 13, 14, 15, 18)
START_SHARES = (0.10, 0.24, 0.20, 0.18, 0.12, 0.08, 0.08)


@dataclass(frozen=True, kw_only=True, eq=False)
class Demand:
    """Everything asked for, one row per need, in order of posting.

    Attributes:
        table: what the platform knows.
        posted: (n,) hours since the first midnight.  start, end: (n,) hours of the activity.
        seats: (n,) places.  urgent: (n,).  category, district: (n,).
        charm: (n,) hidden: how attractive it is to everybody alike, in log-odds.
    """

    table: Needs
    posted: Floats
    start: Ints
    end: Ints
    seats: Ints
    urgent: Bools
    category: Ints
    district: Ints
    charm: Floats

    def __len__(self) -> int:
        return len(self.seats)


def drawn_categories(setting: Setting, dice: np.random.Generator) -> tuple[Floats, Ints]:
    """When needs are posted (hours, ascending) and of what kind: every kind has its season."""
    count = dice.poisson(setting.days * setting.needs_a_day)
    day = dice.integers(0, setting.days, count)
    posted = np.sort(24 * day + dice.triangular(8, 10, 20, count))
    usual = np.linspace(1.0, 0.5, CATEGORIES)[dice.permutation(CATEGORIES)]
    season = 1 + 0.6 * np.sin(
        2 * np.pi * (posted[:, None] / 24 / 182 + np.arange(CATEGORIES) / CATEGORIES)
    )
    share = np.cumsum(usual * season, axis=1)
    drawn = dice.random(count)[:, None] * share[:, -1:]
    return posted, (drawn > share).sum(axis=1)


def posted(
    setting: Setting, dice: np.random.Generator, basis: Basis, said: Sequence[Sequence[str]],
    drawn: tuple[Floats, Ints],
) -> Demand:  # fmt: skip
    """The needs' facts; `drawn` and `said` (words) come first, for the basis."""
    at, category = drawn
    count = len(at)
    urgent = dice.random(count) < 0.12
    lead = np.where(urgent, dice.integers(1, URGENT_DAYS + 1, count), dice.integers(4, 22, count))
    start = 24 * (at // 24 + lead).astype(np.int64) + dice.choice(
        START_HOURS, count, p=START_SHARES
    )
    hours = dice.choice((1, 2, 3), count, p=(0.35, 0.45, 0.20))
    district = dice.choice(DISTRICTS, count, p=dice.dirichlet(np.full(DISTRICTS, 1.5)))
    east, north = (
        c[district] + dice.normal(0, 0.6, count)
        for c in centres(np.random.default_rng(setting.days))
    )
    required, wanted = _skills(dice, category)
    table = replace(
        unstated_needs(np.arange(count), YEAR, SKILLS),
        lat=LAT + north * KM_NORTH,
        lng=LNG + east * KM_EAST,
        wanted=wanted,
        required=required,
        slots=Slots(need=np.arange(count), start=start % 168 * 60, minutes=hours * 60),
        hours=hours.astype(np.float64),
        category=category,
        text=vectors(basis, said),
    )
    seats = dice.choice(SEATS, count, p=SEAT_SHARES)
    return Demand(table=table, posted=at, start=start, end=start + hours, seats=seats,
                  urgent=urgent, category=category, district=district,
                  charm=dice.normal(0, setting.skew, count))  # fmt: skip


def _skills(dice: np.random.Generator, category: Ints) -> tuple[Bools, Bools]:
    """(n, 30) required and wanted: none, one or two of the category's three."""
    count = len(category)
    how_many = dice.choice(3, count, p=(0.35, 0.45, 0.20))
    rank = dice.random((count, SKILLS_EACH)).argsort(axis=1)
    mine = rank < how_many[:, None]
    asked = np.zeros((count, CATEGORIES, SKILLS_EACH), dtype=np.bool_)
    asked[np.arange(count), category] = mine
    asked = asked.reshape(count, SKILLS)
    must = asked & (dice.random(count) < 0.15)[:, None]
    return must, asked & ~must
