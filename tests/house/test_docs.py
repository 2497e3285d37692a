"""The docs name what there is: settings, commands, floors, places in the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text("utf-8")
MAP = (DOCS / "map.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FLASKS_OWN = {"run", "shell", "routes"}
PLACE = re.compile(r"`((?:[a-z_]+/)*[a-z_]+(?:\.(?:py|html|txt|toml|csv|po|md)|/))`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def rows(heading: str) -> list[str]:
    """The first cells of the table below this heading."""
    section = OPERATIONS.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]


def commands(group: click.Group, before: str = "") -> set[str]:
    found = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{before}{name} ")
        else:
            found.add(before + name)
    return found


def test_every_setting_stands_in_the_operators_page_and_nothing_else() -> None:
    read = set(re.findall(r'env\.get\("([A-Z_]+)"', (ROOT / "config.py").read_text("utf-8")))
    told = {name for row in rows("Settings") for name in re.findall(r"`([A-Z_]+)`", row)}

    assert told == read


def test_every_command_stands_in_the_operators_page_and_nothing_else(bare_app: Flask) -> None:
    known = commands(bare_app.cli) - FLASKS_OWN
    told = {
        " ".join(w for w in re.findall(r"[a-z-]+", row.split("flask ")[1]) if w.islower())
        for row in (re.sub(r"\[[^]]*\]|\b[A-Z_]{2,}\b", "", row) for row in rows("Commands"))
    }

    assert told == known


def test_the_map_shows_every_floor() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["name"].startswith("1."))
    rooms = [room for layer in layers for room in re.findall(r"\w+", layer)]
    table = MAP.split("## Floors")[1].split("\n## ")[0]
    drawn = [r for line in table.splitlines() if re.match(r"\| \d", line)
             for r in re.findall(r"`(\w+)`", line.split("|")[2])]  # fmt: skip

    assert drawn == rooms


@pytest.mark.parametrize("place", sorted(set(PLACE.findall(MAP))))
def test_every_place_the_map_names_is_there(place: str) -> None:
    every_room = "/" not in place.rstrip("/")  # `models.py` is a file of many rooms

    found = list((ROOT / "matching").rglob(place)) if every_room else []
    assert found or (ROOT / place).exists() or (ROOT / "matching" / place).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    near = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]

    assert not [link for link in near if not (page.parent / link).exists()]
