"""A certificate on paper: what it says, in Japanese and below it in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from matching.calendar import date_words, in_tokyo, minutes_words
from matching.certificates.models import Certificate, CertificateLine
from matching.i18n import LANGUAGES, N_, _, language, speaking
from matching.web.documents import phrases


def facts(
    certificate: Certificate, lines: Sequence[CertificateLine], *, address: str, qr: str
) -> dict[str, Any]:
    """Everything templates/print/certificates/certificate.typ needs; the same for every reader."""
    return {
        "language": "ja",
        "author": "結 Yui",
        "title": _in("ja", N_("活動証明書")),
        "heading": both(N_("活動証明書")),
        "code": certificate.shown_code,
        "number": both(N_("証明書番号")),
        "recipient": _said(N_("宛先"), certificate.recipient),
        "name": _said(N_("氏名"), certificate.name),
        "affiliation": _said(N_("所属"), certificate.affiliation),
        "statement": both(
            N_("上記の方が、下記のとおりボランティア活動に参加したことを証明します。")
        ),
        "sums": _sums(certificate),
        "list": _list(lines) if certificate.prints_list else None,
        "issued": [both(N_("発行日")), _day(in_tokyo(certificate.issued_at).date())],
        "issuer": [
            both(N_("甲府市ボランティアセンター")),
            both(N_("甲府市 助け合いの掲示板「結」")),
        ],
        "check": both(N_("この証明書は、次のページで本物かどうかを確かめられます。")),
        "url": address,
        "qr": qr,
        "qr_alt": _in("ja", N_("この証明書を確かめるページを開くコード")),
    }


def both(text: str, **known: object) -> list[str]:
    """The sentence in Japanese and in English; facts that are functions are asked in each."""
    return [_in(code, text, **known) for code in LANGUAGES]


def _in(code: str, text: str, **known: object) -> str:
    with speaking(code):
        told = {name: fact() if callable(fact) else fact for name, fact in known.items()}
        return _(text, **told)


def _said(label: str, words: str) -> list[Any] | None:
    """A label and what people wrote themselves; nothing where they wrote nothing."""
    return [both(label), words] if words else None


def _words_of(day: date) -> str:
    return date_words(day, language())


def _time(minutes: int) -> str:
    return minutes_words(minutes, language())


def _day(day: date) -> list[str]:
    return [date_words(day, code) for code in LANGUAGES]


def _length(minutes: int) -> list[str]:
    return [minutes_words(minutes, code) for code in LANGUAGES]


def _sums(certificate: Certificate) -> list[Any]:
    first, last = certificate.first_on, certificate.last_on
    days = both(
        N_("%(first)sから%(last)sまで"),
        first=partial(_words_of, first), last=partial(_words_of, last),
    )  # fmt: skip
    return [
        [both(N_("期間")), days],
        [both(N_("活動の回数")), both(N_("%(n)s回"), n=certificate.activities)],
        [both(N_("活動時間の合計")), _length(certificate.minutes)],
    ]


def _list(lines: Sequence[CertificateLine]) -> dict[str, Any]:
    return {
        "heading": both(N_("活動の一覧")),
        "columns": [
            both(N_("日にち")), both(N_("活動")), both(N_("地区")), both(N_("時間")),
        ],
        "rows": [_row(line) for line in lines],
    }  # fmt: skip


def _row(line: CertificateLine) -> dict[str, Any]:
    shared = N_("%(n)s人での%(time)sのうち、1人分")
    return {
        "day": _day(line.held_on),
        "title": phrases(line.title),
        "district": line.district,
        "time": _length(line.own_minutes),
        "note": both(shared, n=line.people, time=partial(_time, line.minutes))
        if line.people > 1
        else None,
    }
