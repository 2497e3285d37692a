"""flask jobs list | run | history and flask mail failed | resend."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from matching import clock
from matching.cli import checks
from matching.clockwork import queries
from matching.outbox.models import Message
from matching.registry import JOBS

jobs = AppGroup("jobs", help="What the clock does.")
mail = AppGroup("mail", help="E-mails that were set aside.")
MOST = 50


@jobs.command("list")
def listed() -> None:
    """Every job with its times (city time)."""
    for job in JOBS:
        click.echo(f"{job.name:24} {job.cron}")


@jobs.command("run")
@click.argument("name", type=click.Choice([job.name for job in JOBS]))
def run(name: str) -> None:
    """Run a job now; jobs may be run twice without harm."""
    job = next(job for job in JOBS if job.name == name)
    with checks.migrated(checks.database()).writing() as session:
        click.echo(f"{name}: {job.work(session, now=clock.now())}")


@jobs.command("history")
def history() -> None:
    """The last runs."""
    with checks.migrated(checks.database()).read() as session:
        for run in session.scalars(queries.runs().limit(MOST)):
            state = "done" if run.finished_at else "failed"
            click.echo(f"{run.slot:%Y-%m-%d %H:%M} {run.name:24} {state}")


@mail.command("failed")
def failed() -> None:
    """E-mails that could not be sent; addresses are not shown."""
    with checks.migrated(checks.database()).read() as session:
        aside = select(Message).where(Message.failed_at.is_not(None)).order_by(Message.id)
        for message in session.scalars(aside.limit(MOST)):
            click.echo(f"{message.id} {message.template} {message.error}")


@mail.command("resend")
@click.argument("number", type=int)
def resend(number: int) -> None:
    """Put the e-mail with this NUMBER into the queue again."""
    with checks.migrated(checks.database()).writing() as session:
        message = session.get(Message, number)
        if message is None or message.failed_at is None:
            raise click.ClickException("There is no e-mail set aside with this number.")
        message.failed_at, message.attempts, message.due_at = None, 0, clock.now()
