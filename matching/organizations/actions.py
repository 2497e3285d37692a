"""Verbs of organisations: apply, decide, add and remove officers, affiliate students."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.organizations import letters
from matching.organizations.drafts import Sheet
from matching.organizations.models import Affiliation, Officer, Organization, UniversityDomain
from matching.organizations.rules import UNIVERSITIES, Approval, Kind, Proof
from matching.outbox.actions import send


def load_masters(session: Session, *, at: datetime) -> None:
    """The city's four universities and their e-mail domains; what the operator edited stays."""
    known = set(session.scalars(select(Organization.name)))
    for name, domain, checked in UNIVERSITIES:
        if name in known:
            continue
        made = Organization(
            kind=Kind.UNIVERSITY,
            name=name,
            approval=Approval.APPROVED,
            decided_at=at,
            created_at=at,
        )
        session.add(made)
        session.flush()
        session.add(UniversityDomain(organization_id=made.id, domain=domain, checked=checked))
    session.flush()


def apply(session: Session, sheet: Sheet, *, by: Person, title: str, at: datetime) -> Organization:
    """Register an organisation; it may act once a coordinator has approved it.

    Raises:
        RuleBroken: there is one of that name.
    """
    if session.scalar(select(Organization.id).where(Organization.name == sheet.name)):
        raise RuleBroken(N_("同じ名前の団体がもうあります。名前を確かめてください。"))
    made = Organization(approval=Approval.PENDING, created_at=at, **vars(sheet))
    session.add(made)
    session.flush()
    session.add(Officer(organization_id=made.id, person_id=by.id, title=title, since=at))
    session.flush()
    return made


def decide(
    session: Session, organization: Organization, approval: Approval, *, by: Person, at: datetime
) -> None:
    """Approve or refuse; the officers are told."""
    organization.approval, organization.decided_by_id, organization.decided_at = approval, by.id, at
    record(session, approval.value, "organization", organization.id, by_id=by.id, at=at)
    people = select(Person).join(Officer, Officer.person_id == Person.id)
    for person in session.scalars(people.where(Officer.organization_id == organization.id)):
        send(session, letters.decided(organization, person), at=at)
    session.flush()


def add_officer(
    session: Session, organization: Organization, person: Person, *, title: str, at: datetime
) -> None:
    """One more person may speak for the organisation.

    Raises:
        RuleBroken: the person already does.
    """
    known = select(Officer.id).where(
        Officer.organization_id == organization.id, Officer.person_id == person.id
    )
    if session.scalar(known):
        raise RuleBroken(N_("この方はすでに担当者です。"))
    session.add(
        Officer(organization_id=organization.id, person_id=person.id, title=title, since=at)
    )
    session.flush()


def remove_officer(session: Session, officer: Officer) -> None:
    """Somebody no longer speaks for the organisation.

    Raises:
        RuleBroken: nobody would be left.
    """
    same = Officer.organization_id == officer.organization_id
    if session.scalar(select(func.count(Officer.id)).where(same)) == 1:
        raise RuleBroken(N_("最後の担当者は外せません。先にほかの担当者を加えてください。"))
    session.delete(officer)
    session.flush()


def claim_affiliation(
    session: Session, person: Person, university: Organization, *, at: datetime
) -> Affiliation:
    """A student says where they study; a checked e-mail domain confirms it at once.

    Raises:
        RuleBroken: it was said before.
    """
    known = select(Affiliation.id).where(
        Affiliation.organization_id == university.id, Affiliation.person_id == person.id
    )
    if session.scalar(known):
        raise RuleBroken(N_("この大学への所属は、すでに申し出ています。"))
    domain = (person.email or "").rpartition("@")[2]
    checked = select(UniversityDomain.id).where(
        UniversityDomain.organization_id == university.id,
        UniversityDomain.domain == domain,
        UniversityDomain.checked,
    )
    proven = session.scalar(checked) is not None
    made = Affiliation(
        organization_id=university.id,
        person_id=person.id,
        approval=Approval.APPROVED if proven else Approval.PENDING,
        proof=Proof.DOMAIN if proven else None,
        decided_at=at if proven else None,
        claimed_at=at,
    )
    session.add(made)
    session.flush()
    return made


def decide_affiliation(
    session: Session, affiliation: Affiliation, approval: Approval, *, by: Person, at: datetime
) -> None:
    """The university's office confirms or refuses; the student is told."""
    affiliation.approval, affiliation.proof = approval, Proof.OFFICE
    affiliation.decided_by_id, affiliation.decided_at = by.id, at
    organization = session.get_one(Organization, affiliation.organization_id)
    student = session.get_one(Person, affiliation.person_id)
    send(session, letters.affiliated(organization, student, approval), at=at)
    session.flush()
