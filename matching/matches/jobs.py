"""What the clock does for matches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.mailbox.actions import post
from matching.matches import actions, letters, queries
from matching.matches.models import Match


def expire_unanswered(session: Session, *, now: datetime) -> int:
    """Let offers lapse whose answer-by time has passed."""
    # What somebody answers at this very moment is left to them.
    late = queries.overdue(now).with_for_update(of=Match, skip_locked=True)
    overdue = session.scalars(late).unique().all()
    for match in overdue:
        actions.expire(session, match, at=now)
    return len(overdue)


def remind_day_before(session: Session, *, now: datetime) -> int:
    """Remind both sides of what takes place tomorrow, once, from 16:00 on."""
    coming = session.scalars(queries.to_remind(now)).all()
    for match in coming:
        match.reminded_at = now
        post(session, letters.reminder(match), at=now)
        post(session, letters.reminder_asker(match), at=now)
    session.flush()
    return len(coming)


def ask_outcomes(session: Session, *, now: datetime) -> int:
    """Ask both sides what came of it, once it is over."""
    over = session.scalars(queries.to_ask_report(now)).all()
    for match in over:
        match.report_asked_at = now
        for reader in (match.offer.person, match.need.asker):
            post(session, letters.report_wanted(match, reader), at=now)
    session.flush()
    return len(over)
