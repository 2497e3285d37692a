"""Who may see and edit an offer."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.offers.models import Offer


def is_own(person: Person, offer: Offer, acting_for_id: int | None = None) -> bool:
    """The person's own offer, or that of the organisation for which the person speaks now."""
    if offer.organization_id is None:
        return offer.person_id == person.id
    return offer.organization_id == acting_for_id


def may_see(person: Person, offer: Offer, acting_for_id: int | None = None) -> bool:
    """Its owner, and the centre's coordinators."""
    return is_own(person, offer, acting_for_id) or person.is_any(Role.COORDINATOR)


def may_edit(person: Person, offer: Offer, acting_for_id: int | None = None) -> bool:
    """Whoever may see it may also put it right; what coordinators do is written down."""
    return may_see(person, offer, acting_for_id)


def may_mark_licences(person: Person, offer: Offer, organizations: Container[int] = ()) -> bool:
    """Coordinators, but not for themselves: somebody else must have seen the paper.

    `organizations`: ids of those the person is an officer of, approved or not.
    """
    theirs = offer.person_id == person.id or offer.organization_id in organizations
    return person.is_any(Role.COORDINATOR) and not theirs
