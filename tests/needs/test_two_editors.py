"""Two people change one need: the second is told, sees what is kept now, and loses nothing typed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config import Config
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.app import create_app
from matching.db import Database
from matching.needs.models import Need
from matching.needs.queries import needs
from matching.needs.rules import State
from matching.organizations.rules import Kind
from tests.browser import Browser, _prefilled, parsed
from tests.make import NOON, make_need, make_organization, make_person
from tests.needs.test_pages import speak_for

TOLD = "先にこの依頼を変更しました"
FIRST = {"title": "先に変えた題名", "bring": "先に書いた鎌"}
SECOND = {
    "title": "後から変えた題名", "body": "後から書いた内容\n二行目", "helpers_wanted": "３",
    "slots-0-begins": "10時半", "slots-0-ends": "１２時",
}  # fmt: skip


@pytest.fixture
def other(app: Flask, session: Session) -> Browser:
    return Browser(app, session)


def loaded(session: Session, need: Need) -> Need:
    return session.scalars(needs().where(Need.id == need.id)).unique().one()


def typed(browser: Browser) -> dict[str, str]:
    """What stands in the form of the page."""
    form = next(f for f in browser.main().iter("form") if f.get("class") == "sheet")
    return {name: value[0].replace("\r\n", "\n") for name, value in _prefilled(form).items()}


def beside(browser: Browser) -> str:
    """What the page says is kept now."""
    kept = browser.main().find(".//details[@open]/div")
    assert kept is not None
    return re.sub(r"\s+", " ", "".join(kept.itertext()))


def test_the_asker_comes_second_to_the_centre(
    browser: Browser, other: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    need = make_need(session, hanako)
    browser.sign_in(hanako)
    other.sign_in(sachiko)
    for one in (browser, other):
        one.get(f"/needs/{need.id}/edit")
    other.submit(FIRST)

    browser.submit(SECOND, status=409)

    assert TOLD in browser.text
    assert all(words in beside(browser) for words in FIRST.values())
    assert "9:00–11:00" in beside(browser)
    shown = {"helpers_wanted": "3", "slots-0-begins": "10:30", "slots-0-ends": "12:00"}
    assert {name: typed(browser)[name] for name in SECOND} == SECOND | shown
    assert loaded(session, need).title == FIRST["title"]
    browser.submit()  # once more, knowingly
    kept = loaded(session, need)
    assert (kept.title, kept.body) == (SECOND["title"], SECOND["body"])
    assert kept.helpers_wanted == 3


def test_the_centre_comes_second_to_the_asker_and_may_start_anew(
    browser: Browser, other: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    need = make_need(session, hanako, state=State.SUBMITTED, opened_at=None)
    browser.sign_in(sachiko)
    other.sign_in(hanako)
    for one in (browser, other):
        one.get(f"/needs/{need.id}/edit")
    other.submit(FIRST)

    browser.submit(SECOND, status=409)
    assert TOLD in browser.text
    browser.get(f"/needs/{need.id}/edit")  # opened anew it shows what is kept

    assert typed(browser)["title"] == FIRST["title"]
    assert loaded(session, need).title == FIRST["title"]


def test_two_officers_fill_in_one_sheet(
    browser: Browser, other: Browser, session: Session, yoko: Person
) -> None:
    fellow = make_person(session, "別の", "役員", Role.RESIDENT)
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, fellow)
    need = make_need(session, yoko, organization_id=group.id, state=State.DRAFT)
    speak_for(browser, session, yoko, group)
    speak_for(other, session, fellow, group)
    for one in (browser, other):
        one.get(f"/needs/{need.id}/sheet")
    other.submit(FIRST)

    browser.submit(SECOND, status=409)

    assert TOLD in browser.text
    assert FIRST["title"] in beside(browser)
    browser.submit()
    assert loaded(session, need).title == SECOND["title"]


@pytest.mark.parametrize(
    ("step", "fields", "kept"),
    [
        ("what", {"title": "後から"}, "先に変えた題名"),
        ("where", {"town": "朝日二丁目"}, "善光寺町"),
        ("when", {"slots-0-ends": "12時"}, "9:00–11:00"),
        ("who", {"bring": "軍手"}, "先に書いた鎌"),
    ],
)
def test_a_step_shows_what_is_kept_of_it(
    browser: Browser, session: Session, hanako: Person, step: str, fields: dict[str, str], kept: str
) -> None:
    need = make_need(session, hanako, state=State.DRAFT)
    browser.sign_in(hanako)
    browser.get(f"/needs/{need.id}/steps/{step}")
    for name, value in FIRST.items():
        setattr(need, name, value)
    session.flush()

    browser.submit(fields, status=409)

    assert TOLD in browser.text
    assert kept in beside(browser)
    assert ("先に変えた題名" in beside(browser)) == (step == "what"), "of this step only"
    browser.submit()
    assert browser.page is not None
    assert browser.page.status_code == 303


def test_what_was_changed_meanwhile_is_checked_again_before_it_is_handed_in(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = make_need(session, hanako, state=State.DRAFT)
    browser.sign_in(hanako)
    browser.get(f"/needs/{need.id}/check")
    need.title = "別の画面で変えた題名"
    session.flush()

    browser.submit(status=409)

    assert TOLD in browser.text
    assert "別の画面で変えた題名" in browser.text
    browser.submit()
    assert loaded(session, need).state is State.SUBMITTED


@pytest.mark.parametrize("page", ["sheet", "steps/what"])
def test_a_draft_that_was_handed_in_meanwhile_can_still_be_changed(
    browser: Browser, other: Browser, session: Session, hanako: Person, page: str
) -> None:
    need = make_need(session, hanako, state=State.DRAFT)
    for one in (browser, other):
        one.sign_in(hanako)
    browser.get(f"/needs/{need.id}/{page}")
    other.get(f"/needs/{need.id}/check")
    other.submit()

    browser.submit({"title": "後から変えた題名", "body": "後から書いた内容"}, status=409)

    assert TOLD in browser.text
    assert need.title in beside(browser)
    browser.submit()
    kept = loaded(session, need)
    assert (kept.state, kept.title) == (State.SUBMITTED, "後から変えた題名")
    assert kept.body == "後から書いた内容"


def test_who_was_not_changed_before_is_not_told(
    browser: Browser, session: Session, hanako: Person
) -> None:
    need = make_need(session, hanako)
    browser.sign_in(hanako)
    browser.get(f"/needs/{need.id}/edit")
    browser.submit(SECOND)

    assert loaded(session, need).title == SECOND["title"]


# ------------------------------------------------------------------ at the same moment


@pytest.mark.slow
@pytest.mark.usefixtures("noon")
def test_of_two_who_save_at_the_same_moment_one_is_told(
    config: Config, own_database: Database
) -> None:
    app = create_app(config, own_database)
    with own_database.write() as session:
        asker = make_person(session, "中込", "花子", Role.RESIDENT, email="hanako@example.org")
        need_id = make_need(session, asker, answer_by=NOON).id
        session.commit()
        browsers = [Browser(app, session) for _ in range(2)]
        for browser in browsers:
            browser.sign_in(asker)
        session.commit()

    for turn in range(5):
        together = Barrier(2)

        def save(number: int, turn: int = turn, together: Barrier = together) -> TestResponse:
            client = browsers[number].client
            page = client.get(f"/needs/{need_id}/edit")
            form = next(f for f in parsed(page.text).iter("form") if f.get("class") == "sheet")
            fields = _prefilled(form) | {"title": f"題名{number}", "body": f"{turn}回目"}
            together.wait()
            return client.post(f"/needs/{need_id}/edit", data=fields)

        with ThreadPoolExecutor(2) as pool:
            pages = list(pool.map(save, range(2)))

        assert sorted(page.status_code for page in pages) == [303, 409]
        second = next(n for n, page in enumerate(pages) if page.status_code == 409)
        assert TOLD in pages[second].text
        assert f'value="題名{second}"' in pages[second].text
        with own_database.read() as session:
            assert session.scalars(select(Need.title)).one() == f"題名{1 - second}"
