"""The scheduler process: leads by a lease, runs what is due, sends the outbox."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock, Thread
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy.exc import OperationalError

from config import BadConfig, Config
from matching import clock
from matching.calendar import TOKYO
from matching.clockwork import actions
from matching.clockwork.rules import Job
from matching.clockwork.slots import trigger
from matching.db import Database
from matching.outbox.mime import sender_of
from matching.outbox.relay import Relay, send_due
from matching.outbox.transports import Unreachable, transport

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)
LEAD_SECONDS, BEAT_SECONDS, SEND_SECONDS = 2, 15, 1
WAIT_AFTER_UNREACHABLE = 30.0
JUMP = timedelta(seconds=5)
"""How far the clock may stray from the time that passed before it counts as having been set."""
STOP_SECONDS = 4.0


class Worker:
    """One scheduler process; several may run: all of them send, one of them leads."""

    def __init__(self, config: Config, database: Database, jobs: Sequence[Job]) -> None:
        self.database = database
        self.jobs = jobs
        self.holder = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.leading = Event()
        self.stopping = Event()
        self.running = Lock()
        self.relay = relay(config, database, self.stopping)
        self.scheduler = _scheduler()

    # ------------------------------------------------------------------ what it does

    def lead(self) -> None:
        """Take or keep the lead; who has just got it looks at once for what was missed."""
        with self.database.writing() as session:
            leads = actions.lead(session, self.holder, at=clock.now())
        if leads and not self.leading.is_set():
            log.info("%s leads", self.holder)
            self.leading.set()
            self._at_once("beat")
        if not leads:
            self.leading.clear()

    def run_due(self) -> None:
        """Run every slot that is due, missed, or to be tried again; only while leading."""
        with self.running:
            if not self.leading.is_set():
                return
            with self.database.writing() as session:
                actions.note_new(session, self.jobs, at=clock.now())
                due = actions.due_now(session, self.jobs, at=clock.now())
            for job, slot in due:
                if not self.stopping.is_set():
                    run(self.database, job, slot)

    def send(self) -> None:
        """Send e-mails until none is due."""
        try:
            while not self.stopping.is_set() and send_due(self.relay):
                pass
        except Unreachable as why:
            log.warning("the mail server cannot be reached: %s", why)
            self.stopping.wait(WAIT_AFTER_UNREACHABLE)

    # ------------------------------------------------------------------ beginning and ending

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then finish the current letter and let another lead."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        self._schedule()
        self.scheduler.start()
        log.info("the worker has started")
        self._watch()
        self._stop()

    def _schedule(self) -> None:
        for name, work, seconds in (
            ("lead", self.lead, LEAD_SECONDS),
            ("beat", self.run_due, BEAT_SECONDS),
            ("send", self.send, SEND_SECONDS),
        ):
            self.scheduler.add_job(
                partial(_kept_alive, work), "interval", seconds=seconds, id=name, name=name,
                next_run_time=clock.now(),
            )  # fmt: skip
        for job in self.jobs:
            self.scheduler.add_job(
                partial(_kept_alive, self.run_due), trigger(job.cron), id=job.name, name=job.name
            )

    def _watch(self) -> None:
        """Wait by the time that passes; when the clock was set, nothing else would wake us."""
        ahead = _ahead()
        while not self.stopping.wait(1.0):
            if abs(_ahead() - ahead) > JUMP:
                log.warning("the clock was set: everything is looked at again")
                ahead = _ahead()
                for name in ("lead", "beat", "send"):
                    self._at_once(name)
                for job in self.jobs:
                    self.scheduler.reschedule_job(job.name, trigger=trigger(job.cron))

    def _at_once(self, name: str) -> None:
        self.scheduler.modify_job(name, next_run_time=clock.now())

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _stop(self) -> None:
        ending = Thread(target=self.scheduler.shutdown, daemon=True)
        ending.start()
        ending.join(STOP_SECONDS)
        _kept_alive(self._release)
        log.info("the worker has stopped")
        if ending.is_alive():  # a server that does not answer; what was begun is taken up later
            os._exit(0)

    def _release(self) -> None:
        with self.database.writing() as session:
            actions.release(session, self.holder)


def relay(config: Config, database: Database, stopping: Event) -> Relay:
    """The relay as the settings want it.

    Raises:
        BadConfig: MAIL_FROM is not an address.
    """
    try:
        sender = sender_of(config.mail_from)
    except ValueError as why:
        raise BadConfig(f"MAIL_FROM must look like 結 Yui <yui@city.example>: {why}.") from None
    hostname = urlsplit(config.base_url).hostname or "localhost"
    return Relay(
        database=database,
        transport=transport(config.smtp_url, config.var / "mail", hostname),
        sender=sender,
        site=config.base_url,
        now=clock.now,
        pause=60 / config.mails_per_minute,
        stopping=stopping,
    )


def run(database: Database, job: Job, slot: datetime) -> None:
    """One slot of one job: all of it is kept with the note that it was run, or nothing.

    Raises:
        OperationalError: the database is away; nothing was noted, so the slot stays due.
    """
    try:
        with database.writing() as session:
            count = actions.run(session, job, slot, at=clock.now())
        log.info("%s, slot %s: %s", job.name, slot.isoformat(), count)
    except OperationalError:
        raise
    except Exception as why:
        log.exception("%s, slot %s failed", job.name, slot.isoformat())
        with database.writing() as session:
            error = f"{type(why).__name__}: {why}"
            actions.note_failed(session, job, slot, at=clock.now(), error=error)


def _scheduler() -> BackgroundScheduler:
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415 - see slots.py

    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick may wait for the one before
    return BackgroundScheduler(
        timezone=TOKYO,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )


def _ahead() -> timedelta:
    """How far the clock is ahead of the time that passed."""
    return timedelta(seconds=clock.now().timestamp() - time.monotonic())


def _kept_alive(work: Callable[[], None]) -> None:
    """Whatever goes wrong in one tick, there is a next one."""
    try:
        work()
    except OperationalError as why:
        log.warning("the database is away: %s", str(why.orig).strip().partition("\n")[0])
    except Exception:
        log.exception("a tick failed")
