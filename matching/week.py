"""The hours of a usual week in words, and read from the words that people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from matching.calendar import WEEKDAYS, WEEKDAYS_EN
from matching.text import HYPHENS, LONG_VOWEL, digits

Days = tuple[int, ...]
Span = tuple[int, int]

EVERY_DAY: Days = (0, 1, 2, 3, 4, 5, 6)
NAMED_DAYS: dict[str, Days] = {
    "毎日": EVERY_DAY,
    "いつでも": EVERY_DAY,
    "全日": EVERY_DAY,
    "曜日問わず": EVERY_DAY,
    "平日": (0, 1, 2, 3, 4),
    "週末": (5, 6),
    "休日": (5, 6),
}
NAMED_HOURS: dict[str, Span] = {
    "早朝": (6, 8),
    "午前中": (8, 12),
    "午前": (8, 12),
    "日中": (9, 17),
    "昼間": (9, 17),
    "昼": (11, 14),
    "午後": (13, 17),
    "夕方": (16, 19),
    "夜間": (18, 21),
    "夜": (18, 21),
    "終日": (8, 20),
    "一日中": (8, 20),
}
DAYTIME: Span = (9, 17)
"""What is meant by days without an hour."""
LATEST = 21
"""Until when, where somebody says only from when."""
LONGEST = 1_000

_POINT = r"(?:午(?P<{0}half>前|後))?(?P<{0}hour>[0-9]{{1,2}})(?::(?P<{0}minute>[0-9]{{2}})|時(?P<{0}more>半|[0-9]{{1,2}}分)?)?"
_DAY = "[月火水木金土日]"
TOKEN = re.compile(
    f"(?P<first>{_DAY})(?:曜日?)?[~-](?P<last>{_DAY})(?:曜日?)?"
    f"|{_POINT.format('a')}(?:[~-]|から){_POINT.format('b')}(?:まで)?"
    f"|{_POINT.format('c')}(?:以降|以後|から|[~-])"
    f"|(?P<hours>{'|'.join(NAMED_HOURS)})"
    f"|(?P<days>{'|'.join(NAMED_DAYS)})"
    f"|(?P<day>{_DAY})(?:曜日?)?"
    r"|(?P<skip>祝日?|[、,・/;。.と の\s()&+]|可能?|のみ)"
)


def week_words(hours: Iterable[int] | None, language: str = "ja") -> str:
    """平日 9–12時、土 13–17時; nothing where nothing is stated."""
    chosen = set(hours or ())
    spans = {day: _spans(chosen, day) for day in EVERY_DAY}
    kinds = dict.fromkeys(tuple(spans[day]) for day in EVERY_DAY if spans[day])
    parts = []
    for kind in kinds:
        days = [day for day in EVERY_DAY if tuple(spans[day]) == kind]
        parts.append(f"{_days_words(days, language)} {_hours_words(kind, language)}")
    return ("; " if language == "en" else "、").join(parts)


def parse_week(text: str) -> frozenset[int] | None:
    """The hours of the week that somebody wrote (土日午前; 月水金 13-17時), None if unreadable."""
    typed = _plain(text)
    if not typed or len(typed) > LONGEST:
        return None
    tokens = _tokens(typed)
    return _hours(tokens) if tokens else None


# ------------------------------------------------------------------ in words


def _spans(chosen: set[int], day: int) -> list[Span]:
    hours = [hour for hour in range(24) if day * 24 + hour in chosen]
    runs = groupby(enumerate(hours), lambda pair: pair[1] - pair[0])
    blocks = [[hour for _, hour in run] for _, run in runs]
    return [(block[0], block[-1] + 1) for block in blocks]


def _days_words(days: Sequence[int], language: str) -> str:
    if language == "en":
        return "every day" if len(days) == 7 else ", ".join(WEEKDAYS_EN[day] for day in days)
    for name, named in (("毎日", EVERY_DAY), ("平日", EVERY_DAY[:5]), ("土日", (5, 6))):
        if tuple(days) == named:
            return name
    return "・".join(WEEKDAYS[day] for day in days)


def _hours_words(spans: Iterable[Span], language: str) -> str:
    if language == "en":
        return ", ".join(f"{start}–{end}" for start, end in spans)
    return "・".join(f"{start}–{end}時" for start, end in spans)


# ------------------------------------------------------------------ from words


def _plain(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("～", "~")
    typed = HYPHENS.sub("-", typed)
    typed = re.sub("一日中", "終日", typed)
    # Kanji numbers only where an hour is meant: 土日 are days, 十時 is an hour.
    typed = re.sub("[一二三四五六七八九十]+(?=時)", lambda found: digits(found[0]), typed)
    return LONG_VOWEL.sub("-", re.sub(r"\s+", " ", typed)).replace(" ", "")


def _tokens(typed: str) -> list[re.Match[str]]:
    """The text cut into days, hours and what lies between; [] if something is left over."""
    found, place = [], 0
    while place < len(typed):
        token = TOKEN.match(typed, place)
        if token is None:
            return []
        found.append(token)
        place = token.end()
    return [token for token in found if token["skip"] is None]


def _hours(tokens: Sequence[re.Match[str]]) -> frozenset[int] | None:
    chosen: set[int] = set()
    for days, spans in _clauses(tokens):
        if any(span is None for span in spans):
            return None
        for start, end in (span for span in spans or [DAYTIME] if span):
            chosen.update(
                day * 24 + hour for day in days or EVERY_DAY for hour in range(start, end)
            )
    return frozenset(chosen) or None


def _clauses(tokens: Sequence[re.Match[str]]) -> Iterator[tuple[list[int], list[Span | None]]]:
    """Days with the hours that follow them: a day after an hour begins anew."""
    days: list[int] = []
    spans: list[Span | None] = []
    for token in tokens:
        named = _days(token)
        if named and spans:
            yield days, spans
            days, spans = [], []
        days.extend(named)
        if not named:
            spans.append(_span(token))
    yield days, spans


def _days(token: re.Match[str]) -> Days:
    if token["days"]:
        return NAMED_DAYS[token["days"]]
    if token["day"]:
        return (WEEKDAYS.index(token["day"]),)
    if token["first"]:
        first, last = WEEKDAYS.index(token["first"]), WEEKDAYS.index(token["last"])
        return tuple(day % 7 for day in range(first, last + 1 if last >= first else last + 8))
    return ()


def _span(token: re.Match[str]) -> Span | None:
    """From the hour in which it begins to the end of the hour in which it ends."""
    if token["hours"]:
        return NAMED_HOURS[token["hours"]]
    if token["chour"]:
        return _valid(_hour(token, "c", token["chalf"]), LATEST)
    end_half = token["bhalf"] or (token["ahalf"] if int(token["bhour"]) <= 12 else None)
    if not token["bhalf"] and token["ahalf"] == "前" and int(token["bhour"]) < int(token["ahour"]):
        return None
    end = _hour(token, "b", end_half) + (1 if _minutes(token, "b") else 0)
    return _valid(_hour(token, "a", token["ahalf"]), end)


def _hour(token: re.Match[str], part: str, half: str | None) -> int:
    hour = int(token[f"{part}hour"])
    return hour + 12 if half == "後" and hour < 12 else hour


def _minutes(token: re.Match[str], part: str) -> bool:
    return bool(int(token[f"{part}minute"] or 0)) or bool(token[f"{part}more"])


def _valid(start: int, end: int) -> Span | None:
    return (start, end) if 0 <= start < end <= 24 else None
