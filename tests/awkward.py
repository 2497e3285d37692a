"""What people and machines type into any field; no page may fail on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_from_bytes

from tests.browser import Browser, _prefilled

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
    "negative": "-1",
    "wildcards": "%_\\'\"",
    "markup": "<script>alert(1)</script>{{ 7 * 7 }}",
    "formula": '=HYPERLINK("http://evil.example")',
    "address": "x" * 64 + "@" + "y" * 60 + ".example.org",
}


def type_everywhere(
    browser: Browser, path: str, good: Mapping[str, Any] | None = None, form: int | str = 0
) -> None:
    """Send the form of this page once per field and awkward value; it must never fail.

    `good` fills the other fields. A page that is left for good is sent again as it was.
    """
    browser.get(path)
    chosen = _form(browser, form)
    names = [name for name in _names(chosen) if name != "csrf_token"]
    assert names
    filled = _prefilled(chosen)
    for name in names:
        for words, value in AWKWARD.items():
            fields = filled | _version(browser, path) | dict(good or {}) | {name: value}
            page = send(browser, chosen.get("action") or path, fields)
            assert page < 500, (path, name, words)


def _version(browser: Browser, path: str) -> dict[str, str]:
    """What was saved just now counts the version up; a browser would open the page again."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', browser.raw(path).text)
    return {"version": found[1]} if found else {}


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


def _form(browser: Browser, which: int | str) -> Any:
    forms = [f for f in browser.main().iter("form") if f.get("method", "").lower() == "post"]
    if isinstance(which, int):
        return forms[which]
    return next(f for f in forms if which in (f.get("action") or ""))


def _names(form: Any) -> list[str]:
    found = [e.get("name") for e in form.iter() if e.tag in {"input", "select", "textarea"}]
    return list(dict.fromkeys(name for name in found if name))
