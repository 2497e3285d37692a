"""Workers: one leads, slots are run once and caught up, all end when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from config import ROOT, BadConfig, Config
from matching.clockwork.models import JobRun, Lease
from matching.clockwork.queries import runs
from matching.clockwork.rules import LEASE, Job
from matching.db import Database, migrations
from matching.outbox.models import Message
from matching.outbox.transports import written
from matching.worker import Worker
from tests.engines import Server, make_tables
from tests.make import NOON
from tests.outbox.conftest import make_message

KEY = "0123456789abcdef0123456789abcdef"


def write_a_letter(session: Any, *, now: Any) -> int:
    number = session.scalar(select(func.count(Message.id))) or 0
    make_message(session, number + 1, created_at=now, due_at=now)
    return 1


def break_down(session: Any, *, now: Any) -> int:
    write_a_letter(session, now=now)
    raise RuntimeError("out of ink")


LETTER = Job("write-letter", "*/10 * * * *", write_a_letter)
BROKEN = Job("broken", "*/10 * * * *", break_down)


def settings(var: Path, database: Database, **env: str) -> Config:
    return Config.from_env({"YUI_VAR": str(var), "DATABASE_URL": database.url, **env})


def count(database: Database, what: type[Any]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.fixture
def hire(own_database: Database, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """One more worker; its scheduler does not run, the test says when it does what."""

    hired = []

    def made(*jobs: Job, **env: str) -> Worker:
        worker = Worker(settings(tmp_path, own_database, **env), own_database, jobs)
        hired.append(worker)
        return worker

    yield made
    for worker in hired:
        if worker.scheduler.running:
            worker.scheduler.shutdown(wait=False)


def test_only_who_leads_runs_what_is_due(
    hire: Callable[..., Worker], own_database: Database
) -> None:
    first, second = hire(LETTER), hire(LETTER)
    with time_machine.travel(NOON, tick=False) as time_of_day:
        for worker in (first, second):
            ready(worker).run_due()
        time_of_day.shift(timedelta(minutes=10))
        for worker in (second, first):  # the lease has ended meanwhile
            worker.lead()
            worker.run_due()

    assert (first.leading.is_set(), second.leading.is_set()) == (False, True)
    assert count(own_database, Message) == 1


def ready(worker: Worker) -> Worker:
    worker.scheduler.start(paused=True)
    worker._schedule()
    worker.lead()
    return worker


def test_what_was_missed_while_no_worker_ran_is_run_once(
    hire: Callable[..., Worker], own_database: Database
) -> None:
    with time_machine.travel(NOON, tick=False) as time_of_day:
        ready(hire(LETTER)).run_due()
        time_of_day.shift(timedelta(hours=3, minutes=5))
        ready(hire(LETTER)).run_due()

    with own_database.read() as session:
        assert [run.slot for run in session.scalars(runs())] == [NOON + timedelta(hours=3), NOON]


@pytest.mark.parametrize("hours", [-2, 2])
def test_when_the_clock_is_set_each_slot_still_runs_once(
    hire: Callable[..., Worker], own_database: Database, hours: int
) -> None:
    worker = None
    with time_machine.travel(NOON, tick=False) as time_of_day:
        worker = ready(hire(LETTER))
        worker.run_due()
        for minutes in (10, 60 * hours, 5, -60 * hours, 5):
            time_of_day.shift(timedelta(minutes=minutes))
            worker.lead()
            worker.run_due()

    with own_database.read() as session:
        slots = [run.slot for run in session.scalars(runs()) if run.count]
        assert len(slots) == len(set(slots)) == count(own_database, Message)


def test_a_clock_that_was_put_back_does_not_stop_the_worker(
    hire: Callable[..., Worker], own_database: Database
) -> None:
    worker = hire()
    with time_machine.travel(NOON, tick=True):
        worker._schedule()
        worker.scheduler.start()
        watching = Thread(target=worker._watch)
        watching.start()
        assert eventually(worker.leading.is_set)
    with time_machine.travel(NOON - timedelta(hours=2), tick=True):
        with own_database.writing() as session:
            make_message(
                session, created_at=NOON - timedelta(days=1), due_at=NOON - timedelta(days=1)
            )
        sent = eventually(lambda: count(own_database, Message) == sent_now(own_database))
        worker.stopping.set()
        watching.join()
        worker._stop()

    assert sent
    assert count(own_database, Lease) == 0


def sent_now(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(Message).where(Message.sent_at.is_not(None))).all())


def eventually(what: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_a_job_that_breaks_down_keeps_nothing_and_does_not_stop_the_others(
    hire: Callable[..., Worker], own_database: Database
) -> None:
    with time_machine.travel(NOON, tick=False) as time_of_day:
        worker = ready(hire(BROKEN, LETTER))
        worker.run_due()
        time_of_day.shift(timedelta(minutes=10))
        worker.lead()
        worker.run_due()

    assert count(own_database, Message) == 1
    with own_database.read() as session:
        broken = session.scalars(runs("broken")).first()
        assert broken is not None
        assert (broken.finished_at, broken.error) == (None, "RuntimeError: out of ink")


def test_a_sender_that_is_no_address_is_said_at_the_start(hire: Callable[..., Worker]) -> None:
    with pytest.raises(BadConfig, match="MAIL_FROM"):
        hire(MAIL_FROM="結")


# ------------------------------------------------------------------ real processes


@contextmanager
def started(config: Config, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """`flask worker` in its own process."""
    chosen = {
        "YUI_VAR": str(config.var), "DATABASE_URL": config.database_url, "SECRET_KEY": KEY, **env,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "worker"], cwd=ROOT, env={**os.environ, **chosen},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ended(process: subprocess.Popen[bytes]) -> float:
    """How long it takes to end when told to, politely."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    return time.monotonic() - begun


@pytest.fixture
def migrated(server: Server) -> Iterator[Database]:
    made = Database(server.create())
    migrations.upgrade(made.engine)
    make_tables(made)
    yield made
    made.dispose()


def test_a_worker_sends_and_leaves_when_told_to(migrated: Database, tmp_path: Path) -> None:
    with migrated.writing() as session:
        make_message(session)

    with started(settings(tmp_path, migrated)) as process:
        assert eventually(lambda: len(written(tmp_path / "mail")) == 1, 20)
        assert eventually(lambda: count(migrated, JobRun) > 0)
        assert ended(process) < 5

    assert count(migrated, Lease) == 0
    assert sent_now(migrated) == 1


def test_a_mail_server_that_never_answers_does_not_hold_up_the_end(
    migrated: Database, tmp_path: Path
) -> None:
    with migrated.writing() as session:
        make_message(session)

    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with started(settings(tmp_path, migrated), SMTP_URL=address) as process:
            connection, _ = silent.accept()
            with connection:
                assert ended(process) < 5

    assert count(migrated, Lease) == 0


def test_when_the_leader_is_killed_another_leads_within_the_lease(
    migrated: Database, tmp_path: Path
) -> None:
    def holder() -> str | None:
        with migrated.read() as session:
            return session.scalar(select(Lease.holder))

    config = settings(tmp_path, migrated)
    with started(config) as first:
        assert eventually(lambda: holder() is not None, 20)
        before = holder()
        with started(replace(config)) as second:
            first.kill()
            waited = LEASE.total_seconds() + 10  # the second has to start as well
            assert eventually(lambda: holder() not in (before, None), waited)
            assert ended(second) < 5
