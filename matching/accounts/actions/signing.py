"""Signing in by letter, and the sign-ins that are kept."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from matching.accounts import letters, queries
from matching.accounts.models import Person, SignIn, SignInCode
from matching.accounts.queries import hashed
from matching.accounts.rules import CODE_LIVES, MOST_TRIES, SIGN_IN_LIVES, Language
from matching.outbox.actions import send


def ask(session: Session, email: str, *, language: Language, at: datetime) -> str:
    """Send a link and a code, whether or not we know the address.

    Returns:
        The secret for the asking browser; without it neither link nor code is worth anything.
    """
    browser, link = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(1_000_000):06}"
    session.add(
        SignInCode(
            email=email, browser_hash=hashed(browser), link_hash=hashed(link),
            code_hash=_code_hash(browser, code), created_at=at, expires_at=at + CODE_LIVES,
        )
    )  # fmt: skip
    person = session.scalars(queries.with_email(email)).one_or_none()
    to = person or letters.Stranger(email, language)
    send(session, letters.sign_in(to, code, link), at=at)
    return browser


def _code_hash(browser: str, code: str) -> str:
    """Six digits alone could be guessed from their hash; with the browser's secret they cannot."""
    return hashed(f"{browser}:{code}")


def try_code(session: Session, browser: str, code: str, *, at: datetime) -> str | None:
    """Count one try; the proven e-mail address if the code is right, which uses it up."""
    tried = (
        update(SignInCode)
        .where(
            SignInCode.browser_hash == hashed(browser),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > at,
            SignInCode.attempts < MOST_TRIES,
        )
        .values(attempts=SignInCode.attempts + 1)
        .returning(SignInCode.link_hash, SignInCode.code_hash)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(tried).one_or_none()
    if row is None or not hmac.compare_digest(row.code_hash, _code_hash(browser, code)):
        return None
    return _use_up(session, browser, row.link_hash, at)


def follow_link(session: Session, browser: str, link: str, *, at: datetime) -> str | None:
    """The proven e-mail address if this browser asked for the link, which uses it up."""
    return _use_up(session, browser, hashed(link), at)


def _use_up(session: Session, browser: str, link_hash: str, at: datetime) -> str | None:
    used = (
        update(SignInCode)
        .where(
            SignInCode.link_hash == link_hash,
            SignInCode.browser_hash == hashed(browser),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > at,
        )
        .values(used_at=at)
        .returning(SignInCode.email)
        .execution_options(synchronize_session=False)
    )
    return session.execute(used).scalar_one_or_none()


def sign_in(session: Session, person: Person, *, at: datetime) -> tuple[str, SignIn]:
    """Keep a new sign-in; its token is known to the browser alone."""
    token = secrets.token_urlsafe(32)
    kept = SignIn(
        token_hash=hashed(token), person_id=person.id, created_at=at, expires_at=at + SIGN_IN_LIVES
    )
    session.add(kept)
    session.flush()
    return token, kept


def sign_out(session: Session, token: str) -> None:
    """End this sign-in; a copy of its cookie is worth nothing from now on."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))


def sign_out_everywhere(session: Session, person_id: int, *, but: int = 0) -> None:
    """End every sign-in of this person, except the one with the number `but`."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.id != but))
