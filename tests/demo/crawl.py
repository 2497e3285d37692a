"""Every page that a visitor can come by, in every language, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

from babel.messages.pofile import read_po
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from matching.i18n import FOLDER, N_
from tests.browser import check
from tests.chromium import WCAG
from tests.demo.pages import heading_and_title, links, read, said, sent_to, shapes
from tests.demo.scenes import Visitor
from tests.demo.walk import City, Opened

LANGUAGES = ("ja", "easy", "en")
FAILED = N_("エラー：")
KEPT_AS_WRITTEN = ("/components", "/letters", "/dev/mail", "/exchange/register")
"""Addresses whose words are not ours to say in English: samples, letters (decision 4), the columns of a file."""
LANGUAGES_BY_THEIR_OWN_NAMES = {"日本語", "やさしい日本語"}
CHANGING = re.compile(r'name="csrf_token"[^>]*|/answer/[\w.-]+')
"""What differs each time."""
Rules = tuple[str, ...]
WORDS_MATTER: Rules = ("target-size",)
"""What axe judges differently where words are longer: how close things stand."""
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]")
AMOUNT = re.compile(
    r"(?=.*\d)(?=.*[年月日時分人件回台点])[\d\s,.:–〜~／/()（）年月日時分人件回台点前後間あと火水木金土]+"
)


@dataclass(frozen=True)
class Page:
    """One page, as a visitor was answered."""

    visitor: Visitor
    language: str
    path: str
    status: int
    html: str
    is_news: bool = True
    """Whether this run has not come by the same words yet."""

    @cached_property
    def tree(self) -> Element:
        return read(self.html)

    def __str__(self) -> str:
        return f"{self.path} ({self.language}, {self.status}, person {self.visitor.person_id})"


class Claims:
    """What has been looked at in this run, by whichever process came first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: set[str] = set()

    def is_first(self, what: str) -> bool:
        """Whether nobody has claimed this yet; from now on somebody has."""
        short = blake2b(what.encode(), digest_size=8).hexdigest()
        if short in self.known:
            return False
        self.known.add(short)
        try:
            (self.folder / short).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


# ------------------------------------------------------------------ going there


def pages(
    city: City, walked: Iterable[Opened], claims: Claims, languages: Sequence[str] = LANGUAGES
) -> Iterator[Page]:
    """The pages of a walk; of those that refuse, the first of each status.

    In the other languages only where this has not been said yet in this run, the head of the page
    aside: the sentences of the code are Japanese, so what is the same in Japanese is the same in
    every language.
    """
    refused: set[tuple[Visitor, int]] = set()
    for one in walked:
        status = one.page.status_code
        if not _is_page(one) or (one.visitor, status) in refused:
            continue
        refused |= {(one.visitor, status)} if status >= 400 else set()
        page = _page(one, "ja", claims, languages)
        yield page
        for language in languages[1:] if page.is_news else ():
            yield _page(city.open(one.visitor, one.path, language), language, claims, languages)


def _is_page(one: Opened) -> bool:
    return one.page.mimetype == "text/html" and one.page.status_code not in range(300, 400)


def _page(one: Opened, language: str, claims: Claims, languages: Sequence[str]) -> Page:
    html = one.page.text
    own = CHANGING.sub("", html.partition("<header>")[0] + html.partition("</header>")[2])
    is_news = claims.is_first(f"{language} of {languages}: {own}")
    return Page(one.visitor, language, one.path, one.page.status_code, html, is_news)


def led_to(found: Iterable[Page], walked: Iterable[Opened]) -> set[tuple[Visitor, str]]:
    """Where the links of these pages lead, and nobody has been; of one list, each filter once."""
    been = {(one.visitor, _alike(one.path)) for one in walked}
    ahead: dict[tuple[Visitor, str], str] = {}
    for page in found:
        if page.language == "ja" and page.status == 200:
            for address in links(page.tree, page.path):
                ahead.setdefault((page.visitor, _alike(address)), address)
    return {
        (visitor, address)
        for (visitor, key), address in ahead.items()
        if (visitor, key) not in been
    }


def _alike(address: str) -> str:
    """Addresses that differ only in what is asked of the same list."""
    parts = urlsplit(address)
    return f"{parts.path}?{sorted(parse_qs(parts.query, keep_blank_values=True))}"


# ------------------------------------------------------------------ what is wrong


def wrong(city: City, page: Page) -> Iterator[str]:
    """What can be told without a browser; of the same words, once."""
    if not page.is_news:
        return
    try:
        check(page.tree)
    except AssertionError as lacks:
        yield str(lacks)
        return
    heading, title = heading_and_title(page.tree)
    if title.removeprefix(failed(page.language)) != heading:
        yield f"its title is {title!r} and its heading {heading!r}"
    if page.language == "en":
        yield from (f"not in English: {words}" for words in untranslated(city, page))
    yield from (f"sends to {path}, where nobody listens" for path in _unheard(city, page))


def failed(language: str) -> str:
    return english()[FAILED].strip() if language == "en" else FAILED


@cache
def english() -> dict[str, str]:
    """Every sentence that is another one in English."""
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        pairs = [(m.id, m.string) for m in read_po(file) if isinstance(m.id, str)]
    return {usual: str(other) for usual, other in pairs if usual and usual != other}


@cache
def _patterns() -> re.Pattern[str]:
    """The sentences with places in them; not those that are hardly more than a place."""
    held = [
        re.split(r"%\(\w+\)s", usual.replace("%%", "%")) for usual in english() if "%(" in usual
    ]
    long = [parts for parts in held if len(JAPANESE.findall("".join(parts))) >= 6]
    return re.compile("|".join(".+".join(map(re.escape, parts)) for parts in long), re.DOTALL)


def untranslated(city: City, page: Page) -> set[str]:
    """Sentences of the catalogue, dates and amounts that stand in Japanese on an English page.

    What somebody wrote may be the same by chance: it stays as it is.
    """
    if page.path.startswith(KEPT_AS_WRITTEN):
        return set()
    spoken = {words for words in said(page.tree) if JAPANESE.search(words)}
    others = city.written | LANGUAGES_BY_THEIR_OWN_NAMES
    return {words for words in spoken - others if _is_ours(words)}


def _is_ours(words: str) -> bool:
    return bool(words in english() or AMOUNT.fullmatch(words) or _patterns().fullmatch(words))


def _unheard(city: City, page: Page) -> Iterator[str]:
    """Where its forms send something and no address takes it."""
    for path in sent_to(page.tree, page.path):
        try:
            city.app.url_map.bind("localhost").match(path, method="POST")
        except RequestRedirect:
            yield path
        except HTTPException:
            yield path


# ------------------------------------------------------------------ which to look at


def to_be_seen(city: City, found: Iterable[Page], claims: Claims) -> Iterator[tuple[Page, Rules]]:
    """Pages with something on them that has not been looked at, and what axe is asked there.

    Everything on the first page of each address, and on each page with a shape that is new; where
    only the language of the address is new, what its longer or shorter words can do.
    """
    for page in found:
        address = endpoint(city, page.path) if page.status == 200 else str(page.status)
        is_new = sum([claims.is_first(shape) for shape in shapes(page.tree)]) > 0
        is_first_here = claims.is_first(address)
        is_first_in_language = claims.is_first(f"{address} {page.language}")
        if is_new or is_first_here:
            yield page, WCAG
        elif is_first_in_language:
            yield page, WORDS_MATTER


def endpoint(city: City, path: str) -> str:
    """What the application calls this address."""
    found, _values = city.app.url_map.bind("localhost").match(urlsplit(path).path)
    return str(found)
