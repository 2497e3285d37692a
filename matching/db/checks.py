"""Whether a database is there and up to date, said in one sentence where it is not."""

from __future__ import annotations

from sqlalchemy.exc import ArgumentError, OperationalError

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
    try:
        with database.engine.connect():
            return database
    except OperationalError as why:
        reason = str(why.orig).strip().partition("\n")[0]
    raise NotReady(
        f"The database cannot be opened ({reason}). Check DATABASE_URL and that it is running."
    )


def current(database: Database) -> Database:
    """The same database, if it answers and has every migration.

    Raises:
        NotReady: it cannot be opened, or is not up to date.
    """
    if not migrations.is_current(reachable(database).engine):
        raise NotReady("The database is not up to date. Run: flask db upgrade")
    return database
