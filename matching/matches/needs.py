"""Verbs that touch a need and its matches: change an open need, close it, withdraw it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.rules import State, Verb
from matching.needs import actions as needs
from matching.needs.drafts import NeedDraft
from matching.needs.models import Need
from matching.needs.rules import Closing


def edit_need(
    session: Session, need: Need, draft: NeedDraft, *, by: Person, at: datetime
) -> list[str]:
    """Change an open need and tell everybody who said yes or was asked what changed.

    Raises:
        RuleBroken: it is closed, or fewer places are wanted than are taken.
    """
    changed = needs.edit(session, need, draft, by=by, at=at)
    if changed:
        for match in session.scalars(queries.live(need.id)).all():
            if match.state is not State.PROPOSED:
                post(session, letters.changed(match, fields=changed), at=at)
    return changed


def close_need(
    session: Session,
    need: Need,
    closing: Closing,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
) -> None:
    """End a need; whoever said yes or was asked is told.

    Raises:
        RuleBroken: it is closed already, or it went unfilled without a reason.
    """
    for match in session.scalars(queries.live(need.id)).all():
        knew = match.state is not State.PROPOSED
        match.advance(Verb.CANCEL, by=by, at=at, note=letters.NEED_OVER)
        if knew:
            post(session, letters.need_closed(match), at=at)
    needs.close(session, need, closing, by=by, at=at, note=note)


def withdraw_need(session: Session, need: Need, *, by: Person, at: datetime, note: str) -> None:
    """The asker needs it no longer."""
    close_need(session, need, Closing.WITHDRAWN, by=by, at=at, note=note)
