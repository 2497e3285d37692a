"""What the clock does with files that nobody imported."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matching.exchange import queries

KEPT = timedelta(days=1)


def forget_files(session: Session, *, now: datetime) -> int:
    """Delete files of names and addresses that were checked and never imported."""
    lying = session.scalars(queries.left_lying(now - KEPT)).all()
    for file in lying:
        session.delete(file)
    return len(lying)
