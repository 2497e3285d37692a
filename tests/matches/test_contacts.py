"""Whom the two sides of a match are shown, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches import actions
from matching.matches.contacts import SHOWN_FOR
from matching.matches.models import Disclosure, Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Kind
from tests.browser import Browser
from tests.make import NOON, make_match, make_need, make_organization, tell_each_other

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HIDDEN = "連絡先は表示していません"
CANARIES = ("055-200-0001", "1-2-3", "公会堂前")


def met(session: Session, asker: Person, helper: Person, ended: timedelta, state: State) -> Match:
    """They met that long ago, and were told of each other before."""
    need = make_need(
        session, asker, starts_at=NOON - ended - HOUR, ends_at=NOON - ended,
        meeting_place="公会堂前", state=NeedState.FILLED, places_taken=1,
    )  # fmt: skip
    match = make_match(session, asker, helper, need=need, state=state, confirmed_at=NOON - 90 * DAY)
    tell_each_other(session, match)
    return match


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DONE, State.NO_SHOW])
@pytest.mark.parametrize(
    ("ended", "shown"),
    [(-DAY, True), (HOUR, True), (SHOWN_FOR - HOUR, True), (SHOWN_FOR + HOUR, False)],
)
def test_both_sides_are_shown_whom_to_call_until_a_month_after(  # noqa: PLR0917 - two sides
    browser: Browser, session: Session, hanako: Person, taro: Person, ended: timedelta, shown: bool,
    state: State,
) -> None:  # fmt: skip
    hanako.phone, taro.phone = "+81552000001", "+81552000002"
    match = met(session, hanako, taro, ended, state)

    browser.sign_in(taro)
    browser.get(f"/matches/{match.id}")
    assert [words in browser.text for words in CANARIES] == [shown] * 3
    assert (HIDDEN in browser.text) != shown
    browser.sign_in(hanako)
    for page in (f"/matches/{match.id}", f"/needs/{match.need_id}/helpers"):
        browser.get(page)
        assert ("055-200-0002" in browser.text) == shown, page
    browser.get(f"/needs/{match.need_id}/roster")
    assert ("055-200-0002" in browser.text) == shown


def test_coordinators_always_see_whom_to_call(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    hanako.phone, taro.phone = "+81552000001", "+81552000002"
    match = met(session, hanako, taro, 100 * DAY, State.DONE)
    browser.sign_in(sachiko)

    browser.get(f"/matches/{match.id}")

    assert "055-200-0001" in browser.text
    assert "055-200-0002" in browser.text


@pytest.mark.parametrize("state", [State.DONE, State.NO_SHOW, State.CONFIRMED])
def test_who_takes_over_later_is_shown_to_nobody_who_met_the_one_before(
    browser: Browser, session: Session, taro: Person, yoko: Person, jiro: Person, state: State
) -> None:
    """And the one before, who left, is shown no longer either."""
    yoko.phone, jiro.phone = "+81552000001", "+81552000003"
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, jiro)
    match = met(session, yoko, taro, DAY, state)
    belongs_to(session, match, group)
    before = len(session.scalars(select(Disclosure)).all())

    remove(session, group, yoko)

    assert session.get_one(Need, match.need_id).asker_id == jiro.id
    assert len(session.scalars(select(Disclosure)).all()) == before
    browser.sign_in(taro)
    browser.get(f"/matches/{match.id}")
    assert "055-200-0003" not in browser.text
    assert "055-200-0001" not in browser.text
    assert HIDDEN in browser.text


def belongs_to(session: Session, match: Match, group: Organization) -> None:
    need = session.get_one(Need, match.need_id)
    need.organization_id, need.state, need.places_taken = group.id, NeedState.OPEN, 0
    session.flush()


def remove(session: Session, group: Organization, person: Person) -> None:
    session.expire_all()
    held = select(Officer).where(
        Officer.organization_id == group.id, Officer.person_id == person.id
    )  # fmt: skip
    actions.remove_officer(session, session.scalars(held).one(), by=person, at=NOON)
