"""Engines and sessions for SQLite and PostgreSQL: writers lock at once, readers never write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.orm.session import JoinTransactionMode

# WAL loses committed pages when a checkpoint meets a writer that restarts the log
# (sqlite.org, "WAL-reset bug"); fixed in 3.51.3 and in these back-ports.
WAL_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


class ReadOnly(Exception):
    """Something tried to write while a page was only being read: a defect in the page."""


class Database:
    """The one way to a session; `write` begins IMMEDIATE on SQLite, `read` refuses to write."""

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # Dead connections are noticed before use: PostgreSQL may have been restarted.
        options: dict[str, Any] = {} if self.is_sqlite else {"pool_pre_ping": True}
        self.engine: Engine = create_engine(parsed, **options)
        self.reader: Engine = self.engine
        if self.is_sqlite:
            self.reader = create_engine(parsed)
            _sqlite(self.engine, "BEGIN IMMEDIATE", read_only=False)
            _sqlite(self.reader, "BEGIN", read_only=True)

    def write(self) -> Session:
        """A session that may change things."""
        return Session(self.engine, expire_on_commit=False)

    def read(self) -> Session:
        """A session for a page that only shows things."""
        session = Session(self.reader, expire_on_commit=False)
        forbid_writes(session)
        return session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one unit of work of a job or command: committed at the end or undone."""
        with self.write() as session, session.begin():
            yield session

    def dispose(self) -> None:
        self.engine.dispose()
        self.reader.dispose()


class TiedDatabase(Database):
    """A database whose every session works inside one open connection (tests roll it back)."""

    def __init__(self, url: str, connection: Connection) -> None:
        self.url = url
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.engine = self.reader = connection.engine
        self.connection = connection
        self.mode: JoinTransactionMode = "create_savepoint"

    def write(self) -> Session:
        return Session(self.connection, join_transaction_mode=self.mode, expire_on_commit=False)

    def read(self) -> Session:
        session = self.write()
        forbid_writes(session)
        return session


def forbid_writes(session: Session) -> None:
    """Whatever would be flushed in this session is a defect, on either engine."""

    @event.listens_for(session, "before_flush")
    def refuse(session: Session, *_: object) -> None:
        if session.new or session.dirty or session.deleted:
            raise ReadOnly("a page that only shows things tried to write")


def _sqlite(engine: Engine, begin: str, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "busy_timeout = 15000",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"query_only = {'ON' if read_only else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether the linked SQLite has the WAL-reset fix."""
    if version >= WAL_FIXED[-1]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_FIXED)
