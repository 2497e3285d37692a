"""An officer leaves: another takes over what runs, and whoever must know of it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import Entry
from matching.errors import RuleBroken
from matching.matches import actions, jobs
from matching.matches.access import answer_path
from matching.matches.models import Block, Disclosure, Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Approval, Kind
from tests.browser import Browser
from tests.make import (
    NOON,
    appoint,
    make_match,
    make_need,
    make_offer,
    make_organization,
    offer_of,
    posted,
)

DAY = timedelta(days=1)
AGO = NOON - 3 * DAY


@pytest.fixture
def association(session: Session, yoko: Person, hanako: Person, jiro: Person) -> Organization:
    """Jiro has been an officer for longest, then Hanako, then Yoko."""
    made = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION)
    for person, days in ((yoko, 1), (hanako, 2), (jiro, 3)):
        appoint(session, made, person, since=NOON - days * DAY)
    return made


def office(session: Session, it: Organization, person: Person) -> Officer:
    held = select(Officer).where(
        Officer.organization_id == it.id, Officer.person_id == person.id
    )  # fmt: skip
    return session.scalars(held).one()


def remove(session: Session, it: Organization, person: Person, by: Person) -> Sequence[Person]:
    """The person leaves, in a session that has seen nothing yet."""
    session.flush()
    session.expire_all()
    return actions.remove_officer(session, office(session, it, person), by=by, at=NOON)


def loaded(session: Session, match: Match) -> Match:
    session.flush()
    session.expire_all()
    return session.scalars(matches().where(Match.id == match.id)).unique().one()


# ------------------------------------------------------------------ who takes over


def test_who_removes_an_officer_takes_over(
    session: Session, association: Organization, yoko: Person, hanako: Person
) -> None:
    need = make_need(session, yoko, organization_id=association.id)

    assert remove(session, association, yoko, by=hanako) == [hanako]

    assert need.asker_id == hanako.id
    assert posted(session) == [("yoko@example.org", "organizations/dismissed")]


@pytest.mark.parametrize("by", ["yoko", "sachiko"])
def test_else_whoever_has_been_an_officer_for_longest_takes_over_and_is_told(
    session: Session, association: Organization, request: pytest.FixtureRequest, yoko: Person,
    jiro: Person, by: str,
) -> None:  # fmt: skip
    need = make_need(session, yoko, organization_id=association.id)

    assert remove(session, association, yoko, by=request.getfixturevalue(by)) == [jiro]

    assert need.asker_id == jiro.id
    told = [("jiro@example.org", "matches/handed_over")]
    dismissed = [("yoko@example.org", "organizations/dismissed")] if by == "sachiko" else []
    assert posted(session) == [*dismissed, *told]


def test_who_cannot_sign_in_takes_nothing_over(
    session: Session, association: Organization, yoko: Person, hanako: Person, jiro: Person
) -> None:
    jiro.disabled_at = NOON

    make_need(session, yoko, organization_id=association.id)

    assert remove(session, association, yoko, by=yoko) == [hanako]


def test_who_leaves_nothing_behind_is_only_removed(
    session: Session, association: Organization, yoko: Person
) -> None:
    assert remove(session, association, yoko, by=yoko) == []

    assert posted(session) == []


@pytest.mark.parametrize("by", ["yoko", "sachiko", "root"])
@pytest.mark.parametrize("fellow", ["none", "disabled"])
def test_the_last_officer_stays_whoever_would_remove_them(
    session: Session, request: pytest.FixtureRequest, yoko: Person, jiro: Person, by: str,
    fellow: str,
) -> None:  # fmt: skip
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    if fellow == "disabled":
        appoint(session, it, jiro)
        jiro.disabled_at = NOON
    need = make_need(session, yoko, organization_id=it.id)

    with pytest.raises(RuleBroken, match="先にほかの担当者を招いて"):
        remove(session, it, yoko, by=request.getfixturevalue(by))

    assert office(session, it, yoko)
    assert need.asker_id == yoko.id


def test_who_removes_an_officer_whom_somebody_has_just_removed_comes_second(
    session: Session, association: Organization, yoko: Person, hanako: Person
) -> None:
    held = office(session, association, yoko)
    gone = delete(Officer).where(Officer.id == held.id)
    session.execute(gone, execution_options={"synchronize_session": False})

    with pytest.raises(RuleBroken, match="もう担当者から外れています"):
        actions.remove_officer(session, held, by=hanako, at=NOON)

    assert posted(session) == []


@pytest.mark.parametrize("said_by", ["helper", "officer"])
def test_nobody_takes_over_who_is_not_to_meet_those_who_help(  # noqa: PLR0917 - both sides
    session: Session, association: Organization, taro: Person, yoko: Person, hanako: Person,
    jiro: Person, said_by: str,
) -> None:  # fmt: skip
    met, other = (make_need(session, yoko, organization_id=association.id) for _ in range(2))
    make_match(session, yoko, taro, need=met, state=State.CONFIRMED)
    pair = (taro, jiro) if said_by == "helper" else (jiro, taro)
    session.add(Block(person_id=pair[0].id, other_id=pair[1].id, at=NOON))

    assert remove(session, association, yoko, by=yoko) == [jiro, hanako]

    assert (met.asker_id, other.asker_id) == (hanako.id, jiro.id)
    assert posted(session) == [
        ("taro@example.org", "matches/contact_changed"),
        ("hanako@example.org", "matches/handed_over"),
        ("jiro@example.org", "matches/handed_over"),
    ]


def test_a_company_sends_nobody_who_is_not_to_meet_who_is_helped(
    session: Session, misaki: Person, taro: Person, yoko: Person, jiro: Person
) -> None:
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, yoko, jiro)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    make_match(session, misaki, taro, offer=offer, state=State.CONFIRMED)
    session.add(Block(person_id=misaki.id, other_id=yoko.id, at=NOON))

    assert remove(session, company, taro, by=taro) == [jiro]


def test_where_nobody_may_take_over_the_officer_stays(
    session: Session, association: Organization, taro: Person, yoko: Person, hanako: Person,
    jiro: Person,
) -> None:  # fmt: skip
    need = make_need(session, yoko, organization_id=association.id)
    make_match(session, yoko, taro, need=need, state=State.ACCEPTED)
    for fellow in (hanako, jiro):
        session.add(Block(person_id=taro.id, other_id=fellow.id, at=NOON))

    with pytest.raises(RuleBroken, match="引き継げる担当者がいない"):
        remove(session, association, yoko, by=yoko)


def test_who_was_kept_apart_from_somebody_long_gone_may_take_over(
    session: Session, association: Organization, taro: Person, yoko: Person, jiro: Person
) -> None:
    need = make_need(session, yoko, organization_id=association.id)
    make_match(session, yoko, taro, need=need, state=State.DECLINED)
    session.add(Block(person_id=taro.id, other_id=jiro.id, at=NOON))

    assert remove(session, association, yoko, by=yoko) == [jiro]


# ------------------------------------------------------------------ what is taken over


@pytest.mark.parametrize(
    ("facts", "is_handed_over"),
    [
        *(({"state": state}, state is not NeedState.CLOSED) for state in NeedState),
        ({"state": NeedState.CLOSED, "closing": Closing.DONE, "match": State.CONFIRMED}, True),
        ({"state": NeedState.CLOSED, "closing": Closing.DONE, "match": State.DONE}, False),
    ],
)
def test_what_is_not_over_is_taken_over(  # noqa: PLR0917 - two sides and two officers
    session: Session, association: Organization, taro: Person, yoko: Person, jiro: Person,
    facts: dict[str, Any], is_handed_over: bool,
) -> None:  # fmt: skip
    state = facts.get("match")
    said = {name: value for name, value in facts.items() if name != "match"}
    need = make_need(session, yoko, organization_id=association.id, **said)
    if state:
        make_match(session, yoko, taro, need=need, state=state)

    remove(session, association, yoko, by=yoko)

    assert need.asker_id == (jiro if is_handed_over else yoko).id


def test_what_is_another_officers_or_ones_own_or_of_others_stays_as_it_is(
    session: Session, association: Organization, yoko: Person, hanako: Person
) -> None:
    other = make_organization(session, "善光寺自治会", Kind.ASSOCIATION, yoko, hanako)
    fellows = make_need(session, hanako, organization_id=association.id)
    own, others = make_need(session, yoko), make_need(session, yoko, organization_id=other.id)
    offer = offer_of(session, yoko)

    assert remove(session, association, yoko, by=yoko) == []

    assert fellows.asker_id == hanako.id
    assert {own.asker_id, others.asker_id, offer.person_id} == {yoko.id}


def test_what_somebody_left_behind_earlier_is_taken_over_too(
    session: Session, association: Organization, taro: Person, yoko: Person, jiro: Person
) -> None:
    need = make_need(session, taro, organization_id=association.id)

    remove(session, association, yoko, by=yoko)

    assert need.asker_id == jiro.id


def test_the_organisations_offer_is_taken_over_and_ones_own_is_kept(
    session: Session, association: Organization, yoko: Person, jiro: Person
) -> None:
    own = {person: offer_of(session, person) for person in (yoko, jiro)}
    offer = make_offer(session, yoko, organization_id=association.id, head_count=4)

    remove(session, association, yoko, by=yoko)

    assert offer.person_id == jiro.id
    assert {person: held.person_id for person, held in own.items()} == {
        yoko: yoko.id, jiro: jiro.id
    }  # fmt: skip


def test_what_was_done_is_noted(
    session: Session, association: Organization, yoko: Person, hanako: Person, sachiko: Person,
    jiro: Person,
) -> None:  # fmt: skip
    need = make_need(session, yoko, organization_id=association.id)
    make_need(session, hanako, organization_id=association.id)
    offer = make_offer(session, yoko, organization_id=association.id)

    remove(session, association, yoko, by=sachiko)

    noted = {
        (e.action, e.subject, e.subject_id): e.facts
        for e in session.scalars(select(Entry).where(Entry.by_id == sachiko.id))
    }
    assert noted == {
        ("dismiss", "organization", association.id): {"officer": yoko.id},
        ("hand_over", "need", need.id): {"to": jiro.id},
        ("hand_over", "offer", offer.id): {"to": jiro.id},
    }


# ------------------------------------------------------------------ whom to reach


def test_letters_reach_somebody_who_may_act(
    session: Session, association: Organization, taro: Person, yoko: Person
) -> None:
    need = make_need(session, yoko, organization_id=association.id, starts_at=AGO)
    make_match(session, yoko, taro, need=need, state=State.CONFIRMED)
    remove(session, association, yoko, by=yoko)
    before = len(posted(session))

    jobs.ask_outcomes(session, now=NOON)

    assert posted(session)[before:] == [
        ("taro@example.org", "matches/report_wanted"),
        ("jiro@example.org", "matches/report_wanted"),
    ]


@pytest.mark.parametrize(
    ("named", "is_renamed"),
    [
        ({}, False),  # then whoever is the contact person
        ({"contact_name": "深澤 陽子", "contact_phone": "+81552000009"}, True),
        ({"contact_name": "ふかさわ", "contact_phone": "+81552000001"}, True),
        ({"contact_name": "会館の管理人", "contact_phone": "+81552000009"}, False),
        ({"contact_phone": "+81552000009"}, False),
    ],
)
def test_who_is_called_on_the_day_is_another_unless_somebody_else_was_named(
    session: Session, association: Organization, yoko: Person, jiro: Person,
    named: dict[str, str], is_renamed: bool,
) -> None:  # fmt: skip
    yoko.phone, jiro.phone = "+81552000001", "+81552000002"
    need = make_need(session, yoko, organization_id=association.id, **named)
    before = (need.contact_name, need.contact_phone)

    remove(session, association, yoko, by=yoko)

    now = ("望月 次郎", "+81552000002") if is_renamed else before
    assert (need.contact_name, need.contact_phone) == now


@pytest.mark.parametrize("state", State)
def test_helpers_who_know_whom_to_call_are_told_that_it_is_another(
    session: Session, association: Organization, taro: Person, yoko: Person, jiro: Person,
    state: State,
) -> None:  # fmt: skip
    need = make_need(session, yoko, organization_id=association.id)
    match = make_match(session, yoko, taro, need=need, state=state)

    remove(session, association, yoko, by=yoko)

    known = state is State.CONFIRMED  # where they have met already, nobody has to know
    shown = {(row.of_id, row.to_id, row.match_id) for row in session.scalars(select(Disclosure))}
    both = {(jiro.id, taro.id, match.id), (taro.id, jiro.id, match.id)}
    assert shown == (both if known else set())
    told = [("taro@example.org", "matches/contact_changed")] * (state is State.CONFIRMED)
    assert posted(session) == [*told, ("jiro@example.org", "matches/handed_over")]


def test_who_is_helped_is_told_that_the_companys_contact_person_is_another(
    session: Session, misaki: Person, taro: Person, yoko: Person
) -> None:
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, yoko)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    make_match(session, misaki, taro, offer=offer, state=State.CONFIRMED)

    remove(session, company, taro, by=taro)

    assert posted(session) == [
        ("misaki@example.ac.jp", "matches/contact_changed"),
        ("yoko@example.org", "matches/handed_over"),
    ]


# ------------------------------------------------------------------ pages


def test_stepping_down_leaves_nothing_to_open_and_says_who_took_over(
    browser: Browser, session: Session, association: Organization, taro: Person, yoko: Person
) -> None:
    need = make_need(session, yoko, organization_id=association.id, helpers_wanted=3)
    match = make_match(session, yoko, taro, need=need, state=State.ACCEPTED)
    need.places_taken = 1
    browser.sign_in(yoko)
    browser.get(f"/organizations/{association.id}/officers")

    browser.submit(form=f"officers/{office(session, association, yoko).id}/remove")

    browser.follow()
    assert "担当していた件は、望月 次郎さんが引き継ぎました。" in browser.text
    for page in ("own", "helpers", "roster", "edit", "close", "withdraw", "photos"):
        browser.get(f"/needs/{need.id}/{page}", status=403)
    browser.get(f"/matches/{match.id}", status=403)
    browser.get("/my")
    browser.post(f"/matches/{match.id}/confirm", status=403)
    assert loaded(session, match).state is State.ACCEPTED
    assert session.scalars(select(Disclosure)).all() == []


def test_a_coordinator_removes_an_officer_and_stays_on_the_page(
    browser: Browser, session: Session, association: Organization, yoko: Person, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    browser.get(f"/organizations/{association.id}/officers")

    browser.submit(form=f"officers/{office(session, association, yoko).id}/remove")

    browser.follow()
    assert "担当者から外しました。" in browser.text
    assert "引き継ぎました" not in browser.text
    assert "深澤" not in browser.text


@pytest.mark.parametrize("why", ["is no officer any more", "the centre refused it"])
def test_a_link_in_an_old_letter_no_longer_answers_for_an_organisation(  # noqa: PLR0917 - two sides
    app: Flask, browser: Browser, session: Session, hanako: Person, taro: Person, yoko: Person,
    why: str,
) -> None:  # fmt: skip
    company = make_organization(session, "架空工業", Kind.COMPANY, taro, yoko)
    offer = make_offer(session, taro, organization_id=company.id, head_count=4)
    match = make_match(session, hanako, taro, offer=offer)
    with app.test_request_context("/"):
        link = answer_path(loaded(session, match))
    browser.get(link)

    if why == "the centre refused it":
        session.get_one(Organization, company.id).approval = Approval.REFUSED
        session.flush()
    else:
        remove(session, company, taro, by=yoko)

    browser.get(link, status=404)
    browser.post(link, {"answer": "yes"}, status=404)
    assert loaded(session, match).state is State.OFFERED
