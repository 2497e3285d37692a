"""The front page and the standing texts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matching.needs.rules import State, Urgency
from tests.board.make import outcome
from tests.make import NOON, TODAY, district, make_match, make_need, make_offer


def headings(browser) -> list[str]:
    return ["".join(h.itertext()).strip() for h in browser.main().iter("h2")]


def test_two_doors_lead_to_asking_and_to_the_board(browser):
    browser.get("/")
    doors = [a.get("href") for a in browser.tree.iter("a") if "door" in (a.get("class") or "")]

    assert doors == ["/needs/new", "/board"]
    assert "いま募集している活動はありません" in browser.text


def test_what_is_urgent_near_and_soon_stands_below_each_once(browser, session, hanako, taro):
    make_need(session, hanako, title="急ぎの雪かき", urgency=Urgency.URGENT)
    make_need(session, hanako, title="となりの草取り")
    make_need(session, hanako, title="遠くの草取り", district_id=district(session, "宮本").id)
    make_need(session, hanako, title="満員の草取り", state=State.FILLED, places_taken=1)

    browser.get("/")
    assert headings(browser)[:2] == ["急いでいます", "もうすぐの募集"]
    browser.sign_in(taro)
    browser.get("/")
    assert headings(browser)[:3] == ["急いでいます", "近くの募集", "もうすぐの募集"]
    for title in ("急ぎの雪かき", "となりの草取り", "遠くの草取り"):
        assert browser.text.count(title) == 1
    assert "満員の草取り" not in browser.text


def test_somebody_without_a_district_sees_the_page_too(browser, session, hanako, taro):
    make_need(session, hanako)
    taro.district_id = None
    browser.sign_in(taro)

    browser.get("/")
    assert "近くの募集" not in headings(browser)


def test_the_figures_are_of_this_month_and_of_the_year_while_the_month_is_empty(
    browser, session, hanako, taro
):
    match = make_match(session, hanako, taro)
    outcome(session, match, taro, held_on=TODAY - timedelta(days=40), people=5, minutes=600)
    browser.get("/")
    assert "今年度の助け合い" in browser.text
    assert "5人" in browser.text

    outcome(session, match, taro)
    browser.get("/")
    assert "今月の助け合い" in browser.text
    assert "2人" in browser.text
    assert "2時間" in browser.text


def test_what_waits_for_a_person_comes_first(browser, session, hanako, taro):
    make_match(session, hanako, taro)
    make_need(session, taro, state=State.DRAFT, returned_note="人数を教えてください。")
    browser.sign_in(taro)
    browser.get("/")

    assert "あなたを待っていることが2件あります" in browser.text
    assert "/my" in browser.links()


def test_an_answer_that_can_no_longer_be_given_does_not_wait(browser, session, hanako, taro):
    make_match(session, hanako, taro, answer_by=NOON - timedelta(hours=1))
    browser.sign_in(taro)
    browser.get("/")

    assert "あなたを待っていること" not in browser.text


@pytest.mark.parametrize("path", ["/about", "/help", "/privacy", "/accessibility"])
@pytest.mark.parametrize("who", ["nobody", "taro"])
def test_standing_texts_are_for_everybody_and_linked_from_every_foot(browser, taro, path, who):
    if who == "taro":
        browser.sign_in(taro)
    browser.get(path)

    assert path in browser.links()
    assert browser.statements <= 5


def test_machines_find_what_they_ask_for(browser):
    assert browser.raw("/healthz").text == "ok\n"
    assert "Disallow: /my" in browser.raw("/robots.txt").text
    icon = browser.raw("/favicon.ico")
    assert icon.status_code == 302
    assert icon.headers["Location"].endswith(".svg")


def test_somebody_who_offers_something_sees_why_a_need_suits_them(browser, session, hanako, taro):
    make_offer(session, taro)
    make_need(session, hanako)
    browser.sign_in(taro)
    browser.get("/")

    assert "同じ地区" in browser.text
