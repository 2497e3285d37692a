"""The table of e-mails to send."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matching.db import Base


class Message(Base):
    """One e-mail, rendered; sent by the relay, retried with back-off, set aside when hopeless."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_due", "sent_at", "failed_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    """The Message-ID header; the same in every attempt."""
    template: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(4))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    attachments: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Each: name, type, text."""
    bulk: Mapped[bool] = mapped_column(default=False)
    """One of many: sent when nothing else waits, so that no sign-in code stands behind a digest."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """Counted when it is claimed, so that a letter that kills the relay is set aside too."""
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When it was set aside: a person must look at it."""
    error: Mapped[str] = mapped_column(String(500), default="")
