"""Readings over kanji."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.furigana import EASY_KANJI, furigana, in_brackets, readings
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


# ------------------------------------------------------------------ in letters


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("連絡先を知らせます。", "連絡先(れんらくさき)を知らせます。"),
        ("手伝う 人が 決まったら", "手伝(てつだ)う 人が 決(き)まったら"),
        ("電話で言う", "電話で言う"),  # what one learns first needs no help
        ("石田地区 大国 玉諸", "石田地区(いしだちく) 大国(おおくに) 玉諸(たまもろ)"),  # names do
        ("依頼と依頼", "依頼(いらい)と依頼"),  # once is enough
        ("11月28日(土) 9:00–11:00", "11月28日(土) 9:00–11:00"),
        ("https://yui.example/x かなだけ", "https://yui.example/x かなだけ"),
        ("", ""),
    ],
)
def test_in_letters_readings_stand_in_brackets_where_they_help(text: str, told: str) -> None:
    assert in_brackets(text) == told


def test_nobody_guesses_how_a_name_is_read() -> None:
    told = in_brackets("中込 花子さん 雨宮 幸子さんの依頼", ["中込 花子", "", "雨宮 幸子"])

    assert told == "中込 花子さん 雨宮 幸子さんの依頼(いらい)"


def test_the_first_two_school_years_have_240_kanji() -> None:
    assert len(EASY_KANJI) == 80 + 160


@given(st.text(alphabet="依頼人の日漢字 ()a1", max_size=40))
def test_brackets_only_add(text: str) -> None:
    told = iter(in_brackets(text))

    assert all(letter in told for letter in text)  # in this order
