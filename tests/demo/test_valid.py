"""html-validate, by which the crawl judges every page, sees what is not valid."""

from __future__ import annotations

from pathlib import Path

from tests.demo.valid import remarks


def test_a_page_that_is_not_valid_is_noticed(project: Path, tmp_path: Path) -> None:
    body = '<p id="a">a</p><p id="a"><b>b<i>c</b></i></p>'
    page = f'<!doctype html><html lang="ja"><head><title>x</title></head><body>{body}</body></html>'
    (tmp_path / "broken.html").write_text(page, "utf-8")

    said = remarks(project, tmp_path)
    assert "no-dup-id" in said
    assert "close-order" in said
