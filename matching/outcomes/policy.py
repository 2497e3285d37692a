"""Who may tell, approve, correct and read what. `organizations`: ids the person speaks for."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches import policy as matches
from matching.matches.models import Match
from matching.matches.rules import KNOWN
from matching.outcomes.rules import Side


def side_of(person: Person, match: Match, organizations: Container[int] = ()) -> Side | None:
    """For which side somebody tells: their own; a coordinator otherwise for the centre."""
    if matches.is_helper(person, match, organizations):
        return Side.HELPER
    if matches.is_asker(person, match, organizations):
        return Side.ASKER
    return Side.CENTRE if person.is_any(Role.COORDINATOR) else None


def may_report(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """Both sides, as far as they know of it, and coordinators for those who telephone."""
    tells = side_of(person, match, organizations) is not None
    return tells and matches.may_see(person, match, organizations)


def may_see(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """What counted: both sides and staff."""
    return matches.may_see(person, match, organizations)


def may_approve(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """A coordinator, or an officer of the asking organisation who knows who came; never who helped."""
    if matches.is_helper(person, match, organizations):
        return False
    if person.is_any(Role.COORDINATOR):
        return True
    return match.state in KNOWN and match.need.organization_id in organizations


def may_correct(person: Person, match: Match, organizations: Container[int] = ()) -> bool:
    """Coordinators; never who helped."""
    if matches.is_helper(person, match, organizations):
        return False
    return person.is_any(Role.COORDINATOR)


def may_read_problems(person: Person) -> bool:
    """What went wrong is for the centre and the city only."""
    return person.is_staff
