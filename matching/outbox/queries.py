"""Statements about e-mails: due, waiting, set aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, or_, select

from matching.outbox.models import Message


def messages() -> Select[Message]:
    """All e-mails, oldest first."""
    return select(Message).order_by(Message.id)


def waiting() -> Select[Message]:
    """Neither sent nor set aside, oldest first."""
    return messages().where(Message.sent_at.is_(None), Message.failed_at.is_(None))


def due(now: datetime) -> Select[Message]:
    """To be sent now and claimed by no relay; letters to one person before those to many."""
    return (
        waiting()
        .where(
            Message.due_at <= now,
            or_(Message.claimed_until.is_(None), Message.claimed_until <= now),
        )
        .order_by(None)
        .order_by(Message.bulk, Message.due_at, Message.id)
    )


def set_aside() -> Select[Message]:
    """E-mails that could not be sent and that a person must look at, newest first."""
    return (
        select(Message)
        .where(Message.sent_at.is_(None), Message.failed_at.is_not(None))
        .order_by(Message.failed_at.desc(), Message.id)
    )


def oldest_waiting(now: datetime) -> Select[datetime]:
    """Since when the oldest e-mail that is due has been waiting."""
    return select(func.min(Message.created_at)).where(
        Message.sent_at.is_(None), Message.failed_at.is_(None), Message.created_at <= now
    )
