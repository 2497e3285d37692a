"""Who may do what with a need."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.needs.models import Need
from matching.needs.rules import LISTED, State

EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.OPEN, State.FILLED})


def owns(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """The asker, or an officer of the organisation that asks (`organizations`: the person's)."""
    return need.asker_id == person.id or (
        need.organization_id is not None and need.organization_id in organizations
    )


def may_see(person: Person | None, need: Need, organizations: Container[int] = ()) -> bool:
    """Everybody what is listed; its owners and the staff always."""
    if need.state in LISTED:
        return True
    return person is not None and (owns(person, need, organizations) or person.is_staff)


def may_edit(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Owners and coordinators, until it is closed."""
    trusted = owns(person, need, organizations) or person.is_any(Role.COORDINATOR)
    return trusted and need.state in EDITABLE


def may_publish(person: Person, need: Need) -> bool:
    """Coordinators check what comes in; nobody checks their own need."""
    is_due = need.state is State.SUBMITTED and need.asker_id != person.id
    return is_due and person.is_any(Role.COORDINATOR)


may_give_back = may_publish


def may_answer_still_open(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Only who asks knows whether they still need it."""
    return owns(person, need, organizations) and need.state is State.OPEN


def may_discard(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    return owns(person, need, organizations) and need.state is State.DRAFT


def may_see_exact_place(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Owners and coordinators; helpers learn it with their confirmed match."""
    return owns(person, need, organizations) or person.is_any(Role.COORDINATOR)
