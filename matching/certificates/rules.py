"""Codes that survive being typed, periods, and whether a paper that is out still holds."""

from __future__ import annotations

import secrets
from datetime import date
from enum import StrEnum

from matching.calendar import fiscal_year, fiscal_year_days
from matching.i18n import N_
from matching.text import FULL_WIDTH, HYPHENS

MOST_RECIPIENT = 60
MOST_REASON = 500

# ------------------------------------------------------------------ codes

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 after Crockford: no I, L, O (they look like 1 and 0), no U."""
LENGTH, GROUP = 16, 4
BITS = 5 * (LENGTH - 1)
"""What has to be guessed; the last letter only checks the others."""
ALIKE = str.maketrans("OIL", "011")
SPACES = str.maketrans("", "", "- ・_.ーｰ\u30a0")
FIELD = 0b100101
"""x⁵ + x² + 1, irreducible over GF(2): letters are the 32 elements of GF(32)."""


class Misread(StrEnum):
    """Why what was typed cannot be a code."""

    EMPTY = "empty"
    LETTER = "letter"
    LENGTH = "length"
    CHECK = "check"


MISREAD_WORDS = {
    Misread.EMPTY: N_("証明書番号を入力してください。"),
    Misread.LETTER: N_("証明書番号に使わない文字があります。数字と英字を確かめてください。"),
    Misread.LENGTH: N_("証明書番号は16文字です。いまは%(n)s文字です。"),
    Misread.CHECK: N_("番号のどこかが違います。紙の番号と、1文字ずつ見くらべてください。"),
}


def new_code() -> str:
    """A code that nobody can guess, with its checking letter."""
    number = secrets.randbits(BITS)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH - 1))
    return letters + check_letter(letters)


def check_letter(letters: str) -> str:
    """The letter that makes the sum zero; one wrong letter, or two that changed places, do not."""
    total = 0
    for letter in letters:
        total = _doubled(total ^ LETTERS.index(letter))
    return LETTERS[total]


def _doubled(element: int) -> int:
    """Times x in GF(32); each place of a code has another power of x as its weight."""
    return element << 1 ^ (FIELD if element & 0b10000 else 0)


def plain(typed: str) -> str:
    """What was typed as codes are written: half width, capitals, without gaps, O as 0, I and L as 1."""
    folded = HYPHENS.sub("-", typed.translate(FULL_WIDTH))
    return "".join(folded.upper().translate(SPACES).split()).translate(ALIKE)


def misread(code: str) -> Misread | None:
    """Why this is no code (`plain` was applied); None where it could be one."""
    if not code:
        return Misread.EMPTY
    if not set(code) <= set(LETTERS):
        return Misread.LETTER
    if len(code) != LENGTH:
        return Misread.LENGTH
    return None if check_letter(code[:-1]) == code[-1] else Misread.CHECK


def shown(code: str) -> str:
    """As people read it: 7KQ2-M4XD-90TB-W3HZ."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


# ------------------------------------------------------------------ periods


class Period(StrEnum):
    """Which time a certificate is asked for."""

    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    ALL = "all"
    CHOSEN = "chosen"


PERIOD_WORDS = {
    Period.THIS_YEAR: N_("今年度"),
    Period.LAST_YEAR: N_("前年度"),
    Period.ALL: N_("すべて"),
    Period.CHOSEN: N_("日付を選ぶ"),
}
PRESETS = (Period.THIS_YEAR, Period.LAST_YEAR, Period.ALL)


def days_of(period: Period, today: date) -> tuple[date, date]:
    """First and last day of a preset; nothing after today is certified."""
    year = fiscal_year(today)
    if period is Period.LAST_YEAR:
        return fiscal_year_days(year - 1)
    return (date.min if period is Period.ALL else fiscal_year_days(year)[0]), today


# ------------------------------------------------------------------ what stands


class Standing(StrEnum):
    """Whether what a paper says still holds."""

    VALID = "valid"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


STANDING_WORDS = {
    Standing.VALID: N_("有効"),
    Standing.CHANGED: N_("内容が変わりました"),
    Standing.SUPERSEDED: N_("新しい証明書に替わりました"),
    Standing.REVOKED: N_("取り消されました"),
}
STANDING_KINDS = {
    Standing.VALID: "success",
    Standing.CHANGED: "warning",
    Standing.SUPERSEDED: "quiet",
    Standing.REVOKED: "error",
}


def standing(*, revoked: bool, superseded: bool, changed: bool) -> Standing:
    """What is said of it first: that it was taken back, replaced, or is no longer what the ledger says."""
    if revoked:
        return Standing.REVOKED
    if superseded:
        return Standing.SUPERSEDED
    return Standing.CHANGED if changed else Standing.VALID


def own_minutes(together: int, people: int) -> int:
    """One person's time of what the ledger holds for all who came together; no minute too many."""
    return together // max(people, 1)
