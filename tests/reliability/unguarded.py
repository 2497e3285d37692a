"""The site without what protects the last seat, for the controls of the race: never to be served.

The check constraint of `need.places_taken` stays: two who both counted no place taken both write 1,
and it sees nothing wrong. It is the last wall only against who adds to what is there.
"""

from __future__ import annotations

import os
import sqlite3

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event

from config import Config
from matching.app import create_app
from matching.db import Database
from matching.matches.actions import seats
from matching.matches.models import Match
from matching.needs.models import Need


def without_lock() -> Flask:
    """Nobody waits for anybody; only the counters of the rows are left to notice it."""
    seats.lock = seats.lock_match = _no_lock
    return _app()


def without_guards() -> Flask:
    """Nobody waits, and nobody notices that a row has changed since it was read."""
    seats.lock = seats.lock_match = _no_lock
    for table in (Match, Need):
        table.__mapper__.version_id_col = None
    return _app()


def beginning_late() -> Flask:
    """SQLite only: everything as it is, except that who writes asks for the lock when writing."""
    return _app(begin="BEGIN")


def _no_lock(*_: object) -> None:
    """See what was read before, however long ago."""


def _app(begin: str = "") -> Flask:
    """`begin`: how SQLite's writers begin; empty: as the driver does, not before the first write."""
    config = Config.from_env(os.environ)
    database = Database(config.database_url)
    if database.is_sqlite:
        database.engine = create_engine(config.database_url)
        if begin:
            _begins(database.engine, begin)
    return create_app(config, database)


def _begins(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
