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


def test_every_page_template_is_used() -> None:
    text = sources()

    unused = [
        str(p.relative_to(TEMPLATES)) for p in PAGES if f'{p.relative_to(TEMPLATES)}"' not in text
    ]

    assert not unused


def test_every_letter_template_is_used() -> None:
    text = sources()
    letters = sorted((TEMPLATES / "mail").rglob("*.txt"))

    unused = [
        name
        for p in letters
        if not p.name.startswith("_")
        and f'"{(name := str(p.relative_to(TEMPLATES / "mail").with_suffix("")))}"' not in text
    ]

    assert not unused


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"<style|<script(?![^>]*(\bsrc=|application/ld\+json))", text)
    assert "| safe" not in text
    assert "|safe" not in text
