"""Who may do what with a need."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.needs.models import Need
from matching.needs.rules import LISTED, State

EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.OPEN, State.FILLED})


def owns(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Who asks: an organisation through its officers alone (`organizations`: the person's).

    Whoever entered it and is an officer no longer has nothing more to do with it.
    """
    if need.organization_id is not None:
        return need.organization_id in organizations
    return need.asker_id == person.id


def is_the_centres(need: Need) -> bool:
    """Whatever has been handed in once; a first draft is its asker's own."""
    return need.submitted_at is not None


def may_see(person: Person | None, need: Need, organizations: Container[int] = ()) -> bool:
    """Everybody what is listed; its owners always; the staff once it was handed in."""
    if need.state in LISTED:
        return True
    if person is None:
        return False
    return owns(person, need, organizations) or (person.is_staff and is_the_centres(need))


def may_edit(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Owners, and coordinators once it was handed in, until it is closed."""
    coordinates = person.is_any(Role.COORDINATOR) and is_the_centres(need)
    return need.state in EDITABLE and (coordinates or owns(person, need, organizations))
