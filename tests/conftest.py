"""Fixtures for every test: a real database per engine, people, a client that checks its pages."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from matching import masters
from matching.app import create_app
from matching.db import Database
from matching.db.engines import TiedDatabase
from tests import engines
from tests.browser import Browser
from tests.make import NOON, carry_plan

pytest_plugins = ["tests.chromium", "tests.people"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engines", default="sqlite", help="sqlite, postgresql, or both with a comma")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        names = metafunc.config.getoption("--engines").split(",")
        metafunc.parametrize("engine_name", names, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What would find the same on every engine is run on the first.

    A journey with JavaScript is made on the first engine and one without on the second: what a page
    does in the browser and what keeps the rows behind it know nothing of each other.
    """
    first, _comma, second = config.getoption("--engines").partition(",")
    again = [item for item in items if _is_again(item, first, second)]
    config.hook.pytest_deselected(items=again)
    items[:] = [item for item in items if item not in again]


def _is_again(item: pytest.Item, first: str, second: str) -> bool:
    engine, javascript = _given(item, "engine_name"), _given(item, "javascript")
    if item.get_closest_marker("once"):
        return engine not in {None, first}
    if not second or javascript is None:
        return False
    return (javascript in {"with JavaScript", True}) != (engine == first)


def _given(item: pytest.Item, name: str) -> object:
    return item.callspec.params.get(name) if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config.from_env(
        {
            "YUI_ENV": "test",
            "YUI_VAR": str(tmp_path_factory.mktemp("var")),
            "SECRET_KEY": "a key that only tests know, and is long enough",
            "BASE_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def server(engine_name: str) -> Iterator[engines.Server]:
    """A place where databases of this engine can be made."""
    with engines.server(engine_name, os.environ) as made:
        yield made


@pytest.fixture(scope="session")
def filled(server: engines.Server) -> Iterator[Database]:
    """One database with all tables and the city's masters; tests leave no trace in it."""
    database = Database(server.create())
    engines.make_tables(database)
    with database.writing() as session:
        masters.load(session)
        carry_plan(session)
    yield database
    database.dispose()


@pytest.fixture
def database(filled: Database) -> Iterator[TiedDatabase]:
    """The same database in one transaction that is rolled back after the test."""
    with filled.engine.connect() as connection:
        outer = connection.begin()
        yield TiedDatabase(filled.url, connection)
        outer.rollback()


@pytest.fixture
def session(database: TiedDatabase) -> Iterator[Session]:
    with database.write() as made:
        yield made


@pytest.fixture
def own_database(server: engines.Server) -> Iterator[Database]:
    """A database of one's own, for what needs several connections at once."""
    made = Database(server.create())
    engines.make_tables(made)
    with made.writing() as session:
        masters.load(session)
        carry_plan(session)
    yield made
    made.dispose()


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands at NOON, and goes on from there."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture(scope="session")
def bare_app(config: Config, filled: Database) -> Flask:
    return create_app(config, filled)


@pytest.fixture
def app(bare_app: Flask, database: TiedDatabase, noon: None) -> Iterator[Flask]:
    del noon
    usual = bare_app.extensions["database"]
    bare_app.extensions["database"] = database
    yield bare_app
    bare_app.extensions["database"] = usual


@pytest.fixture
def browser(app: Flask, session: Session) -> Browser:
    """A visitor's browser without JavaScript, which checks every page it is given."""
    return Browser(app, session)


@pytest.fixture(scope="session", autouse=True)
def quiet_platformdirs() -> None:
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")


@pytest.fixture
def project() -> Path:
    """The folder of the project."""
    return Path(__file__).parent.parent
