"""Pages of the sheet, things to lend, and the register."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person, SignIn
from matching.audit.models import Entry
from matching.offers.models import Area, HeldSkill, Licence, Offer, Resource
from matching.offers.rules import Level, Travel
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.skills.rules import ResourceKind, synonyms
from matching.text import search_words
from tests.browser import Browser, words
from tests.make import NOON, district, make_offer, make_organization, make_person

PARTS = ("skills", "times", "places", "languages", "asks")
"""Of a person; organisations say besides how many they can send."""


def own(session: Session, person: Person) -> Offer:
    session.expire_all()
    mine = Offer.person_id == person.id
    return session.scalars(select(Offer).where(mine, Offer.organization_id.is_(None))).one()


def act_for(session: Session, organization: Organization, person: Person) -> None:
    for sign_in in session.scalars(select(SignIn).where(SignIn.person_id == person.id)):
        sign_in.acting_for_id = organization.id
    session.flush()


def test_the_first_part_that_is_saved_begins_the_registration(
    browser: Browser, session: Session, taro: Person
) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine")
    assert "まだ何も登録していません" in browser.text

    browser.get("/offers/mine/skills")
    browser.submit({"grass_cutting": "good", "sports": "try", "interests": "将棋が　好き"})
    browser.follow()

    assert "保存しました" in browser.text
    assert "得意：草取り・草刈り" in browser.text
    held = session.scalars(select(HeldSkill).order_by(HeldSkill.skill)).all()
    assert [(one.skill, one.level) for one in held] == [
        ("grass_cutting", Level.GOOD),
        ("sports", Level.TRY),
    ]
    assert own(session, taro).home_district_id == taro.district_id
    assert "まだお願いは届きません" in browser.text

    browser.submit(form="opt_in")
    browser.follow()
    assert own(session, taro).opted_in_at is not None


def test_every_part_opens_and_saves_what_it_showed(
    browser: Browser, session: Session, taro: Person
) -> None:
    make_offer(session, taro, "grass_cutting")
    browser.sign_in(taro)

    for part in PARTS:
        browser.get(f"/offers/mine/{part}")
        browser.submit()
        browser.follow()
        assert "保存しました" in browser.text


def test_a_person_comes_alone(browser: Browser, session: Session, taro: Person) -> None:
    offer = make_offer(session, taro, "grass_cutting")
    browser.sign_in(taro)

    for path in ("/offers/mine/staff", f"/offers/{offer.id}/staff"):
        browser.get(path, status=404)
        browser.post(path, {"head_count": "50"}, status=404)

    assert own(session, taro).head_count == 1


def test_times_and_days_away(browser: Browser, session: Session, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/times")
    browser.submit(
        {
            "week": ["9", "10", "129"],
            "days_off-0-from_on": "令和8年12月1日",
            "days_off-0-to_on": "１２月３日",
            "days_off-1-to_on": "2026-12-24",
        }
    )
    browser.follow()

    assert "月 9–11時、土 9–10時" in browser.text
    assert "休み：12月1日(火)–12月3日(木)、12月24日(木)" in browser.text
    browser.get("/offers/mine/times")
    browser.submit({"days_off-0-from_on": "", "days_off-0-to_on": "", "week": None})
    browser.follow()
    assert "12月1日" not in browser.text
    assert own(session, taro).week is None


def test_days_away_that_end_before_they_begin_are_said_to(browser: Browser, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/times")
    browser.submit(
        {"days_off-0-from_on": "2026-12-03", "days_off-0-to_on": "2026-12-01"}, status=422
    )

    assert "終わりの日は、始まりの日より前にはできません" in browser.text


def ways(browser: Browser) -> dict[str, str]:
    """What the list of parts offers: the word of each link, by the part."""
    rows = (link for dd in browser.main().iter("dd") for link in dd.iter("a"))
    return {part: word for word, part in (words(link).split(": ") for link in rows)}


def test_what_is_empty_is_filled_in_and_what_is_said_is_changed(
    browser: Browser, session: Session, taro: Person
) -> None:
    make_offer(session, taro, "grass_cutting", home_district_id=None)
    browser.sign_in(taro)

    browser.get("/offers/mine")

    assert ways(browser)["できること"] == "変更する"
    assert ways(browser)["場所"] == "入力する"


def test_places(browser: Browser, session: Session, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/places")
    browser.submit(
        {
            "home_district_id": str(district(session, "相川").id),
            "travel": "bicycle",
            "radius_km": "5",
            "districts": [str(district(session, "東").id)],
            "remote_ok": "y",
        }
    )
    browser.follow()

    assert "相川地区から、自転車、5 kmまで、手伝える地区1か所、電話・オンラインも可" in browser.text
    offer = own(session, taro)
    assert (offer.travel, offer.radius_km, offer.remote_ok) == (Travel.BICYCLE, 5, True)
    assert session.scalars(select(Area.district_id)).all() == [district(session, "東").id]


def test_languages_and_licences_with_their_end(
    browser: Browser, session: Session, taro: Person
) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/languages")
    browser.submit(
        {"languages": ["en", "ja"], "licences": ["driving", "nurse"], "expires_driving": "R5.1.1"}
    )
    browser.follow()

    assert "普通自動車免許の有効期限が過ぎています" in browser.text
    assert own(session, taro).languages == "ja en"
    held = session.scalars(select(Licence).order_by(Licence.licence)).all()
    assert [(one.licence, one.expires_on) for one in held] == [
        ("driving", date(2023, 1, 1)),
        ("nurse", None),
    ]


def test_how_often_one_may_be_asked(browser: Browser, session: Session, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/asks")
    browser.submit({"asks_per_month": "２", "urgent_ok": "y", "opted_in": "y"})
    browser.follow()

    assert "1か月に2回まで、急ぎのときは別" in browser.text
    assert own(session, taro).urgent_ok
    browser.get("/offers/mine/asks")
    browser.submit({"asks_per_month": "100"}, status=422)
    assert "0から31まで" in browser.text


@pytest.mark.parametrize("change", ["pause", "resume", "opt_out", "opt_in", "confirm"])
def test_each_change_says_what_it_did(browser: Browser, session: Session, taro: Person, change: str) -> None:  # fmt: skip
    make_offer(session, taro)
    browser.sign_in(taro)
    browser.get("/offers/mine")
    browser.post(f"/offers/mine/{change}")
    browser.follow()

    assert browser.tree.find(".//*[@role='status']") is not None


def test_changes_before_anything_was_said_are_no_page(browser: Browser, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine")
    browser.post("/offers/mine/pause", status=404)


def test_minors_are_told_that_a_guardian_must_agree(
    browser: Browser, session: Session, misaki: Person
) -> None:
    misaki.birth_year = 2010
    browser.sign_in(misaki)
    browser.get("/offers/mine")
    assert "保護者の同意が必要です" in browser.text

    misaki.guardian_consented_at = NOON
    session.flush()
    browser.get("/offers/mine")
    assert "保護者の同意が必要です" not in browser.text


def test_an_organisation_offers_staff_and_things(
    browser: Browser, session: Session, yoko: Person
) -> None:
    company = make_organization(session, "架空運送", Kind.COMPANY, yoko)
    browser.sign_in(yoko)
    act_for(session, company, yoko)
    browser.get("/offers/mine/staff")
    browser.submit({"head_count": "４"})
    browser.follow()
    assert "4人まで" in browser.text

    browser.get("/offers/mine/resources/new")
    browser.submit(
        {"kind": "vehicle", "name": "2tトラック", "quantity": "2", "unit": "台", "week": ["9"]}
    )
    browser.follow()
    assert "2tトラック（車）2台、月 9–10時" in browser.text

    offer = session.scalars(select(Offer)).one()
    assert (offer.organization_id, offer.person_id, offer.head_count) == (company.id, yoko.id, 4)
    thing = session.scalars(select(Resource)).one()
    browser.get(f"/offers/mine/resources/{thing.id}")
    browser.submit({"quantity": "3"})
    browser.get(f"/offers/mine/resources/{thing.id}")
    browser.submit(form="withdraw")
    browser.follow()
    assert "取り下げました" in browser.text
    assert session.scalars(select(Resource)).all() == []


def test_a_thing_without_kind_or_name_is_not_kept(browser: Browser, taro: Person) -> None:
    browser.sign_in(taro)
    browser.get("/offers/mine/resources/new")
    browser.submit({"kind": None, "name": "", "quantity": "０"}, status=422)

    assert "種類を選んでください" in browser.text


def test_nobody_reaches_anothers_things(
    browser: Browser, session: Session, taro: Person, jiro: Person
) -> None:
    taros, jiros = make_offer(session, taro), make_offer(session, jiro)
    jiros.resources = [Resource(kind=ResourceKind.GOODS, name="テント")]
    session.flush()
    browser.sign_in(taro)
    thing = jiros.resources[0].id
    for path in (f"/offers/mine/resources/{thing}", f"/offers/{taros.id}/resources/{thing}"):
        browser.get(path, status=404)
    for path in (f"/offers/{jiros.id}", f"/offers/{jiros.id}/skills", f"/offers/{jiros.id}/resources/{thing}"):  # fmt: skip
        browser.get(path, status=403)
    for path in ("/offers", f"/offers/{taros.id}/note"):
        browser.get(path, status=403)
    browser.get(f"/offers/{taros.id}")
    for number in (0, 999_999, 2**31, 2**63):
        browser.get(f"/offers/{number}", status=404)


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    browser: Browser, session: Session, taro: Person
) -> None:
    offer = make_offer(session, taro, "grass_cutting")
    browser.sign_in(taro)
    browser.get("/offers/mine/skills")
    offer.interests = "囲碁"
    session.flush()

    browser.submit({"interests": "将棋"}, status=409)
    assert "ほかの人がこの内容を変えました" in browser.text
    assert "できる：草取り・草刈り（手作業）／囲碁" in browser.text
    assert "将棋" in (browser.tree.findtext(".//textarea") or "")
    browser.submit()
    assert own(session, taro).interests == "将棋"


def test_the_second_of_two_who_change_a_thing_to_lend_is_told(
    browser: Browser, app: Flask, session: Session, taro: Person, sachiko: Person
) -> None:
    offer = make_offer(session, taro)
    offer.resources = [Resource(kind=ResourceKind.VEHICLE, name="軽トラック")]
    session.flush()
    thing, desk = offer.resources[0].id, Browser(app, session)
    browser.sign_in(taro)
    desk.sign_in(sachiko)
    browser.get(f"/offers/mine/resources/{thing}")
    desk.get(f"/offers/{offer.id}/resources/{thing}")
    desk.submit({"name": "軽トラック（青）", "note": "車検は3月"})

    browser.submit({"quantity": "２", "note": "雨の日は不可"}, status=409)

    assert "ほかの人がこの内容を変えました" in browser.text
    assert "軽トラック（青）" in browser.text
    assert "車検は3月" in browser.text
    assert "雨の日は不可" in (browser.tree.findtext(".//textarea") or "")
    browser.submit()
    kept = session.get_one(Resource, thing)
    assert (kept.quantity, kept.note) == (2, "雨の日は不可")


def test_another_part_changed_meanwhile_is_no_conflict(
    browser: Browser, session: Session, taro: Person
) -> None:
    offer = make_offer(session, taro, "grass_cutting")
    browser.sign_in(taro)
    browser.get("/offers/mine/skills")
    offer.radius_km = 3
    session.flush()

    browser.submit({"sports": "can"})
    assert own(session, taro).radius_km == 3


def test_a_coordinator_edits_for_somebody_and_it_is_written_down(
    browser: Browser, session: Session, taro: Person, sachiko: Person
) -> None:
    offer = make_offer(session, taro)
    offer.licences = [Licence(licence="driving")]
    session.flush()
    browser.sign_in(sachiko)
    browser.get(f"/offers/{offer.id}/asks")
    browser.submit({"asks_per_month": "1", "opted_in": "y"})
    browser.follow()
    browser.submit(form="licences/driving/seen")
    browser.follow()
    assert "確認済み" in browser.text
    browser.get(f"/offers/{offer.id}/note")
    browser.submit({"note": "午前中に電話"})
    browser.follow()
    assert "午前中に電話" in browser.text

    actions = session.scalars(
        select(Entry.action).where(Entry.subject == "offer").order_by(Entry.id)
    ).all()
    assert actions == ["edit", "licence_seen", "edit"]
    browser.post(f"/offers/{offer.id}/licences/pirate/seen", status=409)
    browser.sign_in(taro)
    browser.get(f"/offers/{offer.id}")
    assert "午前中に電話" not in browser.text


def test_a_coordinator_begins_the_sheet_of_a_caller_once(
    browser: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    browser.get("/offers")
    for _ in range(2):
        browser.post(f"/offers/for/{hanako.id}")
        browser.follow()
        assert "まだお願いは届きません" in browser.text
    assert own(session, hanako).confirmed_at is None
    browser.post("/offers/for/999999", status=404)


def test_the_register_is_searched_and_its_statements_do_not_grow(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    counts = []
    for number in range(30):
        person = make_person(session, "甲", str(number))
        offer = make_offer(
            session, person, "grass_cutting", words=search_words("草刈り", synonyms())
        )
        offer.areas = [Area(district_id=district(session, "東").id)]
        if number in (2, 29):
            browser.get("/offers")
            counts.append(browser.statements)
    assert counts[0] == counts[1] <= 15

    browser.get("/offers?page=2")
    assert "2 / 2ページ" in browser.text
    east = district(session, "東").id
    browser.get(f"/offers?q=草刈&skill=grass_cutting&district={east}")
    assert "30件" in browser.text
    browser.get("/offers?q=だれもいない名前")
    assert "当てはまる登録はありません" in browser.text


def test_the_pages_of_one_sheet_need_few_statements(
    browser: Browser, session: Session, taro: Person
) -> None:
    company = make_organization(session, "架空運送", Kind.COMPANY, taro)
    make_offer(session, taro, organization_id=company.id)
    make_offer(session, taro, "grass_cutting")
    browser.sign_in(taro)
    for path in ("/offers/mine", *(f"/offers/mine/{part}" for part in PARTS)):
        browser.get(path)
        assert browser.statements <= 15, path
    act_for(session, company, taro)
    for path in ("/offers/mine", "/offers/mine/staff"):
        browser.get(path)
        assert browser.statements <= 15, path
