"""Signing in by letter: link and code, bound to the browser, good once, for ten minutes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from matching.accounts.models import Person, SignIn, SignInCode
from matching.accounts.queries import hashed
from matching.accounts.rules import Role
from matching.outbox.models import Message
from tests.browser import Browser
from tests.make import NOON, posted

pytestmark = pytest.mark.usefixtures("hanako")  # whose address is hanako@example.org


@pytest.fixture
def other(app, session):
    """Another browser."""
    return Browser(app, session)


def letter(session) -> Message:
    return session.scalars(select(Message).order_by(Message.id.desc())).first()


def code_of(session) -> str:
    return re.search(r"\b\d{6}\b", letter(session).text)[0]


def link_of(session) -> str:
    return re.search(r"/sign-in/link/\S+", letter(session).text)[0]


def ask(browser, email, path="/sign-in"):
    browser.get(path)
    browser.submit({"email": email})
    return browser.follow()


def sign_ins(session) -> int:
    return session.scalar(select(func.count()).select_from(SignIn))


def test_the_code_of_the_letter_signs_in(browser, session):
    ask(browser, "Hanako@Example.org ")
    browser.submit({"code": code_of(session)})

    browser.get("/account")
    assert "中込 花子" in browser.text
    assert posted(session) == [("hanako@example.org", "accounts/sign_in")]


def test_the_code_may_be_typed_in_full_width_with_blanks(browser, session):
    ask(browser, "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｏｒｇ")
    wide = " ".join(chr(ord(sign) + 0xFEE0) for sign in code_of(session))
    browser.submit({"code": wide})

    browser.get("/account")


def test_the_link_shows_a_button_and_only_the_button_uses_it_up(browser, session):
    ask(browser, "hanako@example.org")
    for _ in range(2):  # a mail scanner and the person
        browser.get(link_of(session))
    browser.submit()

    browser.get("/account")
    browser.get(link_of(session), status=410)


def test_the_link_is_worth_nothing_in_another_browser(browser, other, session):
    ask(browser, "hanako@example.org")
    other.get(link_of(session), status=410)
    other.get("/sign-in")
    other.post(link_of(session), status=410)

    assert sign_ins(session) == 0
    browser.get(link_of(session))
    browser.submit()
    assert sign_ins(session) == 1


def test_the_code_is_worth_nothing_in_another_browser(browser, other, session, taro):
    ask(browser, "hanako@example.org")
    code = code_of(session)
    ask(other, taro.email)
    other.submit({"code": code}, status=422)


def test_a_letter_is_good_once_and_for_ten_minutes(browser, session):
    ask(browser, "hanako@example.org")
    code, link = code_of(session), link_of(session)
    with time_machine.travel(NOON + timedelta(minutes=11)):
        browser.get("/sign-in/code")
        assert "もう使えません" in browser.text
        browser.post("/sign-in/code", {"code": code}, status=422)
        browser.get(link, status=410)
        browser.post(link, status=410)
    assert sign_ins(session) == 0


def test_after_five_wrong_tries_even_the_right_code_is_refused(browser, session):
    ask(browser, "hanako@example.org")
    right = code_of(session)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1):
        browser.submit({"code": wrong}, status=422)
        assert f"あと{left}回" in browser.text
    browser.submit({"code": wrong}, status=422)
    assert "もう使えません" in browser.text

    browser.post("/sign-in/code", {"code": right}, status=422)

    assert sign_ins(session) == 0


def test_nobody_learns_whether_an_address_is_known(browser, other, session):
    ask(browser, "hanako@example.org")
    ask(other, "nobody@example.org")

    def said(visitor):
        return re.sub(r"\S+@example\.org", "", visitor.text)

    assert said(browser) == said(other)
    assert [template for _, template in posted(session)] == ["accounts/sign_in"] * 2


def test_somebody_new_signs_up_after_the_code(browser, session):
    ask(browser, "sakura@example.org", "/sign-in?next=/account/profile")
    browser.submit({"code": code_of(session)})
    browser.follow()
    browser.submit(
        {
            "family_name": "𠮷﨑",
            "given_name": "髙子",
            "family_kana": "ヨシザキ",
            "given_kana": "たかこ",
            "roles": ["resident", "volunteer"],
            "agrees": "y",
            "town": "丸の内二丁目",
        }
    )

    assert browser.page.headers["Location"] == "/account/profile"
    made = session.scalars(select(Person).where(Person.email == "sakura@example.org")).one()
    assert (made.display_name, made.family_kana) == ("𠮷﨑 髙子", "よしざき")
    browser.follow()
    assert "ようこそ" in browser.text
    session.refresh(made, ["grants"])
    assert made.roles == {Role.RESIDENT, Role.VOLUNTEER}


def test_signing_up_says_what_is_missing_and_keeps_what_was_typed(browser, session):
    ask(browser, "sakura@example.org")
    browser.submit({"code": code_of(session)})
    browser.follow()
    browser.submit({"family_name": "﨑山"}, status=422)

    for words in ("名を入力", "姓の読み", "1つ以上選んで", "同意が必要"):
        assert words in browser.text
    assert browser.tree.find(".//input[@name='family_name']").get("value") == "﨑山"


def test_one_line_is_enough_of_a_name(browser, session):
    ask(browser, "minh@example.org")
    browser.submit({"code": code_of(session)})
    browser.follow()
    browser.submit({"known_as": "Nguyễn Văn Minh", "roles": ["volunteer"], "agrees": "y"})

    browser.get("/account")
    assert "Nguyễn Văn Minh" in browser.text


def test_the_proof_of_an_address_does_not_last(browser, session):
    ask(browser, "sakura@example.org")
    browser.submit({"code": code_of(session)})
    with time_machine.travel(NOON + timedelta(hours=2)):
        browser.get("/sign-up", status=303)
    browser.get("/sign-up")


def test_who_never_asked_is_sent_to_the_beginning(browser):
    for path in ("/sign-in/code", "/sign-up"):
        browser.get(path, status=303)
        assert browser.page.headers["Location"] == "/sign-in"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_nobody_is_sent_to_another_site(browser, session, elsewhere):
    browser.get(f"/sign-in?next={elsewhere}")
    browser.submit({"email": "hanako@example.org", "next": elsewhere})
    browser.follow()
    browser.submit({"code": code_of(session)})

    assert browser.page.headers["Location"] == "/"


def test_a_page_that_asks_for_signing_in_is_reached_afterwards(browser, session):
    browser.get("/account/profile?x=1", status=303)
    browser.follow()
    browser.submit({"email": "hanako@example.org"})
    browser.follow()
    browser.submit({"code": code_of(session)})

    assert browser.page.headers["Location"] == "/account/profile?x=1"


def test_every_sign_in_has_a_new_token_and_forgets_the_old(browser, session):
    tokens = []
    for _ in range(2):
        ask(browser, "hanako@example.org")
        browser.submit({"code": code_of(session)})
        with browser.client.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
            assert set(cookie) == {"_user_id", "_fresh", "_id", "_permanent"}

    assert tokens[0] != tokens[1]
    assert sign_ins(session) == 1


def test_a_replayed_cookie_is_worth_nothing_after_signing_out(browser, session):
    ask(browser, "hanako@example.org")
    browser.submit({"code": code_of(session)})
    stolen = browser.client.get_cookie("yui").value
    browser.get("/account")
    browser.post("/sign-out")

    browser.client.set_cookie("yui", stolen)

    browser.get("/account", status=303)
    assert browser.page.headers["Location"].startswith("/sign-in?next=")
    assert sign_ins(session) == 0


def test_a_sign_in_lasts_ninety_days_at_most(browser, session):
    ask(browser, "hanako@example.org")
    browser.submit({"code": code_of(session)})
    with time_machine.travel(NOON + timedelta(days=89)):
        browser.get("/account")
    with time_machine.travel(NOON + timedelta(days=90, minutes=5)):
        browser.get("/account", status=303)


def test_a_disabled_person_is_not_let_in(browser, session, hanako):
    hanako.disabled_at = NOON
    ask(browser, "hanako@example.org")
    browser.submit({"code": code_of(session)}, status=403)

    assert sign_ins(session) == 0


def test_a_code_is_kept_in_a_form_that_cannot_be_guessed_from_the_table(browser, session):
    ask(browser, "hanako@example.org")
    row = session.scalars(select(SignInCode)).one()

    assert row.code_hash != hashed(code_of(session))


def test_the_letter_speaks_the_language_of_its_reader(browser, session):
    browser.client.set_cookie("language", "en")
    ask(browser, "someone@example.org")
    assert letter(session).language == "en"

    ask(browser, "hanako@example.org")
    assert letter(session).language == "ja"
