"""Verbs that touch a need and its matches: change an open need, close it, withdraw it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.actions import seats
from matching.matches.models import Match
from matching.matches.rules import BUSY, SEATED, State, Verb
from matching.needs import actions as needs
from matching.needs.drafts import NeedDraft
from matching.needs.models import Need
from matching.needs.rules import Closing
from matching.problems import Problem


def too_few(need: Need, draft: NeedDraft) -> list[Problem]:
    """Fewer places than are taken: nobody who said yes is turned away by a number."""
    if draft.helpers_wanted >= need.places_taken:
        return []
    words = N_("すでに%(n)s人が引き受けています。人数はそれより少なくできません。")
    return [Problem("helpers_wanted", words, {"n": need.places_taken})]


def edit_need(
    session: Session, need: Need, draft: NeedDraft, *, by: Person, at: datetime
) -> list[str]:
    """Change a need and tell everybody who said yes or was asked what changed (names of fields).

    Raises:
        RuleBroken: it is closed, or fewer places are wanted than are taken.
    """
    changed = needs.edit(session, need, draft, by=by, at=at)
    session.flush()
    if changed:
        for match in session.scalars(queries.live(need.id)).unique().all():
            if match.state is not State.PROPOSED:
                post(session, letters.changed(match, fields=changed, at=at), at=at)
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

    What was promised still counts unless the need was withdrawn: those people came, or will.

    Raises:
        RuleBroken: it is closed already, or it went unfilled without a reason.
    """
    seats.lock(session, need)
    for match in session.scalars(queries.live(need.id)).unique().all():
        if closing is Closing.WITHDRAWN or match.state not in BUSY:
            _end(session, match, by=by, at=at)
    needs.close(session, need, closing, by=by, at=at, note=note)


def _end(session: Session, match: Match, *, by: Person | None, at: datetime) -> None:
    """The match goes with its need; a proposal was nobody's business yet."""
    was = match.state
    match.advance(Verb.CANCEL, by=by, at=at, note=letters.NEED_OVER)
    if was in SEATED:
        match.need.places_taken -= match.places
    session.flush()
    if was is not State.PROPOSED:
        told = letters.need_closed(match)
        known = was is State.CONFIRMED
        post(session, letters.called_off(told, match, at) if known else told, at=at)


def withdraw_need(session: Session, need: Need, *, by: Person, at: datetime, note: str) -> None:
    """The asker needs it no longer."""
    close_need(session, need, Closing.WITHDRAWN, by=by, at=at, note=note)
