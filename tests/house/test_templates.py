"""Templates: all used, nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(p for p in TEMPLATES.rglob("*.html"))


def sources() -> str:
    python = [p.read_text("utf-8") for p in (ROOT / "matching").rglob("*.py")]
    return "\n".join(python + [p.read_text("utf-8") for p in TEMPLATES.rglob("*.*")])


def is_named(name: str, ending: str, text: str) -> bool:
    """The name stands in the code, or its folder does with a variable: f"needs/steps/{step}.html"."""
    folder, _slash, _file = name.rpartition("/")
    return f'"{name}{ending}"' in text or f'"{folder}/{{' in text


def test_every_page_template_is_used() -> None:
    text = sources()
    names = [str(p.relative_to(TEMPLATES).with_suffix("")) for p in PAGES]

    assert not [name for name in names if not is_named(name, ".html", text)]


def test_every_letter_template_is_used() -> None:
    text, folder = sources(), TEMPLATES / "mail"
    letters = sorted(p for p in folder.rglob("*.txt") if not p.name.startswith("_"))
    names = [str(p.relative_to(folder).with_suffix("")) for p in letters]

    assert not [name for name in names if not is_named(name, "", text)]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<style|<script(?![^>]*(\bsrc=|application/ld\+json))", text)
    assert "| safe" not in text
    assert "|safe" not in text
