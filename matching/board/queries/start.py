"""Statements behind the list of what somebody new still has to say."""

from __future__ import annotations

from sqlalchemy import Select, or_, select

from matching.accounts.models import Person
from matching.offers.models import HeldSkill, Offer


def said(person: Person) -> Select[bool, frozenset[int] | None, bool]:
    """Of the person's own offer: whether skills are named, the free hours, whether they may be asked."""
    skilled = select(HeldSkill.skill).where(HeldSkill.offer_id == Offer.id).exists()
    return select(
        or_(skilled, Offer.interests != ""), Offer.week, Offer.opted_in_at.is_not(None)
    ).where(Offer.person_id == person.id, Offer.organization_id.is_(None))
