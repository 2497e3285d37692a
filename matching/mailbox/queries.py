"""Statements about a person's letters and wishes."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from matching.accounts.models import Person
from matching.mailbox.models import Notice, Wishes


def notices() -> Select[Notice]:
    """Everybody's letters; `policy.may_read` says whose they are."""
    return select(Notice)


def seen_by(person: Person) -> Select[Notice]:
    """The person's own letters, newest first; nobody reads another's."""
    return (
        select(Notice)
        .where(Notice.person_id == person.id)
        .order_by(Notice.posted_at.desc(), Notice.id.desc())
    )


def unread(person: Person) -> Select[int]:
    """How many letters the person has not read."""
    return select(func.count(Notice.id)).where(
        Notice.person_id == person.id, Notice.read_at.is_(None)
    )


def wishes_of(person: Person) -> Select[Wishes]:
    return select(Wishes).where(Wishes.person_id == person.id)


def wishes_by_token(token: str) -> Select[Wishes]:
    """Whose digest this link ends."""
    return select(Wishes).where(Wishes.unsubscribe_token == token)
