"""The board seen differently: on a map by district, and by the days of a week."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from matching.board.rules import MOST_ANY_DAY, MOST_OF_A_DAY, NOWHERE
from matching.needs.rules import State, Urgency
from tests.board.make import flexible, worded
from tests.board.test_listing import BAD, titles
from tests.browser import words
from tests.make import NOON, SATURDAY_9, TODAY, district, make_need, make_offer

TILES = "https://cyberjapandata.gsi.go.jp"


def lines(browser, path: str = "/board?view=map") -> dict[str, str]:
    """What the map's list says of each place, and where it leads."""
    browser.get(path)
    found = browser.tree.iter("a")
    return {words(a): a.get("href") or "" for a in found if a.get("class") == "map-line"}


def days(browser, path: str = "/board?view=week") -> dict[str, str]:
    """What stands under each day of the week."""
    browser.get(path)
    found = [li for li in browser.tree.iter("li") if "calendar-day" in (li.get("class") or "")]
    assert len(found) == 7
    return {words(li.find("h4")): words(li) for li in found}


def link(browser, text: str) -> str:
    return next(a.get("href") for a in browser.tree.iter("a") if words(a).startswith(text))


# ------------------------------------------------------------------ the map


def test_the_map_has_one_place_a_district_that_opens_its_list(browser, session, hanako):
    for title in ("一つ", "二つ"):
        worded(session, hanako, title)
    worded(session, hanako, "遠く", district_id=district(session, "中道").id)
    make_need(session, hanako, title="満員", state=State.FILLED, places_taken=1)

    found = lines(browser, "/board?view=map&who=beginners&km=3")

    assert list(found) == ["里垣地区 募集中 2件", "中道地区 募集中 1件"]
    here = found["里垣地区 募集中 2件"]
    assert here == f"/board?district={district(session).id}&who=beginners"
    assert set(titles(browser, here)) == {"一つ", "二つ", "満員"}


def test_the_map_knows_the_middle_of_a_district_and_nothing_nearer(browser, session, hanako):
    worded(session, hanako, "庭の草取り")
    browser.get("/board?view=map")
    place = next(a for a in browser.tree.iter("a") if a.get("data-lat"))

    home = district(session)
    assert (place.get("data-lat"), place.get("data-lng")) == (str(home.lat), str(home.lng))
    for secret in ("善光寺町", "1-2-3", "庭の草取り"):
        assert secret not in browser.page.text


def test_what_names_no_district_stands_below_the_map(browser, session, hanako):
    worded(session, hanako, "オンライン", district_id=None, remote=True)

    assert lines(browser) == {}
    assert "地区を決めていない募集 1件" in browser.text
    there = link(browser, "地区を決めていない募集")
    assert there == f"/board?district={NOWHERE}"
    assert titles(browser, there) == ["オンライン"]


def test_tiles_and_the_parts_of_a_map_come_with_a_map_only(browser, session, hanako):
    worded(session, hanako, "庭の草取り")

    for path, has_map in (("/board?view=map", True), ("/board", False), ("/", False)):
        browser.get(path)
        policy = browser.page.headers["Content-Security-Policy"]
        assert (TILES in policy, "/map-" in browser.page.text) == (has_map, has_map)
        assert "unsafe" not in policy


# ------------------------------------------------------------------ the week


def test_the_week_has_each_day_with_what_is_wanted_then(browser, session, hanako):
    worded(session, hanako, "草刈り", urgency=Urgency.URGENT)
    worded(session, hanako, "あと", starts_at=SATURDAY_9 + timedelta(hours=3))
    worded(session, hanako, "次の週", starts_at=SATURDAY_9 + timedelta(days=7))
    make_need(session, hanako, title="満員", state=State.FILLED, places_taken=1)

    found = days(browser)

    assert list(found)[:2] == ["11月23日(月) 祝日：勤労感謝の日", "11月24日(火) 今日"]
    saturday = found["11月28日(土)"]
    assert "9:00–11:00 草刈り 里垣地区・善光寺町 急ぎ / 1人募集" in saturday
    assert saturday.index("草刈り") < saturday.index("あと")
    assert "募集なし" in found["11月27日(金)"]
    assert "募集なし" not in found["11月23日(月) 祝日：勤労感謝の日"]
    assert "次の週" not in saturday
    assert "満員" not in browser.text.partition("募集中")[2]
    today = next(li for li in browser.tree.iter("li") if li.get("aria-current") == "date")
    assert words(today).startswith("11月24日(火)")


def test_weeks_are_turned_from_this_one_on(browser, session, hanako):
    worded(session, hanako, "次の週", starts_at=SATURDAY_9 + timedelta(days=7))
    browser.get("/board?view=week&kind=garden_snow")

    assert "前の週" not in browser.text
    onward = link(browser, "次の週")
    assert onward == "/board?view=week&first=2026-11-30&kind=garden_snow"
    assert "次の週" in days(browser, onward)["12月5日(土)"]
    assert link(browser, "前の週") == "/board?view=week&first=2026-11-23&kind=garden_snow"
    browser.get("/board?view=week&first=1999-01-01")
    assert "11月23日(月)からの週" in browser.text


def test_a_need_stands_on_every_day_it_is_wanted(browser, session, hanako):
    need = worded(session, hanako, "二日つづき", starts_at=SATURDAY_9)
    twin = worded(session, hanako, "つなぎ", starts_at=SATURDAY_9 + timedelta(days=1))
    need.slots = [*need.slots, *twin.slots]
    session.flush()

    found = days(browser)

    assert "二日つづき" in found["11月28日(土)"]
    assert "二日つづき" in found["11月29日(日)"]


def test_a_day_with_many_shows_some_and_leads_to_all_of_that_day(browser, session, hanako):
    for number in range(MOST_OF_A_DAY + 3):
        worded(session, hanako, f"草刈り {number}")
    worded(session, hanako, "日曜", starts_at=SATURDAY_9 + timedelta(days=1))

    saturday = days(browser)["11月28日(土)"]

    assert saturday.count("草刈り") == MOST_OF_A_DAY
    assert "ほか3件を一覧で見る" in saturday
    there = link(browser, "ほか3件を一覧で見る")
    assert there == "/board?on=2026-11-28"
    found = titles(browser, there)
    assert len(found) == MOST_OF_A_DAY + 3
    assert "日曜" not in found
    chosen = next(a for a in browser.tree.iter("a") if a.get("aria-current") == "true")
    assert (words(chosen).partition("（")[0], chosen.get("href")) == ("11月28日(土)", "/board")


def test_what_has_no_day_yet_stands_below_the_week(browser, session, hanako):
    flexible(session, hanako, "今週のどこか", from_on=TODAY, to_on=TODAY + timedelta(days=3))
    flexible(session, hanako, "いつでも")
    flexible(session, hanako, "来月", from_on=TODAY + timedelta(days=30))

    browser.get("/board?view=week")

    below = browser.text.partition("日にちを相談できる募集")[2]
    assert "今週のどこか" in below
    assert "いつでも" in below
    assert "来月" not in below
    assert "すべて見る" not in below


def test_of_many_without_a_day_some_are_shown_and_the_list_has_all(browser, session, hanako):
    for number in range(MOST_ANY_DAY + 1):
        flexible(session, hanako, f"いつでも {number}")
    worded(session, hanako, "土曜")

    browser.get("/board?view=week")

    assert browser.text.count("いつでも") == MOST_ANY_DAY
    there = link(browser, "日にちを相談できる募集をすべて見る")
    found = titles(browser, there)
    assert len(found) == MOST_ANY_DAY + 1
    assert "土曜" not in found


# ------------------------------------------------------------------ the same filters everywhere


def test_every_view_keeps_what_was_chosen(browser, session, hanako):
    worded(session, hanako, "草刈り", "grass_cutting")
    worded(session, hanako, "スマホの相談", "smartphone", kind="digital")
    query = f"q={quote('草刈')}&kind=garden_snow&who=beginners"

    for view in ("list", "map", "week"):
        browser.get(f"/board?view={view}&{query}")
        assert "募集中 1件" in browser.text
        tabs = [a.get("href") for a in browser.tree.iter("a") if a.get("class") == "tab"]
        assert tabs == [
            f"/board?q={quote('草刈')}&kind=garden_snow&who=beginners",
            f"/board?q={quote('草刈')}&view=map&kind=garden_snow&who=beginners",
            f"/board?q={quote('草刈')}&view=week&kind=garden_snow&who=beginners",
        ]


@pytest.mark.parametrize("view", ["map", "week"])
def test_a_view_with_nothing_in_it_says_what_to_do(browser, session, hanako, view):
    browser.get(f"/board?view={view}")
    assert "いま募集している活動はありません" in browser.text
    worded(session, hanako, "草刈り")

    browser.get(f"/board?view={view}&kind=digital")

    assert "条件をへらす" in browser.text
    assert link(browser, "条件をすべてはずす") == f"/board?view={view}"


@pytest.mark.parametrize("view", ["map", "week"])
@pytest.mark.parametrize("query", [*BAD, "first=%00", "first=9999-99-99", "first=2999-12-31",
                                   "first=1800-01-01", "on=x", "on=1800-01-01", "on=2999-12-31",
                                   "skill=nothing", "on=2026-11-25&when=weekend"])  # fmt: skip
def test_no_argument_breaks_a_view(browser, session, hanako, view, query):
    worded(session, hanako, "草刈り")
    flexible(session, hanako, "いつでも")

    browser.get(f"/board?view={view}&{query}")


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_full_view_takes_no_more_statements_than_an_empty_one(
    browser, session, hanako, taro, signed_in
):
    make_offer(session, taro, "grass_cutting")
    if signed_in:
        browser.sign_in(taro)
    taken = []
    for more in (1, 30):
        for number in range(more):
            worded(session, hanako, "草刈り", starts_at=NOON + timedelta(hours=number))
            flexible(session, hanako, "いつでも")
        for view in ("map", "week"):
            browser.get(f"/board?view={view}")
            taken.append((view, browser.statements))

    assert taken[:2] == taken[2:]
    assert max(count for _, count in taken) <= 15, taken
