"""Who speaks for an organisation: inviting, answering, leaving."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.letters import Stranger
from matching.accounts.models import Person
from matching.accounts.queries import with_email
from matching.accounts.rules import Language
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.organizations import letters, queries
from matching.organizations.models import Invitation, Officer, Organization
from matching.organizations.rules import Approval
from matching.outbox.actions import send


def invite(
    session: Session, organization: Organization, email: str, title: str, *, by: Person,
    at: datetime,
) -> Invitation:  # fmt: skip
    """Ask somebody, by e-mail, to speak for the organisation too.

    Says nothing about whether the address is known to us: who accepts proves that it is theirs.

    Raises:
        RuleBroken: the organisation is not approved, or has asked already.
    """
    if organization.approval is not Approval.APPROVED:
        raise RuleBroken(N_("担当者を招けるのは、団体の登録が確認されたあとです。"))
    made = Invitation(
        organization_id=organization.id, email=email, title=title, invited_by_id=by.id,
        invited_at=at,
    )  # fmt: skip
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(N_("このメールアドレスは、すでに招待しています。")) from None
    record(session, "invite", "organization", organization.id, by_id=by.id, at=at)
    known = session.scalars(with_email(email)).one_or_none()
    to = known or Stranger(email, Language.JA)
    send(session, letters.invited(to, organization, made), at=at)
    return made


def accept_invitation(
    session: Session, invitation: Invitation, person: Person, *, at: datetime
) -> None:
    """The person speaks for the organisation from now on; to accept twice changes nothing."""
    held = select(Officer.id).where(
        Officer.organization_id == invitation.organization_id, Officer.person_id == person.id
    )
    if session.scalar(held) is None:
        session.add(
            Officer(
                organization_id=invitation.organization_id, person_id=person.id,
                title=invitation.title, since=at,
            )
        )  # fmt: skip
    session.delete(invitation)
    session.flush()


def decline_invitation(session: Session, invitation: Invitation) -> None:
    """Not them, or not any more."""
    session.delete(invitation)
    session.flush()


def dismiss(session: Session, officer: Officer, *, by: Person, at: datetime) -> list[Person]:
    """Somebody no longer speaks for the organisation, and is told; returns who may take their place.

    First whoever dismisses them, if an officer too, then who has been one for longest. What they
    looked after stands in rooms above: `matches` hands it over, and calls this.

    Raises:
        RuleBroken: nobody would be left who can sign in, or somebody else was faster.
    """
    # Two officers who remove each other must not both succeed: the organisation is locked.
    organization = session.get_one(Organization, officer.organization_id, with_for_update=True)
    everybody = session.scalars(queries.officers_of(organization.id)).all()
    if officer.id not in {one.id for one in everybody}:
        raise RuleBroken(N_("この方は、もう担当者から外れています。"))
    staying = [one.person for one in everybody if one.id != officer.id and _acts(one.person)]
    if not staying:
        raise RuleBroken(N_("最後の担当者は外せません。先にほかの担当者を招いてください。"))
    person = session.get_one(Person, officer.person_id)
    session.delete(officer)
    session.flush()
    record(
        session, "dismiss", "organization", organization.id, by_id=by.id, at=at, officer=person.id
    )  # fmt: skip
    if by.id != person.id and _acts(person):
        send(session, letters.dismissed(organization, person), at=at)
    return sorted(staying, key=lambda one: one.id != by.id)


def _acts(person: Person) -> bool:
    return person.disabled_at is None
