"""Students and their universities: claiming, confirming, withdrawing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.organizations import letters, queries
from matching.organizations.drafts import domains_above
from matching.organizations.models import Affiliation, Organization
from matching.organizations.rules import Approval, Proof
from matching.outbox.actions import send


def claim_affiliation(
    session: Session, person: Person, university: Organization, *, at: datetime
) -> Affiliation:
    """A student says where they study; a checked e-mail domain confirms it at once.

    The address was proven when they signed up. Otherwise the university's office is told.

    Raises:
        RuleBroken: it was said before.
    """
    proofs = queries.proofs(university.id, domains_above(person.email))
    proven = session.scalars(proofs).first() is not None
    made = Affiliation(
        organization_id=university.id, person_id=person.id, claimed_at=at,
        approval=Approval.APPROVED if proven else Approval.PENDING,
        proof=Proof.DOMAIN if proven else None, decided_at=at if proven else None,
    )  # fmt: skip
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(N_("この大学への所属は、すでに申し出ています。")) from None
    if proven:
        send(session, letters.affiliated(university, person, Approval.APPROVED), at=at)
    else:
        for officer in session.scalars(queries.officers_of(university.id)):
            send(session, letters.claimed(university, officer.person), at=at)
    return made


def decide_affiliation(
    session: Session, affiliation: Affiliation, approval: Approval, *, by: Person, at: datetime
) -> None:
    """The university's office confirms or refuses; the student is told.

    Deciding the same twice changes nothing.
    """
    if affiliation.approval is approval:
        return
    affiliation.approval, affiliation.proof = approval, Proof.OFFICE
    affiliation.decided_by_id, affiliation.decided_at = by.id, at
    affiliation.shared_at = None  # who is confirmed anew is asked anew
    record(session, approval.value, "affiliation", affiliation.id, by_id=by.id, at=at)
    organization = session.get_one(Organization, affiliation.organization_id)
    student = session.get_one(Person, affiliation.person_id)
    send(session, letters.affiliated(organization, student, approval), at=at)
    session.flush()


def share_activity(session: Session, affiliation: Affiliation, *, at: datetime) -> None:
    """The student lets the university's office see their name with their hours.

    To say so twice changes nothing.

    Raises:
        RuleBroken: the university has not confirmed them.
    """
    if affiliation.approval is not Approval.APPROVED:
        raise RuleBroken(N_("大学が所属を確認したあとで、選べるようになります。"))
    affiliation.shared_at = affiliation.shared_at or at
    session.flush()


def hide_activity(session: Session, affiliation: Affiliation, *, at: datetime) -> None:
    """From now on the office sees nothing of them but that they are one of its students."""
    del at  # nothing is kept of having agreed
    affiliation.shared_at = None
    session.flush()


def withdraw_claim(session: Session, affiliation: Affiliation) -> None:
    """The student chose the wrong university, or has left it."""
    session.delete(affiliation)
    session.flush()
