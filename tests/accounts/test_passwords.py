"""Passwords: long, not common, not one's own name; argon2id; changing one ends other sign-ins."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from sqlalchemy import func, select

from matching.accounts import actions, passwords
from matching.accounts.models import SignIn
from tests.browser import Browser
from tests.make import NOON, posted

GOOD = "うさぎ 時計 みかん 灯台 はしご"
ABOUT = ("髙橋", "美咲", "たかはし", "みさき", "misaki.t@example.ac.jp", "")


def test_the_list_is_long_and_holds_no_short_ones():
    assert len(passwords.common()) >= 1_000
    assert all(len(word) >= 8 for word in passwords.common())


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct kaki battery shamisen",
        "Tr0ubador&3-bicycle-kofu",
        "𠮷野家の牛丼を月曜に食べるのが好き",
        "👩‍🌾🍑🍇🗻🚲🎣🥾🏮🎐🎋🪁🧺🪣🧹🧤",
        "x" * 3 + "q8Zr-Lm2!vK0pWd",
    ],
)
def test_a_good_password_is_taken(password):
    assert passwords.problems(password, ABOUT) == []


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short-but-odd!",  # 14
        "長" * 201,
        "aaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "P@ssw0rdP@ssw0rd",
        "password12345678",
        "PASSWORD!!!!2026",
        "abcabcabcabcabcabc",
        "qwertyuiopqwertyui",
        "123456789012345",
        "zyxwvutsrqponmlk",
        "correcthorsebatterystaple",
        "correct-horse-battery-staple",
        "パスワードパスワードパスワード",
        "my name is misaki.t ok",
        "takahashi eats peaches",
        "美咲は毎朝ぶどうを食べて走ります",
        "ＴＡＫＡＨＡＳＨＩ　ｅａｔｓ　ｐｅａｃｈｅｓ",
    ],
)
def test_a_password_that_could_be_guessed_is_refused(password):
    assert [problem.field for problem in passwords.problems(password, ABOUT)] == ["password"]


def set_password(browser, person, password=GOOD):
    browser.sign_in(person)
    browser.get("/account/password")
    browser.submit({"password": password, "again": password})


def test_a_password_signs_in_in_any_width(browser, session, hanako):
    set_password(browser, hanako, "ｇｒａｐｅｓ　ａｎｄ　ｌａｄｄｅｒｓ")
    browser.sign_out()

    browser.get("/sign-in/password?next=/account")
    browser.submit({"email": "HANAKO@example.org", "password": "grapes and ladders"})

    assert browser.page.headers["Location"] == "/account"
    session.refresh(hanako)
    assert hanako.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("email", ["hanako@example.org", "taro@example.org", "no@example.org"])
def test_a_wrong_password_says_the_same_for_every_address(browser, hanako, taro, email):
    set_password(browser, hanako)
    assert taro.password_hash is None
    browser.sign_out()

    browser.get("/sign-in/password")
    browser.submit({"email": email, "password": "not the password at all"}, status=422)

    assert "メールアドレスかパスワードが違います。" in browser.text


def test_an_unknown_address_takes_as_long_as_a_known_one(session, hanako):
    actions.change_password(session, hanako, GOOD, keep=0, at=NOON)

    def took(email):
        start = time.process_time()
        actions.person_by_password(session, email, "wrong wrong wrong wrong")
        return time.process_time() - start

    took("nobody@example.org")  # makes the hash that nobody's password is held against
    times = [
        median(took(email) for _ in range(5))
        for email in ("hanako@example.org", "nobody@example.org")
    ]
    # Without the second hash it would be a hundred times faster, not a third.
    assert max(times) < 3 * min(times)


def test_changing_the_password_ends_all_other_sign_ins(browser, app, session, hanako):
    elsewhere = Browser(app, session)
    elsewhere.sign_in(hanako)
    elsewhere.get("/account")

    set_password(browser, hanako)

    browser.get("/account")
    elsewhere.get("/account", status=303)
    assert posted(session) == [("hanako@example.org", "accounts/password_changed")]


def test_a_password_is_changed_only_soon_after_signing_in(browser, hanako):
    browser.sign_in(hanako)
    with time_machine.travel(NOON + timedelta(minutes=16)):
        browser.get("/account/password")
        assert "もう一度サインイン" in browser.text
        browser.post("/account/password", {"password": GOOD, "again": GOOD}, status=200)
    assert hanako.password_hash is None


def test_two_different_passwords_are_told_apart(browser, hanako):
    browser.sign_in(hanako)
    browser.get("/account/password")
    browser.submit({"password": GOOD, "again": GOOD + "!"}, status=422)

    assert "上と同じパスワード" in browser.text


def test_signing_out_everywhere_ends_every_sign_in(browser, app, session, hanako, taro):
    elsewhere, others = Browser(app, session), Browser(app, session)
    for visitor, person in ((browser, hanako), (elsewhere, hanako), (others, taro)):
        visitor.sign_in(person)
    browser.get("/account")
    browser.submit(form="sign-ins/end")

    elsewhere.get("/account", status=303)
    others.get("/account")
    assert session.scalar(select(func.count()).select_from(SignIn)) == 1
