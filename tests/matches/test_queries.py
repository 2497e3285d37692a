"""Statements about matches: what waits, what comes, how often somebody was asked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches import queries
from matching.matches.models import Ask
from matching.matches.rules import State
from matching.organizations.rules import Kind
from tests.make import NOON, make_match, make_need, make_offer, make_organization

DAY = timedelta(days=1)


def test_what_waits_for_me_comes_apart_from_where_i_am_expected(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    later = make_match(session, hanako, taro, answer_by=NOON + 2 * DAY)
    sooner = make_match(session, hanako, taro, answer_by=NOON + DAY)
    coming = make_match(session, hanako, taro, state=State.CONFIRMED)
    proposed = make_match(session, hanako, taro, state=State.PROPOSED)
    make_match(session, hanako, jiro)

    waiting = session.scalars(queries.waiting_for(taro)).unique().all()
    expected = session.scalars(queries.coming(taro, NOON)).unique().all()
    known = session.scalars(queries.of_person(taro)).unique().all()

    assert waiting == [sooner, later]
    assert expected == [coming]
    assert proposed not in known
    assert len(known) == 3


def test_what_is_over_is_no_longer_to_come(session: Session, hanako: Person, taro: Person) -> None:
    over = make_need(session, hanako, starts_at=NOON - DAY)
    make_match(session, hanako, taro, need=over, state=State.CONFIRMED)

    assert session.scalars(queries.coming(taro, NOON)).unique().all() == []


def test_an_officer_sees_what_their_company_was_asked(
    session: Session, hanako: Person, taro: Person, yoko: Person
) -> None:
    firm = make_organization(session, "甲府製作所", Kind.COMPANY, taro, yoko)
    offer = make_offer(session, taro, organization_id=firm.id, head_count=3)
    match = make_match(session, hanako, taro, offer=offer)

    assert session.scalars(queries.waiting_for(yoko, {firm.id})).unique().all() == [match]
    assert session.scalars(queries.waiting_for(yoko)).unique().all() == []


def test_asks_are_counted_since_a_day(session: Session, hanako: Person, taro: Person) -> None:
    match = make_match(session, hanako, taro)
    for days in (1, 13, 15):
        session.add(
            Ask(
                match_id=match.id, offer_id=match.offer_id, need_id=match.need_id,
                asked_at=NOON - days * DAY, features={},
            )
        )  # fmt: skip

    counts = session.execute(queries.asks_since(NOON - 14 * DAY)).all()

    assert [tuple(row) for row in counts] == [(match.offer_id, 2)]


def test_everybody_thought_of_for_a_need_is_listed_in_order(
    session: Session, hanako: Person, taro: Person, jiro: Person
) -> None:
    first = make_match(session, hanako, taro, state=State.PROPOSED)
    second = make_match(session, hanako, jiro, need=first.need)

    assert session.scalars(queries.of_need(first.need_id)).unique().all() == [first, second]
    told = session.scalars(queries.told_of(first.need_id)).unique().all()
    assert told == [second]
