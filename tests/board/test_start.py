"""What somebody new still has to say: worked out from what is known, said once, put off in a tap."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.offers.models import Offer
from matching.organizations.models import Affiliation
from matching.organizations.rules import Approval, Kind
from tests.browser import Browser, words
from tests.make import NOON, make_offer, make_organization, make_person

HOURS = frozenset({9, 10})


def states(browser: Browser) -> dict[str, str]:
    """What the list says of each thing."""
    found = {}
    for line in browser.main().iter("li"):
        if "task" in (line.get("class") or "").split():
            link, tag = line.find(".//a"), line.find("span")
            assert link is not None
            assert tag is not None
            found[words(link)] = words(tag)
    return found


@pytest.fixture
def newcomer(session: Session) -> Person:
    return make_person(
        session, "甲斐", "めぐみ", Role.VOLUNTEER, email="new@example.org", district_id=None
    )


def test_whoever_wants_to_help_sees_what_is_still_to_be_said(
    browser: Browser, newcomer: Person
) -> None:
    browser.sign_in(newcomer)
    browser.get("/my/start")

    assert states(browser) == {
        "連絡先": "済み", "お住まいの地区": "まだ", "できること・得意なこと": "まだ", "空いている時間": "まだ",
        "お願いを受け取る": "まだ", "お知らせの受け取り方": "任意", "大学の所属": "任意",
    }  # fmt: skip
    assert "5個のうち、1個が済みました" in browser.text


def test_each_thing_leads_to_its_page_and_back_and_is_then_said(
    browser: Browser, session: Session, newcomer: Person
) -> None:
    browser.sign_in(newcomer)
    sent = {
        "/account/profile?next=/my/start": {"district_id": "1", "town": "善光寺町"},
        "/offers/mine/skills?next=/my/start": {"interests": "草取り"},
        "/offers/mine/times?next=/my/start": {"week": ["9"]},
        "/offers/mine/asks?next=/my/start": {"opted_in": "y"},
        "/letters/wishes?next=/my/start": {},
    }
    for path, fields in sent.items():
        browser.get("/my/start")
        assert path in browser.links()
        browser.get(path)
        browser.submit(fields)
        assert browser.page is not None
        assert browser.page.headers["Location"] == "/my/start", path

    browser.get("/my/start")
    said = states(browser)
    assert [name for name, state in said.items() if state == "まだ"] == []
    assert "すべてそろいました" in browser.text
    assert session.get_one(Person, newcomer.id).district_id == 1


def test_a_page_leads_back_only_into_this_site(browser: Browser, newcomer: Person) -> None:
    browser.sign_in(newcomer)
    browser.get("/offers/mine/times?next=https://evil.example/")
    browser.submit({"week": ["9"]})

    assert browser.page is not None
    assert browser.page.headers["Location"] == "/"


def test_who_may_be_under_age_needs_a_guardian(browser: Browser, newcomer: Person) -> None:
    newcomer.birth_year = NOON.year - 16
    browser.sign_in(newcomer)
    browser.get("/my/start")
    assert states(browser)["保護者の同意"] == "まだ"
    newcomer.guardian_consented_at = NOON

    browser.get("/my/start")

    assert states(browser)["保護者の同意"] == "済み"


@pytest.mark.parametrize(
    ("approval", "said"), [(Approval.PENDING, "任意"), (Approval.APPROVED, "済み")]
)
def test_a_student_sees_where_the_university_stands(
    browser: Browser, session: Session, newcomer: Person, approval: Approval, said: str
) -> None:
    it = make_organization(session, "見本大学", Kind.UNIVERSITY)
    session.add(
        Affiliation(organization_id=it.id, person_id=newcomer.id, claimed_at=NOON, approval=approval)
    )  # fmt: skip
    browser.sign_in(newcomer)
    browser.get("/my/start")

    assert states(browser)["大学の所属"] == said
    assert ("大学の担当者が確かめています" in browser.text) is (approval is Approval.PENDING)


def test_who_only_asks_is_not_bothered(browser: Browser, hanako: Person) -> None:
    browser.sign_in(hanako)
    browser.get("/my")
    assert "/my/start" not in browser.links()
    browser.get("/my/start")

    assert "まだ" not in states(browser).values()
    assert not {"できること・得意なこと", "空いている時間", "大学の所属"} & set(states(browser))
    assert "/needs/new" in browser.links()


def test_my_page_counts_what_is_said_until_all_of_it_is(
    browser: Browser, session: Session, newcomer: Person
) -> None:
    browser.sign_in(newcomer)
    browser.get("/my")
    assert "登録の続き（1 / 5）" in browser.text
    make_offer(session, newcomer, "grass_cutting", week=HOURS, opted_in_at=None)
    browser.get("/my")
    assert "登録の続き（3 / 5）" in browser.text
    newcomer.district_id = 1
    make_opted_in(session, newcomer)

    browser.get("/my")

    assert "登録の続き" not in browser.text


def make_opted_in(session: Session, person: Person) -> None:
    session.execute(update(Offer).where(Offer.person_id == person.id).values(opted_in_at=NOON))


def test_who_puts_it_off_is_no_longer_reminded(browser: Browser, newcomer: Person) -> None:
    browser.sign_in(newcomer)
    browser.get("/my")
    browser.submit(form="/preferences")
    browser.follow()

    assert "登録の続き" not in browser.text
    browser.get("/my/start")
    assert "まだ" in states(browser).values()


def test_who_speaks_for_an_organisation_is_led_to_its_registration(
    browser: Browser, session: Session, newcomer: Person
) -> None:
    it = make_organization(session, "見本産業株式会社", Kind.COMPANY, newcomer)
    browser.sign_in(newcomer)
    browser.get("/organizations/mine")
    browser.post("/organizations/act", {"organization": str(it.id), "next": "/my"})
    browser.get("/my")
    assert "登録の続き" not in browser.text

    assert browser.raw("/my/start").headers["Location"] == "/offers/mine"


@pytest.mark.parametrize(
    ("role", "wanted", "led"),
    [
        ("volunteer", None, "/my/start"),
        ("volunteer", "/needs/7/apply", "/needs/7/apply"),
        ("resident", None, "/"),
        ("resident", "/needs/new", "/needs/new"),
    ],
)
def test_who_has_just_signed_up_is_led_on(
    browser: Browser, role: str, wanted: str | None, led: str
) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["proven"] = {"email": "x@example.org", "at": NOON.isoformat()}
        cookie["next"] = wanted
    browser.get("/sign-up")

    browser.submit({
        "family_name": "仮名", "given_name": "一", "family_kana": "かめい", "given_kana": "はじめ",
        "roles": [role], "agrees": "y",
    })  # fmt: skip

    assert browser.page is not None
    assert browser.page.headers["Location"] == led
