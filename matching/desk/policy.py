"""Who may work at the desk, and what may be seen there."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches.models import Match
from matching.needs.models import Need
from matching.needs.policy import is_the_centres, owns

LOOK = (Role.COORDINATOR, Role.CITY, Role.ADMIN)
"""Coordinators work here; the city and the operator may look."""


def may_look(person: Person, need: Need) -> bool:
    """Whatever has been submitted once; a first draft is its asker's own."""
    return person.is_any(*LOOK) and is_the_centres(need)


def may_work(person: Person, need: Need) -> bool:
    """Coordinators decide about what may be seen at the desk."""
    return person.is_any(Role.COORDINATOR) and may_look(person, need)


def may_check(person: Person, need: Need, organizations: Container[int] = ()) -> bool:
    """Coordinators look through what comes in; nobody checks their own, or their organisation's, need."""
    return may_work(person, need) and not owns(person, need, organizations)


def may_answer_for(person: Person, match: Match) -> bool:
    """A coordinator writes down what a helper said on the telephone."""
    del match
    return person.is_any(Role.COORDINATOR)
