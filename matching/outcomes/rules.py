"""Vocabulary of reports and outcomes, and what may be said when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from matching.i18n import N_
from matching.matches.rules import State

MOST_MINUTES_A_DAY = 24 * 60
MOST_PEOPLE = 500
MOST_TEXT = 2000
REPORTABLE = frozenset({State.CONFIRMED, State.DONE})
"""States of a match of which something can be told."""


class Side(StrEnum):
    """Who reports."""

    HELPER = "helper"
    ASKER = "asker"
    CENTRE = "centre"


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


SIDE_WORDS = {
    Side.HELPER: N_("手伝った人"),
    Side.ASKER: N_("依頼した人"),
    Side.CENTRE: N_("センター"),
}
SOLVED_WORDS = {
    Solved.YES: N_("解決しました"),
    Solved.PARTLY: N_("一部解決しました"),
    Solved.NO: N_("解決しませんでした"),
}


class Said(Protocol):
    """What one side says, as far as sides can differ."""

    @property
    def side(self) -> Side: ...
    @property
    def came(self) -> bool: ...
    @property
    def held_on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def people(self) -> int: ...


class Planned(Protocol):
    """When it was to take place."""

    @property
    def flexible(self) -> bool: ...
    @property
    def first_start_at(self) -> datetime | None: ...
    @property
    def last_end_at(self) -> datetime | None: ...


COMPARED = ("came", "held_on", "minutes", "people")
TRUSTED = (Side.CENTRE, Side.HELPER, Side.ASKER)
"""Whose figures an approval starts from: the centre asked both, the helper looked at the clock."""


def may_be_told(state: State, starts_at: datetime | None, now: datetime) -> bool:
    """Whether it has begun and both sides knew of it."""
    return state in REPORTABLE and (starts_at is None or starts_at <= now)


def is_due(state: State, planned: Planned, now: datetime) -> bool:
    """Whether both sides should tell: the last day is over, or on any of several days it was."""
    begun = may_be_told(state, planned.first_start_at, now)
    return begun and (planned.flexible or planned.last_end_at is None or planned.last_end_at <= now)


def differences(reports: Collection[Said]) -> frozenset[str]:
    """In what the sides differ; who says that nobody came says nothing about times."""
    came = [report for report in reports if report.came]
    told = {name: {getattr(report, name) for report in came} for name in COMPARED[1:]}
    told["came"] = {report.came for report in reports}
    return frozenset(name for name, values in told.items() if len(values) > 1)


def starting_point(reports: Sequence[Said]) -> Said | None:
    """The report whose figures the approval form begins with."""
    known = {report.side: report for report in reports if report.came}
    return next((known[side] for side in TRUSTED if side in known), None)


Cell = tuple[int, int | None, int | None]
"""Where an entry counts: fiscal year, initiative, district."""
Amount = tuple[int, int]
"""Minutes and people."""


def adjustments(standing: dict[Cell, Amount], cell: Cell, wanted: Amount) -> dict[Cell, Amount]:
    """The entries that turn what stands into `wanted` at `cell` and nothing anywhere else."""
    target = dict.fromkeys(standing, (0, 0)) | {cell: wanted}
    found = {}
    for place, (minutes, people) in target.items():
        before = standing.get(place, (0, 0))
        change = (minutes - before[0], people - before[1])
        if change != (0, 0):
            found[place] = change
    return found
