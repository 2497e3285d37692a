"""Letters about organisations and affiliations."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.organizations.models import Invitation, Organization
from matching.organizations.rules import Approval
from matching.outbox.rules import Letter, Reader


def decided(organization: Organization, person: Person) -> Letter:
    """The centre has approved or refused the organisation."""
    facts = {"name": organization.name, "approved": organization.approval is Approval.APPROVED}
    return Letter(person, "organizations/decided", facts, "/organizations/mine")


def invited(to: Reader, organization: Organization, invitation: Invitation) -> Letter:
    """Somebody, known to us or not, is asked to speak for the organisation."""
    facts = {"name": organization.name, "title": invitation.title}
    return Letter(to, "organizations/invited", facts, "/organizations/mine")


def dismissed(organization: Organization, person: Person) -> Letter:
    """Somebody no longer speaks for the organisation."""
    return Letter(person, "organizations/dismissed", {"name": organization.name}, "/account")


def claimed(organization: Organization, officer: Person) -> Letter:
    """A student waits for the university's office; who it is stands on the page alone."""
    path = f"/organizations/{organization.id}/students"
    return Letter(officer, "organizations/claimed", {"name": organization.name}, path)


def affiliated(organization: Organization, person: Person, approval: Approval) -> Letter:
    """The university has confirmed the student, or not."""
    facts = {"name": organization.name, "approved": approval is Approval.APPROVED}
    return Letter(person, "organizations/affiliated", facts, "/organizations/mine")
