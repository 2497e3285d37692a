"""Statements about organisations and who speaks for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matching.organizations.models import (
    Affiliation,
    Invitation,
    Officer,
    Organization,
    UniversityDomain,
)
from matching.organizations.rules import Approval, Kind


def organizations() -> Select[Organization]:
    """All organisations by name, with their district."""
    return (
        select(Organization).options(joinedload(Organization.district)).order_by(Organization.name)
    )


def filtered(kind: Kind | None, approval: Approval | None) -> Select[Organization]:
    """Those of a kind and approval, where given; what waits for a decision comes first."""
    waits = Organization.approval == Approval.PENDING
    statement = organizations().order_by(None).order_by(waits.desc(), Organization.name)
    if kind:
        statement = statement.where(Organization.kind == kind)
    if approval:
        statement = statement.where(Organization.approval == approval)
    return statement


def waiting() -> Select[int]:
    """How many organisations wait for the centre's decision."""
    return select(func.count(Organization.id)).where(Organization.approval == Approval.PENDING)


def officers_of(organization_id: int) -> Select[Officer]:
    """Who speaks for an organisation, longest first."""
    return (
        select(Officer)
        .options(joinedload(Officer.person))
        .where(Officer.organization_id == organization_id)
        .order_by(Officer.since, Officer.id)
    )


def spokespeople(organization_id: int) -> Select[int]:
    """The numbers of the people who speak for an organisation."""
    return select(Officer.person_id).where(Officer.organization_id == organization_id)


def officer_rows(person_id: int) -> Select[Officer]:
    """What a person is an officer of, with the organisations."""
    return (
        select(Officer)
        .join(Officer.organization)
        .options(joinedload(Officer.organization).joinedload(Organization.district))
        .where(Officer.person_id == person_id)
        .order_by(Organization.name)
    )


def spoken_for(person_id: int, organization_id: int) -> Select[Organization]:
    """The organisation, if the person is still an officer and it is approved."""
    return (
        organizations()
        .join(Officer, Officer.organization_id == Organization.id)
        .where(
            Officer.person_id == person_id,
            Organization.id == organization_id,
            Organization.approval == Approval.APPROVED,
        )
    )


def represented_by(person_id: int) -> Select[int]:
    """Ids of the approved organisations the person may speak for."""
    return (
        select(Officer.organization_id)
        .join(Officer.organization)
        .where(Officer.person_id == person_id, Organization.approval == Approval.APPROVED)
    )


def organization(organization_id: int) -> Select[Organization]:
    """One organisation; always what the database holds now."""
    return (
        organizations()
        .where(Organization.id == organization_id)
        .execution_options(populate_existing=True)
    )


def invitations_of(organization_id: int) -> Select[Invitation]:
    """Who has been asked to speak for it and has not answered."""
    return (
        select(Invitation)
        .where(Invitation.organization_id == organization_id)
        .order_by(Invitation.invited_at, Invitation.id)
    )


def invitations_to(email: str | None) -> Select[Invitation]:
    """Who has asked the person with this proven address to speak for them."""
    return (
        select(Invitation)
        .options(joinedload(Invitation.organization))
        .where(Invitation.email == email)
        .order_by(Invitation.invited_at, Invitation.id)
    )


def universities() -> Select[Organization]:
    return filtered(Kind.UNIVERSITY, Approval.APPROVED)


def domains() -> Select[UniversityDomain]:
    """E-mail domains with their university."""
    return (
        select(UniversityDomain)
        .options(joinedload(UniversityDomain.organization))
        .order_by(UniversityDomain.domain)
    )


def proofs(university_id: int, domains: Sequence[str]) -> Select[UniversityDomain]:
    """The checked domains of a university among these."""
    return select(UniversityDomain).where(
        UniversityDomain.organization_id == university_id,
        UniversityDomain.domain.in_(domains),
        UniversityDomain.checked,
    )


def affiliations_of(person_id: int) -> Select[Affiliation]:
    """Where somebody studies."""
    return (
        select(Affiliation)
        .options(joinedload(Affiliation.organization))
        .where(Affiliation.person_id == person_id)
        .order_by(Affiliation.id)
    )


def students_of(organization_id: int, approval: Approval | None = None) -> Select[Affiliation]:
    """Claims and students of a university: what waits first."""
    statement = (
        select(Affiliation)
        .options(joinedload(Affiliation.person))
        .where(Affiliation.organization_id == organization_id)
        .order_by(Affiliation.approval != Approval.PENDING, Affiliation.id.desc())
    )
    return statement.where(Affiliation.approval == approval) if approval else statement
