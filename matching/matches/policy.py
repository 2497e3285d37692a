"""Who may do what with a match. `organizations`: ids of those the person speaks for."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches.models import Match
from matching.matches.rules import KNOWN, State
from matching.needs.models import Need
from matching.needs.policy import is_the_centres
from matching.needs.policy import owns as owns

TOLD = frozenset(State) - {State.PROPOSED}
"""States of which the helper knows; a proposal is the coordinators' own."""


def is_helper(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """The one who helps, or who speaks for the organisation that does."""
    offer = match.offer
    if offer.organization_id is not None:
        return offer.organization_id in organizations
    return offer.person_id == person.id


def is_asker(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """The one who asked, or who speaks for the organisation that did."""
    return owns(person, match.need, organizations)


def may_see(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """Both sides and staff; a coordinator's proposal is nobody else's business."""
    if person.is_staff:
        return True
    if match.state is State.PROPOSED:
        return False
    return is_helper(person, match, organizations) or is_asker(person, match, organizations)


def may_answer(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """The helper, once asked; a coordinator for somebody on the telephone."""
    if match.state not in TOLD:
        return False
    return is_helper(person, match, organizations) or person.is_any(Role.COORDINATOR)


def may_see_helpers(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Who asked sees who comes; coordinators too, once it was handed in."""
    coordinates = person.is_any(Role.COORDINATOR) and is_the_centres(need)
    return coordinates or owns(person, need, organizations)


def may_confirm_for(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Coordinators, and the officers of the organisation that asks."""
    if person.is_any(Role.COORDINATOR):
        return True
    return need.organization_id is not None and owns(person, need, organizations)


may_know_applicants = may_confirm_for
"""Who confirms must know whom; a single resident learns the name once it is confirmed."""


def may_confirm(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """A coordinator, or the asking organisation's officer once told of it; never the helper."""
    if is_helper(person, match, organizations):
        return False
    if match.state not in TOLD and not person.is_any(Role.COORDINATOR):
        return False
    return may_confirm_for(person, match.need, organizations)


def may_cancel(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """Either side, once it knows of the match, and coordinators."""
    if person.is_any(Role.COORDINATOR):
        return True
    return match.state is not State.PROPOSED and (
        is_helper(person, match, organizations) or is_asker(person, match, organizations)
    )


def may_miss(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """The asker and coordinators say that nobody came."""
    if person.is_any(Role.COORDINATOR):
        return True
    asks = is_asker(person, match, organizations) and not is_helper(person, match, organizations)
    return asks and match.state in TOLD


def may_see_contact(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """Both sides once the match is confirmed; coordinators always."""
    if person.is_any(Role.COORDINATOR):
        return True
    sides = is_helper(person, match, organizations) or is_asker(person, match, organizations)
    return match.state in KNOWN and sides
