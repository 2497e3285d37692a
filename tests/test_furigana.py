"""Readings over kanji."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.furigana import furigana, readings
from matching.text import HAS_KANJI

MASTERS = Path(__file__).parents[1] / "matching" / "districts" / "masters.csv"


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("玉諸地区", {"玉諸地区": "たまもろちく"}),
        ("手伝う", {"手伝": "てつだ"}),
        ("お困りのとき", {"困": "こま"}),
        ("受け付ける", {"受": "う", "付": "つ"}),
        ("12月3日(木)", {"月": "がつ", "3日": "みっか", "木": "もく"}),
        ("11月28日", {"月": "がつ", "日": "にち"}),
        ("30分", {"分": "ぷん"}),
        ("15分", {"分": "ふん"}),
        ("結 Yui の結果", {"結 Yui": "ゆい", "結果": "けっか"}),
        ("結（Yui）とは", {"結": "ゆい"}),
        ("人", {"人": "にん"}),
        ("手伝う人", {"手伝": "てつだ", "人": "ひと"}),
        ("髙橋さんと𠮷田さん", {"髙橋": "たかはし", "𠮷田": "よしだ"}),
        ("今日の夕方", {"今日": "きょう", "夕方": "ゆうがた"}),
        ("依頼した方", {"依頼": "いらい", "した方": "したかた"}),
        ("かなだけ ABC 12", {}),
        ("", {}),
    ],
)
def test_kanji_have_their_reading_and_kana_have_none(text: str, over: dict[str, str]) -> None:
    assert {letters: reading for letters, reading in furigana(text) if reading} == over


@given(st.text(max_size=60))
def test_nothing_is_lost_or_added(text: str) -> None:
    pieces = furigana(text)

    assert "".join(letters for letters, _ in pieces) == text
    assert all(HAS_KANJI.search(letters) for letters, reading in pieces if reading)


def test_every_district_is_read_as_the_master_says() -> None:
    lines = [x for x in MASTERS.read_text("utf-8").splitlines() if not x.startswith("#")]

    for row in csv.DictReader(lines):
        assert furigana(f"{row['name']}地区") == ((f"{row['name']}地区", f"{row['kana']}ちく"),)


def test_the_list_of_readings_can_be_read() -> None:
    assert len(readings()) > 60
    assert all(HAS_KANJI.search(name) and reading for name, reading in readings().items())
