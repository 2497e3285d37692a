"""Furigana on every page for who reads やさしい日本語."""

from __future__ import annotations

import re
from functools import lru_cache

from flask import Flask, Response
from markupsafe import escape

from matching import i18n
from matching.furigana import furigana
from matching.text import HAS_KANJI

TAG = re.compile(r"(<[^>]*>)")  # our templates escape > in attributes
NAME = re.compile(r"<(/?)([a-z0-9]+)", re.IGNORECASE)
PLAIN = frozenset({"title", "script", "style", "textarea", "option", "ruby", "svg", "code"})
"""What holds text only, or has its readings already."""
MOST_CACHED = 4_096


def annotated(html: str) -> str:
    """The page with <ruby> over the kanji of its texts."""
    out: list[str] = []
    inside = ""
    for number, piece in enumerate(TAG.split(html)):
        if number % 2:
            inside = _inside(inside, piece)
        is_text = number % 2 == 0 and not inside and HAS_KANJI.search(piece)
        out.append(_text(piece) if is_text else piece)
    return "".join(out)


def _inside(inside: str, tag: str) -> str:
    """The plain element this tag leaves us in, if any."""
    found = NAME.match(tag)
    if not found:
        return inside
    ends, name = bool(found[1]), found[2].lower()
    if inside:
        return "" if ends and name == inside else inside
    return name if name in PLAIN and not ends else ""


@lru_cache(maxsize=MOST_CACHED)
def _text(text: str) -> str:
    """One text stays one thing: in a row of things its pieces would drift apart."""
    read = "".join(
        f"<ruby>{piece}<rp>(</rp><rt>{escape(reading)}</rt><rp>)</rp></ruby>" if reading else piece
        for piece, reading in furigana(text)
    )
    return f"<span>{read}</span>"


def init(app: Flask) -> None:
    @app.after_request
    def annotate(response: Response) -> Response:
        if i18n.is_easy() and response.mimetype == "text/html" and not response.is_streamed:
            response.set_data(annotated(response.get_data(as_text=True)))
        return response
