"""The table of what staff did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from matching.db import Base


class Entry(Base):
    """One thing somebody did; plain numbers instead of keys, so that it outlives its subjects."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by_id: Mapped[int | None]
    """The person; None for the clock."""
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    facts: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """Never personal data: ids, states, counts."""


def record(
    session: Session,
    action: str,
    subject: str,
    subject_id: int,
    *,
    by_id: int | None,
    at: datetime,
    **facts: object,
) -> None:
    """Append one entry."""
    session.add(
        Entry(
            at=at, by_id=by_id, action=action, subject=subject, subject_id=subject_id, facts=facts
        )
    )
