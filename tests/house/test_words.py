"""Words people read: all in the catalogue, all in English too, none outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from matching.i18n import FOLDER

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
METHODS = [
    ("matching/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
OPTIONS = {"templates/**.html": {"trimmed": "true"}}
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60]")
PLACES = re.compile(r"%\(\w+\)s|%%")
SPOKEN = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
BRAND = "結"
OWN_NAMES = ("日本語", "やさしい日本語")
"""Languages are called by their own names."""
STORED = ("実施", "実施(継続)", "継続実施")
"""Stages of a plan as they are kept; `progress/rules.py` has their words."""


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Every sentence of the code and the templates, and where it stands first."""
    found: dict[str, str] = {}
    keywords = {"_": None, "N_": None}
    for name, line, text, *_rest in extract_from_dir(
        str(ROOT), METHODS, OPTIONS, keywords, directory_filter=_is_ours
    ):
        found.setdefault(str(text), f"{name}:{line}")
    return found


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in {".venv", "node_modules", "static", "tests", "docs", ".git"}


def test_every_sentence_is_said_in_english(said: dict[str, str], english: Catalog) -> None:
    translated = {m.id for m in english if m.id and m.string and not m.fuzzy}

    assert len(said) > 1_000
    assert not {text: place for text, place in said.items() if text not in translated}


def test_the_catalogue_holds_no_sentence_that_nobody_says(
    said: dict[str, str], english: Catalog
) -> None:
    assert not {m.id for m in english if m.id} - set(said)


def test_the_english_sentence_has_the_same_places_and_no_japanese(english: Catalog) -> None:
    pairs = [(str(m.id), str(m.string)) for m in english if m.id]

    assert not [p for p in pairs if sorted(PLACES.findall(p[0])) != sorted(PLACES.findall(p[1]))]
    assert not [p for p in pairs if JAPANESE.search(p[1].replace(BRAND, ""))]


def bare(path: Path) -> Iterator[str]:
    """Lines that say something outside `_()`."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    for line in SPOKEN.sub("_(", text).splitlines():
        left = line.replace(BRAND, "").replace("・", "")
        for name in (*OWN_NAMES, *STORED):
            left = left.replace(f'"{name}"', "")
        if JAPANESE.search(left):
            yield line.strip()


@pytest.mark.parametrize(
    "path",
    sorted(p for p in TEMPLATES.rglob("*.*") if p.parent.name != "dev"),
    ids=lambda p: str(p.relative_to(TEMPLATES)),
)
def test_a_template_says_nothing_outside_the_catalogue(path: Path) -> None:
    assert not list(bare(path))


def test_easy_japanese_says_what_the_usual_sentence_says(said: dict[str, str]) -> None:
    with (FOLDER / "easy" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        pairs = [(str(m.id), str(m.string)) for m in read_po(file) if m.id]

    assert len(pairs) > 500
    assert not {usual for usual, _ in pairs} - set(said)
    assert not [p for p in pairs if sorted(PLACES.findall(p[0])) != sorted(PLACES.findall(p[1]))]
    assert not [usual for usual, easier in pairs if usual == easier or "\u3000" in easier]
