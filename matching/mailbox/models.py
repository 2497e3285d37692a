"""Tables of in-app letters and of wishes about mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matching.db import Base, enum_type
from matching.mailbox.rules import Mode


class Notice(Base):
    """A letter as its reader finds it under お知らせ."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_unread", "person_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    template: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(300), default="")
    """Where the letter leads, within this site."""
    posted_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Wishes(Base):
    """How a person wants to be written to; without a row the defaults hold."""

    __tablename__ = "wishes"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    mode: Mapped[Mode] = mapped_column(enum_type(Mode), default=Mode.AT_ONCE)
    digest: Mapped[bool] = mapped_column(default=True)
    """The weekly letter of what suits them."""
    unsubscribe_token: Mapped[str | None] = mapped_column(String(43), unique=True)
    """Ends the digest without signing in; the same in every digest, so that old letters' links work."""
    digest_posted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
