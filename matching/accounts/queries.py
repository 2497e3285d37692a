"""Statements about people."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from matching.accounts.models import Person, SignIn


def hashed(secret: str) -> str:
    """How a secret is kept: long random ones need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in(token: str, now: datetime) -> Select[SignIn]:
    """The live sign-in with this token, its person and roles with it, in one statement."""
    return (
        select(SignIn)
        .join(SignIn.person)
        .where(
            SignIn.token_hash == hashed(token),
            SignIn.expires_at > now,
            Person.disabled_at.is_(None),
        )
        .options(joinedload(SignIn.person).joinedload(Person.grants))
    )


def people() -> Select[Person]:
    """All people, with what says who they are."""
    return select(Person).options(joinedload(Person.grants)).order_by(Person.id)
