"""htmx asks the board's own address and is given the part that changes."""

from __future__ import annotations

import html5lib
import pytest

from tests.board.make import worded
from tests.browser import words

ASKED = {"HX-Request": "true"}


def part(browser, path: str, **headers: str):
    """The fragment, as the elements htmx finds in it."""
    page = browser.raw(path, headers=ASKED | headers)
    assert page.status_code == 200
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return [e for e in parser.parseFragment(page.text) if isinstance(e.tag, str)]


@pytest.mark.parametrize("view", ["list", "map", "week"])
def test_a_fragment_is_what_was_found_the_choices_and_what_is_read_out(
    browser, session, hanako, view
):
    worded(session, hanako, "草刈り")

    found, chips, said = part(browser, f"/board?view={view}&when=weekend")

    assert (found.get("id"), found.get("hx-swap-oob")) == ("found", None)
    assert (chips.get("id"), chips.get("hx-swap-oob")) == ("search-chips", "true")
    assert (said.get("id"), said.get("hx-swap-oob")) == ("found-said", "innerHTML")
    assert words(said) == "募集中 1件"
    kept = {e.get("name"): e.get("value") for e in chips.iter("input")}
    assert kept == {"when": "weekend"} | ({"view": view} if view != "list" else {})


@pytest.mark.parametrize("view", ["list", "map", "week"])
def test_the_whole_page_holds_the_same_part(browser, session, hanako, view):
    worded(session, hanako, "草刈り")
    fragment = words(part(browser, f"/board?view={view}")[0])

    browser.get(f"/board?view={view}")

    by_id = {e.get("id"): e for e in browser.main().iter() if e.get("id")}
    assert words(by_id["found"]) == fragment
    assert words(by_id["found-said"]) == ""
    assert not [e for e in browser.main().iter() if e.get("hx-swap-oob")]


def test_the_address_shown_has_only_what_was_chosen(browser, session, hanako):
    for _ in range(21):
        worded(session, hanako, "草刈り")

    for asked, shown in (
        ("q=&when=weekend&district=&km=&kind=&skill=", "/board?when=weekend"),
        ("q=&district=&km=", "/board"),
        ("page=2&when=nothing", "/board?page=2"),
        ("view=week&first=2026-11-30&q=", "/board?view=week&first=2026-11-30"),
        ("view=list&first=2026-11-30", "/board"),
    ):
        page = browser.raw(f"/board?{asked}", headers=ASKED)
        assert page.headers["HX-Push-Url"] == shown


def test_back_in_the_history_is_given_whole_pages(browser, session, hanako):
    worded(session, hanako, "草刈り")
    page = browser.raw("/board", headers=ASKED | {"HX-History-Restore-Request": "true"})

    assert page.text.startswith("<!doctype html>")
    assert "HX-Push-Url" not in page.headers


def test_whoever_keeps_answers_is_told_what_they_depend_on(browser):
    for headers in ({}, ASKED):
        page = browser.raw("/board", headers=headers)
        assert {"HX-Request", "HX-History-Restore-Request"} <= set(page.vary.as_set(True))


def test_nothing_of_htmx_needs_what_the_policy_forbids(browser, session, hanako):
    worded(session, hanako, "草刈り")
    browser.get("/board")

    meta = next(e for e in browser.tree.iter("meta") if e.get("name") == "htmx-config")
    assert '"allowEval":false' in meta.get("content", "")
    assert '"includeIndicatorStyles":false' in meta.get("content", "")
    assert '"historyCacheSize":0' in meta.get("content", "")
