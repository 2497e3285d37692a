"""The board in a real browser: the same choices with fragments where JavaScript runs, and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from tests.board.make import worded
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.visitor import Visitor
from tests.make import SATURDAY_9, make_person

pytestmark = pytest.mark.browser
TILES = "https://cyberjapandata.gsi.go.jp/**"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def needs(site: Site) -> None:
    """One need on Saturday, and enough others for a second page."""

    def prepare(session: Session) -> Person:
        asker = make_person(session, "仮名", "はなこ")
        worded(session, asker, "落ち葉掃き", kind="clean_up")
        for number in range(24):
            later = SATURDAY_9.replace(month=12, day=1 + number)
            worded(session, asker, f"草刈り {number}", starts_at=later)
        return asker

    site.add(prepare)


def chip(visitor: Visitor, name: str) -> Locator:
    return visitor.main.get_by_role("link", name=name)


def has_focus(visitor: Visitor, name: str) -> None:
    expect(visitor.page.locator(f"#{name}")).to_be_focused()


def test_choices_lead_to_the_same_with_and_without_fragments(
    open_page: OpenPage, javascript: bool
) -> None:
    visitor = open_page("phone")
    visitor.open("/board")
    if javascript:
        visitor.page.evaluate("window.stayed = true")
    visitor.sees("募集中 25件")

    chip(visitor, "今週末").press("Enter")

    expect(visitor.main.get_by_role("heading", name="募集中 1件")).to_be_visible()
    visitor.sees("落ち葉掃き")
    assert visitor.path == "/board?when=weekend"
    if javascript:
        expect(visitor.page.locator("#found-said")).to_have_text("募集中 1件")
        has_focus(visitor, "chip-weekend")
        assert visitor.page.evaluate("window.stayed")

    chip(visitor, "今週末").press("Enter")
    expect(visitor.main.get_by_role("heading", name="募集中 25件")).to_be_visible()
    visitor.main.get_by_role("link", name="次へ").press("Enter")

    visitor.sees("2 / 2ページ")
    assert visitor.path == "/board?page=2"
    if javascript:
        has_focus(visitor, "found-count")

    visitor.page.go_back()
    visitor.sees("1 / 2ページ")
    expect(visitor.page.locator("h1")).to_have_count(1)


def test_what_is_typed_is_looked_for_without_leaving_the_field(
    open_page: OpenPage, javascript: bool
) -> None:
    visitor = open_page()
    visitor.open("/board?view=week")
    visitor.page.locator("#q").fill("おちばはき")

    visitor.page.keyboard.press("Enter")

    expect(visitor.main.get_by_role("heading", name="募集中 1件")).to_be_visible()
    assert "view=week" in visitor.path
    if javascript:
        has_focus(visitor, "q")


def test_the_map_is_walked_with_the_keyboard_and_tells_nothing_more_than_its_list(
    open_page: OpenPage, javascript: bool
) -> None:
    visitor = open_page()
    answer = {"status": 200, "content_type": "image/png", "body": PNG}
    visitor.page.route(TILES, lambda route: route.fulfill(**answer))  # type: ignore[arg-type]
    visitor.open("/board?view=map")
    visitor.sees("里垣地区", "募集中 25件")

    if javascript:
        region = visitor.main.get_by_role("region", name="地区ごとの募集の地図")
        expect(region.get_by_text("国土地理院")).to_be_visible()
        expect(visitor.main.get_by_text("いま地図の絵を読み込めません")).to_be_hidden()
        region.get_by_role("link", name="里垣地区 募集中 25件").press("Enter")
    else:
        assert visitor.page.locator(".map").is_hidden()
        visitor.main.get_by_role("link", name="里垣地区 募集中 25件").press("Enter")

    visitor.sees("落ち葉掃き")
    assert visitor.path.startswith("/board?district=")
