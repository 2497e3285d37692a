"""flask db upgrade | downgrade | check, and flask db backup."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.engine import make_url

from matching import masters
from matching.cli import checks
from matching.db import Database, migrations

db = AppGroup("db", help="The database: bring it up to date, check it, back it up.")


def prepare(held: Database) -> None:
    """Every migration, and whatever is missing of the masters."""
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
    """Undo every step after REVISION."""
    migrations.downgrade(checks.database().engine, revision)


@db.command("check")
def check() -> None:
    """Tell whether the database is up to date."""
    checks.migrated(checks.database())
    click.echo("The database is up to date.")


@db.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the live database into FILE, whole and consistent."""
    held = checks.database()
    url = make_url(held.url)
    if not held.is_sqlite:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        command = ["pg_dump", "--format=custom", f"--file={file}", plain]
        subprocess.run(command, check=True)  # noqa: S603 - our own command, no shell
        return
    with sqlite3.connect(str(url.database)) as source, sqlite3.connect(file) as copy:
        source.backup(copy)
    click.echo(f"Copied to {file}.")
