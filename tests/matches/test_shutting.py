"""An account is shut: nobody waits for somebody who cannot sign in any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts import actions as accounts
from matching.accounts import queries as people
from matching.accounts.models import Person
from matching.accounts.rules import Language
from matching.mailbox.models import Notice
from matching.matches import jobs
from matching.matches.models import Block, Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.matches.shutting import shut_account
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.organizations.models import Officer
from matching.organizations.rules import Kind
from matching.outbox.models import Message
from tests.browser import Browser
from tests.make import (
    NOON,
    make_match,
    make_need,
    make_offer,
    make_organization,
    offer_of,
    posted,
)

AGO = NOON - timedelta(days=3)


def shut(session: Session, person: Person, by: Person) -> None:
    """In a session that has seen nothing yet."""
    session.flush()
    session.expire_all()
    found, doer = (session.scalars(people.person(one.id)).unique().one() for one in (person, by))
    shut_account(session, found, by=doer, at=NOON)
    session.flush()
    session.expire_all()


def promised(session: Session, asker: Person, helper: Person, state: State) -> Match:
    """The helper has the only place."""
    need = make_need(session, asker, state=NeedState.FILLED, places_taken=1)
    return make_match(session, asker, helper, need=need, state=state)


def loaded(session: Session, match: Match) -> Match:
    return session.scalars(matches().where(Match.id == match.id)).unique().one()


# ------------------------------------------------------------------ who helps


@pytest.mark.parametrize("state", [State.ACCEPTED, State.CONFIRMED])
def test_where_they_would_have_helped_the_place_is_free_again_and_the_asker_told(
    session: Session, hanako: Person, taro: Person, root: Person, state: State
) -> None:
    match = promised(session, hanako, taro, state)

    shut(session, taro, root)

    after = loaded(session, match)
    assert after.state is State.CANCELLED
    assert (after.need.state, after.need.places_taken) == (NeedState.OPEN, 0)
    assert posted(session) == [("hanako@example.org", "matches/cancelled")]


def test_the_letter_says_why_in_its_readers_language(
    session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    hanako.language = Language.EN
    promised(session, hanako, taro, State.CONFIRMED)

    shut(session, taro, root)

    text = session.scalars(select(Message.text)).one()
    assert "who was going to help" in text


def test_a_question_to_them_is_taken_back_and_nobody_asks_again(
    session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    asked, considered = (
        make_match(session, hanako, taro, state=state) for state in (State.OFFERED, State.PROPOSED)
    )

    shut(session, taro, root)

    assert {loaded(session, one).state for one in (asked, considered)} == {State.CANCELLED}
    assert posted(session) == []
    assert not offer_of(session, taro).active


@pytest.mark.parametrize("state", [State.CONFIRMED, State.DONE, State.DECLINED])
def test_what_is_over_stays_as_it_is(
    session: Session, hanako: Person, taro: Person, root: Person, state: State
) -> None:
    need = make_need(session, hanako, starts_at=AGO)
    match = make_match(session, hanako, taro, need=need, state=state)

    shut(session, taro, root)

    assert loaded(session, match).state is state
    assert jobs.ask_outcomes(session, now=NOON) == (state is State.CONFIRMED)
    asked = [("hanako@example.org", "matches/report_wanted")]  # and not who cannot answer
    assert posted(session) == asked * (state is State.CONFIRMED)


# ------------------------------------------------------------------ who asks


@pytest.mark.parametrize("state", [NeedState.SUBMITTED, NeedState.OPEN, NeedState.FILLED])
def test_what_they_ask_for_is_withdrawn_and_the_helpers_are_told(
    session: Session, hanako: Person, taro: Person, root: Person, state: NeedState
) -> None:
    need = make_need(session, hanako, state=state)
    if state is not NeedState.SUBMITTED:
        need.places_taken = state is NeedState.FILLED
        helper = State.CONFIRMED if need.places_taken else State.OFFERED
        make_match(session, hanako, taro, need=need, state=helper)

    shut(session, hanako, root)

    assert (need.state, need.closing, need.places_taken) == (
        NeedState.CLOSED, Closing.WITHDRAWN, 0,
    )  # fmt: skip
    told = [("taro@example.org", "matches/need_closed")]
    assert posted(session) == (told if state is not NeedState.SUBMITTED else [])


def test_drafts_are_thrown_away(session: Session, hanako: Person, root: Person) -> None:
    make_need(session, hanako, state=NeedState.DRAFT, submitted_at=None, opened_at=None)

    shut(session, hanako, root)

    assert session.scalars(select(Need)).all() == []


def test_help_that_was_given_can_still_be_told_of(
    session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    need = make_need(session, hanako, starts_at=AGO, state=NeedState.FILLED, places_taken=1)
    match = make_match(session, hanako, taro, need=need, state=State.CONFIRMED)

    shut(session, hanako, root)

    after = loaded(session, match)
    assert (after.state, after.need.state) == (State.CONFIRMED, NeedState.FILLED)


# ------------------------------------------------------------------ organisations


def test_what_they_looked_after_for_an_organisation_is_handed_over(
    session: Session, yoko: Person, jiro: Person, taro: Person, root: Person
) -> None:
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, jiro)
    need = make_need(
        session, yoko, organization_id=group.id, state=NeedState.FILLED, places_taken=1
    )
    match = make_match(session, yoko, taro, need=need, state=State.CONFIRMED)
    draft = make_need(session, yoko, organization_id=group.id, state=NeedState.DRAFT)
    offer = make_offer(session, yoko, organization_id=group.id, head_count=4)

    shut(session, yoko, root)

    assert {need.asker_id, draft.asker_id, offer.person_id} == {jiro.id}
    assert loaded(session, match).state is State.CONFIRMED
    assert [held.person_id for held in session.scalars(select(Officer))] == [jiro.id]
    assert posted(session) == [  # who is shut out is not told of being dismissed
        ("taro@example.org", "matches/contact_changed"),
        ("jiro@example.org", "matches/handed_over"),
    ]


def test_what_the_only_officer_looks_after_stays_and_is_named(
    browser: Browser, session: Session, yoko: Person, taro: Person, root: Person
) -> None:
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, yoko, organization_id=group.id)
    match = make_match(session, yoko, taro, need=need)
    browser.sign_in(root)

    browser.get(f"/people/{yoko.id}/disable")

    assert "最後の担当者である団体 1件 サインインできる担当者がいなくなります" in browser.text
    assert f"/organizations/{group.id}/officers" in browser.links()
    browser.submit(form="/disable")
    session.expire_all()
    assert need.state is NeedState.OPEN
    assert loaded(session, match).state is State.OFFERED


def test_nothing_is_shut_halfway(
    browser: Browser, session: Session, yoko: Person, jiro: Person, taro: Person, root: Person
) -> None:
    group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, jiro)
    need = make_need(session, yoko, organization_id=group.id)
    make_match(session, yoko, taro, need=need)
    session.add(Block(person_id=taro.id, other_id=jiro.id, at=NOON))
    browser.sign_in(root)
    browser.get(f"/people/{yoko.id}/disable")

    browser.submit(form="/disable", status=409)

    session.expire_all()
    assert yoko.disabled_at is None
    assert "引き継げる担当者がいない" in browser.text


# ------------------------------------------------------------------ the page


def test_the_operator_sees_what_is_open_before_the_account_is_shut(
    browser: Browser, session: Session, hanako: Person, taro: Person, jiro: Person, root: Person
) -> None:
    own = make_need(session, taro, title="棚の移動")
    make_need(session, taro, state=NeedState.DRAFT, submitted_at=None, title="まだ秘密の下書き")
    asked = make_match(session, hanako, taro, need=make_need(session, hanako, title="窓ふき"))
    coming = promised(session, jiro, taro, State.CONFIRMED)
    title = coming.need.title
    browser.sign_in(root)

    browser.get(f"/people/{taro.id}/disable")

    for words in (
        "この方の依頼 1件 取り下げます", "この方の下書き 1件 消します", "手伝いに行く予定 1件 取り消して",
        "返事を待っているお願い 1件 取り消します", "棚の移動", "窓ふき", title,
    ):  # fmt: skip
        assert words in browser.text, words
    assert "秘密" not in browser.page.text  # type: ignore[union-attr]
    paths = {f"/desk/needs/{own.id}", f"/matches/{asked.id}", f"/matches/{coming.id}"}
    assert paths <= set(browser.links())
    for path in paths:
        browser.get(path)


def test_looking_costs_the_same_however_much_is_open(
    browser: Browser, session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    browser.sign_in(root)
    counted = []
    for number in (1, 25):
        for _ in range(number):
            make_need(session, taro)
            make_match(session, hanako, taro)
        browser.get(f"/people/{taro.id}/disable")
        counted.append(browser.statements)

    assert "ほか6件" in browser.text
    assert counted[0] == counted[1] <= 15


def test_nothing_comes_back_when_the_account_is_opened_again(
    browser: Browser, session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    need = make_need(session, taro)
    match = promised(session, hanako, taro, State.CONFIRMED)
    browser.sign_in(root)
    browser.get(f"/people/{taro.id}/disable")
    browser.submit(form="/disable")
    browser.get(f"/people/{taro.id}/disable", status=303)  # there is nothing left to do here
    browser.get(f"/people/{taro.id}")

    browser.submit(form="/enable")

    session.expire_all()
    assert taro.disabled_at is None
    assert (need.state, loaded(session, match).state) == (NeedState.CLOSED, State.CANCELLED)
    assert not offer_of(session, taro).active


def test_who_is_shut_out_is_written_to_no_more(
    session: Session, hanako: Person, taro: Person, root: Person
) -> None:
    match = make_match(session, hanako, taro, answer_by=NOON)
    accounts.disable(session, taro, by=root, at=NOON)

    jobs.expire_unanswered(session, now=NOON)

    assert loaded(session, match).state is State.EXPIRED
    assert posted(session) == []
    assert session.scalars(select(Notice)).all() == []
