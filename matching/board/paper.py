"""A need on paper and as a picture: what poster, slip and share card say; nothing that names a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from matching.board import words
from matching.calendar import date_words
from matching.i18n import _, language
from matching.matches.words import welcome
from matching.needs.models import Need
from matching.web.documents import phrases as phrases

MOST_SLOTS, MOST_BODY = 4, 110
"""More than that would fill the poster: the rest stands on the page behind the code."""


def facts(need: Need, *, address: str, qr: str, today: date) -> dict[str, Any]:
    """Everything the templates under print/board/ need."""
    return {
        "language": language(),
        "author": "結 Yui",
        "title": need.title,
        "phrases": phrases(need.title),
        "kind": words.kind(need.kind),
        "call": _("手伝ってくださる方を募集しています"),
        "body": shortened(need.body),
        "lines": [[label, lines] for label, lines in _lines(need) if lines],
        "qr": qr,
        "qr_alt": _("この募集のページを開くコード"),
        "how": _("スマホで読み取って応募"),
        "url": address,
        "otherwise": _("スマホのない方は、甲府市ボランティアセンターへお電話ください。"),
        "foot": _("結 Yui ── 甲府市 助け合いの掲示板"),
        "printed": _("%(day)s 印刷", day=date_words(today, language())),
    }


def _lines(need: Need) -> Iterator[tuple[str, list[str]]]:
    slots = words.when_lines(need)
    more = len(slots) - MOST_SLOTS
    rest = [_("ほか%(n)s回", n=more)] if more > 0 else []
    yield _("いつ"), slots[:MOST_SLOTS] + rest
    yield _("どこ"), [words.place(need)]
    yield _("人数"), [_("%(n)s人", n=need.helpers_wanted)]
    yield _("持ち物"), [need.bring] if need.bring else []
    yield _("特技・資格"), [named] if (named := words.skills(need.wished, True)) else []
    yield _("参加"), [welcome(need)]
    yield _("依頼者"), [words.asker(need)]


def shortened(text: str) -> str:
    """As much as fits in three lines; the rest stands on the page behind the code."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_BODY else f"{line[: MOST_BODY - 1]}…"
