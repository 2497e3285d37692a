"""Due times of a cron line on the city's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from matching.calendar import TOKYO
from matching.clockwork.rules import CatchUp, Job

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger


def trigger(cron: str) -> CronTrigger:
    """The cron line as the scheduler reads it.

    Raises:
        ValueError: it is none, or counts weekdays (the scheduler's 0 is Monday, cron's is Sunday).
    """
    if any(sign.isdigit() for sign in cron.rsplit(maxsplit=1)[-1]):
        raise ValueError(f"{cron!r}: say weekdays by name (mon, tue, …)")
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 - the worker's alone

    return CronTrigger.from_crontab(cron, timezone=TOKYO)


def slots(cron: str, after: datetime, until: datetime) -> Iterator[datetime]:
    """Due times later than `after`, up to and including `until`, in order."""
    line = trigger(cron)
    found = line.get_next_fire_time(None, after.astimezone(TOKYO) + timedelta(microseconds=1))
    while found and found <= until:
        yield found.astimezone(UTC)
        found = line.get_next_fire_time(found, found)


def due(job: Job, after: datetime, now: datetime) -> list[datetime]:
    """The slots to run now, when `after` was the last one; missed ones as the job wishes."""
    missed = list(slots(job.cron, after, now))
    return missed if job.catch_up is CatchUp.EACH else missed[-1:]


def following(cron: str, now: datetime) -> datetime:
    """The next due time."""
    found: datetime = trigger(cron).get_next_fire_time(None, now.astimezone(TOKYO))
    return found.astimezone(UTC)
