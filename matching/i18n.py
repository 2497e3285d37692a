"""Words in the reader's language: one mechanism for pages, letters and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

LANGUAGES = ("ja", "en")
EASY = "easy"
"""やさしい日本語: Japanese in other words. A display mode, not a locale: dates and names stay Japanese."""
FOLDER = Path(__file__).parent / "translations"

_spoken: ContextVar[str] = ContextVar("spoken", default="ja")


def N_(text: str) -> str:  # noqa: N802 - the name message extractors know
    """Mark a msgid that is translated later, where the reader is known."""
    return text


def language() -> str:
    """The language of whoever reads what is being made now: "ja" or "en"."""
    return "ja" if is_easy() else _spoken.get()


def is_easy() -> bool:
    """Whether they read やさしい日本語."""
    return _spoken.get() == EASY


def speak(code: str) -> None:
    """From here on, in this request or task, words are in this language (or easy Japanese)."""
    _spoken.set(_known(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Words inside the block are in this language (or easy Japanese)."""
    token = _spoken.set(_known(code))
    try:
        yield
    finally:
        _spoken.reset(token)


def _known(code: str) -> str:
    return code if code in {*LANGUAGES, EASY} else LANGUAGES[0]


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == LANGUAGES[0]:
        return NullTranslations()  # the msgids are Japanese
    # Easy Japanese has entries where a sentence needs easier words; the others fall back to the msgid.
    return Translations.load(str(FOLDER), [code])


def raw_gettext(text: str) -> str:
    """The translated pattern with its `%(name)s` places still open (for Jinja)."""
    return _catalogue(_spoken.get()).ugettext(text) if text else ""


def raw_ngettext(one: str, many: str, n: int) -> str:
    """Like raw_gettext, in the plural form that `n` asks for."""
    return _catalogue(_spoken.get()).ungettext(one, many, n)


def _(text: str, **facts: object) -> str:
    """The text in the reader's language, its places filled with the facts."""
    return raw_gettext(text) % facts if facts else raw_gettext(text).replace("%%", "%")
