"""A helper without a telephone number is asked for one, and may leave it empty."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.organizations.rules import Kind
from tests.browser import Browser
from tests.make import (
    make_match,
    make_need,
    make_offer,
    make_organization,
)
from tests.matches.test_views import letter_link

WHY = "当日、待ち合わせや急な変更の連絡に使います"
NUMBER = "+81552371161"


@pytest.fixture
def asked(session: Session, hanako: Person, taro: Person) -> Match:
    return make_match(session, hanako, taro)


def test_who_says_yes_leaves_a_number_for_the_day(
    browser: Browser, session: Session, taro: Person, sachiko: Person, asked: Match, hanako: Person
) -> None:
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")
    assert WHY in browser.text
    browser.submit({"answer": "yes", "phone": "０５５ー２３７ー１１６１"}, form="/answer")

    session.refresh(taro)
    assert taro.phone == NUMBER
    browser.sign_in(sachiko)
    browser.get(f"/matches/{asked.id}")
    browser.submit(form="/confirm")
    browser.sign_in(hanako)
    browser.get(f"/matches/{asked.id}")
    assert "055-237-1161" in browser.text


@pytest.mark.parametrize("phone", ["", "055-237-1161"])
def test_the_link_of_a_letter_asks_too_and_needs_no_answer_to_it(
    app: Flask, browser: Browser, session: Session, taro: Person, asked: Match, phone: str
) -> None:
    path = letter_link(app, session, asked)
    browser.get(path)
    assert WHY in browser.text

    browser.submit({"answer": "yes", "phone": phone})

    browser.follow()
    session.refresh(taro)
    assert taro.phone == (NUMBER if phone else None)
    assert WHY not in browser.text


def test_what_is_no_number_is_said_and_nothing_is_answered(
    browser: Browser, session: Session, taro: Person, asked: Match
) -> None:
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")

    browser.submit({"answer": "yes", "phone": "あとで"}, form="/answer", status=422)

    assert "電話番号を確かめてください" in browser.text
    session.refresh(asked)
    assert (asked.state.value, taro.phone) == ("offered", None)


def test_who_says_no_is_asked_for_nothing(
    browser: Browser, session: Session, taro: Person, asked: Match
) -> None:
    browser.sign_in(taro)
    browser.get(f"/matches/{asked.id}")

    browser.post(f"/matches/{asked.id}/answer", {"answer": "no", "phone": "055-237-1161"})

    session.refresh(taro)
    assert taro.phone is None


def test_who_comes_forward_is_asked_too(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    need = make_need(session, hanako)
    browser.sign_in(taro)
    browser.get(f"/needs/{need.id}/apply")
    assert WHY in browser.text

    browser.submit({"message": "近くに住んでいます。", "phone": "055-237-1161"})

    session.refresh(taro)
    assert taro.phone == NUMBER


def test_a_number_that_is_known_is_not_asked_for_and_stays(
    browser: Browser, session: Session, hanako: Person, taro: Person, asked: Match
) -> None:
    taro.phone = "+81552000002"
    other = make_need(session, hanako)
    browser.sign_in(taro)
    for path in (f"/matches/{asked.id}", f"/needs/{other.id}/apply"):
        browser.get(path)
        assert WHY not in browser.text, path

    browser.post(f"/matches/{asked.id}/answer", {"answer": "yes", "phone": "055-237-1161"})

    session.refresh(taro)
    assert taro.phone == "+81552000002"


@pytest.mark.parametrize("known_of", ["the company", "nobody"])
def test_an_officer_is_asked_where_neither_they_nor_the_company_can_be_rung_up(
    app: Flask, browser: Browser, session: Session, hanako: Person, taro: Person, known_of: str
) -> None:
    phone = NUMBER if known_of == "the company" else None
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, phone=phone)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    match = make_match(session, hanako, taro, offer=offer)

    browser.get(letter_link(app, session, match))

    assert (WHY in browser.text) == (phone is None)


def test_a_fellow_officer_does_not_speak_for_the_contact_persons_telephone(
    browser: Browser, session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, jiro)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    match = make_match(session, hanako, taro, offer=offer)
    browser.sign_in(jiro)
    browser.get(f"/matches/{match.id}")
    assert WHY not in browser.text

    browser.submit({"answer": "yes", "phone": "055-237-1161"}, form="/answer")

    session.refresh(taro)
    session.refresh(jiro)
    assert (taro.phone, jiro.phone) == (None, None)
