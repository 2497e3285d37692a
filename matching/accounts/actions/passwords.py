"""Signing in with a password, and changing it."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from matching.accounts import letters, queries
from matching.accounts.actions.signing import sign_out_everywhere
from matching.accounts.models import Person
from matching.accounts.passwords import MOST, prepared
from matching.outbox.actions import send

# OWASP's choice for argon2id (2023): 19 MiB each, so that many at once cannot exhaust a small
# machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    """Verified for addresses nobody has, so that they take as long as others."""
    return _hasher.hash("nobody has this password")


def person_by_password(session: Session, email: str, password: str) -> Person | None:
    """Who has this address and password, if anybody; an unknown address takes as long."""
    person = session.scalars(queries.with_email(email)).one_or_none()
    kept = person.password_hash if person else None
    right = _verify(kept or _nobodys(), password)
    return person if right and kept else None


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, _bytes(password[: MOST + 1]))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    return prepared(password).encode("utf-8", "replace")  # a lone surrogate is no UTF-8


def change_password(
    session: Session, person: Person, password: str, *, keep: int, at: datetime
) -> None:
    """Set a new password; every sign-in but the one with the number `keep` ends."""
    person.password_hash = _hasher.hash(_bytes(password))
    sign_out_everywhere(session, person.id, but=keep)
    send(session, letters.password_changed(person), at=at)
