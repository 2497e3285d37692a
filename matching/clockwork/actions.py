"""Leading, and running each slot of each job exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.clockwork import queries
from matching.clockwork.models import JobRun, Lease
from matching.clockwork.rules import KEPT, LEASE, Job, retry_at
from matching.clockwork.slots import due

LEADER = "worker"

# ------------------------------------------------------------------ leading


def lead(session: Session, holder: str, *, at: datetime) -> bool:
    """Take or keep the lease; False while somebody else leads.

    A lease that ends later than any could was written before the clock was put back: it is void.
    """
    mine = or_(Lease.holder == holder, Lease.expires_at <= at, Lease.expires_at > at + LEASE)
    statement = (
        update(Lease)
        .where(Lease.name == LEADER, mine)
        .values(holder=holder, expires_at=at + LEASE)
        .returning(Lease.name)
        .execution_options(synchronize_session=False)
    )
    if session.scalars(statement).one_or_none() is not None:
        return True
    if session.scalar(select(Lease.name).where(Lease.name == LEADER)) is not None:
        return False
    return _first(session, Lease(name=LEADER, holder=holder, expires_at=at + LEASE))


def release(session: Session, holder: str) -> None:
    """Let another lead at once."""
    session.execute(delete(Lease).where(Lease.name == LEADER, Lease.holder == holder))


def _first(session: Session, row: Lease | JobRun) -> bool:
    """Add the row unless somebody else was first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


# ------------------------------------------------------------------ running


def note_new(session: Session, jobs: Iterable[Job], *, at: datetime) -> None:
    """A job nobody has run before begins with its next slot: nothing before `at` was missed."""
    known = set(session.scalars(select(JobRun.name).distinct()))
    for job in jobs:
        if job.name not in known:
            session.add(JobRun(name=job.name, slot=at, started_at=at, finished_at=at))
    session.flush()


def due_now(session: Session, jobs: Sequence[Job], *, at: datetime) -> list[tuple[Job, datetime]]:
    """Every slot to be run now: new ones, missed ones, and failed ones whose time has come."""
    last = {run.name: run for run in session.scalars(queries.last_runs())}
    return [
        (job, slot) for job in jobs if job.name in last for slot in _slots(job, last[job.name], at)
    ]


def _slots(job: Job, last: JobRun, at: datetime) -> list[datetime]:
    fresh = due(job, last.slot, at)
    again = None if last.finished_at else retry_at(last.attempts, last.started_at)
    if fresh or again is None or again > at:
        return fresh
    return [last.slot]


def run(session: Session, job: Job, slot: datetime, *, at: datetime) -> int | None:
    """Do the job for this slot; None where it has been done. Commit it all together, or nothing.

    Whoever is first holds the row until the end of the transaction, and the other finds it taken.
    """
    held = session.scalars(
        select(JobRun).where(JobRun.name == job.name, JobRun.slot == slot).with_for_update()
    ).one_or_none()
    if held is None:
        held = JobRun(name=job.name, slot=slot, started_at=at, attempts=0)
        if not _first(session, held):
            return None
    if held.finished_at is not None:
        return None
    held.attempts += 1
    held.count = job.work(session, now=at)
    held.started_at, held.finished_at, held.error = at, at, ""
    session.flush()
    return held.count


def note_failed(session: Session, job: Job, slot: datetime, *, at: datetime, error: str) -> None:
    """The run failed and nothing of it was kept; it is tried again, a few times."""
    held = session.scalars(
        select(JobRun).where(JobRun.name == job.name, JobRun.slot == slot).with_for_update()
    ).one_or_none()
    if held is None:
        held = JobRun(name=job.name, slot=slot, attempts=0)
        session.add(held)
    if held.finished_at is None:
        held.attempts += 1
        held.started_at, held.error = at, error[:500]
    session.flush()


def forget_old_runs(session: Session, *, at: datetime) -> int:
    """Drop the history of runs older than it is kept; the latest of each job stays."""
    latest = select(queries.last_runs().subquery().c.id)
    statement = (
        delete(JobRun)
        .where(JobRun.slot < at - KEPT, JobRun.id.not_in(latest))
        .returning(JobRun.id)
        .execution_options(synchronize_session=False)
    )
    return len(session.scalars(statement).all())
