"""A person's subscribed calendar: begun, given another address, ended."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import CalendarFeed

KEY_BYTES = 16
"""Nobody guesses 128 bits, and the address still fits into a code that cameras read easily."""


def subscribe(session: Session, person: Person, *, at: datetime) -> CalendarFeed:
    """A new address for the person's calendar; the one before, if any, ends at once."""
    session.get_one(
        Person, person.id, with_for_update=True
    )  # two presses at once: one after the other
    unsubscribe(session, person)
    made = CalendarFeed(person_id=person.id, key=secrets.token_urlsafe(KEY_BYTES), created_at=at)
    session.add(made)
    session.flush()
    return made


def unsubscribe(session: Session, person: Person) -> None:
    """The address ends, and nothing takes its place."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person.id))
