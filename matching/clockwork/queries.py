"""Statements about leases and runs."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from matching.clockwork.models import JobRun, Lease


def last_runs() -> Select[JobRun]:
    """The latest slot of every job."""
    latest = (
        select(JobRun.name, func.max(JobRun.slot).label("slot")).group_by(JobRun.name).subquery()
    )
    return select(JobRun).join(
        latest, (JobRun.name == latest.c.name) & (JobRun.slot == latest.c.slot)
    )


def runs(name: str | None = None) -> Select[JobRun]:
    """What has been run, newest first; of one job, or of all."""
    statement = select(JobRun).order_by(JobRun.slot.desc(), JobRun.id.desc())
    return statement if name is None else statement.where(JobRun.name == name)


def lease() -> Select[Lease]:
    """Who leads, or led last."""
    return select(Lease)
