"""The hours of a week, said and read."""

from __future__ import annotations

import random

import pytest

from matching.week import parse_week, week_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("土日午前", "土日 8–12時"),
        ("平日", "平日 9–17時"),
        ("月水金 13-17時", "月・水・金 13–17時"),
        ("土・日　９時〜１２時", "土日 9–12時"),
        ("月〜金 ９：００～１７：００", "平日 9–17時"),
        ("火・木の午前", "火・木 8–12時"),
        ("月曜午後、水曜夜", "月 13–17時、水 18–21時"),
        ("午後1時から3時", "毎日 13–15時"),
        ("午前10時〜午後3時半", "毎日 10–16時"),
        ("18時以降", "毎日 18–21時"),
        ("土日祝日", "土日 9–17時"),
        ("十時から十二時", "毎日 10–12時"),
        ("月火９ー１２時", "月・火 9–12時"),
        ("日中", "毎日 9–17時"),
        ("日曜日", "日 9–17時"),
        ("土〜月 午前", "月・土・日 8–12時"),
    ],
)
def test_usual_ways_of_writing_are_read(typed: str, words: str) -> None:
    assert week_words(parse_week(typed)) == words


@pytest.mark.parametrize(
    "typed", ["", "応相談", "第2土曜", "22-6時", "99-100時", "\x00", "あ" * 2000, "午前9時から3時"]
)
def test_what_cannot_be_read_is_not_guessed(typed: str) -> None:
    assert parse_week(typed) is None


def test_what_is_said_is_read_as_the_same_hours() -> None:
    dice = random.Random(7)
    for _ in range(300):
        hours = frozenset(dice.sample(range(168), dice.randint(1, 60)))
        assert parse_week(week_words(hours)) == hours


def test_nothing_stated_says_nothing() -> None:
    assert week_words(None) == ""
    assert week_words({0, 1}, "en") == "Mon 0–2"
