"""What must be true before anything starts, said in one sentence where it is not."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app

from config import BadConfig, Config
from matching.db import Database, checks
from matching.db.engines import wal_is_safe


def config() -> Config:
    """The settings of this application."""
    held: Config = current_app.extensions["config"]
    return held


@contextmanager
def said() -> Iterator[None]:
    """What cannot work ends the command with its sentence, not with a traceback."""
    try:
        yield
    except (BadConfig, checks.NotReady) as why:
        raise click.ClickException(str(why)) from None


def database() -> Database:
    """The database, if it answers.

    Raises:
        ClickException: it cannot be reached.
    """
    return _checked(checks.reachable)


def migrated() -> Database:
    """The database, if it has every migration.

    Raises:
        ClickException: it cannot be reached, or is not up to date.
    """
    return _checked(checks.current)


def _checked(check: Callable[[Database], Database]) -> Database:
    with said():
        return check(current_app.extensions["database"])


def warn_of_old_sqlite(held: Database) -> None:
    """Two processes that write at once can lose committed rows with some versions of SQLite."""
    if held.is_sqlite and not wal_is_safe():
        click.echo(
            "Note: this Python's SQLite has the WAL-reset bug (fixed in 3.51.3). That is fine for "
            "trying Yui out; in production use PostgreSQL (DATABASE_URL).",
            err=True,
        )


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
            other = port + 1 if port < 65535 else port - 1
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({why.strerror}). "
                f"Stop what runs there, or choose another: PORT={other} make run"
            ) from None


def listens(host: str, port: int) -> bool:
    """Whether somebody answers there."""
    usual = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - "everywhere" is asked at home
    try:
        with socket.create_connection((usual.get(host, host), port), timeout=0.5):
            return True
    except OSError:
        return False
