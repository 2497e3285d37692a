"""Statements about people."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from matching.accounts.models import Grant, Person, SignIn, SignInCode
from matching.accounts.rules import Role
from matching.text import FOLDED, digits, hiragana


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


def person(person_id: int) -> Select[Person]:
    """One person as pages about them show them; always what the database holds now."""
    return (
        select(Person)
        .where(Person.id == person_id)
        .options(joinedload(Person.grants), joinedload(Person.district))
        .execution_options(populate_existing=True)
    )


def with_email(email: str) -> Select[Person]:
    """The person who signs in with this address."""
    return select(Person).where(Person.email == email)


def asked_code(browser: str, now: datetime) -> Select[SignInCode]:
    """The letter this browser asked for, while its code or link may still be used."""
    return select(SignInCode).where(
        SignInCode.browser_hash == hashed(browser),
        SignInCode.expires_at > now,
        SignInCode.used_at.is_(None),
    )


def other_admins(person_id: int) -> Select[Grant]:
    """Who else could put things right."""
    return (
        select(Grant)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMIN, Grant.person_id != person_id, Person.disabled_at.is_(None))
    )


# ------------------------------------------------------------------ finding people

NAMES = (Person.family_name, Person.given_name)
READINGS = (Person.family_kana, Person.given_kana)
MOST_WORDS = 6


def people_found(words: str, role: Role | None = None) -> Select[Person]:
    """People each of these words fits: name in any spelling, reading, e-mail, phone or town.

    Ordered by reading, as in a telephone book; those without one come last.
    """
    statement = select(Person).options(selectinload(Person.grants), joinedload(Person.district))
    for word in words.split()[:MOST_WORDS]:
        statement = statement.where(_fits(word))
    if role:
        statement = statement.where(Person.grants.any(Grant.role == role))
    return statement.order_by(
        Person.family_kana == "", Person.family_kana, Person.given_kana, Person.id
    )


def _fits(word: str) -> ColumnElement[bool]:
    plain = word.translate(FOLDED)
    reading = hiragana(word)
    fits = [
        _has(_folded(NAMES[0] + NAMES[1]), plain),
        _has(READINGS[0] + READINGS[1], reading),
        _has(func.lower(_folded(Person.known_as)), plain.lower()),
        _has(Person.email, word.lower()),
        _has(Person.town, word),
    ]
    number = "".join(sign for sign in digits(word) if sign in "0123456789").removeprefix("0")
    if len(number) >= FEWEST_DIGITS:
        fits.append(_has(Person.phone, number))
    return or_(*fits)


FEWEST_DIGITS = 4


def _has(column: ColumnElement[Any] | InstrumentedAttribute[Any], part: str) -> ColumnElement[bool]:
    return column.contains(part, autoescape=True)


def _folded(column: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Old forms of kanji as the usual ones, so that 高橋 finds 髙橋."""
    folded: ColumnElement[str] = cast(ColumnElement[str], column)
    for code, usual in FOLDED.items():
        if str(usual).strip():
            folded = func.replace(folded, chr(code), usual)
    return folded
