"""Letters as text and HTML in their reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from matching import calendar, i18n
from matching.furigana import in_brackets
from matching.outbox.rules import SITE, Letter

FOLDER = Path(__file__).parents[2] / "templates" / "mail"
LINK = re.compile(r"https://[^\s<>\"]+")


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    language: str

    @property
    def html(self) -> str:
        return _html(self.text, self.language)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,  # a letter with a hole is not sent
        autoescape=False,  # noqa: S701 - plain text; the HTML is made from it, escaped, below
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        i18n.raw_gettext, i18n.raw_ngettext, newstyle=True
    )
    made.filters["day"] = lambda on: calendar.day_words(on, i18n.language())
    made.filters["instant"] = lambda at: calendar.instant_words(at, i18n.language())
    made.filters["span"] = lambda pair: calendar.span_words(
        pair[0].astimezone(calendar.TOKYO), pair[1].astimezone(calendar.TOKYO), i18n.language()
    )
    return made


def render(letter: Letter) -> Rendered:
    """The letter's subject, text and HTML, in the language of `letter.to`.

    Raises:
        UndefinedError: a fact the template needs is missing.
    """
    with i18n.speaking(letter.to.language):
        whole = (
            _environment()
            .get_template(f"{letter.template}.txt")
            .render(letter.facts, to=letter.to, site=SITE, link=SITE + letter.path)
        )
    subject, _, body = whole.partition("\n")
    text = body.strip() + "\n"
    return Rendered(" ".join(subject.split()), text, _code(letter))


def _code(letter: Letter) -> str:
    """The language for machines: easy Japanese is Japanese."""
    return "en" if letter.to.language == "en" else "ja"


def spelt_out(shown: Rendered, letter: Letter) -> Rendered:
    """As it is sent: in easy Japanese with readings in brackets, where a page has furigana."""
    if letter.to.language != i18n.EASY:
        return shown
    names = (letter.to.display_name, *letter.names)
    subject, text = (in_brackets(part, names) for part in (shown.subject, shown.text))
    return replace(shown, subject=subject, text=text)


def _html(text: str, language: str) -> str:
    paragraphs = [
        Markup("<p>{}</p>").format(Markup("<br>\n").join(map(_linked, block.split("\n"))))
        for block in re.split(r"\n{2,}", text.strip())
    ]
    return str(
        Markup(
            '<!doctype html><html lang="{}"><meta charset="utf-8"><body>\n{}\n</body></html>\n'
        ).format(language, Markup("\n").join(paragraphs))
    )


def _linked(line: str) -> Markup:
    """The line escaped, its addresses made links."""
    made, last = Markup(), 0
    for found in LINK.finditer(line):
        made += escape(line[last : found.start()])
        made += Markup('<a href="{0}">{0}</a>').format(found.group())
        last = found.end()
    return made + escape(line[last:])
