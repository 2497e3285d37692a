"""The building blocks in a real browser: dates in words, towns by code, asking once, keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from matching import calendar
from matching.accounts.models import Person
from matching.accounts.rules import Role
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.visitor import Visitor
from tests.journeys.ways import coordinator
from tests.make import NOON, make_need, make_person

pytestmark = [pytest.mark.browser, pytest.mark.once]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, NARROW = {"width": 375, "height": 812}, {"width": 320, "height": 700}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "dark on a phone": {"color_scheme": "dark", "viewport": PHONE},
    "the system's colours": {"forced_colors": "active"},
    "narrow": {"viewport": NARROW},
    "large on a phone": {"viewport": PHONE, "text": "large"},
    "on paper": {"color_scheme": "dark", "media": "print"},
}
ERAS = [day + timedelta(days=by) for day, *_rest in calendar.ERAS[:-1] for by in (-1, 0, 1)]
HOLIDAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2026, 5, 6), date(2025, 2, 24)]
DAYS = [*ERAS, *HOLIDAYS, date(2028, 2, 29), date(2026, 11, 28)]


@pytest.fixture
def page(site: Site, chromium: Chromium) -> Iterator[Page]:
    """A page with JavaScript."""
    context = chromium.new_context(base_url=site.url, locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(open_page: OpenPage, site: Site) -> Visitor:
    """A coordinator at her desk, three needs waiting to be checked, two people to be asked."""
    sachiko = coordinator(open_page(), site)
    site.add(_three_needs)
    sachiko.open("/desk?queue=intake")
    return sachiko


def _three_needs(session: Session) -> Person:
    asker = make_person(session, "仮名", "はなこ", Role.RESIDENT)
    for number in range(3):
        make_need(
            session, asker, title=f"落ち葉掃き {number}", state="submitted", submitted_at=NOON
        )
    return asker


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_a_date_as_the_server_does(site: Site, page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": site.url}])
    page.goto("/components")

    said = {}
    for day in DAYS:
        page.locator("#day").fill(day.isoformat())
        said[day] = page.locator("#day-words").inner_text()

    assert said == {day: _words(day, language) for day in DAYS}
    page.locator("#day").fill("")
    expect(page.locator("#day-words")).to_be_hidden()


def _words(day: date, language: str) -> str:
    """What the page can know: it is given the holidays of three years."""
    near = abs(day.year - NOON.year) <= 1
    return (calendar.full_words if near else calendar.date_words)(day, language)


# ------------------------------------------------------------------ postal codes


def test_the_town_comes_with_the_seventh_digit_or_with_the_button(
    desk: Visitor, javascript: bool
) -> None:
    desk.open("/desk/intake")
    code, town = desk.main.get_by_label("郵便番号"), desk.main.locator("#town")

    code.press_sequentially("400-080７")
    if not javascript:
        desk.press("住所を入れる")

    expect(town).to_have_value("東光寺")
    expect(desk.main.get_by_label("住まいの地区").locator("option:checked")).to_have_text("里垣")
    expect(desk.main.locator(".postal-code-note")).to_contain_text("町名に「東光寺」を入れました")

    code.fill("100-0001")
    if not javascript:
        desk.press("住所を入れる")
    expect(desk.main.locator(".postal-code-note")).to_contain_text("甲府市の郵便番号ではありません")
    expect(town).to_have_value("東光寺")


# ------------------------------------------------------------------ asking once


def test_a_dialog_asks_with_the_focus_on_the_way_back(page: Page) -> None:
    page.goto("/components")
    opener = page.get_by_role("button", name="下書きを消す")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name="落ち葉掃き: 下書きを消す")

    expect(dialog).to_contain_text("消すと、元に戻せません。")
    expect(dialog.get_by_role("button", name="やめる")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()

    opener.click()
    dialog.get_by_role("button", name="下書きを消す").click()
    expect(page.get_by_role("alert").first).to_contain_text(
        "入力内容に誤りがあります"
    )  # it was sent


def test_the_same_question_is_asked_in_its_place_without_javascript(
    site: Site, chromium: Chromium
) -> None:
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto("/components")
    act = page.locator(".ask-once-body").get_by_role("button", name="下書きを消す")

    expect(act).to_be_hidden()
    page.locator("summary", has_text="下書きを消す").click()
    expect(page.get_by_text("消すと、元に戻せません。")).to_be_visible()
    act.click()
    expect(page.get_by_role("alert").first).to_contain_text("入力内容に誤りがあります")
    context.close()


# ------------------------------------------------------------------ every look


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_living_page_can_be_read_in_every_look(
    site: Site, chromium: Chromium, look: dict[str, Any]
) -> None:
    asked = dict(look)
    text, media = asked.pop("text", "standard"), asked.pop("media", "screen")
    context = chromium.new_context(base_url=site.url, locale="ja-JP", bypass_csp=True, **asked)
    context.add_cookies([{"name": "text", "value": text, "url": site.url}])
    page = context.new_page()
    page.goto("/components")
    page.emulate_media(media=media)
    page.evaluate(AXE.read_text("utf-8"))

    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert wide <= screen
    context.close()


# ------------------------------------------------------------------ the desk


@pytest.mark.parametrize("javascript", [True])
def test_keys_go_through_the_queue_and_rest_while_somebody_types(desk: Visitor) -> None:
    lines = desk.main.locator("[data-line]")
    press = desk.page.keyboard.press

    press("j")
    press("j")
    expect(lines.nth(1)).to_be_focused()
    press("k")
    expect(lines.nth(0)).to_be_focused()
    press("/")
    desk.page.keyboard.type("j?1")
    expect(desk.main.get_by_role("searchbox")).to_have_value("j?1")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    press("Tab")
    press("?")
    expect(desk.page.get_by_role("dialog", name="キーの一覧")).to_be_visible()
    press("j")
    desk.page.get_by_role("button", name="閉じる").click()
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    press("j")
    press("o")
    expect(desk.main.get_by_role("heading", level=1)).to_contain_text("落ち葉掃き")
    press("u")
    expect(desk.main.get_by_role("heading", level=1)).to_have_text("受付デスク")


def test_keys_are_listed_on_a_page_and_can_be_turned_off(desk: Visitor, javascript: bool) -> None:
    desk.open("/desk/keys")
    desk.press("使わない")
    expect(desk.main.get_by_role("button", name="使わない")).to_have_attribute(
        "aria-pressed", "true"
    )

    desk.open("/desk?queue=intake")
    desk.page.keyboard.press("j")
    expect(desk.main.locator("[data-line]:focus")).to_have_count(0)
    desk.follow("キー操作")
    assert desk.heading == "キー操作"
    if javascript:
        expect(desk.page.get_by_role("dialog")).to_have_count(0)


def test_a_queue_changes_without_loading_the_page_again(desk: Visitor, javascript: bool) -> None:
    if javascript:
        desk.page.evaluate("window.stayed = true")

    desk.main.get_by_role("link", name="確定待ち").press("Enter")

    expect(desk.main.get_by_role("heading", level=2)).to_have_text("確定待ち")
    assert desk.path == "/desk?queue=confirm"
    if javascript:
        assert desk.page.evaluate("window.stayed")
        expect(desk.main.get_by_role("link", name="確定待ち")).to_be_focused()
