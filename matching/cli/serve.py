"""flask serve (web and worker together) and flask worker."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from flask.cli import with_appcontext

from config import ROOT
from matching.cli import checks, city
from matching.cli.database import prepare
from matching.db import Database
from matching.demo.city import is_empty
from matching.registry import JOBS
from matching.worker import Worker

STOP_SECONDS = 10


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the clock: send the outbox, run what is due; stop with SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    Worker(checks.config(), checks.migrated(checks.database()), JOBS).run()


@click.command("serve")
@with_appcontext
def serve() -> None:
    """Prepare the database and run web server and worker together; Ctrl-C ends both."""
    host = os.environ.get("HOST", "127.0.0.1")
    text = os.environ.get("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise click.ClickException(f"PORT must be a number from 1 to 65535, not {text!r}.")
    checks.free(host, int(text))
    database = checks.database()
    prepare(database)
    invented = _demo(database)
    database.dispose()
    address = f"[{host}]" if ":" in host else host
    processes = [_web(f"{address}:{text}"), _clock()]
    click.echo(f"\n結 Yui: http://{address}:{text}\n")
    if invented:
        click.echo(city.sign_ins() + "\n")
    sys.exit(_watch(processes))


def _demo(database: Database) -> bool:
    """The demo city in an empty database of a development machine; whether it is one."""
    if not checks.config().demo:
        return False
    with database.writing() as session:
        if is_empty(session):
            click.echo("Building the demo city …")
            city.fill(session)
    return True


def _web(bind: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "gunicorn", "--bind", bind, "--workers", "2",
        "--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own command, no shell


def _clock() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT)


def _watch(processes: list[subprocess.Popen[bytes]]) -> int:
    """Until one of them ends or we are told to stop; then all end."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not told and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    codes = [process.poll() for process in processes]
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0 if told else next((code for code in codes if code), 1)
