"""Applying for an organisation, deciding, editing."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.organizations import letters, queries
from matching.organizations.drafts import Sheet
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Approval
from matching.outbox.actions import send


def apply(session: Session, sheet: Sheet, *, by: Person, title: str, at: datetime) -> Organization:
    """Register an organisation; it may act once a coordinator has approved it.

    Raises:
        RuleBroken: there is one of that name.
    """
    made = Organization(approval=Approval.PENDING, created_at=at, **asdict(sheet))
    session.add(made)
    _keep_name_unique(session)
    session.add(Officer(organization_id=made.id, person_id=by.id, title=title, since=at))
    session.flush()
    return made


def _keep_name_unique(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(
            N_(
                "同じ名前の団体がもうあります。担当者の方に招待してもらうか、名前を確かめてください。"
            )
        ) from None


def edit(
    session: Session, organization: Organization, sheet: Sheet, *, by: Person, at: datetime
) -> None:
    """Keep what was entered; noted down, for several people may do it.

    Raises:
        RuleBroken: there is another one of that name.
    """
    for name, value in asdict(sheet).items():
        setattr(organization, name, value)
    _keep_name_unique(session)
    record(session, "edit", "organization", organization.id, by_id=by.id, at=at)


def decide(
    session: Session, organization: Organization, approval: Approval, *, by: Person, at: datetime
) -> None:
    """Approve or refuse; the officers are told. Deciding the same twice changes nothing."""
    if organization.approval is approval:
        return
    organization.approval, organization.decided_by_id, organization.decided_at = approval, by.id, at
    record(session, approval.value, "organization", organization.id, by_id=by.id, at=at)
    for officer in session.scalars(queries.officers_of(organization.id)):
        send(session, letters.decided(organization, officer.person), at=at)
    session.flush()
