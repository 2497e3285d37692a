"""Words in the reader's language: one mechanism for pages, letters and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

LANGUAGES = ("ja", "en")
FOLDER = Path(__file__).parent / "translations"

_language: ContextVar[str] = ContextVar("language", default="ja")


def N_(text: str) -> str:  # noqa: N802 - the name message extractors know
    """Mark a msgid that is translated later, where the reader is known."""
    return text


def language() -> str:
    """The language of whoever reads what is being made now."""
    return _language.get()


def speak(code: str) -> None:
    """From here on, in this request or task, words are in this language."""
    _language.set(code if code in LANGUAGES else LANGUAGES[0])


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Words inside the block are in this language."""
    token = _language.set(code if code in LANGUAGES else LANGUAGES[0])
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == LANGUAGES[0]:
        return NullTranslations()  # the msgids are Japanese
    return Translations.load(str(FOLDER), [code])


def raw_gettext(text: str) -> str:
    """The translated pattern with its `%(name)s` places still open (for Jinja)."""
    return _catalogue(language()).ugettext(text) if text else ""


def raw_ngettext(one: str, many: str, n: int) -> str:
    """Like raw_gettext, in the plural form that `n` asks for."""
    return _catalogue(language()).ungettext(one, many, n)


def _(text: str, **facts: object) -> str:
    """The text in the reader's language, its places filled with the facts."""
    return raw_gettext(text) % facts if facts else raw_gettext(text).replace("%%", "%")
