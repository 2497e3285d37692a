"""Codes survive being typed, and no slip of the finger leads to another paper; periods; standings."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.certificates.drafts import Wish, problems, problems_of_code
from matching.certificates.rules import (
    BITS,
    LENGTH,
    LETTERS,
    Misread,
    Period,
    Standing,
    check_letter,
    days_of,
    misread,
    new_code,
    own_minutes,
    plain,
    shown,
    standing,
)
from tests.make import NOON, TODAY

codes = st.text(LETTERS, min_size=LENGTH - 1, max_size=LENGTH - 1).map(
    lambda t: t + check_letter(t)
)


def test_a_code_cannot_be_guessed():
    made = {new_code() for _ in range(2_000)}

    assert BITS >= 60
    assert len(made) == 2_000
    assert {len(code) for code in made} == {LENGTH}
    assert all(misread(code) is None for code in made)
    assert {letter for code in made for letter in code} == set(LETTERS)


def test_no_letter_looks_like_another():
    assert len(LETTERS) == 32
    assert set("ILOU").isdisjoint(LETTERS)


@given(codes)
def test_every_single_wrong_letter_is_noticed(code):
    for place, letter in product(range(LENGTH), LETTERS):
        if letter != code[place]:
            assert misread(code[:place] + letter + code[place + 1 :]) is Misread.CHECK


@given(codes)
def test_every_two_letters_that_changed_places_are_noticed(code):
    for one, two in combinations(range(LENGTH), 2):
        letters = list(code)
        letters[one], letters[two] = letters[two], letters[one]
        if code[one] != code[two]:
            assert misread("".join(letters)) is Misread.CHECK


@given(codes, st.data())
def test_however_it_is_typed_it_is_read(code, data):
    def written(letter):
        alike = {"0": "0OoＯｏ０", "1": "1IilL１Ｉｌ"}
        wide = chr(ord(letter) + 0xFEE0)
        return data.draw(st.sampled_from(alike.get(letter, letter + letter.lower() + wide)))

    gaps = st.sampled_from(["", "-", " ", "　", "ー", "−", "‐", "–", "-\n"])
    typed = "".join(data.draw(gaps) + written(letter) for letter in code)

    assert plain(typed) == code


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_told_why_not(typed):
    wrong = problems_of_code(plain(typed))

    assert len(wrong) == (misread(plain(typed)) is not None)
    assert all(problem.text % problem.facts for problem in wrong)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Misread.EMPTY),
        (" -　", Misread.EMPTY),
        ("7KQ2", Misread.LENGTH),
        ("0" * 17, Misread.LENGTH),
        ("UUUU-UUUU-UUUU-UUUU", Misread.LETTER),
        ("証明書番号", Misread.LETTER),
        ("0000-0000-0000-0001", Misread.CHECK),
    ],
)
def test_what_is_no_code_is_told_apart(typed, why):
    assert misread(plain(typed)) is why


def test_a_code_is_shown_in_groups():
    assert shown("7KQ2M4XD90TBW3HZ") == "7KQ2-M4XD-90TB-W3HZ"


# ------------------------------------------------------------------ periods


@pytest.mark.parametrize(
    ("period", "today", "days"),
    [
        (Period.THIS_YEAR, TODAY, (date(2026, 4, 1), TODAY)),
        (Period.LAST_YEAR, TODAY, (date(2025, 4, 1), date(2026, 3, 31))),
        (Period.ALL, TODAY, (date.min, TODAY)),
        (Period.THIS_YEAR, date(2027, 3, 31), (date(2026, 4, 1), date(2027, 3, 31))),
        (Period.THIS_YEAR, date(2027, 4, 1), (date(2027, 4, 1), date(2027, 4, 1))),
        (Period.LAST_YEAR, date(2027, 4, 1), (date(2026, 4, 1), date(2027, 3, 31))),
    ],
)
def test_a_period_ends_today_at_the_latest(period, today, days):
    assert days_of(period, today) == days
    assert Wish(period).days(today) == days


def chosen(first_on, last_on):
    return Wish(Period.CHOSEN, first_on, last_on)


def test_chosen_days_end_today_at_the_latest():
    assert chosen(date(2026, 5, 1), date(2026, 5, 31)).days(TODAY)[1] == date(2026, 5, 31)
    assert chosen(date(2026, 5, 1), date(2099, 1, 1)).days(TODAY)[1] == TODAY


@pytest.mark.parametrize(
    ("first_on", "last_on", "fields"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), []),
        (None, None, ["first_on", "last_on"]),
        (None, date(2026, 5, 1), ["first_on"]),
        (date(2026, 5, 2), date(2026, 5, 1), ["last_on"]),
        (date(2026, 11, 25), date(2026, 11, 30), ["first_on"]),
    ],
)
def test_chosen_days_need_a_beginning_and_an_end(first_on, last_on, fields):
    assert [one.field for one in problems(chosen(first_on, last_on), now=NOON)] == fields


@pytest.mark.parametrize("period", [Period.THIS_YEAR, Period.LAST_YEAR, Period.ALL])
def test_days_are_looked_at_only_where_they_are_chosen(period):
    assert problems(Wish(period, date(2026, 5, 2), None), now=NOON) == []


# ------------------------------------------------------------------ what stands


@pytest.mark.parametrize(
    ("revoked", "superseded", "changed", "what"),
    [
        (False, False, False, Standing.VALID),
        (False, False, True, Standing.CHANGED),
        (False, True, False, Standing.SUPERSEDED),
        (False, True, True, Standing.SUPERSEDED),
        (True, False, False, Standing.REVOKED),
        (True, False, True, Standing.REVOKED),
        (True, True, False, Standing.REVOKED),
        (True, True, True, Standing.REVOKED),
    ],
)
def test_what_is_said_of_a_paper_first(revoked, superseded, changed, what):
    assert standing(revoked=revoked, superseded=superseded, changed=changed) is what


@given(st.integers(0, 10**6), st.integers(0, 500))
def test_nobody_is_certified_a_minute_too_many(together, people):
    own = own_minutes(together, people)

    assert own * max(people, 1) <= together
    assert together - own * max(people, 1) < max(people, 1)
