"""A postal code of the city names its town, and its district where that is certain."""

from __future__ import annotations

import re

import pytest

from matching.districts.rules import SOURCE, Town, town_of, towns
from tests.districts.test_masters import ROWS

DISTRICTS = {row["code"] for row in ROWS}


@pytest.mark.parametrize(
    ("code", "town"),
    [
        ("4000858", Town("相生", "あいおい", "01")),
        ("4000031", Town("丸の内", "まるのうち")),
        ("4000807", Town("東光寺", "とうこうじ", "05")),
        ("4001504", Town("右左口町", "うばぐちちょう", "30")),
        ("4093712", Town("古関町", "ふるせきまち", "31")),
    ],
)
def test_a_code_of_the_city_is_a_town(code, town):
    assert town_of(code) == town


@pytest.mark.parametrize("code", ["1000001", "4010301", "4000000", "", "400085", "400-0858"])
def test_other_codes_are_none(code):
    assert town_of(code) is None


def test_every_row_is_whole():
    assert len(towns()) == 128
    for code, town in towns().items():
        assert re.fullmatch("[0-9]{7}", code)
        assert re.fullmatch("[ぁ-ゖー]+", town.kana)
        assert town.district in {"", *DISTRICTS}


def test_every_code_and_every_town_stands_once():
    lines = [line for line in SOURCE.read_text("utf-8").splitlines() if line[:1].isdigit()]
    assert len(lines) == len(towns())
    assert len({town.name for town in towns().values()}) == len(towns())


def test_the_file_says_where_it_is_from_and_what_is_not_official():
    head = "\n".join(line for line in SOURCE.read_text("utf-8").splitlines() if line[0] == "#")
    assert "Japan Post" in head
    assert "not officially confirmed" in head
