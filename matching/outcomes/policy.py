"""Who may report and approve."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches.models import Match
from matching.matches.policy import is_asker, is_helper
from matching.outcomes.rules import Side


def side_of(person: Person, match: Match, organizations: Container[int] = ()) -> Side | None:
    """For which side the person speaks; coordinators for the centre."""
    if is_helper(person, match, organizations):
        return Side.HELPER
    if is_asker(person, match, organizations):
        return Side.ASKER
    return Side.CENTRE if person.is_any(Role.COORDINATOR) else None


def may_report(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    return side_of(person, match, organizations) is not None


def may_approve(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """A coordinator, or the asking organisation's officer; never the helper."""
    if is_helper(person, match, organizations):
        return False
    if person.is_any(Role.COORDINATOR):
        return True
    return match.need.organization_id is not None and is_asker(person, match, organizations)


def may_correct(person: Person, _match: Match, _organizations: Container[int] = ()) -> bool:
    return person.is_any(Role.COORDINATOR)


def may_read_problems(person: Person) -> bool:
    """What went wrong is for staff only."""
    return person.is_staff
