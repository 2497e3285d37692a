"""Putting a letter into the outbox, and what the relay notes about it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from matching.outbox import queries
from matching.outbox.models import Message
from matching.outbox.render import Rendered, render, spelt_out
from matching.outbox.rules import CLAIM, Letter, headers_of, wait_after


def send(
    session: Session, letter: Letter, *, at: datetime, rendered: Rendered | None = None
) -> Message | None:
    """Keep an e-mail for the relay to send; None where the reader has no address."""
    if not letter.to.email:
        return None
    shown = spelt_out(rendered or render(letter), letter)
    message = Message(
        message_id=f"<{secrets.token_hex(16)}@yui>",
        template=letter.template,
        address=letter.to.email,
        language=letter.to.language,
        subject=shown.subject[:300],
        text=shown.text,
        html=shown.html,
        headers=headers_of(letter),
        attachments=[asdict(attachment) for attachment in letter.attachments],
        bulk=letter.bulk,
        created_at=at,
        due_at=at,
    )
    session.add(message)
    return message


# ------------------------------------------------------------------ the relay's notes


def claim(session: Session, *, at: datetime, most: int) -> Sequence[Message]:
    """Take up to `most` due e-mails, so that no other relay sends them before the claim ends.

    Rows that another relay is claiming this moment are passed over on PostgreSQL; SQLite lets
    only one transaction write at a time. Commit before sending.
    """
    statement = queries.due(at).limit(most).with_for_update(skip_locked=True)
    claimed = session.scalars(statement).all()
    for message in claimed:
        message.claimed_until = at + CLAIM
        message.attempts += 1
    return claimed


def note_sent(session: Session, message: Message, *, at: datetime) -> bool:
    """The server has taken it. False: the claim had ended, and somebody else holds it now."""
    return _note(session, message, sent_at=at, error="")


def note_failed(session: Session, message: Message, *, at: datetime, error: str) -> bool:
    """It could not be sent this time: later again, or set aside after the last attempt."""
    wait = wait_after(message.attempts)
    if wait is None:
        return set_aside(session, message, at=at, error=error)
    return _note(session, message, due_at=at + wait, error=error[:500])


def set_aside(session: Session, message: Message, *, at: datetime, error: str) -> bool:
    """It will never be taken as it is: a person must look at it."""
    return _note(session, message, failed_at=at, error=error[:500])


def unclaim(session: Session, messages: Collection[Message]) -> None:
    """Give back what was claimed and not tried; it does not count as an attempt."""
    for message in messages:
        _note(session, message, attempts=message.attempts - 1)


def _note(session: Session, message: Message, **values: object) -> bool:
    held = (Message.id == message.id) & (Message.claimed_until == message.claimed_until)
    statement = update(Message).where(held).values(claimed_until=None, **values)
    found = session.scalars(
        statement.returning(Message.id), execution_options={"synchronize_session": False}
    )
    return found.one_or_none() is not None


# ------------------------------------------------------------------ the operator


def resend(session: Session, message: Message, *, at: datetime) -> None:
    """Try a letter that was set aside again from the beginning, under the same Message-ID."""
    message.failed_at = message.claimed_until = None
    message.attempts = 0
    message.due_at = at
    session.flush()
