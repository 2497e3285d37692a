"""What the clock does for those who like to hear once a week."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.digests import actions


def post_weekly(session: Session, *, now: datetime) -> int:
    """Tell everybody who wishes what suits them; nobody gets an empty letter, or two in a week."""
    digests = actions.gather(session, now=now)
    posted = sum(actions.post_digest(session, digest, at=now) for digest in digests)
    session.flush()
    return posted
