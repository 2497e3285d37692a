"""Statements behind a person's subscribed calendar: what they help with, what they are helped with."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from matching.accounts.models import Person
from matching.matches.models import CalendarFeed, Match, Step
from matching.matches.queries import given_by
from matching.matches.rules import BUSY, KNOWN, SEATED, State, Verb
from matching.needs.models import Need
from matching.needs.queries import owned_by
from matching.offers.models import Offer
from matching.organizations.queries import represented_by

KEPT = timedelta(days=30)
"""How long what is over, or was called off, stays in the calendar."""
MOST = 300
"""Of either sort; soonest first, so that the near days are never the ones left out."""


def feed_of(person_id: int) -> Select[CalendarFeed]:
    """The person's subscribed calendar, if they have one."""
    return select(CalendarFeed).where(CalendarFeed.person_id == person_id)


def reader(person_id: int, key: str) -> Select[Person]:
    """Whose calendar has this key, as long as they may sign in."""
    return (
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(Person.id == person_id, CalendarFeed.key == key, Person.disabled_at.is_(None))
    )


def helping(person: Person, now: datetime) -> Select[Match, datetime]:
    """(match, its last step) where the person, or who they speak for, said yes or was let off."""
    since = now - KEPT
    theirs = select(Offer.id).where(given_by(person, represented_by(person.id)))
    last = select(func.max(Step.at)).where(Step.match_id == Match.id).scalar_subquery()
    return (
        select(Match, last)
        .join(Match.need)
        .options(contains_eager(Match.need).options(*_shown()))
        .where(
            Match.offer_id.in_(theirs),
            Need.last_end_at > since,
            or_(Match.state.in_(SEATED), _called_off(BUSY, since)),
        )
        .order_by(Need.last_end_at, Match.id)
        .limit(MOST)
    )


def helped(person: Person, now: datetime) -> Select[Need, int, int, datetime]:
    """(need, how many come, changes of its matches, the last step) of needs they look after.

    Those for which somebody is coming, came, or was to come and was called off lately.
    """
    since = now - KEPT
    own = Match.need_id == Need.id
    coming = select(func.sum(Match.places)).where(own, Match.state.in_(KNOWN)).scalar_subquery()
    changes = select(func.sum(Match.version)).where(own).scalar_subquery()
    last = select(func.max(Step.at)).join(Match).where(own).scalar_subquery()
    settled = or_(Match.state.in_(KNOWN), _called_off((State.CONFIRMED,), since))
    return (
        select(Need, func.coalesce(coming, 0), changes, last)
        .options(*_shown())
        .where(
            owned_by(person, represented_by(person.id)),
            Need.last_end_at > since,
            select(Match.id).where(own, settled).exists(),
        )
        .order_by(Need.last_end_at, Need.id)
        .limit(MOST)
    )


def _shown() -> tuple[_AbstractLoad, ...]:
    return (joinedload(Need.district), selectinload(Need.slots))


def _called_off(before: Collection[State], since: datetime) -> ColumnElement[bool]:
    """It is off, and it stood in one of these states when it was called off, not long ago."""
    steps = select(Step.id).where(
        Step.match_id == Match.id, Step.verb == Verb.CANCEL, Step.before.in_(before),
        Step.at > since,
    )  # fmt: skip
    return and_(Match.state == State.CANCELLED, steps.exists())
