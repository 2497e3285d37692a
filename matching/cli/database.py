"""flask db upgrade | downgrade | check | backup."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.engine import URL, make_url

from matching import masters
from matching.cli import checks
from matching.db import Database, migrations
from matching.db.checks import known

db = AppGroup("db", help="The database: bring it up to date, check it, back it up.")


def prepare(held: Database) -> None:
    """Every migration, and whatever is missing of the masters.

    Raises:
        ClickException: a newer program has been at work.
    """
    with checks.said():
        known(held)
    if not migrations.is_current(held.engine):
        migrations.upgrade(held.engine)
    with held.writing() as session:
        masters.load(session)


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest shape and add missing masters."""
    prepare(checks.database())
    click.echo("The database is up to date.")


@db.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Undo every step after REVISION ("base" undoes all, and deletes everything)."""
    try:
        migrations.downgrade(checks.database().engine, revision)
    except migrations.NoSuchStep as why:
        raise click.ClickException(f"Nothing was undone: {why}.") from None
    click.echo(f"The database is at {revision}.")


@db.command("check")
def check() -> None:
    """Tell whether the database is up to date."""
    checks.migrated()
    click.echo("The database is up to date.")


@db.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the live database into FILE, whole and consistent; FILE must not exist yet."""
    held = checks.database()
    if file.exists():
        raise click.ClickException(f"{file} exists already; nothing was overwritten.")
    unfinished = file.with_name(file.name + ".part")
    try:
        (_copy if held.is_sqlite else _dump)(make_url(held.url), unfinished)
        unfinished.replace(file)
    except (OSError, sqlite3.Error) as why:
        unfinished.unlink(missing_ok=True)
        raise click.ClickException(f"No backup was made: {why}") from None
    click.echo(f"Copied to {file} ({file.stat().st_size:,} bytes).")


def _copy(url: URL, file: Path) -> None:
    """By SQLite's own means: copying the file of a live database loses committed rows."""
    with (
        closing(sqlite3.connect(str(url.database))) as source,
        closing(sqlite3.connect(file)) as copy,
    ):
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is not sound")


def _dump(url: URL, file: Path) -> None:
    """By pg_dump; the password goes by the environment, where `ps` does not show it."""
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = ["pg_dump", "--format=custom", f"--file={file}", f"--dbname={plain}"]
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 - our own, no shell
        command, check=False, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise OSError(done.stderr.strip() or "pg_dump failed")
