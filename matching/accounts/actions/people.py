"""Signing up, keeping entries up to date, and what staff do with people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts import queries
from matching.accounts.actions.signing import sign_out_everywhere
from matching.accounts.drafts import Caller, Newcomer, Profile
from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_

COPIED = (
    "phone", "postal_code", "town", "street", "building", "district_id", "birth_year",
    "guardian_name", "language",
)  # fmt: skip


def sign_up(session: Session, email: str, draft: Newcomer, *, at: datetime) -> Person:
    """Somebody new, whose address was proven.

    Raises:
        RuleBroken: somebody has signed up with this address meanwhile.
    """
    person = Person(
        **asdict(draft.name), email=email, district_id=draft.district_id, town=draft.town,
        postal_code=draft.postal_code, language=draft.language, consented_at=at, created_at=at,
    )  # fmt: skip
    person.grants = [Grant(role=role, granted_at=at) for role in sorted(draft.roles)]
    session.add(person)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(
            N_("このメールアドレスは、もう登録されています。サインインしてください。")
        ) from None
    return person


def record_caller(session: Session, draft: Caller, *, by: Person, at: datetime) -> Person:
    """Somebody without e-mail, as they told a coordinator, who asked for their consent."""
    person = Person(created_at=at, consented_at=at)
    _copy(draft.profile, person, at)
    person.grants = [
        Grant(role=role, granted_by_id=by.id, granted_at=at) for role in sorted(draft.roles)
    ]
    session.add(person)
    session.flush()
    record(session, "create", "person", person.id, by_id=by.id, at=at)
    return person


def change_profile(
    session: Session, person: Person, draft: Profile, *, by: Person, at: datetime
) -> None:
    """Keep what was entered; noted down when somebody else than the person did."""
    _copy(draft, person, at)
    session.flush()
    if by.id != person.id:
        record(session, "edit", "person", person.id, by_id=by.id, at=at)


def add_phone(session: Session, person: Person, phone: str | None) -> None:
    """Somebody told us their number on the way; what stands in their entries already is kept."""
    if phone and not person.phone:
        person.phone = phone
        session.flush()


def _copy(draft: Profile, person: Person, at: datetime) -> None:
    for name, value in asdict(draft.name).items():
        setattr(person, name, value)
    for name in COPIED:
        setattr(person, name, getattr(draft, name))
    if not draft.guardian_agrees:
        person.guardian_consented_at = None
    elif person.guardian_consented_at is None:
        person.guardian_consented_at = at


def grant(session: Session, person: Person, role: Role, *, by: Person, at: datetime) -> None:
    """Give a role; to give it twice changes nothing."""
    if role in person.roles:
        return
    person.grants.append(Grant(role=role, granted_by_id=by.id, granted_at=at))
    record(session, "grant", "person", person.id, by_id=by.id, at=at, role=role)


def revoke(session: Session, person: Person, role: Role, *, by: Person, at: datetime) -> None:
    """Take a role away.

    Raises:
        RuleBroken: nobody would be left to run the site.
    """
    if role not in person.roles:
        return
    if role is Role.ADMIN:
        _keep_an_admin(session, person)
    person.grants = [given for given in person.grants if given.role is not role]
    record(session, "revoke", "person", person.id, by_id=by.id, at=at, role=role)


def change_roles(
    session: Session, person: Person, roles: Iterable[Role], *, by: Person, at: datetime
) -> None:
    """Give and take roles until the person has exactly these."""
    wanted = frozenset(roles)
    for role in sorted(wanted - person.roles):
        grant(session, person, role, by=by, at=at)
    for role in sorted(person.roles - wanted):
        revoke(session, person, role, by=by, at=at)


def _keep_an_admin(session: Session, leaving: Person) -> None:
    # Everybody's admin rows in one order: two who step down at once must not pass each other.
    rows = select(Grant).where(Grant.role == Role.ADMIN).order_by(Grant.id).with_for_update()
    session.scalars(rows).all()
    if not session.scalars(queries.other_admins(leaving.id)).first():
        raise RuleBroken(
            N_("管理者がいなくなるため、できません。先にほかの人を管理者にしてください。")
        )


def disable(session: Session, person: Person, *, by: Person, at: datetime) -> None:
    """Shut the account; every sign-in ends at once.

    Raises:
        RuleBroken: nobody would be left to run the site.
    """
    if person.disabled_at is not None:
        return
    if person.is_any(Role.ADMIN):
        _keep_an_admin(session, person)
    person.disabled_at = at
    sign_out_everywhere(session, person.id)
    record(session, "disable", "person", person.id, by_id=by.id, at=at)


def enable(session: Session, person: Person, *, by: Person, at: datetime) -> None:
    """Open the account again."""
    if person.disabled_at is None:
        return
    person.disabled_at = None
    record(session, "enable", "person", person.id, by_id=by.id, at=at)
