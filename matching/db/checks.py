"""Whether a database is there and up to date, said in one sentence where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError

from matching.db import migrations
from matching.db.engines import Database


class NotReady(Exception):
    """Nothing can start like this; the text says what to do."""


def opened(url: str) -> Database:
    """The database at this address.

    Raises:
        NotReady: the address is none.
    """
    try:
        return Database(url)
    except (ArgumentError, ValueError) as why:
        raise NotReady(f"DATABASE_URL cannot be read ({why}).") from None


def reachable(database: Database) -> Database:
    """The same database, if it answers.

    Raises:
        NotReady: it cannot be opened.
    """
    with _answering(database):
        return database


def writable(database: Database) -> Database:
    """The same database, if it answers and can be written.

    Raises:
        NotReady: it cannot be opened, or only read.
    """
    with _answering(database) as connection:
        if database.is_sqlite:  # PostgreSQL says at once who may not
            connection.exec_driver_sql("PRAGMA user_version = 0")  # never committed
        return database


@contextmanager
def _answering(database: Database) -> Iterator[Connection]:
    try:
        with database.engine.connect() as connection:
            yield connection
            return
    except DBAPIError as why:
        reason = str(why.orig).strip().partition("\n")[0]
    advice = (
        "this user may write the file and its folder" if database.is_sqlite else "it is running"
    )
    raise NotReady(
        f"The database cannot be opened ({reason}). Check DATABASE_URL and that {advice}."
    )


def known(database: Database) -> Database:
    """The same database, if it can be written and no newer program has changed it.

    Raises:
        NotReady: it cannot be used, or has a step that this program does not know.
    """
    if not migrations.is_known(writable(database).engine):
        raise NotReady(
            "The database was changed by a newer version of this program. "
            "Start that version, or restore the backup that was made before it."
        )
    return database


def current(database: Database) -> Database:
    """The same database, if it answers and has every migration.

    Raises:
        NotReady: it cannot be opened, or is not up to date.
    """
    if not migrations.is_current(known(database).engine):
        raise NotReady("The database is not up to date. Run: flask db upgrade")
    return database
