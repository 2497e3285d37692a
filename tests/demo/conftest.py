"""The demo city, built once for each engine; whoever looks at it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from config import Config
from matching import masters
from matching.app import create_app
from matching.db import Database
from matching.demo.city import build
from tests.demo.walk import City
from tests.engines import Server, make_tables
from tests.make import NOON, carry_plan


@pytest.fixture(scope="session")
def city(server: Server, config: Config) -> Iterator[City]:
    """The city at NOON, with the few things besides that its story does not hold."""
    database = Database(server.create())
    make_tables(database)
    app = create_app(replace(config, environment="test"), database)
    with database.writing() as session:
        masters.load(session)
        carry_plan(session)
        build(session, now=NOON)
    with time_machine.travel(NOON, tick=True):
        made = City(app, database)
    yield made
    database.dispose()
