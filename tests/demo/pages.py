"""What a page is made of, where it leads and what it says, read quickly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
SPOKEN = ("aria-label", "alt", "placeholder", "title", "value", "data-label")
"""Attributes whose words a reader sees or hears."""
TOLD_APART = ("class", "type", "role", "lang", "scope")
"""Attributes of which it matters what they say; of all others, that they are there."""
SUFFIX = "|結Yui"


class _Reader(HTMLParser):
    """html.parser is ten times as quick as html5lib; pages that it misreads are not valid anyway."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> stands where </{self.open[-1]}> should"
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)


def read(html: str) -> Element:
    """The page as a tree."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return reader.builder.close()


# ------------------------------------------------------------------ made of


def shapes(tree: Element) -> set[str]:
    """The shape of each element: what it is, inside what, inside what; words and numbers aside.

    Two pages whose shapes are the same differ in how often things stand there and what they say.
    """
    return {_short(path) for path in set(_paths(tree, ("", "")))}


def _paths(element: Element, above: tuple[str, str]) -> Iterator[tuple[str, str, str]]:
    own = _look(element)
    yield (*above, own)
    for child in element:
        if child.tag not in {"ruby", "rt", "rp", "wbr"}:
            yield from _paths(child, (above[1], own))


def _look(element: Element) -> str:
    said = [f"{name}={_sorted(element.get(name, ''))}" for name in TOLD_APART]
    there = sorted(f"{name}{'=' if value else ''}" for name, value in element.items())
    speaks = "…" if (element.text or "").strip() else ""
    return " ".join((element.tag, *said, *there, speaks))


def _sorted(names: str) -> str:
    return " ".join(sorted(re.sub(r"\d+", "", names).split()))


def _short(path: tuple[str, str, str]) -> str:
    return blake2b("\n".join(path).encode(), digest_size=8).hexdigest()


# ------------------------------------------------------------------ leads to


def links(tree: Element, path: str) -> set[str]:
    """Addresses of this site to which the page leads by links and by forms that only ask."""
    found = {urljoin(path, a.get("href", "")) for a in tree.iter("a")}
    found |= {
        urljoin(path, form.get("action", "")) for form in tree.iter("form") if not _sends(form)
    }
    return {address.partition("#")[0] for address in found if _is_ours(address)}


def sent_to(tree: Element, path: str) -> set[str]:
    """Addresses to which its forms send something."""
    forms = (form for form in tree.iter("form") if _sends(form))
    named = {form.get("action") or path for form in forms}
    named |= {e.get("formaction", "") for tag in ("button", "input") for e in tree.iter(tag)} - {""}
    return {urlsplit(urljoin(path, address)).path for address in named}


def _sends(form: Element) -> bool:
    return form.get("method", "get").lower() == "post"


def _is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path.startswith("/") and not parts.scheme and not parts.netloc


# ------------------------------------------------------------------ says


def said(tree: Element) -> Iterator[str]:
    """Everything that a reader sees or hears, piece by piece."""
    for element in tree.iter():
        if element.tag not in {"script", "style"}:
            yield from _own_words(element)
    for meta in tree.iter("meta"):
        if meta.get("name") == "description":
            yield meta.get("content", "")


def _own_words(element: Element) -> Iterator[str]:
    pieces = [element.text, *(child.tail for child in element)]
    spoken = SPOKEN if element.tag != "input" or _is_button(element) else SPOKEN[:-2]
    pieces += [element.get(name) for name in spoken if element.tag not in {"option", "button"}]
    yield from (" ".join(piece.split()) for piece in pieces if piece and piece.strip())


def _is_button(element: Element) -> bool:
    return element.get("type") in {"submit", "button", "reset"}


def heading_and_title(tree: Element) -> tuple[str, str]:
    """The page's heading and its title without the site's name, both without spaces and readings."""
    heading = next(iter(tree.iter("h1")))
    title = "".join((tree.findtext(".//title") or "").split())
    return "".join("".join(_without_readings(heading)).split()), title.removesuffix(SUFFIX)


def _without_readings(element: Element) -> Iterator[str]:
    if element.tag not in {"rt", "rp"}:
        yield element.text or ""
        for child in element:
            yield from _without_readings(child)
            yield child.tail or ""
