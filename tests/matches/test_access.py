"""Who may open which page of a match, and press which of its buttons."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches import policy, queries
from matching.matches.models import Match
from matching.matches.rules import State
from matching.organizations.rules import Kind
from tests.browser import Browser
from tests.make import (
    make_match,
    make_need,
    make_organization,
    tell_each_other,
)

PAGES = {
    # page: who gets what, while the helper has been asked (else: refused)
    "": {"helper": 200, "officer": 200, "sachiko": 200, "kenji": 200, "root": 200},
    "/cancel": {"helper": 200, "officer": 200, "sachiko": 200},
    "/miss": {"officer": 200, "sachiko": 200},
    "/override": {"sachiko": 200},
}
BUTTONS = {
    # 409: may press, but this is not the moment (the match is on offer, the reason is missing …)
    "/confirm": {"officer": 409, "sachiko": 409},
    "/answer": {"helper": 422, "sachiko": 422},
}
NEEDS = {
    "helpers": {"officer": 200, "sachiko": 200},
    "roster": {"officer": 200, "sachiko": 200},
    "edit": {"officer": 200, "sachiko": 200},
    "close": {"officer": 200, "sachiko": 200},
    "withdraw": {"officer": 200, "sachiko": 200},
    "apply": dict.fromkeys(
        ("helper", "officer", "sachiko", "kenji", "root", "stranger", "rival"), 200
    ),
}
WHO = ("helper", "officer", "sachiko", "kenji", "root", "stranger", "rival")


@pytest.fixture
def match(session: Session, yoko: Person, taro: Person) -> Match:
    """An association asked a helper."""
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, yoko, organization_id=group.id, helpers_wanted=3)
    return make_match(session, yoko, taro, need=need)


@pytest.fixture
def people(  # noqa: PLR0917 - everybody
    session: Session, match: Match, yoko: Person, taro: Person, jiro: Person, misaki: Person,
    sachiko: Person, kenji: Person, root: Person,
) -> Mapping[str, Person]:  # fmt: skip
    """Everybody who might come by; a rival is asked for another need of somebody else."""
    del match
    make_match(session, misaki, jiro)
    return {
        "helper": taro, "officer": yoko, "sachiko": sachiko, "kenji": kenji, "root": root,
        "stranger": misaki, "rival": jiro,
    }  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_a_page_opens_for_those_it_concerns_and_nobody_else(
    browser: Browser, match: Match, people: Mapping[str, Person], who: str
) -> None:
    browser.sign_in(people[who])

    for page, allowed in PAGES.items():
        browser.get(f"/matches/{match.id}{page}", status=allowed.get(who, 403))
    for page, allowed in NEEDS.items():
        if page != "edit":
            browser.get(f"/needs/{match.need_id}/{page}", status=allowed.get(who, 403))
    for page, allowed in BUTTONS.items():
        browser.post(f"/matches/{match.id}{page}", {}, status=allowed.get(who, 403))


@pytest.mark.parametrize("who", WHO)
def test_the_sheet_opens_for_those_who_look_after_the_need(
    browser: Browser, match: Match, people: Mapping[str, Person], who: str
) -> None:
    browser.sign_in(people[who])

    browser.get(f"/needs/{match.need_id}/edit", status=NEEDS["edit"].get(who, 403))


@pytest.mark.parametrize("page", [*PAGES, "/calendar.ics"])
def test_a_stranger_is_asked_to_sign_in(browser: Browser, match: Match, page: str) -> None:
    assert browser.raw(f"/matches/{match.id}{page}").status_code == 303


@pytest.mark.parametrize("page", ["", "/cancel", "/answer"])
def test_a_proposal_is_the_coordinators_own(
    browser: Browser, session: Session, match: Match, people: Mapping[str, Person], page: str
) -> None:
    match.state = State.PROPOSED
    session.flush()

    for who in ("helper", "officer"):
        browser.sign_in(people[who])
        if page == "/answer":
            browser.post(f"/matches/{match.id}/answer", {"answer": "yes"}, status=403)
        else:
            browser.get(f"/matches/{match.id}{page}", status=403)


@pytest.mark.parametrize("number", [0, 2**31, 2**63])
def test_what_is_no_match_is_no_page(browser: Browser, taro: Person, number: int) -> None:
    browser.sign_in(taro)

    browser.get(f"/matches/{number}", status=404)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("helps", ["a person", "a company"])
def test_the_list_and_the_page_agree_about_who_may_see_what(
    session: Session, match: Match, people: Mapping[str, Person], state: State, helps: str
) -> None:
    match.state = state
    if helps == "a company":
        match.offer.organization_id = make_organization(session, "架空工業", Kind.COMPANY).id
    session.flush()
    found = session.scalars(queries.matches().where(Match.id == match.id)).unique().one()

    known = {found.need.organization_id, found.offer.organization_id} - {None}
    for person in people.values():
        for groups in ((), *((group,) for group in known)):
            seen = queries.seen_by(person, groups).where(Match.id == match.id)
            assert bool(session.scalars(seen).all()) == policy.may_see(person, found, groups)
            helped = queries.of_person(person, groups).where(Match.id == match.id)
            is_theirs = policy.is_helper(person, found, groups) and state in policy.TOLD
            assert bool(session.scalars(helped).all()) == is_theirs


@pytest.mark.parametrize("state", State)
def test_contacts_are_shown_to_both_sides_in_the_states_that_allow_it_and_never_else(
    browser: Browser, session: Session, match: Match, people: Mapping[str, Person], state: State
) -> None:
    people["officer"].phone, people["helper"].phone = "+81552000001", "+81552000002"
    match.state = state
    known = state in {State.CONFIRMED, State.DONE, State.NO_SHOW}
    if known:
        tell_each_other(session, match)
    allowed = {"helper": known, "officer": known, "sachiko": True}

    for who, person in people.items():
        browser.sign_in(person)
        shown = browser.raw(f"/matches/{match.id}").text
        assert ("055-200-0001" in shown or "055-200-0002" in shown) == allowed.get(who, False)
        assert ("1-2-3" in shown) == (who in {"helper", "sachiko"} and allowed[who])
    assert session.scalars(select(Match.state).where(Match.id == match.id)).one() is state
