"""What waits at the desk: one condition per queue, the same for its count and its list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matching.desk.rules import QUIET_DAYS, SOON_DAYS, Queue
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need
from matching.needs.rules import State


def _has(*states: MatchState) -> ColumnElement[bool]:
    """The need has a match in one of these states."""
    return select(Match.id).where(Match.need_id == Need.id, Match.state.in_(states)).exists()


def waiting(queue: Queue, now: datetime) -> ColumnElement[bool]:
    """Whether a need waits in this queue."""
    unfilled = and_(Need.state == State.OPEN, Need.places_taken < Need.helpers_wanted)
    ahead = or_(Need.first_start_at.is_(None), Need.first_start_at > now, Need.flexible)
    over = Need.last_end_at < now
    running = Need.state.in_((State.OPEN, State.FILLED))
    asked = _has(MatchState.OFFERED)
    quiet_since = func.coalesce(Need.still_open_at, Need.opened_at)
    conditions: dict[Queue, ColumnElement[bool]] = {
        Queue.INTAKE: Need.state == State.SUBMITTED,
        Queue.CHOOSE: and_(unfilled, ahead, ~asked),
        Queue.ANSWER: and_(running, asked),
        Queue.CONFIRM: and_(running, _has(MatchState.ACCEPTED)),
        Queue.REPORT: and_(running, over, _has(MatchState.ACCEPTED, MatchState.CONFIRMED)),
        Queue.FOLLOW: and_(
            running,
            or_(
                and_(unfilled, Need.first_start_at < now + timedelta(days=SOON_DAYS)),
                and_(unfilled, quiet_since < now - timedelta(days=QUIET_DAYS)),
                and_(over, ~_has(MatchState.ACCEPTED, MatchState.CONFIRMED)),
            ),
        ),
    }
    return conditions[queue]


def counts(now: datetime) -> Select[*tuple[int, ...]]:
    """How many needs wait in each queue, in the order of `Queue`, in one statement."""
    live = Need.state.in_((State.SUBMITTED, State.OPEN, State.FILLED))
    sums = [func.coalesce(func.sum(case((waiting(q, now), 1), else_=0)), 0) for q in Queue]
    return select(*sums).where(live)


def queue(which: Queue, now: datetime) -> Select[Need]:
    """The needs of one queue: urgent ones first, then those that begin soonest."""
    return (
        needs()
        .where(waiting(which, now))
        .order_by(
            case((Need.urgency == "urgent", 0), else_=1),
            Need.first_start_at.is_(None),
            Need.first_start_at,
            Need.id,
        )
    )


def needs() -> Select[Need]:
    """Needs as a line of a desk list shows them."""
    return select(Need).options(
        joinedload(Need.asker),
        joinedload(Need.organization),
        joinedload(Need.district),
        selectinload(Need.slots),
    )


def week(start: datetime) -> Select[Need]:
    """Needs of one week, soonest first."""
    return (
        needs()
        .where(
            Need.state.in_((State.OPEN, State.FILLED)),
            Need.first_start_at >= start,
            Need.first_start_at < start + timedelta(days=7),
        )
        .order_by(Need.first_start_at, Need.id)
    )
