"""One of several workers leads, and each slot of each job runs exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.clockwork import actions, queries
from matching.clockwork.models import JobRun
from matching.clockwork.rules import KEPT, LEASE, Job
from matching.db import Database
from tests.make import NOON, make_person, posted
from tests.outbox.conftest import make_message

MINUTE = timedelta(minutes=1)


def write_a_letter(session: Any, *, now: datetime) -> int:
    make_message(session, int(now.timestamp()))
    return 1


def fail(session: Any, *, now: datetime) -> int:
    write_a_letter(session, now=now)
    raise RuntimeError("out of ink")


LETTER = Job("write-letter", "*/10 * * * *", write_a_letter)


@pytest.mark.parametrize(
    ("holder", "after", "leads"),
    [
        ("first", LEASE / 2, True),
        ("second", LEASE / 2, False),
        ("second", LEASE, True),
        ("second", -timedelta(hours=2), True),  # the clock was put back: the lease is void
    ],
)
def test_one_leads_until_the_lease_ends(
    session: Session, holder: str, after: timedelta, leads: bool
) -> None:
    assert actions.lead(session, "first", at=NOON)
    assert actions.lead(session, holder, at=NOON + after) is leads


def test_who_stops_lets_the_next_lead_at_once(session: Session) -> None:
    actions.lead(session, "first", at=NOON)
    actions.release(session, "second")
    assert not actions.lead(session, "second", at=NOON)

    actions.release(session, "first")
    assert actions.lead(session, "second", at=NOON)


def test_a_new_job_begins_with_its_next_slot(session: Session) -> None:
    actions.note_new(session, [LETTER], at=NOON + MINUTE)
    actions.note_new(session, [LETTER], at=NOON + 60 * MINUTE)

    assert actions.due_now(session, [LETTER], at=NOON + 9 * MINUTE) == []
    assert actions.due_now(session, [LETTER], at=NOON + 10 * MINUTE) == [
        (LETTER, NOON + 10 * MINUTE)
    ]


def test_a_slot_is_run_once(session: Session) -> None:
    assert actions.run(session, LETTER, NOON, at=NOON) == 1
    assert actions.run(session, LETTER, NOON, at=NOON + MINUTE) is None
    assert actions.due_now(session, [LETTER], at=NOON + 9 * MINUTE) == []
    assert len(posted(session)) == 1


def test_a_run_that_fails_leaves_nothing_and_is_tried_three_times(own_database: Database) -> None:
    job = Job("fails", "*/10 * * * *", fail)
    with own_database.writing() as session:
        actions.note_new(session, [job], at=NOON - MINUTE)

    tries = []
    for minute in range(10):
        at = NOON + minute * MINUTE + minute * MINUTE / 10
        with own_database.writing() as session:
            found = actions.due_now(session, [job], at=at)
        for _, slot in found:
            tries.append(minute)
            with pytest.raises(RuntimeError), own_database.writing() as session:
                actions.run(session, job, slot, at=at)
            with own_database.writing() as session:
                actions.note_failed(session, job, slot, at=at, error="out of ink")

    with own_database.writing() as session:
        assert tries == [0, 1]  # the third would come ten minutes later, when a new slot is due
        assert posted(session) == []
        assert [run.error for run in session.scalars(queries.runs("fails"))] == ["out of ink", ""]


def test_two_workers_that_both_think_they_lead_run_a_slot_once(own_database: Database) -> None:
    counts: list[int | None] = []
    start = Barrier(2)

    def work() -> None:
        start.wait()
        with own_database.writing() as session:
            counts.append(actions.run(session, LETTER, NOON, at=NOON))

    _both(work)

    with own_database.writing() as session:
        assert sorted(counts, key=str) == [1, None]
        assert len(posted(session)) == 1
        assert len(session.scalars(select(JobRun)).all()) == 1


def test_two_workers_that_begin_at_once_do_not_both_lead(own_database: Database) -> None:
    found: list[bool] = []
    start = Barrier(2)

    def work(names: list[str] = ["one", "two"]) -> None:  # noqa: B006 - each takes one
        name = names.pop()
        start.wait()
        with own_database.writing() as session:
            found.append(actions.lead(session, name, at=NOON))

    _both(work)

    assert sorted(found) == [False, True]


def _both(work: Callable[[], None]) -> None:
    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_old_runs_are_forgotten_except_the_last(session: Session) -> None:
    make_person(session, "雨宮", "太郎")
    for days in (0, 1):
        actions.run(session, LETTER, NOON + timedelta(days=days), at=NOON + timedelta(days=days))
    later = NOON + KEPT + timedelta(days=30)

    assert actions.forget_old_runs(session, at=later) == 1
    assert actions.forget_old_runs(session, at=later) == 0
