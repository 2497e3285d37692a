"""Real processes: gunicorn with several workers on a migrated database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TextIO

import pytest

from config import ROOT, Config
from matching import masters
from matching.db import Database, migrations
from tests.engines import Server

WORKERS = 4
START_SECONDS = 120.0
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Site:
    """Where it is served, from which settings, and what it noted of every answer."""

    database: Database
    settings: Mapping[str, str]
    access_log: Path

    @property
    def address(self) -> str:
        return self.settings["BASE_URL"]

    @property
    def config(self) -> Config:
        return Config.from_env(self.settings)

    def answered(self) -> list[list[str]]:
        """Process, method and path of every answer so far."""
        return [line.split() for line in self.access_log.read_text("utf-8").splitlines()]

    def processes(self, method: str, pattern: str, *, after: int = 0) -> set[str]:
        """Which processes answered such requests, leaving out the first so many answers."""
        return {
            process
            for process, asked, path in self.answered()[after:]
            if asked == method and fnmatch(path, pattern)
        }


@contextmanager
def served(database: Database, folder: Path, app: str = "wsgi:app") -> Iterator[Site]:
    """The site as it runs in production, by four real processes, until the test is over."""
    port = free_port()
    settings = {
        "YUI_ENV": "production",
        "YUI_VAR": str(folder / "var"),
        "DATABASE_URL": database.url,
        "SECRET_KEY": "a key that only the reliability tests know, long enough",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "WEB_CONCURRENCY": str(WORKERS),
    }
    site = Site(database, settings, folder / "access.log")
    with (folder / "errors.log").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--access-logfile", str(site.access_log),
             "--access-logformat", "%(p)s %(m)s %(U)s", app],
            cwd=ROOT, env={**os.environ, **settings}, stderr=said,
        )  # fmt: skip
        try:
            answering(process, site, said)
            yield site
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
            print(story(said))  # shown where the test fails


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def answering(process: subprocess.Popen[bytes], site: Site, said: TextIO) -> None:
    """Wait until every process has answered, so that none of them is late for the race."""
    end = time.monotonic() + START_SECONDS
    while not site.access_log.exists() or len(site.processes("GET", "/healthz")) < WORKERS:
        assert process.poll() is None, story(said)
        assert time.monotonic() < end, story(said)
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5) as answer:  # noqa: S310 - loopback only
                assert answer.status == 200
        except OSError:
            time.sleep(0.1)


def story(said: TextIO) -> str:
    said.seek(0)
    return said.read()[-2000:]


def migrated_database(url: str) -> Database:
    """A database made by the migrations, as in production."""
    database = Database(url)
    migrations.upgrade(database.engine)
    with database.writing() as session:
        masters.load(session)
    return database


@pytest.fixture
def migrated(server: Server) -> Iterator[Database]:
    database = migrated_database(server.create())
    yield database
    database.dispose()


@pytest.fixture
def site(migrated: Database, tmp_path: Path) -> Iterator[Site]:
    """The site as it is."""
    with served(migrated, tmp_path) as made:
        yield made
