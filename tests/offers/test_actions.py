"""Registering and changing what somebody can give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.errors import RuleBroken
from matching.offers import actions, queries
from matching.offers.drafts import Absence, OfferDraft, ResourceDraft
from matching.offers.models import Licence, Offer
from matching.offers.rules import Level, Travel
from matching.offers.sheet import draft_of
from matching.organizations.rules import Kind
from matching.skills.rules import ResourceKind
from tests.make import NOON, district, make_offer, make_organization

LATER = NOON + timedelta(days=10)
TODAY = date(2026, 11, 24)


def full(session: Session) -> OfferDraft:
    return OfferDraft(
        skills={"grass_cutting": Level.GOOD, "sports": Level.TRY},
        interests="将棋が好きです",
        week=frozenset({9, 10}),
        days_off=(Absence(TODAY, TODAY + timedelta(days=2)),),
        home_district_id=district(session).id,
        districts=frozenset({district(session, "東").id}),
        travel=Travel.BICYCLE,
        radius_km=5,
        remote_ok=True,
        languages=("ja", "en"),
        licences={"driving": date(2030, 1, 1), "nurse": None},
        asks_per_month=2,
        urgent_ok=True,
        opted_in=True,
        head_count=1,
        note="電話は午前",
    )


def audited(session: Session) -> list[tuple[str, int]]:
    entries = session.scalars(select(Entry).where(Entry.subject == "offer").order_by(Entry.id))
    return [(entry.action, entry.subject_id) for entry in entries]


def test_the_sheet_comes_back_as_it_was_given(session: Session, taro: Person) -> None:
    offer = actions.register(session, taro, full(session), by=taro, at=NOON)
    session.expire_all()

    found = session.scalars(queries.of_person(taro.id)).one()

    assert found is offer
    assert draft_of(found) == full(session)
    assert found.confirmed_at == found.opted_in_at == NOON
    assert audited(session) == []


def test_who_registers_becomes_a_volunteer(session: Session, hanako: Person) -> None:
    actions.register(session, hanako, OfferDraft(), by=hanako, at=NOON)

    assert hanako.is_any(Role.VOLUNTEER, Role.RESIDENT)
    assert Role.VOLUNTEER in hanako.roles


def test_the_offer_is_found_by_its_skills_interests_and_things(
    session: Session, taro: Person
) -> None:
    offer = actions.register(session, taro, full(session), by=taro, at=NOON)
    thing = ResourceDraft(kind=ResourceKind.VEHICLE, name="軽トラック")
    actions.lend(session, offer, thing, by=taro, at=NOON)

    for words in ("草むしり", "しょうぎ", "軽トラック", "雨宮", "雨宮太郎"):
        assert session.scalars(queries.register(words)).all() == [offer], words
    assert session.scalars(queries.register("水泳教室の先生")).all() == []
    assert session.scalars(queries.register("%")).all() == []


def test_the_register_is_narrowed_by_skill_and_district(
    session: Session, taro: Person, jiro: Person
) -> None:
    taros = actions.register(session, taro, full(session), by=taro, at=NOON)
    make_offer(session, jiro, "smartphone")

    assert session.scalars(queries.register(skill="grass_cutting")).all() == [taros]
    east = district(session, "東").id
    assert session.scalars(queries.register(district_id=east)).all() == [taros]
    assert len(session.scalars(queries.register(district_id=district(session).id)).all()) == 2
    assert session.scalars(queries.register("草", "smartphone")).all() == []


def test_a_second_registration_is_refused(session: Session, taro: Person) -> None:
    actions.register(session, taro, OfferDraft(), by=taro, at=NOON)

    with pytest.raises(RuleBroken):
        actions.register(session, taro, OfferDraft(), by=taro, at=NOON)


def test_a_new_expiry_must_be_seen_anew(session: Session, taro: Person, sachiko: Person) -> None:
    offer = actions.register(session, taro, full(session), by=taro, at=NOON)
    for code in ("driving", "nurse"):
        actions.mark_seen(session, offer, code, by=sachiko, at=NOON)
    assert audited(session) == [("licence_seen", offer.id)] * 2

    draft = replace(draft_of(offer), licences={"driving": date(2033, 1, 1), "nurse": None})
    actions.save(session, offer, draft, by=taro, at=LATER)

    held = {one.licence: one for one in offer.licences}
    assert (held["driving"].expires_on, held["driving"].seen_by_id) == (date(2033, 1, 1), None)
    assert held["nurse"].seen_by_id == sachiko.id


def test_nobody_marks_their_own_licence(session: Session, sachiko: Person) -> None:
    offer = make_offer(session, sachiko)
    offer.licences = [Licence(licence="driving")]

    with pytest.raises(RuleBroken):
        actions.mark_seen(session, offer, "driving", by=sachiko, at=NOON)


def test_nobody_marks_a_licence_of_their_organisation(
    session: Session, taro: Person, sachiko: Person
) -> None:
    group = make_organization(session, "見本産業株式会社", Kind.COMPANY, taro, sachiko)
    offer = make_offer(session, taro, organization_id=group.id)
    offer.licences = [Licence(licence="driving")]

    with pytest.raises(RuleBroken):
        actions.mark_seen(session, offer, "driving", by=sachiko, at=NOON, organizations={group.id})

    assert offer.licences[0].seen_by_id is None


def test_what_a_coordinator_changes_is_written_down_and_is_no_confirmation(
    session: Session, taro: Person, sachiko: Person
) -> None:
    offer = make_offer(session, taro)

    actions.save(session, offer, replace(draft_of(offer), radius_km=3), by=sachiko, at=LATER)

    assert audited(session) == [("edit", offer.id)]
    assert offer.confirmed_at is None
    assert offer.updated_at == LATER


def test_pausing_resuming_and_opting_out(session: Session, taro: Person) -> None:
    offer = make_offer(session, taro, opted_in_at=None)

    actions.opt_in(session, offer, by=taro, at=NOON)
    actions.opt_in(session, offer, by=taro, at=LATER)
    assert offer.opted_in_at == NOON
    actions.pause(session, offer, by=taro, at=NOON)
    assert not offer.active
    actions.resume(session, offer, by=taro, at=LATER)
    assert (offer.active, offer.confirmed_at) == (True, LATER)
    actions.opt_out(session, offer, by=taro, at=LATER)
    assert offer.opted_in_at is None


def test_days_off_that_are_over_are_forgotten(session: Session, taro: Person) -> None:
    offer = make_offer(session, taro)
    past = Absence(date(2026, 11, 1), date(2026, 11, 23))
    today = Absence(date(2026, 11, 1), TODAY)

    draft = replace(draft_of(offer), days_off=(past, today))
    actions.save(session, offer, draft, by=taro, at=NOON)

    assert draft_of(offer).days_off == (today,)


def test_things_to_lend_come_and_go(session: Session, yoko: Person) -> None:
    company = make_organization(session, "架空運送", Kind.COMPANY, yoko)
    offer = actions.register(session, yoko, OfferDraft(), organization=company, by=yoko, at=NOON)
    van = ResourceDraft(kind=ResourceKind.VEHICLE, name="バン", quantity=2, unit="台")

    thing = actions.lend(session, offer, van, by=yoko, at=NOON)
    actions.change_resource(session, offer, thing, replace(van, quantity=3), by=yoko, at=NOON)
    assert [(t.name, t.quantity) for t in offer.resources] == [("バン", 3)]
    actions.withdraw_resource(session, offer, thing, by=yoko, at=NOON)
    session.expire_all()
    assert session.scalars(queries.of_organization(company.id)).one().resources == []


def test_nobody_lends_without_end(session: Session, yoko: Person) -> None:
    offer = make_offer(session, yoko)
    thing = ResourceDraft(kind=ResourceKind.GOODS, name="テント")
    for _ in range(50):
        actions.lend(session, offer, thing, by=yoko, at=NOON)

    with pytest.raises(RuleBroken):
        actions.lend(session, offer, thing, by=yoko, at=NOON)


def test_one_organisation_has_one_offer_but_its_officer_may_have_their_own(
    session: Session, yoko: Person, jiro: Person
) -> None:
    company = make_organization(session, "架空運送", Kind.COMPANY, yoko, jiro)
    theirs = actions.register(session, yoko, OfferDraft(), organization=company, by=yoko, at=NOON)
    own = actions.register(session, yoko, OfferDraft(), by=yoko, at=NOON)

    assert session.scalars(queries.of_person(yoko.id)).all() == [own]
    assert session.scalars(queries.of_organization(company.id)).all() == [theirs]
    with pytest.raises(RuleBroken):
        actions.register(session, jiro, OfferDraft(), organization=company, by=jiro, at=NOON)


def test_two_people_who_change_one_offer_at_once_do_not_both_win(
    session: Session, taro: Person
) -> None:
    offer = make_offer(session, taro)
    version = offer.version
    actions.pause(session, offer, by=taro, at=NOON)
    session.flush()

    assert isinstance(offer, Offer)
    assert offer.version == version + 1
