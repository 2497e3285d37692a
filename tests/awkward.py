"""What people and machines type into any field; no page may fail on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_from_bytes

from tests.browser import Browser

AWKWARD = {
    "nothing": "",
    "blanks": " 　\t",
    "far too long": "長" * 3000,
    "NUL": "山\0田",
    "controls": "\x01\x1b[31m\x7f\r\n",
    "half an emoji": "\ud83d",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u202eשלום\u200f",
    "old kanji": "𠮷髙﨑神",
    "half-width kana": "ﾔﾏﾀﾞ",
    "full width": "１２３－４５",
    "kanji number": "二〇二六",
    "beyond integers": str(2**31),
    "beyond long integers": str(2**63),
    "longer than any number": "9" * 5000,
    "negative": "-1",
    "zero": "0",
    "other digits": "٣²",
    "a day there is not": "2月30日",
    "a day far away": "9999-12-31",
    "a time there is not": "25:61",
    "wildcards": "%_\\'\"",
    "markup": "<script>alert(1)</script>{{ 7 * 7 }}",
    "formula": '=HYPERLINK("http://evil.example")',
    "address": "x" * 64 + "@" + "y" * 60 + ".example.org",
}


def send(browser: Browser, path: str, fields: Mapping[str, Any]) -> int:
    """Post fields byte by byte, also those that are no Unicode; the status of the answer."""
    pairs = [
        f"{_quoted(name)}={_quoted(str(one))}"
        for name, value in fields.items()
        if value is not None
        for one in (value if isinstance(value, list) else [value])
    ]
    page = browser.raw(
        path, "POST", data="&".join(pairs), content_type="application/x-www-form-urlencoded"
    )
    return page.status_code


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")
