"""Single cells of the register, read as offices write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from matching.accounts.drafts import Name
from matching.accounts.rules import OLDEST
from matching.calendar import parse_date, parse_year
from matching.exchange.rules import NO, TRAVELS, YES, licence_codes, plain
from matching.offers.rules import KM_PER_HOUR, Travel
from matching.phones import read_phone
from matching.skills.rules import skills_by_code, synonyms
from matching.text import digits, hiragana, kana, one_line, query_words

SEPARATORS = re.compile(r"[、，,;；/／\n|]+")
INNER = re.compile("[・･\\s]+")
HONORIFIC = re.compile(r"\s*(様|さま|殿|氏)$")
LATIN = re.compile(r"[A-Za-zÀ-ɏ .,'’・-]+")
AREA = re.compile(r"^(山梨県)?\s*(甲府市)?\s*")
STREET = re.compile(r"[0-9０-９]")
SURE_CODES = re.compile(r"[0-9]{1,2}")


def words(text: str) -> list[str]:
    """The entries of a list in one cell."""
    return [word for part in SEPARATORS.split(text) if (word := one_line(part))]


def read_name(text: str, reading: str) -> Name:
    """山田 花子 with やまだ はなこ; one line for names in Roman letters or of many parts."""
    shown = HONORIFIC.sub("", one_line(kana(text)))
    parts, sounds = shown.split(), hiragana(one_line(reading)).split()
    if LATIN.fullmatch(shown) or len(parts) > 2:
        return Name(known_as=shown, family_kana=" ".join(sounds)[:60])
    family, given = (*parts, "", "")[:2]
    sound, rest = (sounds[0], " ".join(sounds[1:])) if sounds else ("", "")
    return Name(family_name=family, given_name=given, family_kana=sound, given_kana=rest)


def read_birth_year(text: str, today: date) -> int:
    """昭和34年, S34.5.6, 1959/5/6, 1959.

    Raises:
        ValueError: it is no year in which somebody alive was born.
    """
    typed = re.sub(r"(生まれ|生)$", "", one_line(text))
    day = parse_date(typed)
    year = day.year if day else parse_year(typed) or parse_year(typed.partition("年")[0] + "年")
    if year is None or not today.year - OLDEST <= year <= today.year:
        raise ValueError(text)
    return year


def read_phones(text: str) -> list[str]:
    """Every number in the cell, as E.164; a zero that a spreadsheet ate comes back.

    Raises:
        ValueError: there is none.
    """
    found = []
    for part in re.split(r"[、，,;；/／\n|]+|\s{2,}|または|又は", text):
        typed = re.sub(r"[^0-9+-]", "", digits(part.partition("内線")[0]))
        if typed:
            zero = "0" if re.fullmatch("[1-9][0-9]{8,9}", typed) else ""
            found.append(read_phone(zero + typed))
    if not found:
        raise ValueError(text)
    return found


def read_postal_code(text: str) -> str:
    """400-0858 as 4000858.

    Raises:
        ValueError: it has not seven digits.
    """
    plain_digits = re.sub(r"[〒\s-]", "", digits(text))
    if not re.fullmatch("[0-9]{7}", plain_digits):
        raise ValueError(text)
    return plain_digits


def read_address(text: str) -> tuple[str, str]:
    """Town and what comes after it: 善光寺町, 1-2-3."""
    rest = AREA.sub("", one_line(kana(text)))
    number = STREET.search(rest)
    if not number:
        return rest, ""
    return rest[: number.start()].strip(), unicodedata.normalize("NFKC", rest[number.start() :])


def read_district(text: str, districts: Mapping[str, int]) -> int:
    """A district by its name (with or without 地区) or code.

    Raises:
        ValueError: the city has none of that name.
    """
    typed = plain(text)
    typed = typed.zfill(2) if SURE_CODES.fullmatch(typed) else typed
    for name in (typed, typed.removesuffix("地区"), typed.removesuffix("地域")):
        if name in districts:
            return districts[name]
    raise ValueError(text)


def read_skills(text: str) -> tuple[list[str], list[str]]:
    """Skills that the words of a cell name, and the words that name none."""
    known, unknown = [], []
    for word in words(text):
        codes = _skills_of(word)
        known += codes
        unknown += [] if codes else [word]
    return list(dict.fromkeys(known)), unknown


def _skills_of(word: str) -> list[str]:
    exact = _names().get(plain(word))
    if exact:
        return [exact]
    parts = [part for part in INNER.split(word) if part]
    if len(parts) > 1 and all(found := [_skills_of(part) for part in parts]):
        return [code for codes in found for code in codes]
    return [code for code in query_words(word, synonyms()) if code in skills_by_code()]


_known_names: dict[str, str] = {}


def _names() -> Mapping[str, str]:
    if not _known_names:
        _known_names.update({plain(word): code for word, code in synonyms().items()})
    return _known_names


def read_licences(text: str) -> tuple[list[str], list[str]]:
    """Licences that the words of a cell name, and the words that name none."""
    known, unknown, codes = [], [], licence_codes()
    for word in words(text):
        parts = [word] if plain(word) in codes else [p for p in INNER.split(word) if p]
        for part in parts:
            code = codes.get(plain(part))
            known += [code] if code else []
            unknown += [] if code else [part]
    return list(dict.fromkeys(known)), unknown


def read_travel(text: str) -> Travel:
    """The way that reaches farthest of those named.

    Raises:
        ValueError: none is named.
    """
    named = [
        TRAVELS[word] for word in map(plain, INNER.split("・".join(words(text)))) if word in TRAVELS
    ]
    if not named:
        raise ValueError(text)
    return max(named, key=KM_PER_HOUR.__getitem__)


def read_consent(text: str) -> bool:
    """Whether the file says that somebody agreed to be asked.

    Raises:
        ValueError: it says neither yes nor no.
    """
    typed = plain(text)
    if typed in YES:
        return True
    if typed in NO:
        return False
    raise ValueError(text)
