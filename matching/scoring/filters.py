"""Who cannot be suggested for a need, and every reason why."""

from collections.abc import Callable, Mapping
from enum import IntFlag
from typing import TypeAlias

import numpy as np

from matching.scoring.arrays import Bools, Flags, Floats, Ints, Words, ticked
from matching.scoring.tables import Needs, Pairs, People
from matching.scoring.travel import plane_km, reach_limit_km
from matching.scoring.week import WHOLE_WEEK, overlap_hours

ADULT_AT = 18
ROUNDING_H = 1e-9


class Reason(IntFlag):
    """Why somebody is not suggested; several may hold at once, none means suggested."""

    INACTIVE = 1 << 0
    NOT_CONSENTED = 1 << 1
    NOT_OPTED_IN = 1 << 2
    AGE = 1 << 3
    GUARDIAN = 1 << 4
    SKILL = 1 << 5
    LICENCE = 1 << 6
    REACH = 1 << 7
    TIME = 1 << 8
    AWAY = 1 << 9
    CLASH = 1 << 10
    WEEKLY_LOAD = 1 << 11
    ASKED_BEFORE = 1 << 12
    BLOCKED = 1 << 13
    DAY_LIMIT = 1 << 14
    MONTH_LIMIT = 1 << 15
    QUIET_HOURS = 1 << 16


Found: TypeAlias = Mapping[Reason, Bools]
Check: TypeAlias = Callable[[Needs, int, People, Pairs], Found]


def reasons(needs: Needs, need: int, people: People, pairs: Pairs) -> Flags:
    """Every reason against each person for this need.

    What is not stated (place, reach, time, year of birth) passes; see `unstated`.

    Args:
        need: row of the need.

    Returns:
        (p,) `Reason` flags, 0 for those who pass.
    """
    flags = np.zeros(len(people), dtype=np.uint32)
    for check in CHECKS:
        for reason, found in check(needs, need, people, pairs).items():
            flags[found] |= np.uint32(reason)
    return flags


def unstated(needs: Needs, need: int, people: People) -> Flags:
    """Which of REACH, TIME and AGE could not be checked, because a side has not stated it.

    Returns:
        (p,) `Reason` flags.
    """
    flags = np.zeros(len(people), dtype=np.uint32)
    if not needs.remote[need]:
        by_radius = ~np.isnan(_room_km(needs, need, people))
        flags[~by_radius & ~_by_district(needs, need, people)] |= np.uint32(Reason.REACH)
    flags[~time_stated(needs, need, people)] |= np.uint32(Reason.TIME)
    if needs.min_age[need] > 0:
        flags[np.isnan(people.birth_year)] |= np.uint32(Reason.AGE)
    return flags


def near_misses(flags: Flags) -> Bools:
    """Whom to ask "if …": exactly one of reach and time fails, and nothing else.

    Args:
        flags: (p,) as from `reasons`.
    """
    return np.isin(flags, (Reason.REACH, Reason.TIME))


def distance_km(needs: Needs, need: int, people: People) -> Floats:
    """Kilometres to each person, as `plane_km`; 0 where the need can be done from home."""
    if needs.remote[need]:
        return np.zeros(len(people))
    return plane_km(needs.lat[need], needs.lng[need], people.lat, people.lng)


def time_stated(needs: Needs, need: int, people: People) -> Bools:
    """(p,) whether both sides have said when."""
    timed = (needs.slots.need == need).any() and not np.isnan(needs.hours[need])
    return people.week_stated & np.bool_(timed)


def free_hours(needs: Needs, need: int, people: People) -> Floats:
    """(p,) hours each person is free by their week within the slots; nan when not stated."""
    hours = overlap_hours(people.week, needs.slots.minutes_by_hour(need))
    return np.where(time_stated(needs, need, people), hours, np.nan)


def _standing(_needs: Needs, _need: int, people: People, _pairs: Pairs) -> Found:
    return {
        Reason.INACTIVE: ~people.active,
        Reason.NOT_CONSENTED: ~people.consented,
        Reason.NOT_OPTED_IN: ~people.opted_in,
        Reason.DAY_LIMIT: people.asks_today >= people.asks_day_limit,
        Reason.MONTH_LIMIT: people.asks_month >= people.asks_month_limit,
        Reason.QUIET_HOURS: people.quiet,
    }


def _age(needs: Needs, need: int, people: People, _pairs: Pairs) -> Found:
    # Only the year of birth is known, so a person counts as the age they surely have reached.
    age = needs.year[need] - people.birth_year - 1
    return {
        Reason.AGE: (needs.min_age[need] > 0) & (age < needs.min_age[need]),
        Reason.GUARDIAN: (age < ADULT_AT) & ~people.guardian_ok,
    }


def _abilities(needs: Needs, need: int, people: People, _pairs: Pairs) -> Found:
    skills, licences = needs.required[need], needs.licences[need]
    return {
        Reason.SKILL: (people.skills[:, skills] == 0).any(axis=1),
        Reason.LICENCE: ~people.licences[:, licences].all(axis=1),
    }


def _reach(needs: Needs, need: int, people: People, _pairs: Pairs) -> Found:
    if needs.remote[need]:
        return {Reason.REACH: ~people.remote_ok}
    room, by_district = _room_km(needs, need, people), _by_district(needs, need, people)
    here = ticked(people.districts, needs.district[need])
    checked = ~np.isnan(room) | by_district
    within = room + needs.stretch_km[need] >= 0  # false for nan
    return {Reason.REACH: checked & ~within & ~here}


def _room_km(needs: Needs, need: int, people: People) -> Floats:
    """How much farther each person would go; nan when the place or the limit is not stated."""
    limit = reach_limit_km(people.reach_km, people.reach_minutes, people.km_per_hour)
    return limit - distance_km(needs, need, people)


def _by_district(needs: Needs, need: int, people: People) -> Bools:
    if needs.district[need] < 0:
        return np.zeros(len(people), dtype=np.bool_)
    named: Bools = people.districts.sum(axis=1) > 0
    return named


def _time(needs: Needs, need: int, people: People, _pairs: Pairs) -> Found:
    return {Reason.TIME: _too_short(needs, need, free_hours(needs, need, people))}


def _too_short(needs: Needs, need: int, hours: Floats) -> Bools:
    """Whether so many hours are too few; slots shorter than the hours wanted ask for no more."""
    offered = needs.slots.minutes_by_hour(need).sum() / 60
    wanted = float(np.fmin(needs.hours[need], offered))
    return hours < wanted - ROUNDING_H  # false for nan: not stated passes


def _dates(needs: Needs, need: int, people: People, pairs: Pairs) -> Found:
    """Days off and accepted matches on the very dates.

    They count when they alone, or together with the usual week, leave too few hours.
    """
    found = {reason: np.zeros(len(people), np.bool_) for reason in (Reason.AWAY, Reason.CLASH)}
    away = _taken(pairs.away, pairs.away_week, need, people)
    busy = _taken(pairs.busy, pairs.busy_week, need, people)
    rows = np.flatnonzero((away | busy).any(axis=1))
    usual = np.where(people.week_stated[rows, None], people.week[rows], WHOLE_WEEK)
    off, clash, both = (
        _spoilt(needs, need, usual, taken[rows]) for taken in (away, busy, away | busy)
    )
    found[Reason.AWAY][rows] = off
    found[Reason.CLASH][rows] = clash | (both & ~off)
    return found


def _spoilt(needs: Needs, need: int, usual: Words, taken: Words) -> Bools:
    by_hour = needs.slots.minutes_by_hour(need)
    alone, before, left = (
        _too_short(needs, need, overlap_hours(hours, by_hour))
        for hours in (~taken, usual, usual & ~taken)
    )
    return alone | (left & ~before)


def _taken(pairs: Ints, weeks: Words, need: int, people: People) -> Words:
    taken = np.zeros((len(people), 3), dtype=np.uint64)
    mine = pairs[:, 0] == need
    np.bitwise_or.at(taken, pairs[mine, 1], weeks[mine])
    return taken


def _listed(_needs: Needs, need: int, people: People, pairs: Pairs) -> Found:
    def among(listed: Ints) -> Bools:
        found = np.zeros(len(people), dtype=np.bool_)
        found[listed[listed[:, 0] == need, 1]] = True
        return found

    return {
        Reason.WEEKLY_LOAD: among(pairs.full),
        Reason.ASKED_BEFORE: among(pairs.asked),
        Reason.BLOCKED: among(pairs.blocked),
    }


CHECKS: tuple[Check, ...] = (_standing, _age, _abilities, _reach, _time, _dates, _listed)
