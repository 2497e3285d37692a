"""Letters in the app: one's own only, counted until read; wishes; one click ends the digest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Language
from matching.mailbox.actions import post, wishes_for
from matching.mailbox.models import Notice, Wishes
from matching.mailbox.rules import Mode, paragraphs
from matching.matches import letters
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.outbox.models import Message
from matching.outbox.rules import Letter
from tests.browser import Browser
from tests.make import NOON, make_match, posted


def letter(session: Session, asker: Person, helper: Person) -> Letter:
    made = make_match(session, asker, helper)
    session.expire_all()
    return letters.accepted(session.scalars(matches().where(Match.id == made.id)).one())


@pytest.fixture
def told(session: Session, hanako: Person, taro: Person) -> Notice:
    """A letter to Hanako: somebody will help her."""
    post(session, letter(session, hanako, taro), at=NOON)
    return session.scalars(select(Notice).where(Notice.person_id == hanako.id)).one()


def test_readings_stand_in_brackets_in_the_mail_and_over_the_words_on_the_page(
    session: Session, hanako: Person, taro: Person
) -> None:
    hanako.language = Language.EASY

    post(session, letter(session, hanako, taro), at=NOON)

    mail, notice = session.scalars(select(Message)).one(), session.scalars(select(Notice)).one()
    assert "手伝(てつだ)う 人が 見つかりました" in mail.subject
    assert "手伝う 人が 見つかりました" in notice.subject
    assert "連絡先〈" in notice.text


def test_a_letter_is_unread_until_it_is_opened_from_the_list(
    browser: Browser, hanako: Person, told: Notice
) -> None:
    browser.sign_in(hanako)
    browser.get("/letters")
    assert "未読" in browser.text

    browser.submit(form=f"/letters/{told.id}/read")
    browser.follow()

    assert told.text.split()[0] in browser.text
    assert told.path in browser.links()
    browser.get("/letters")
    assert "未読" not in browser.text


def test_looking_at_a_letter_writes_nothing(browser: Browser, hanako: Person, told: Notice) -> None:
    browser.sign_in(hanako)

    browser.get(f"/letters/{told.id}")

    assert told.read_at is None
    browser.submit(form="/read")
    assert told.read_at is not None


def test_the_header_counts_unread_letters_until_all_are_read(
    browser: Browser, hanako: Person, told: Notice
) -> None:
    del told
    browser.sign_in(hanako)
    browser.get("/letters")
    assert "未読1件" in "".join(browser.tree.itertext())

    browser.submit(form="/letters/read")
    browser.follow()

    assert "未読1件" not in "".join(browser.tree.itertext())


@pytest.mark.parametrize(("who", "status"), [("taro", 403), ("sachiko", 403), ("hanako", 200)])
def test_nobody_reads_anothers_letter(
    browser: Browser, told: Notice, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    browser.sign_in(request.getfixturevalue(who))

    browser.get(f"/letters/{told.id}", status=status)


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_needs_few_statements(
    browser: Browser, session: Session, hanako: Person, number: int
) -> None:
    session.add_all(
        Notice(
            person_id=hanako.id, template="x", subject=f"{n}通目", text="本文", posted_at=NOON
            + timedelta(minutes=n),
        )
        for n in range(number)
    )  # fmt: skip
    browser.sign_in(hanako)

    browser.get("/letters?page=1")

    assert browser.statements <= 6
    assert f"{number - 1}通目" in browser.text


@pytest.mark.parametrize("page", ["0", "-1", "99999999999", "まえ"])
def test_any_page_number_shows_some_page(browser: Browser, hanako: Person, page: str) -> None:
    browser.sign_in(hanako)

    browser.get(f"/letters?page={page}")


def test_who_wishes_so_is_told_in_the_app_only(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    browser.sign_in(hanako)
    browser.get("/letters/wishes")
    browser.submit({"mode": "in_app", "digest": None})
    post(session, letter(session, hanako, taro), at=NOON)

    kept = session.get_one(Wishes, hanako.id)
    assert (kept.mode, kept.digest) == (Mode.IN_APP, False)
    assert posted(session) == []
    assert len(session.scalars(select(Notice)).all()) == 1


def test_a_wish_nobody_offers_is_refused(browser: Browser, hanako: Person) -> None:
    browser.sign_in(hanako)
    browser.get("/letters/wishes")

    browser.submit({"mode": "by pigeon"}, status=422)


def test_looking_at_the_link_ends_nothing_and_the_button_ends_the_digest(
    browser: Browser, session: Session, taro: Person
) -> None:
    wishes = wishes_for(session, taro.id, at=NOON)
    browser.get(f"/unsubscribe/{wishes.unsubscribe_token}")
    assert wishes.digest

    browser.submit(status=200)

    assert not wishes.digest
    assert "届きません" in browser.text


def test_a_mail_program_ends_the_digest_with_one_click(
    app: Flask, session: Session, taro: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    wishes = wishes_for(session, taro.id, at=NOON)
    session.commit()

    answer = app.test_client().post(
        f"/unsubscribe/{wishes.unsubscribe_token}", data={"List-Unsubscribe": "One-Click"}
    )

    session.expire_all()
    assert answer.status_code == 200
    assert not wishes.digest


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00" * 43, "結" * 43, "x" * 5000])
def test_a_link_nobody_was_sent_is_no_page(browser: Browser, token: str) -> None:
    assert browser.raw(f"/unsubscribe/{token}").status_code == 404
    assert browser.raw(f"/unsubscribe/{token}", "POST").status_code == 404


def test_the_line_that_is_the_link_is_left_to_the_button() -> None:
    assert paragraphs("花子 様\n\n読んでください。\n/matches/3\n", "/matches/3") == [
        ["花子 様"],
        ["読んでください。"],
    ]


def test_developers_read_what_was_sent(browser: Browser, app: Flask) -> None:
    folder = app.extensions["config"].var / "mail"
    folder.mkdir(exist_ok=True)
    (folder / "1.eml").write_bytes(
        "To: hanako@example.org\nSubject: 番号\n\nhttp://localhost/sign-in/link/abc\n".encode()
    )

    browser.get("/dev/mail")

    assert "http://localhost/sign-in/link/abc" in browser.links()
