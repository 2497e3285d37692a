"""What the board can be asked for, and which hours and days that means: pure functions."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from matching.calendar import TOKYO
from matching.geo import Place, haversine_km
from matching.i18n import N_

PAGE_SIZE = 20
MOST_COUNTED = 1000
"""Beyond so many nobody counts or leafs: a board is as quick with a hundred thousand needs."""
GROUP_PLACES = 3
"""From this many places on, friends can come together."""
KILOMETRES = (2, 3, 5, 10)
NEAR_KM = 3.0
"""What the front page calls near."""
DAYS_AHEAD = 56
MOST_SPANS = 400
"""So that a grid of single hours cannot make a statement without end."""


class View(StrEnum):
    """The same needs, seen differently."""

    LIST = "list"
    MAP = "map"
    WEEK = "week"


class When(StrEnum):
    TODAY = "today"
    WEEKEND = "weekend"
    MORNINGS = "mornings"
    WEEKDAYS = "weekdays"
    ANY_DAY = "any-day"
    MINE = "mine"


class Who(StrEnum):
    BEGINNERS = "beginners"
    CHILDREN = "children"
    GROUP = "group"
    CREDIT = "credit"


VIEW_WORDS = {View.LIST: N_("一覧"), View.MAP: N_("地図"), View.WEEK: N_("カレンダー")}
WHEN_WORDS = {
    When.TODAY: N_("今日"),
    When.WEEKEND: N_("今週末"),
    When.MORNINGS: N_("平日の午前"),
    When.WEEKDAYS: N_("平日の昼間"),
    When.ANY_DAY: N_("日にちは相談"),
    When.MINE: N_("わたしの空き時間"),
}
WHO_WORDS = {
    Who.BEGINNERS: N_("初めての人も歓迎"),
    Who.CHILDREN: N_("子どもと一緒に"),
    Who.GROUP: N_("友だちと（3人以上の募集）"),
    Who.CREDIT: N_("単位や資格のための活動"),
}
WEEKDAY_HOURS = {
    When.MORNINGS: frozenset(day * 24 + hour for day in range(5) for hour in range(6, 12)),
    When.WEEKDAYS: frozenset(day * 24 + hour for day in range(5) for hour in range(9, 17)),
}
NOWHERE = 0
"""Stands for a district where a need names none."""
MOST_OF_A_DAY = 6
"""So many needs stand under one day of the calendar; the others are a list away."""
MOST_ANY_DAY = 12

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; an empty one finds everything."""

    words: tuple[str, ...] = ()
    """Every one of them must be among the words of the need."""
    districts: frozenset[int] | None = None
    """NOWHERE among them: needs that name no district."""
    kind: str = ""
    skill: str = ""
    who: frozenset[Who] = frozenset()
    days: tuple[date, date] | None = None
    """First and last day on which it should be possible."""
    hours: frozenset[int] | None = None
    """Hours of the week (0 = Monday 0:00) into which a whole slot should fall."""
    spans: tuple[Span, ...] = ()
    """Those hours as stretches of time."""
    any_day: bool = False
    """Only what has no fixed day."""


def days_of(when: When | None, today: date) -> tuple[date, date] | None:
    """First and last day of today, or of this weekend's days that are left."""
    if when is When.TODAY:
        return today, today
    if when is When.WEEKEND:
        sunday = today + timedelta(days=6 - today.weekday())
        return max(today, sunday - timedelta(days=1)), sunday
    return None


def midnight(day: date) -> datetime:
    """When the day begins in the city."""
    return datetime.combine(day, time(), TOKYO)


def coming(first: date) -> list[date]:
    """The days over which the board looks ahead."""
    return [first + timedelta(days=n) for n in range(DAYS_AHEAD)]


def spans(hours: frozenset[int], first: date, away: Container[date] = ()) -> tuple[Span, ...]:
    """The hours of the week as stretches of time over the coming weeks, without the days away."""
    found: list[Span] = []
    for day in coming(first):
        for hour in range(24) if day not in away else ():
            if day.weekday() * 24 + hour in hours:
                _lengthen(found, midnight(day) + timedelta(hours=hour))
    return tuple(found[:MOST_SPANS])


def _lengthen(found: list[Span], hour: datetime) -> None:
    """Add an hour: to the last stretch where it follows on, else as a new one."""
    end = hour + timedelta(hours=1)
    if found and found[-1][1] == hour:
        found[-1] = (found[-1][0], end)
    else:
        found.append((hour, end))


def touched(start: datetime, end: datetime) -> frozenset[int]:
    """The hours of the week that a slot takes up, in the city's time."""
    first = start.astimezone(TOKYO).replace(minute=0, second=0, microsecond=0)
    count = min(168, -(-int((end - first).total_seconds()) // 3600))
    base = first.weekday() * 24 + first.hour
    return frozenset((base + n) % 168 for n in range(count))


def week_digits(hours: frozenset[int]) -> dict[int, str]:
    """Where a kept week (42 hex digits) must hold one of which digits to share an hour with these.

    Returns:
        Place of the digit, from 1 on, and the digits that share an hour; places without one are left out.
    """
    masks: dict[int, int] = {}
    for hour in hours:
        place = 42 - hour // 4
        masks[place] = masks.get(place, 0) | 1 << hour % 4
    return {
        place: "".join(f"{digit:x}" for digit in range(16) if digit & mask)
        for place, mask in masks.items()
    }


def within(centre: Place, centres: Mapping[int, Place], km: float) -> frozenset[int]:
    """The districts whose middle is no farther than this; nothing where `centres` is empty."""
    return frozenset(key for key, place in centres.items() if haversine_km(centre, place) <= km)
