"""What must be true before anything starts, said in one sentence where it is not."""

from __future__ import annotations

import socket

import click
from flask import current_app
from sqlalchemy.exc import OperationalError

from config import Config
from matching.db import Database, migrations
from matching.db.engines import wal_is_safe


def config() -> Config:
    """The settings of this application."""
    held: Config = current_app.extensions["config"]
    return held


def database() -> Database:
    """The database, if it answers.

    Raises:
        ClickException: it cannot be reached.
    """
    held: Database = current_app.extensions["database"]
    try:
        with held.engine.connect():
            pass
    except OperationalError as why:
        reason = str(why.orig).strip().splitlines()[0]
        raise click.ClickException(
            f"The database cannot be opened ({reason}). Check DATABASE_URL and that it is running."
        ) from None
    if held.is_sqlite and not wal_is_safe():
        click.echo(
            "Note: this SQLite has the WAL-reset bug; use PostgreSQL in production.", err=True
        )
    return held


def migrated(held: Database) -> Database:
    """The database, if it has every step.

    Raises:
        ClickException: it has not.
    """
    if not migrations.is_current(held.engine):
        raise click.ClickException("The database is not up to date. Run: flask db upgrade")
    return held


def free(host: str, port: int) -> None:
    """Nobody listens there yet.

    Raises:
        ClickException: somebody does, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as why:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({why.strerror}). "
                f"Stop what runs there, or choose another: PORT={port + 1} make run"
            ) from None
