"""The public board: beside a bare page of the same bytes, with many needs, and when searched.

The database is the one of a city after some years: a thousand needs are open, all others closed.
The bare page is Flask without anything of ours: one query for the fifty needs, then the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from benchmarks.measure import bound, fastest, in_turns
from config import Config
from matching import clock, masters
from matching.accounts.models import Person
from matching.app import create_app
from matching.board import finding
from matching.db import Database
from matching.needs.models import Need, Slot
from matching.needs.rules import LISTED, Closing, State
from matching.skills.rules import groups, synonyms
from matching.text import search_words
from tests import engines

CARDS = 50
OPEN = 1_000
FEW, MANY, SEARCHED = 1_000, 100_000, 10_000
ASKED = (
    "庭の草刈り",
    "玄関の雪かき",
    "スマホの相談",
    "家具の移動",
    "公園のごみ拾い",
    "買い物の手伝い",
)
TYPED = ("草刈り", "くさかり", "除雪", "公園 ゴミ拾い", "該当なしの言葉")


@dataclass(frozen=True)
class City:
    """A board with so many needs, and a bare page of the same bytes on the same database."""

    board: FlaskClient
    bare: FlaskClient


def main() -> None:
    for engine in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            try:
                server = stack.enter_context(engines.server(engine, os.environ))
            except Exception as missing:
                print(f"board on {engine}: not measured ({missing!r:.80})")
                continue
            _measure(engine, server)


def _measure(engine: str, server: engines.Server) -> None:
    with _city(server, FEW) as few, _city(server, MANY) as many:
        ours, bare, ours_of_many = in_turns(
            lambda: few.board.get("/board"),
            lambda: few.bare.get("/board"),
            lambda: many.board.get("/board"),
        )
        print(
            f"board of {CARDS} cards on {engine}: {ours * 1000:.2f} ms; bare {bare * 1000:.2f} ms"
        )
        bound(f"board / bare page of the same bytes ({engine})", ours / bare, 3)
        bound(f"{MANY:,} needs / {FEW:,} needs ({engine})", ours_of_many / ours, 1.2)
    with _city(server, SEARCHED, listed=SEARCHED) as city:
        for typed in TYPED:
            address = f"/board?q={quote(typed)}"
            taken = fastest(lambda address=address: city.board.get(address)) * 1000  # type: ignore[misc]
            bound(f"search {typed} among {SEARCHED:,} open needs ({engine})", taken, 100, " ms")


@contextmanager
def _city(server: engines.Server, needs: int, listed: int = OPEN) -> Iterator[City]:
    database = Database(server.create())
    engines.make_tables(database)
    _fill(database, needs, listed)
    usual, finding.PAGE_SIZE = finding.PAGE_SIZE, CARDS  # type: ignore[misc] # as long a list as is compared
    try:
        board = _app(database).test_client()
        bytes_of_board = board.get("/board").data
        assert bytes_of_board.count(b'class="card need-card') == CARDS
        yield City(board, _bare(database, bytes_of_board).test_client())
    finally:
        finding.PAGE_SIZE = usual  # type: ignore[misc]
        database.dispose()


def _app(database: Database) -> Flask:
    settings = {
        "YUI_ENV": "test", "YUI_VAR": tempfile.mkdtemp(prefix="yui"),
        "SECRET_KEY": "a key that only measurements know, long enough", "BASE_URL": "http://localhost",
    }  # fmt: skip
    return create_app(Config.from_env(settings), database)


def _bare(database: Database, page: bytes) -> Flask:
    app = Flask("bare", static_folder=None)
    table = Need.__table__
    fifty = (
        select(table).where(table.c.state.in_(LISTED)).order_by(table.c.first_start_at).limit(CARDS)
    )

    @app.get("/board")
    def board() -> bytes:
        with database.reader.connect() as connection:
            connection.execute(fifty).all()
        return page

    return app


def _fill(database: Database, needs: int, listed: int) -> None:
    now = clock.now()
    with database.writing() as session:
        masters.load(session)
        asker = Person(
            family_name="仮名", given_name="第一", family_kana="かめい", given_kana="だいいち",
            town="見本町", consented_at=now, created_at=now,
        )  # fmt: skip
        session.add(asker)
        session.flush()
        texts = [search_words(title, synonyms()) for title in ASKED]
        for first in range(0, needs, 5_000):
            numbers = range(first, min(first + 5_000, needs))
            rows = [_need(n, n < listed, asker.id, texts, now) for n in numbers]
            session.execute(insert(Need.__table__), rows)
            session.execute(insert(Slot.__table__), [_slot(row) for row in rows])
    if not database.is_sqlite:  # PostgreSQL does so by itself, SQLite never does here
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _need(n: int, is_open: bool, asker: int, texts: list[str], now: datetime) -> dict[str, Any]:
    away = timedelta(days=1 + n % 60, minutes=n % 600)
    start = now + away if is_open else now - away
    state = State.OPEN if is_open else State.CLOSED
    return {
        "id": n + 1, "state": state, "closing": None if is_open else Closing.DONE,
        "asker_id": asker, "entered_by_id": asker, "kind": groups()[n % len(groups())].code,
        "title": f"{ASKED[n % len(ASKED)]} {n}", "body": "困っています。お願いします。" * 8,
        "district_id": 1 + n % 31, "town": "見本町", "helpers_wanted": 1 + n % 4,
        "first_start_at": start, "last_end_at": start + timedelta(hours=2), "minutes_wanted": 120,
        "words": texts[n % len(texts)], "created_at": now, "opened_at": now, "version": 1,
    }  # fmt: skip


def _slot(need: dict[str, Any]) -> dict[str, Any]:
    times = {"starts_at": need["first_start_at"], "ends_at": need["last_end_at"]}
    return {"need_id": need["id"], **times}


if __name__ == "__main__":
    main()
