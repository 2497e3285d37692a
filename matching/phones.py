"""Telephone numbers: read as people type them, kept as E.164, shown as people write them."""

from __future__ import annotations

import phonenumbers

from matching.text import digits


def read_phone(text: str) -> str:
    """The number as E.164.

    Raises:
        ValueError: it is not a telephone number.
    """
    try:
        parsed = phonenumbers.parse(digits(text), "JP")
    except phonenumbers.NumberParseException:
        raise ValueError(text) from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError(text)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def phone_words(value: str | None) -> str:
    """The number as people in Japan write it."""
    if not value:
        return ""
    parsed = phonenumbers.parse(value, "JP")
    national = parsed.country_code == 81
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if national else style.INTERNATIONAL)
