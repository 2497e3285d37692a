"""The wall clock: the only place that reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from matching.calendar import TOKYO


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the city's calendar."""
    return datetime.now(TOKYO).date()
