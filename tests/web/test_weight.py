"""How much a browser has to load: public pages and the desk, as they go over the wire."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from matching.accounts.rules import Role
from tests.board.make import worded
from tests.make import make_person

FIRST_PAGE, DESK_SCRIPTS, MAP_SCRIPTS = 150_000, 60_000, 60_000
"""Bytes, compressed: HTML, styles and scripts of the first public page without the fonts themselves; scripts."""
PART = re.compile(r'(?:href|src)="/static/(dist/[^"]+\.(?:css|js))"')


def parts(html: str, ending: str = "") -> list[str]:
    return [part for part in PART.findall(html) if part.endswith(ending)]


def weight(project: Path, names: list[str]) -> int:
    """Bytes of the copies that a browser without brotli is sent: the heavier ones."""
    return sum((project / "static" / f"{name}.gz").stat().st_size for name in names)


@pytest.mark.parametrize("path", ["/", "/board", "/board?view=week"])
def test_a_first_page_is_light(browser, session, hanako, project, path):
    for number in range(30):
        worded(session, hanako, f"公園の草刈り {number}", "grass_cutting")
    html = browser.raw(path).text
    found = parts(html)  # fonts.css, too, which only says where the fonts are

    assert len(found) >= 3
    assert weight(project, found) + len(gzip.compress(html.encode())) <= FIRST_PAGE


def test_the_desk_has_little_to_run(browser, session, project):
    browser.sign_in(make_person(session, "仮名", "さくら", Role.COORDINATOR))
    found = parts(browser.raw("/desk").text, ".js")

    assert found
    assert weight(project, found) <= DESK_SCRIPTS


def test_a_map_is_loaded_only_where_it_is(browser, session, hanako, project):
    worded(session, hanako, "公園の草刈り")
    plain = parts(browser.raw("/board").text)
    more = [name for name in parts(browser.raw("/board?view=map").text) if name not in plain]

    assert len(more) == 2
    assert weight(project, more) <= MAP_SCRIPTS
