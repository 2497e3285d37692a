"""What a job is, how long a lease lasts, and when a failed run is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

LEASE = timedelta(seconds=10)
"""How long somebody leads without saying so again."""
WAITS = (timedelta(minutes=1), timedelta(minutes=10))
"""How long to wait after the first and the second failed run of a slot; then it is left alone."""
KEPT = timedelta(days=90)
"""How long the history of runs is kept."""


class CatchUp(StrEnum):
    """What happens to slots that were missed while no worker ran."""

    LATEST = "latest"
    """One run stands for all of them."""
    EACH = "each"
    """Every one of them is run."""


class Work(Protocol):
    """What a job does: returns how many things it changed, and nothing when run again."""

    def __call__(self, session: Any, *, now: datetime) -> int: ...


@dataclass(frozen=True)
class Job:
    """Something the clock does; `cron` is on the city's clock, weekdays by name (thu)."""

    name: str
    cron: str
    work: Work
    catch_up: CatchUp = CatchUp.LATEST


def retry_at(attempts: int, failed_at: datetime) -> datetime | None:
    """When a slot that failed so many times is tried again; None: not any more."""
    return failed_at + WAITS[attempts - 1] if attempts <= len(WAITS) else None
