"""Who may speak for an organisation, look after it, and see it."""

from __future__ import annotations

from collections.abc import Iterable

from matching.accounts.models import Person
from matching.accounts.policy import keeps_people
from matching.accounts.rules import Role
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Approval, Kind


def may_speak_for(offices: Iterable[Officer], organization_id: int | None) -> bool:
    """Whether one of a person's offices (`queries.officer_rows`) is in this, approved, one."""
    return any(
        office.organization_id == organization_id
        and office.organization.approval is Approval.APPROVED
        for office in offices
    )


def may_manage(person: Person, it: Organization, offices: Iterable[Officer]) -> bool:
    """Its officers, also while it waits for approval; and the centre."""
    return keeps_people(person) or any(office.organization_id == it.id for office in offices)


def may_see(person: Person | None, it: Organization, offices: Iterable[Officer]) -> bool:
    """Everybody once it is approved."""
    if it.approval is Approval.APPROVED:
        return True
    return person is not None and may_manage(person, it, offices)


def may_decide(person: Person, it: Organization, offices: Iterable[Officer]) -> bool:
    """Coordinators look through what applies; nobody decides on their own organisation."""
    theirs = any(office.organization_id == it.id for office in offices)
    return person.is_any(Role.COORDINATOR) and not theirs


def may_confirm_students(it: Organization, offices: Iterable[Officer]) -> bool:
    """Only the office of that university: the centre cannot know who studies there."""
    return it.kind is Kind.UNIVERSITY and may_speak_for(offices, it.id)
