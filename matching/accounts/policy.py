"""Who may see and change whom."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.accounts.rules import Role


def keeps_people(person: Person) -> bool:
    """Coordinators and the operator look after everybody's entries."""
    return person.is_any(Role.COORDINATOR, Role.ADMIN)


def may_see(person: Person, other: Person) -> bool:
    return person.id == other.id or keeps_people(person)


def may_edit(person: Person, other: Person) -> bool:
    """A coordinator does not change the entries of those who could change theirs."""
    return person.id == other.id or (
        keeps_people(person) and (person.is_any(Role.ADMIN) or not other.is_any(Role.ADMIN))
    )


def may_grant(person: Person, other: Person) -> bool:
    del other  # the operator's own roles too, but never the last operator's (see actions)
    return person.is_any(Role.ADMIN)


def may_disable(person: Person, other: Person) -> bool:
    return person.is_any(Role.ADMIN) and person.id != other.id
