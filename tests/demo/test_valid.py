"""Every page of the demo city is valid HTML, as html-validate reads the standard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.valid import remarks
from tests.demo.walk import City

READERS = ("nobody", "volunteer", "coordinator", "admin")
LANGUAGES = ("ja", "easy", "en")
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.usefixtures("noon")]


def pages(city: City) -> Iterator[tuple[str, str]]:
    """(name, page) of one page of every address: each reader's, and one of those it concerns."""
    for rule in city.rules():
        fitting = city.fitting(rule)
        readers = [city.visitors[name] for name in READERS] + [p for s in fitting for p in s.people]
        for number, reader in enumerate(dict.fromkeys(readers)):
            for path in city.paths(rule, fitting)[:1]:
                page = city.open(reader, path).page
                if page.mimetype == "text/html" and page.status_code == 200:
                    yield f"{rule.endpoint}-{number}", page.text


def test_every_page_is_valid(city: City, project: Path, tmp_path: Path) -> None:
    count = 0
    for name, text in pages(city):
        (tmp_path / f"{name}.html").write_text(text, "utf-8")
        count += 1

    assert count > 150
    assert remarks(project, tmp_path) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_valid_in_every_language(
    city: City, project: Path, tmp_path: Path, language: str
) -> None:
    client = city.app.test_client()
    client.set_cookie("language", language)
    for path in ("/", "/board", "/progress", "/sign-in", "/help", "/privacy", "/nowhere"):
        (tmp_path / f"{path.strip('/') or 'home'}.html").write_text(client.get(path).text, "utf-8")

    assert remarks(project, tmp_path) == ""


def test_a_page_that_is_not_valid_is_noticed(project: Path, tmp_path: Path) -> None:
    body = '<p id="a">a</p><p id="a"><b>b<i>c</b></i></p>'
    page = f'<!doctype html><html lang="ja"><head><title>x</title></head><body>{body}</body></html>'
    (tmp_path / "broken.html").write_text(page, "utf-8")

    said = remarks(project, tmp_path)
    assert "no-dup-id" in said
    assert "close-order" in said
