"""Statements about whom a digest is for and what waits for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from matching.accounts.models import Person
from matching.mailbox.models import Wishes
from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.needs.rules import LISTED
from matching.offers.models import Offer


def offers_of_readers(period: datetime) -> Select[Offer]:
    """Offers whose person can be written to, wants the digest and had none since `period`."""
    wants = or_(Wishes.person_id.is_(None), Wishes.digest.is_(True))
    had_none = or_(Wishes.digest_posted_at.is_(None), Wishes.digest_posted_at < period)
    return (
        select(Offer)
        .join(Offer.person)
        .outerjoin(Wishes, Wishes.person_id == Person.id)
        .where(
            Offer.active,
            Offer.opted_in_at.is_not(None),
            Person.email.is_not(None),
            Person.disabled_at.is_(None),
            wants,
            had_none,
        )
        .options(contains_eager(Offer.person))
        .order_by(Person.id, Offer.id)
    )


def unanswered(now: datetime) -> Select[Match]:
    """Asks that helpers can still answer, most pressing first."""
    return (
        select(Match)
        .join(Match.need)
        .join(Match.offer)
        .where(
            Match.state == State.OFFERED,
            or_(Match.answer_by.is_(None), Match.answer_by > now),
            Need.state.in_(LISTED),
        )
        .options(contains_eager(Match.need), contains_eager(Match.offer))
        .order_by(Match.answer_by, Match.id)
    )
