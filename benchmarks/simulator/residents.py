"""The people of a simulated city: what they state, and what only they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.simulator.setting import (
    CATEGORIES,
    DISTRICTS,
    KM_EAST,
    KM_NORTH,
    LAT,
    LNG,
    SKILLS,
    SKILLS_EACH,
    Setting,
)
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.tables import People, unstated_people
from matching.scoring.text import Basis, vectors
from matching.scoring.travel import HALF_KM, KM_PER_HOUR, Travel
from matching.scoring.week import HOURS, pack

WAYS = (Travel.FOOT, Travel.BICYCLE, Travel.CAR)
REACH_KM = ((1.5, 3.5), (2.5, 6.0), (5.0, 15.0))  # stated radius by way of travel, least and most
BLOCK = 3  # hours: people think of mornings and afternoons, not of single hours
LIFE = {  # share of people, chance to be free in a block on: weekday daytime, evening, weekend
    "retired": (0.35, (0.55, 0.15, 0.45)),
    "worker": (0.35, (0.06, 0.30, 0.50)),
    "student": (0.15, (0.25, 0.40, 0.50)),
    "at home": (0.15, (0.45, 0.10, 0.30)),
}
LEVELS = (0.5, 0.8, 1.0)
MONTH_LIMITS = (4, 8, 16)  # asks a month that people allow; 4 is what the form begins with


@dataclass(frozen=True, kw_only=True, eq=False)
class Residents:
    """Everybody, one row each.

    Attributes:
        stated: what the platform knows, at the start.
        tags: (p, 10) categories they ticked; also in `stated`.
        joined: (p,) order of registration, largest newest.  district: (p,).
        taste: (p, 10) hidden liking per category, in log-odds.
        zeal: (p,) hidden readiness.  wear: (p,) hidden tiredness per recent ask, above 0.
        far: (p,) hidden dislike of the way, per d₀.
        week: (p, 168) when they are really free.
        visits: (p,) openings of the board per day.
    """

    stated: People
    tags: Bools
    joined: Ints
    district: Ints
    taste: Floats
    zeal: Floats
    wear: Floats
    far: Floats
    week: Bools
    visits: Floats

    def __len__(self) -> int:
        return len(self.joined)


def centres(dice: np.random.Generator) -> tuple[Floats, Floats]:
    """(31,) km east and north of the middle of the city; denser inside."""
    way = dice.uniform(0, 2 * np.pi, DISTRICTS)
    km = 6.5 * np.sqrt(dice.uniform(0, 1, DISTRICTS)) ** 1.2
    return km * np.cos(way), km * np.sin(way)


def drawn_tags(dice: np.random.Generator, people: int) -> tuple[Floats, Bools]:
    """Hidden tastes, and the boxes people ticked, which are only partly about them."""
    popularity = np.linspace(0.32, 0.12, CATEGORIES)  # supply is not spread as demand is
    liked = dice.random((people, CATEGORIES)) < popularity
    taste = np.where(liked, 1.2, -1.3) + dice.normal(0, 0.5, liked.shape)
    tags = np.where(liked, dice.random(liked.shape) < 0.75, dice.random(liked.shape) < 0.08)
    return taste, tags


def register(
    setting: Setting, dice: np.random.Generator, basis: Basis, said: Sequence[Sequence[str]],
    hidden: tuple[Floats, Bools],
) -> Residents:  # fmt: skip
    """Everybody's facts; `hidden` and `said` (words) are drawn beforehand, for the basis."""
    taste, tags = hidden
    people = setting.people
    district = dice.choice(DISTRICTS, people, p=_sizes(dice))
    east, north = (c[district] + dice.normal(0, 0.7, people) for c in centres(_map(setting)))
    way = dice.choice(3, people, p=(0.35, 0.25, 0.40))
    least, most = np.array(REACH_KM)[way].T
    reach = dice.uniform(least, most)
    week, told = _weeks(dice, people)
    stated = replace(
        unstated_people(np.arange(people), SKILLS),
        lat=LAT + north * KM_NORTH,
        lng=LNG + east * KM_EAST,
        reach_km=np.where(dice.random(people) < 0.15, np.nan, reach),
        km_per_hour=np.array([KM_PER_HOUR[each] for each in WAYS])[way],
        half_km=np.array([HALF_KM[each] for each in WAYS])[way],
        skills=_skills(dice, taste),
        week=pack(told),
        week_stated=dice.random(people) > 0.10,
        categories=tags,
        text=vectors(basis, said),
        asks_day_limit=np.full(people, 2.0),
        asks_month_limit=dice.choice(MONTH_LIMITS, people, p=(0.5, 0.25, 0.25)).astype(float),
    )
    return Residents(
        stated=stated,
        tags=tags,
        joined=dice.permutation(people),
        district=district,
        taste=taste,
        zeal=dice.normal(0, 0.6, people),
        wear=dice.lognormal(-0.8, 0.4, people),
        far=dice.lognormal(0.0, 0.4, people),
        week=week,
        visits=dice.gamma(0.6, setting.visits_a_week / 7 / 0.6, people),
    )


def _map(setting: Setting) -> np.random.Generator:
    """The same streets for every seed: cities differ by their people."""
    return np.random.default_rng(setting.days)


def _sizes(dice: np.random.Generator) -> Floats:
    share = dice.dirichlet(np.full(DISTRICTS, 4.0))
    return np.asarray(share, dtype=np.float64)


def _weeks(dice: np.random.Generator, people: int) -> tuple[Bools, Bools]:
    """(p, 168) when people are really free, and when they once said they were."""
    shares = [share for share, _ in LIFE.values()]
    habit = np.array([free for _, free in LIFE.values()])[dice.choice(len(LIFE), people, p=shares)]
    hour = np.arange(HOURS)
    kind = np.where(hour >= 5 * 24, 2, np.where(hour % 24 >= 18, 1, 0))
    awake = (hour % 24 >= 6) & (hour % 24 < 21)
    chance = habit[:, kind[::BLOCK]] * awake[::BLOCK]
    free = dice.random(chance.shape) < chance
    stale = dice.choice((0.06, 0.5), people, p=(0.75, 0.25))  # most look after it, some never do
    redrawn = dice.random(chance.shape) < stale[:, None]
    told = np.where(redrawn, dice.random(chance.shape) < chance, free)
    return np.repeat(free, BLOCK, axis=1), np.repeat(told, BLOCK, axis=1)


def _skills(dice: np.random.Generator, taste: Floats) -> Floats:
    """(p, 30) levels; people hold more of what they like."""
    liked = np.repeat(taste > 0.2, SKILLS_EACH, axis=1)
    held = dice.random(liked.shape) < np.where(liked, 0.42, 0.05)
    return np.where(held, dice.choice(LEVELS, liked.shape), 0.0)
