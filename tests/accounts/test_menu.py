"""The menu: which of its lines is where one is."""

from __future__ import annotations

import pytest

from tests.browser import Browser, words
from tests.make import make_offer


def lit(browser: Browser) -> list[str]:
    """What the menu marks as the place where one is; every menu of the page says the same."""
    menus = [nav for nav in browser.tree.iter("nav") if nav.get("aria-label") == "メニュー"]
    assert menus
    marked = [[words(a) for a in nav.iter("a") if a.get("aria-current")] for nav in menus]
    assert all(one == marked[0] for one in marked)
    return marked[0]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", []),
        ("/board", ["ボランティアボード"]),
        ("/my", ["マイページ"]),
        ("/my/activity", ["マイページ"]),
        ("/desk", ["受付デスク"]),
        ("/desk/intake", ["受付デスク"]),
        ("/offers/mine", ["わたしの登録"]),
        ("/offers/mine/skills", ["わたしの登録"]),
        ("/offers", []),
        ("/offers/{offer}", []),
        ("/people", ["登録している人"]),
        ("/people/{person}", ["登録している人"]),
        ("/organizations", []),
        ("/progress", ["計画の進み具合"]),
    ],
)
def test_the_menu_marks_the_page_on_which_one_is(browser, session, sachiko, taro, path, expected):
    offer = make_offer(session, taro, "grass_cutting")
    browser.sign_in(sachiko)

    browser.get(path.format(offer=offer.id, person=taro.id))

    assert lit(browser) == expected
