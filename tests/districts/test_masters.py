"""The starting districts are 31, in the city, each with a reading."""

from __future__ import annotations

import csv
import re

from matching.districts.actions import MASTERS

LINES = MASTERS.read_text(encoding="utf-8").splitlines()
ROWS = list(csv.DictReader(line for line in LINES if not line.startswith("#")))


def test_there_are_31_districts_each_once():
    assert [row["code"] for row in ROWS] == [f"{number:02}" for number in range(1, 32)]
    assert len({row["name"] for row in ROWS}) == 31


def test_every_district_has_a_reading_and_lies_in_the_city():
    assert all(re.fullmatch("[ぁ-ゖ]+", row["kana"]) for row in ROWS)
    assert all(35.4 < float(row["lat"]) < 35.95 for row in ROWS)
    assert all(138.4 < float(row["lng"]) < 138.75 for row in ROWS)


def test_the_file_says_that_it_is_not_official():
    assert any("not officially confirmed" in line for line in LINES if line.startswith("#"))
