"""Cards of the list: drawn from faces, kept, with room for what is said to one reader alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from matching.board import words
from matching.board.faces import face
from matching.board.kept import Kept
from matching.calendar import in_tokyo

MOST_KEPT = 5_000
ROOM = Markup("<!-- own line -->")
_kept = Kept(MOST_KEPT)


class Card(NamedTuple):
    """A card in two halves: between them stands what concerns the reader alone."""

    need_id: int
    start: Markup
    end: Markup


def cards(rows: Iterable[Sequence[Any]], now: datetime) -> list[Card]:
    today = in_tokyo(now).date()
    return [_card(tuple(row), today, now) for row in rows]


def _card(row: tuple[Any, ...], today: date, now: datetime) -> Card:
    drawn = _kept.piece((row, today), lambda: _draw(row, now))
    start, _room, end = drawn.partition(ROOM)
    return Card(row[0], start, end)


def _draw(row: tuple[Any, ...], now: datetime) -> str:
    card = current_app.jinja_env.get_template("board/card.html")
    return card.render(need=face(row), now=now, words=words, level=3, own=ROOM)
