"""Whatever is typed into the fields of accounts, no page fails."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from matching.outbox.models import Message
from tests.awkward import AWKWARD, send, type_everywhere
from tests.make import make_person

NAME = {
    "family_name": "髙橋",
    "given_name": "美咲",
    "family_kana": "たかはし",
    "given_kana": "みさき",
}
GOOD = "うさぎ 時計 みかん 灯台 はしご"


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("/sign-in", {"email": "a@example.org"}),
        ("/sign-in/password", {"email": "a@example.org", "password": GOOD}),
    ],
)
def test_nothing_typed_at_the_door_fails(browser, path, good):
    type_everywhere(browser, path, good)


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("/account/profile", NAME),
        ("/account/password", {"password": GOOD, "again": GOOD}),
        ("/people/new", {**NAME, "phone": "0552371161", "agrees": "y"}),
        ("/people/{taro}/profile", NAME),
        ("/people/{taro}", {}),
    ],
)
def test_nothing_typed_inside_fails(browser, root, taro, path, good):
    browser.sign_in(root)
    type_everywhere(browser, path.format(taro=taro.id), good)


def test_nothing_typed_as_a_code_or_at_sign_up_fails(browser, session):
    browser.get("/sign-in")
    browser.submit({"email": "new@example.org"})
    for value in AWKWARD.values():
        fields = {"code": value, "csrf_token": browser.csrf_token()}
        assert send(browser, "/sign-in/code", fields) in (422, 429)
    letter = session.scalars(select(Message)).one()
    browser.raw(re.search(r"/sign-in/link/\S+", letter.text)[0])
    link = re.search(r"/sign-in/link/\S+", letter.text)[0]
    browser.get(link)
    browser.submit()
    browser.follow()
    with browser.client.session_transaction() as cookie:
        proven = dict(cookie)
    for name in (*NAME, "known_as", "town", "district_id", "roles", "agrees"):
        for number, value in enumerate(AWKWARD.values()):
            with browser.client.session_transaction() as cookie:
                cookie.clear()
                cookie.update(proven)
                cookie["proven"] = proven["proven"] | {"email": f"{name}{number}@example.org"}
            browser.get("/sign-up")
            fields = {**NAME, "roles": "resident", "agrees": "y", name: value}
            token = browser.csrf_token()
            assert send(browser, "/sign-up", fields | {"csrf_token": token}) in (303, 422)


@pytest.mark.parametrize("words", AWKWARD)
def test_nothing_in_an_address_fails(browser, root, words):
    browser.sign_in(root)
    value = AWKWARD[words].encode("utf-8", "surrogatepass")
    quoted = "".join(f"%{byte:02x}" for byte in value[:1500])
    for path in ("/people?q=", "/people?role=", "/people?page=", "/sign-in?next=", "/people/"):
        assert browser.raw(path + quoted).status_code < 500
    if quoted:
        assert browser.raw(f"/sign-in/link/{quoted}").status_code in (404, 410)


def test_half_an_emoji_does_not_reach_the_table(browser, session, root):
    person = make_person(session, "山田", "花")
    browser.sign_in(root)
    browser.get(f"/people/{person.id}/profile")
    fields = {**NAME, "town": "丸\0の\ud83d内", "version": "1", "csrf_token": browser.csrf_token()}

    assert send(browser, f"/people/{person.id}/profile", fields) == 303
    session.refresh(person)
    assert person.town.startswith("丸の")
