"""What the clock does for itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.clockwork import actions


def forget_old_runs(session: Session, *, now: datetime) -> int:
    """Keep the history of runs short."""
    return actions.forget_old_runs(session, at=now)
