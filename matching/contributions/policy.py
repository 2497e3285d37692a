"""Who sees what an organisation gave and asked for. `organizations`: ids the person speaks for."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.organizations.models import Organization
from matching.organizations.rules import Approval, Kind


def may_look(person: Person, it: Organization, organizations: Container[int] = ()) -> bool:
    """Its officers; the centre's coordinators and the city, who see the figures everywhere.

    What waits to be approved, or was refused, has no year.
    """
    staff = person.is_any(Role.COORDINATOR, Role.CITY)
    return it.id in organizations or (staff and it.approval is Approval.APPROVED)


def looks_inside(person: Person, it: Organization, organizations: Container[int] = ()) -> bool:
    """Who sees besides what is offered, what comes and whom to call: not the city."""
    return it.id in organizations or person.is_any(Role.COORDINATOR)


def may_read_names(it: Organization, organizations: Container[int] = ()) -> bool:
    """Students agreed that the office of their university sees their hours, and nobody else."""
    return it.kind is Kind.UNIVERSITY and it.id in organizations
