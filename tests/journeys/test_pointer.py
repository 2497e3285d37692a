"""How to choose hours of the week is said for the pointer that is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.journeys.conftest import Site

MOUSE, FINGER = "マウスでなぞるか", "マスを押すと選べます"
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("touch", "said", "unsaid"), [(True, FINGER, MOUSE), (False, MOUSE, FINGER)]
)
def test_a_phone_is_told_of_no_mouse(
    site: Site, chromium: Chromium, touch: bool, said: str, unsaid: str
) -> None:
    context = chromium.new_context(
        base_url=site.url, locale="ja-JP", has_touch=touch, is_mobile=touch
    )
    page = context.new_page()

    page.goto("/components")

    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text(unsaid)).to_be_hidden()
    context.close()
