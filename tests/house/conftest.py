"""Requests of many people in a database that forgets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matching.db.engines import TiedDatabase
from tests.house.forms import Visits


@pytest.fixture
def visits(app: Flask, session: Session, database: TiedDatabase) -> Iterator[Visits]:
    made = Visits(app, session, database.connection)
    yield made
    made.close()
