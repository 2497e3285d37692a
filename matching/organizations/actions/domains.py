"""The city's universities and the e-mail domains that prove where somebody studies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.organizations.models import Organization, UniversityDomain
from matching.organizations.rules import UNIVERSITIES, Approval, Kind


def load_masters(session: Session, *, at: datetime) -> None:
    """The city's four universities and their e-mail domains; what the operator edited stays."""
    known = set(session.scalars(select(Organization.name)))
    for name, kana, domain, checked in UNIVERSITIES:
        if name in known:
            continue
        made = Organization(
            kind=Kind.UNIVERSITY, name=name, kana=kana, approval=Approval.APPROVED,
            decided_at=at, created_at=at,
        )  # fmt: skip
        session.add(made)
        session.flush()
        session.add(UniversityDomain(organization_id=made.id, domain=domain, checked=checked))
    session.flush()


def add_domain(
    session: Session, university_id: int, domain: str, *, by: Person, at: datetime
) -> UniversityDomain:
    """One more domain; it proves nothing before somebody has checked it.

    Raises:
        RuleBroken: it is on the list.
    """
    made = UniversityDomain(organization_id=university_id, domain=domain, checked=False)
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(N_("このドメインは、もう登録されています。")) from None
    record(session, "create", "university_domain", made.id, by_id=by.id, at=at)
    return made


def confirm_domain(session: Session, domain: UniversityDomain, *, by: Person, at: datetime) -> None:
    """The university has said that only its members have such addresses."""
    domain.checked = True
    record(session, "confirm", "university_domain", domain.id, by_id=by.id, at=at)


def doubt_domain(session: Session, domain: UniversityDomain, *, by: Person, at: datetime) -> None:
    """From now on such addresses prove nothing; students confirmed before stay so."""
    domain.checked = False
    record(session, "doubt", "university_domain", domain.id, by_id=by.id, at=at)


def remove_domain(session: Session, domain: UniversityDomain, *, by: Person, at: datetime) -> None:
    session.delete(domain)
    record(session, "remove", "university_domain", domain.id, by_id=by.id, at=at)
