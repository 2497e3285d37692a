"""flask jobs list | run | history and flask mail failed | show | resend."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from matching import clock
from matching.calendar import in_tokyo
from matching.cli import checks
from matching.clockwork import queries
from matching.clockwork.models import JobRun
from matching.clockwork.slots import following
from matching.outbox import actions as outbox
from matching.outbox import queries as letters
from matching.outbox.models import Message
from matching.registry import JOBS
from matching.worker import run as run_slot

jobs = AppGroup("jobs", help="What the clock does (times are the city's).")
mail = AppGroup("mail", help="E-mails that wait or were set aside.")
NAMES = click.Choice([job.name for job in JOBS])
MOST_ID = 2**31 - 1
TIME = "%Y-%m-%d %H:%M"


def _told(run: JobRun | None) -> str:
    if run is None:
        return "never run"
    outcome = f"{run.count} done" if run.finished_at else f"FAILED {run.attempts}×: {run.error}"
    return f"{in_tokyo(run.slot):{TIME}}  {outcome}"


@jobs.command("list")
def listed() -> None:
    """Every job: when it runs, when next, what came of it last."""
    with checks.migrated().read() as session:
        last = {run.name: run for run in session.scalars(queries.last_runs())}
        lease = session.scalar(queries.lease())
    now = clock.now()
    leads = lease is not None and lease.expires_at > now
    click.echo(f"leading: {lease.holder}" if lease and leads else "no worker is running")
    for job in JOBS:
        coming = f"{in_tokyo(following(job.cron, now)):{TIME}}"
        click.echo(f"{job.name:22} {job.cron:14} next {coming}  last {_told(last.get(job.name))}")


@jobs.command("run")
@click.argument("name", type=NAMES)
def run(name: str) -> None:
    """Run a job now; what it has done already is not done again."""
    job = next(job for job in JOBS if job.name == name)
    database, now = checks.migrated(), clock.now()
    run_slot(database, job, now)
    with database.read() as session:
        done = session.scalars(queries.runs(name).where(JobRun.slot == now)).one()
    click.echo(f"{name}: {_told(done)}")
    if done.finished_at is None:
        raise click.ClickException("The job failed; nothing of it was kept.")


@jobs.command("history")
@click.argument("name", type=NAMES, required=False)
@click.option("--most", default=50, help="How many lines.", type=click.IntRange(1, 10_000))
def history(name: str | None, most: int) -> None:
    """The last runs, of one job or of all, newest first."""
    with checks.migrated().read() as session:
        for one in session.scalars(queries.runs(name).limit(most)):
            click.echo(f"{one.name:22} {_told(one)}")


# ------------------------------------------------------------------ mail


@mail.command("failed")
def failed() -> None:
    """E-mails set aside, and how long the oldest that still waits has waited."""
    now = clock.now()
    with checks.migrated().read() as session:
        for message in session.scalars(letters.set_aside().limit(1000)):
            click.echo(
                f"{message.id:8} {message.failed_at:{TIME}} {message.template}: {message.error}"
            )
        oldest = session.scalar(letters.oldest_waiting(now))
    minutes = int((now - oldest).total_seconds() // 60) if oldest else None
    click.echo("nothing waits" if minutes is None else f"the oldest waits for {minutes} minutes")


@mail.command("show")
@click.argument("number", type=click.IntRange(1, MOST_ID))
def show(number: int) -> None:
    """One e-mail: to whom, what came of it, its text."""
    with checks.migrated().read() as session:
        message = session.get(Message, number)
        if message is None:
            raise click.ClickException("There is no e-mail with this number.")
        state = "sent" if message.sent_at else "set aside" if message.failed_at else "waiting"
        click.echo(f"To: {message.address}\nSubject: {message.subject}\n{message.message_id}")
        click.echo(f"{state} after {message.attempts} attempts {message.error}\n\n{message.text}")


@mail.command("resend")
@click.argument("number", type=click.IntRange(1, MOST_ID))
def resend(number: int) -> None:
    """Put the e-mail with this NUMBER into the queue again, under its own Message-ID."""
    with checks.migrated().writing() as session:
        message = session.get(Message, number)
        if message is None or message.failed_at is None:
            raise click.ClickException("There is no e-mail set aside with this number.")
        outbox.resend(session, message, at=clock.now())
    click.echo("It will be sent with the next round.")
