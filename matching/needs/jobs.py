"""What the clock does for needs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.mailbox.actions import post
from matching.needs import letters, queries


def ask_still_open(session: Session, *, now: datetime) -> int:
    """Ask the askers of quiet open needs whether they still need help; a need never just expires."""
    needs = session.scalars(queries.stale(now)).all()
    for need in needs:
        need.asked_open_at = now
        post(session, letters.still_open(need), at=now)
    session.flush()
    return len(needs)
