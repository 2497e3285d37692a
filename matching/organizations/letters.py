"""Letters about organisations and affiliations."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.organizations.models import Organization
from matching.organizations.rules import Approval
from matching.outbox.rules import Letter


def decided(organization: Organization, person: Person) -> Letter:
    """The centre has approved or refused the organisation."""
    facts = {"name": organization.name, "approved": organization.approval is Approval.APPROVED}
    return Letter(person, "organizations/decided", facts, "/organizations/mine")


def affiliated(organization: Organization, person: Person, approval: Approval) -> Letter:
    """The university has confirmed the student, or not."""
    facts = {"name": organization.name, "approved": approval is Approval.APPROVED}
    return Letter(person, "organizations/affiliated", facts, "/organizations/mine")
