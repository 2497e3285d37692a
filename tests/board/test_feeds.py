"""What machines read of the board: feeds, the sitemap, share cards and events."""

from __future__ import annotations

import json
from datetime import timedelta

from lxml.etree import fromstring

from matching.needs.rules import State
from tests.make import NOON, district, make_need

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed(browser, query=""):
    page = browser.raw(f"/board.atom{query}")
    assert (page.status_code, page.mimetype) == (200, "application/atom+xml")
    return fromstring(page.data)


def titles(read):
    return [entry.findtext(f"{ATOM}title") for entry in read.iter(f"{ATOM}entry")]


def test_the_feed_has_what_is_open_the_newest_first(browser, session, hanako):
    make_need(session, hanako, title="古い", opened_at=NOON - timedelta(days=2))
    make_need(session, hanako, title="新しい", opened_at=NOON - timedelta(days=1))
    make_need(session, hanako, title="満員", state=State.FILLED, places_taken=1)
    make_need(session, hanako, title="下書き", state=State.DRAFT)

    read = feed(browser)
    assert titles(read) == ["新しい", "古い"]
    assert read.findtext(f"{ATOM}subtitle") == "すべての募集"
    assert browser.statements <= 5


def test_a_district_and_a_kind_have_feeds_of_their_own(browser, session, hanako):
    far = district(session, "宮本")
    make_need(session, hanako, title="近く")
    make_need(session, hanako, title="遠く", district_id=far.id)
    make_need(session, hanako, title="別の分野", kind="digital")

    assert titles(feed(browser, f"?district={far.id}")) == ["遠く"]
    narrow = feed(browser, "?kind=digital")
    assert titles(narrow) == ["別の分野"]
    assert narrow.findtext(f"{ATOM}subtitle") == "スマホ・パソコン"
    links = [link.get("href") for link in narrow.findall(f"{ATOM}link")]
    assert links == [
        "http://localhost/board.atom?kind=digital",
        "http://localhost/board?kind=digital",
    ]


def test_a_feed_forgives_filters_that_mean_nothing(browser, session, hanako):
    make_need(session, hanako, title="庭の草取り")

    assert titles(feed(browser, "?district=99999999999&kind=%00&q=%ED%A0%80&_external=1")) == []
    assert titles(feed(browser, "?district=abc&when=never")) == ["庭の草取り"]


def test_a_feed_names_no_person(browser, session, hanako):
    make_need(session, hanako)
    text = browser.raw("/board.atom").text

    assert "中込" not in text
    assert "里垣地区の方" in text
    assert "1-2-3" not in text


def test_the_sitemap_leads_to_the_pages_that_anybody_may_find(browser, session, hanako):
    listed = make_need(session, hanako)
    draft = make_need(session, hanako, state=State.DRAFT)
    page = browser.raw("/sitemap.xml")
    found = [loc.text for loc in fromstring(page.data).iter(f"{MAP}loc")]

    assert "http://localhost/" in found
    assert f"http://localhost/needs/{listed.id}" in found
    assert f"http://localhost/needs/{draft.id}" not in found
    for address in found:
        assert browser.raw(address.removeprefix("http://localhost")).status_code == 200


def test_robots_are_told_of_the_sitemap(browser):
    assert "Sitemap: http://localhost/sitemap.xml" in browser.raw("/robots.txt").text


def test_the_board_leads_to_its_feed_with_the_same_filters(browser):
    browser.get("/board?kind=digital")
    found = [
        e.get("href") for e in browser.tree.iter("link") if e.get("type") == "application/atom+xml"
    ]

    assert found == ["/board.atom?kind=digital"]


def test_a_listed_need_is_an_event_and_has_a_card(browser, session, hanako):
    need = make_need(session, hanako, title='庭の草取り </script> "引用"')
    browser.get(f"/needs/{need.id}")
    script = next(e for e in browser.tree.iter("script") if e.get("type"))
    event = json.loads("".join(script.itertext()))
    card = next(e for e in browser.tree.iter("meta") if e.get("property") == "og:image")

    assert event["name"] == need.title
    assert event["startDate"] == "2026-11-28T09:00:00+09:00"
    assert event["organizer"]["name"] == "里垣地区の方"
    assert browser.raw(card.get("content").removeprefix("http://localhost")).status_code == 200
