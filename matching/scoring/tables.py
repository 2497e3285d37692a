"""What the scorer is told: people, needs, and facts about pairs of them, as columns."""

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import scipy

from matching.scoring.arrays import (
    Bools,
    Column,
    Floats,
    Ints,
    Sparse,
    Words,
    check_columns,
    check_sparse,
)
from matching.scoring.travel import HALF_KM, KM_PER_HOUR, Travel
from matching.scoring.week import NO_SLOTS, WHOLE_WEEK, Slots


def _pairs(size: str) -> Column:
    return Column((size, 2), np.int64, low=0)


def _weeks(size: str) -> Column:
    return Column((size, 3), np.uint64, low=0)


def _unpaired() -> Ints:
    return np.empty((0, 2), dtype=np.int64)


def _unmarked() -> Words:
    return np.empty((0, 3), dtype=np.uint64)


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """Those who may be asked, one row each: volunteers, or what an organisation offers.

    Columns (p people, s skills, l licences, d districts, c categories, v terms of text):
        ids: (p,) lasting numbers; of two equals the smaller number comes first.
        active, consented, opted_in: (p,) may be asked at all: not paused; has agreed to the use of
            their details; wants to be suggested.
        birth_year: (p,) calendar year; nan not stated.
        guardian_ok: (p,) a guardian has agreed; read only for those who may be under 18.
        skills: (p, s) level 0 (not held), .5, .8 or 1; any value from 0 to 1 is accepted. A thing
            on offer (van, room) is a skill too.
        licences: (p, l) held and valid on the day; a clearance is a licence too.
        lat, lng: (p,) home in degrees (WGS 84); nan not stated.
        reach_km, reach_minutes: (p,) how far, how long they go; nan not stated.
        km_per_hour: (p,) usual speed, above 0.  half_km: (p,) the distance d₀ at which `near` is
            one half, above 0.
        districts: (p, d) districts they go to; a row without any is "not stated".
        remote_ok: (p,) helps from home too.
        week: (p, 3) free hours as 168 bits (`week.pack`), read only where week_stated: (p,).
        categories: (p, c) kinds of need they chose or did.
        text: (p, v) sparse, rows of length 1 (or 0): what they wrote and did (`text.vectors`).
        asked, yes: (p,) how often asked ever, how often they said yes.
        asks_14d, asks_today, asks_month: (p,) how often asked lately.
        asks_day_limit, asks_month_limit: (p,) their own limits; inf is allowed for none.
        quiet: (p,) it is their quiet time at the moment of asking.

    Raises:
        ValueError: a column has another shape, kind or range; nan where it means nothing.
    """

    ids: Annotated[Ints, Column(("p",), np.int64)]
    active: Annotated[Bools, Column(("p",), np.bool_)]
    consented: Annotated[Bools, Column(("p",), np.bool_)]
    opted_in: Annotated[Bools, Column(("p",), np.bool_)]
    birth_year: Annotated[Floats, Column(("p",), unknown=True)]
    guardian_ok: Annotated[Bools, Column(("p",), np.bool_)]
    skills: Annotated[Floats, Column(("p", "s"), low=0, high=1)]
    licences: Annotated[Bools, Column(("p", "l"), np.bool_)]
    lat: Annotated[Floats, Column(("p",), low=-90, high=90, unknown=True)]
    lng: Annotated[Floats, Column(("p",), low=-180, high=180, unknown=True)]
    reach_km: Annotated[Floats, Column(("p",), low=0, unknown=True)]
    reach_minutes: Annotated[Floats, Column(("p",), low=0, unknown=True)]
    km_per_hour: Annotated[Floats, Column(("p",), low=1e-3)]
    half_km: Annotated[Floats, Column(("p",), low=1e-3)]
    districts: Annotated[Bools, Column(("p", "d"), np.bool_)]
    remote_ok: Annotated[Bools, Column(("p",), np.bool_)]
    week: Annotated[Words, Column(("p", 3), np.uint64, low=0)]
    week_stated: Annotated[Bools, Column(("p",), np.bool_)]
    categories: Annotated[Bools, Column(("p", "c"), np.bool_)]
    text: Sparse
    asked: Annotated[Ints, Column(("p",), np.int64, low=0)]
    yes: Annotated[Ints, Column(("p",), np.int64, low=0)]
    asks_14d: Annotated[Ints, Column(("p",), np.int64, low=0)]
    asks_today: Annotated[Ints, Column(("p",), np.int64, low=0)]
    asks_month: Annotated[Ints, Column(("p",), np.int64, low=0)]
    asks_day_limit: Annotated[Floats, Column(("p",), low=0, endless=True)]
    asks_month_limit: Annotated[Floats, Column(("p",), low=0, endless=True)]
    quiet: Annotated[Bools, Column(("p",), np.bool_)]

    def __post_init__(self) -> None:
        sizes = check_columns(self)
        object.__setattr__(self, "text", check_sparse("text", self.text, sizes["p"]))
        if (self.yes > self.asked).any():
            raise ValueError("yes: more often than asked")

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, kw_only=True, eq=False)
class Needs:
    """What is asked for, one row each.

    Columns (n needs; s, l, d, c, v as in `People`):
        ids: (n,) lasting numbers.
        wanted: (n, s) skills that make a helper fit better.  required: (n, s) skills a helper must
            hold; they count as wanted too.
        licences: (n, l) a helper must hold.
        lat, lng: (n,) place in degrees; nan not stated.
        district: (n,) column of `People.districts`, −1 not stated.
        remote: (n,) can be done from home: distance does not matter.
        stretch_km: (n,) how much farther than their own radius people are looked for; usually 0.
        slots: when it may take place; a need without a slot has no stated time.
        hours: (n,) how long one helper must be free within the slots; nan not stated. For one fixed
            slot its length, for several of which one is enough the shortest.
        year: (n,) calendar year in which it takes place.  min_age: (n,) years, 0 for any.
        category: (n,) column of `People.categories`, −1 for none.
        text: (n, v) sparse, rows of length 1 (or 0): what the need says (`text.vectors`).
        proposed, confirmed: (n,) matches of this asker: ever proposed, confirmed by the asker.

    Raises:
        ValueError: a column has another shape, kind or range; nan where it means nothing.
    """

    ids: Annotated[Ints, Column(("n",), np.int64)]
    wanted: Annotated[Bools, Column(("n", "s"), np.bool_)]
    required: Annotated[Bools, Column(("n", "s"), np.bool_)]
    licences: Annotated[Bools, Column(("n", "l"), np.bool_)]
    lat: Annotated[Floats, Column(("n",), low=-90, high=90, unknown=True)]
    lng: Annotated[Floats, Column(("n",), low=-180, high=180, unknown=True)]
    district: Annotated[Ints, Column(("n",), np.int64, low=-1)]
    remote: Annotated[Bools, Column(("n",), np.bool_)]
    stretch_km: Annotated[Floats, Column(("n",), low=0)]
    slots: Slots
    hours: Annotated[Floats, Column(("n",), low=1 / 60, high=168, unknown=True)]
    year: Annotated[Ints, Column(("n",), np.int64)]
    min_age: Annotated[Ints, Column(("n",), np.int64, low=0)]
    category: Annotated[Ints, Column(("n",), np.int64, low=-1)]
    text: Sparse
    proposed: Annotated[Ints, Column(("n",), np.int64, low=0)]
    confirmed: Annotated[Ints, Column(("n",), np.int64, low=0)]

    def __post_init__(self) -> None:
        sizes = check_columns(self)
        object.__setattr__(self, "text", check_sparse("text", self.text, sizes["n"]))
        if (self.confirmed > self.proposed).any():
            raise ValueError("confirmed: more often than proposed")
        if (self.slots.need >= sizes["n"]).any():
            raise ValueError("slots: a need does not exist")

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, kw_only=True, eq=False)
class Pairs:
    """Facts about one need and one person together; what is not listed is not so.

    Columns (each table has its own length k; a pair is (row of the need, row of the person)):
        asked: (k, 2) this person was already asked for this need, whatever came of it.
        blocked: (k, 2) one side does not want the other.
        full: (k, 2) in the week of the need the person's accepted load has reached their capacity.
        busy: (k, 2) with busy_week: (k, 3): hours, on the dates of the need, that something
            accepted takes from this person, way included if wanted.
        away: (k, 2) with away_week: (k, 3): hours, on those dates, that the person took off.

    Raises:
        ValueError: a table has another shape, kind or range.
    """

    asked: Annotated[Ints, _pairs("a")] = field(default_factory=_unpaired)
    blocked: Annotated[Ints, _pairs("b")] = field(default_factory=_unpaired)
    full: Annotated[Ints, _pairs("f")] = field(default_factory=_unpaired)
    busy: Annotated[Ints, _pairs("t")] = field(default_factory=_unpaired)
    busy_week: Annotated[Words, _weeks("t")] = field(default_factory=_unmarked)
    away: Annotated[Ints, _pairs("w")] = field(default_factory=_unpaired)
    away_week: Annotated[Words, _weeks("w")] = field(default_factory=_unmarked)

    def __post_init__(self) -> None:
        check_columns(self)


NO_PAIRS = Pairs()


def no_text(rows: int, terms: int = 0) -> Sparse:
    """Rows that say nothing."""
    return scipy.sparse.csr_array((rows, terms), dtype=np.float64)


def unstated_people(ids: Ints, skills: int = 0, licences: int = 0) -> People:
    """People who may be asked and have stated nothing; a base for `dataclasses.replace`.

    They walk, belong to no district and no category, and have written no text.
    """
    p = len(ids)
    yes, no = np.ones(p, dtype=np.bool_), np.zeros(p, dtype=np.bool_)
    none, unknown = np.zeros(p, dtype=np.int64), np.full(p, np.nan)
    endless = np.full(p, np.inf)
    return People(
        ids=ids,
        active=yes,
        consented=yes,
        opted_in=yes,
        birth_year=unknown,
        guardian_ok=no,
        skills=np.zeros((p, skills)),
        licences=np.zeros((p, licences), dtype=np.bool_),
        lat=unknown,
        lng=unknown,
        reach_km=unknown,
        reach_minutes=unknown,
        km_per_hour=np.full(p, KM_PER_HOUR[Travel.FOOT]),
        half_km=np.full(p, HALF_KM[Travel.FOOT]),
        districts=np.zeros((p, 0), dtype=np.bool_),
        remote_ok=yes,
        week=np.tile(WHOLE_WEEK, (p, 1)),
        week_stated=no,
        categories=np.zeros((p, 0), dtype=np.bool_),
        text=no_text(p),
        asked=none,
        yes=none,
        asks_14d=none,
        asks_today=none,
        asks_month=none,
        asks_day_limit=endless,
        asks_month_limit=endless,
        quiet=no,
    )


def unstated_needs(ids: Ints, year: int, skills: int = 0, licences: int = 0) -> Needs:
    """Needs of that year that ask for nothing in particular; a base for `dataclasses.replace`."""
    n = len(ids)
    no, none = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.int64)
    unknown = np.full(n, np.nan)
    return Needs(
        ids=ids,
        wanted=np.zeros((n, skills), dtype=np.bool_),
        required=np.zeros((n, skills), dtype=np.bool_),
        licences=np.zeros((n, licences), dtype=np.bool_),
        lat=unknown,
        lng=unknown,
        district=none - 1,
        remote=no,
        stretch_km=np.zeros(n),
        slots=NO_SLOTS,
        hours=unknown,
        year=none + year,
        min_age=none,
        category=none - 1,
        text=no_text(n),
        proposed=none,
        confirmed=none,
    )


def check_fit(needs: Needs, people: People, pairs: Pairs) -> None:
    """Refuse tables that do not speak of the same skills, licences, terms and rows.

    Raises:
        ValueError: widths differ, or a pair, district or category does not exist.
    """
    widths = {
        "skills": (people.skills.shape[1], needs.wanted.shape[1]),
        "licences": (people.licences.shape[1], needs.licences.shape[1]),
        "text": (people.text.shape[1], needs.text.shape[1]),
    }
    for name, (theirs, asked) in widths.items():
        if theirs != asked:
            raise ValueError(f"{name}: people have {theirs} columns, needs {asked}")
    for name in ("asked", "blocked", "full", "busy", "away"):
        if (getattr(pairs, name) >= (len(needs), len(people))).any():
            raise ValueError(f"{name}: a pair does not exist")
    if (needs.district >= people.districts.shape[1]).any():
        raise ValueError("district: does not exist")
    if (needs.category >= people.categories.shape[1]).any():
        raise ValueError("category: does not exist")
