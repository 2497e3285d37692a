"""flask serve (web and worker together) and flask worker."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from types import FrameType

import click
from flask.cli import with_appcontext

from config import ROOT, Config
from matching.cli import checks, city
from matching.cli.database import prepare
from matching.db import Database
from matching.demo.city import is_empty
from matching.registry import JOBS
from matching.web import assets
from matching.worker import Worker, relay

STOP_SECONDS = 10
START_SECONDS = 30
Processes = Sequence[subprocess.Popen[bytes]]


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the clock: send the outbox, run what is due; stop with SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    database = checks.migrated()
    checks.warn_of_old_sqlite(database)
    with checks.said():
        made = Worker(checks.config(), database, JOBS)
    made.run()


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Prepare the database and run web server and worker together; Ctrl-C ends both."""
    config, database = checks.config(), _sound(checks.config())
    prepare(database)
    invented = _demo(config, database)
    database.dispose()
    sys.exit(_watch(_started(), _greeting(config, invented)))


def _sound(config: Config) -> Database:
    """The database, once everything else that could stop us later has been looked at too."""
    checks.free(config.host, config.port)
    database = checks.database()
    with checks.said():
        relay(config, database, Event())
    try:
        assets.manifest(Path(assets.folder()) / "dist")
    except RuntimeError as why:
        raise click.ClickException(str(why)) from None
    return database


def _demo(config: Config, database: Database) -> bool:
    """Fill an empty database with the demo city, except in production; whether it is one."""
    if not config.demo:
        return False
    with database.writing() as session:
        if is_empty(session):
            click.echo("Building the demo city …")
            city.fill(session)
    return True


def _started() -> Processes:
    """Web server (see gunicorn.conf.py) and worker, as processes of their own."""
    commands = (["-m", "gunicorn", "wsgi:app"], ["-m", "flask", "worker"])
    return [
        subprocess.Popen([sys.executable, *command], cwd=ROOT)  # noqa: S603 - our own, no shell
        for command in commands
    ]


def _greeting(config: Config, invented: bool) -> str:
    lines = ["", f"結 Yui: {config.base_url}", ""]
    if invented:
        lines += [city.sign_ins(), ""]
    return "\n".join([*lines, "Ctrl-C ends it."])


def _watch(processes: Processes, greeting: str) -> int:
    """Greet when the web server listens; when one process ends or we are told to, all end."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    begun, config = time.monotonic(), checks.config()
    while not told and all(process.poll() is None for process in processes):
        if greeting and (checks.listens(config.host, config.port) or _late(begun)):
            click.echo(greeting)
            greeting = ""
        time.sleep(0.2)
    codes = [process.poll() for process in processes]
    _end(processes)
    return 0 if told else next((code for code in codes if code), 1)


def _late(begun: float) -> bool:
    return time.monotonic() - begun > START_SECONDS


def _end(processes: Processes) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
