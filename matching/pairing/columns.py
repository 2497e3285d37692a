"""Which column of the scorer's tables stands for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import numpy as np

from matching.calendar import in_tokyo
from matching.scoring.arrays import Floats
from matching.skills.rules import ResourceKind, groups, licences, skills

SKILLS: Mapping[str, int] = {
    code: column
    for column, code in enumerate(
        [skill.code for skill in skills()] + [f"thing:{kind}" for kind in ResourceKind]
    )
}
"""Columns of skills; a thing on offer is a skill too."""
LICENCES: Mapping[str, int] = {entry.code: column for column, entry in enumerate(licences())}
KINDS: Mapping[str, int] = {group.code: column for column, group in enumerate(groups())}

DISTRICT_CODES = 100  # two-figure codes, as in the masters; a longer one is "not stated"


def district_column(code: str | None) -> int:
    """Column of a district in `People.districts`, −1 for none."""
    return int(code) if code and code.isascii() and code.isdigit() and len(code) <= 2 else -1


def numbers(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def minute_of_week(at: datetime) -> int:
    """Minutes since Monday 0:00 on the city's clocks."""
    there = in_tokyo(at)
    return (there.weekday() * 24 + there.hour) * 60 + there.minute
