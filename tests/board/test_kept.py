"""Pages and cards that were drawn before are shown again only where they show the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from matching.board import finding
from matching.board.kept import Kept
from matching.districts.models import District
from matching.needs.models import Slot
from matching.needs.rules import State, Urgency
from tests.board.make import worded
from tests.board.test_listing import titles
from tests.make import NOON, SATURDAY_9, district, make_need, make_offer

CHANGES = {
    "title": ("公園の掃除", "公園の掃除"),
    "town": ("里吉町", "里吉町"),
    "urgency": (Urgency.URGENT, "急ぎ"),
    "helpers_wanted": (7, "7人募集"),
    "kind": ("digital", "スマホ・パソコン"),
    "remote": (True, "オンライン・電話でできます"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_need_is_seen_at_once(browser, session, hanako, name):
    need = worded(session, hanako, "庭の草取り")
    value, seen = CHANGES[name]
    browser.get("/board")
    assert seen not in browser.text.partition("募集中")[2]

    setattr(need, name, value)
    session.flush()
    browser.get("/board")

    assert seen in browser.text.partition("募集中")[2]


def test_a_place_that_is_taken_is_seen_at_once(browser, session, hanako):
    need = make_need(session, hanako, helpers_wanted=2)
    browser.get("/board")
    assert "2人募集" in browser.text

    need.places_taken = 1
    session.flush()
    browser.get("/board")
    assert "あと1人（2人募集）" in browser.text

    need.places_taken, need.state = 2, State.FILLED
    session.flush()
    browser.get("/board")
    assert "満員" in browser.text
    assert "募集中 0件" in browser.text


def test_another_time_and_one_more_slot_are_seen_at_once(browser, session, hanako):
    need = make_need(session, hanako)
    browser.get("/board")
    later = SATURDAY_9 + timedelta(days=1)

    session.execute(update(Slot).values(ends_at=SATURDAY_9 + timedelta(hours=3)))
    browser.get("/board")
    assert "9:00–12:00" in browser.text

    session.add(Slot(need_id=need.id, starts_at=later, ends_at=later + timedelta(hours=1)))
    session.flush()
    browser.get("/board")
    assert "ほか1回" in browser.text


def test_a_district_by_another_name_is_seen_at_once(browser, session, hanako):
    make_need(session, hanako)
    browser.get("/board")

    session.execute(update(District).where(District.name == "里垣").values(name="新里垣"))
    browser.get("/board")

    assert browser.text.count("新里垣地区") == 2  # on the card, and among the choices


def test_the_next_day_counts_anew(browser, session, hanako):
    make_need(session, hanako)
    browser.get("/board")
    assert "あと4日" in browser.text

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        browser.get("/board")
    assert "あと3日" in browser.text


def test_each_visitor_has_their_own_token_and_choices(app, session, hanako, browser):
    make_need(session, hanako)
    session.commit()
    tokens = set()
    for _visitor in range(3):
        page = app.test_client().get("/board").text
        assert "place-of-the-token" not in page
        tokens.add(page.partition('name="csrf_token" value="')[2].partition('"')[0])
    assert len(tokens) == 3
    assert all(len(token) > 40 for token in tokens)

    browser.get("/board")
    browser.post("/preferences", {"language": "en", "next": "/board"})
    browser.get("/board")
    assert "1 wanted" in browser.text
    browser.post("/preferences", {"text": "large", "next": "/board"})
    browser.get("/board")
    assert browser.tree.get("class") == "large-text"


def test_the_token_of_a_kept_page_works(session, hanako, browser):
    make_need(session, hanako)
    browser.get("/board")
    browser.get("/board")

    browser.post("/preferences", {"language": "en", "next": "/board"})


def test_nobody_sees_what_concerns_another(session, hanako, taro, browser):
    make_offer(session, taro)
    worded(session, hanako, "庭の草取り")
    browser.sign_in(taro)
    browser.get("/board")
    assert "同じ地区" in browser.text

    browser.sign_out()
    browser.get("/board")

    assert "同じ地区" not in browser.text
    assert taro.given_name not in browser.page.text


def test_a_message_after_an_action_is_shown_once_and_kept_for_nobody(app, session, hanako, browser):
    make_need(session, hanako)
    with browser.client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "ありがとうございました。")]
    browser.get("/board")
    assert "ありがとうございました。" in browser.text

    browser.get("/board")
    assert "ありがとうございました。" not in browser.text
    assert "ありがとうございました。" not in app.test_client().get("/board").text


def test_only_so_many_pieces_are_kept(app):
    drawn: list[int] = []

    def draw(number: int) -> str:
        drawn.append(number)
        return str(number)

    kept = Kept(2)
    with app.test_request_context("/"):
        for number in (1, 2, 1, 3, 1, 2):
            assert kept.piece(number, lambda number=number: draw(number)) == str(number)

    assert drawn == [1, 2, 3, 2]


@pytest.mark.parametrize("most", [1, 4])
def test_beyond_what_is_counted_it_is_said_that_there_is_more(
    browser, session, hanako, monkeypatch, most
):
    monkeypatch.setattr(finding, "MOST_COUNTED", most)
    for number in range(3):
        worded(session, hanako, f"草刈り {number}", district_id=district(session).id)

    found = titles(browser, "/board")

    assert len(found) == min(most, 3)
    assert ("募集中 1件以上" in browser.text) == (most == 1)
    assert ("条件でしぼってください" in browser.text) == (most == 1)
