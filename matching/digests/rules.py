"""When a digest is due, and how much it says."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from matching.calendar import TOKYO, in_tokyo

MOST_NEEDS = 4
"""A few that fit well are read; a long list is not."""


def period_start(now: datetime) -> datetime:
    """The Monday 0:00 in the city on which the week of the digest begins."""
    here = in_tokyo(now)
    monday = here.date() - timedelta(days=here.weekday())
    return datetime.combine(monday, time(), TOKYO)
