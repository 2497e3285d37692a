"""Statements about what waits for an organisation now, what comes, and what it gives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matching.matches.models import Match
from matching.matches.rules import BUSY, State
from matching.needs.models import Need
from matching.needs.rules import LISTED
from matching.offers.models import Offer
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side as Teller

MOST = 30
"""Lines of what waits and of what comes; there is a page of everything besides."""


def _soonest() -> tuple[ColumnElement[Any], ...]:
    return Need.first_start_at.is_(None), Need.first_start_at.asc(), Need.id.asc()


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    return or_(Need.last_end_at.is_(None), Need.last_end_at >= now)


def _unreported(side: Teller, now: datetime) -> ColumnElement[bool]:
    """It is over, this side has not said what came of it, and nothing is approved yet."""
    said = select(Report.id).where(Report.match_id == Match.id, Report.side == side).exists()
    approved = select(Outcome.id).where(Outcome.match_id == Match.id).exists()
    met = Match.state.in_((State.CONFIRMED, State.DONE))
    return and_(met, Need.last_end_at < now, ~said, ~approved)


def engagements(organization_id: int, now: datetime) -> Select[Match]:
    """What waits for an answer, a confirmation or a report, and where its people are expected."""
    in_time = or_(Match.answer_by.is_(None), Match.answer_by > now)
    asked = and_(Match.state == State.OFFERED, in_time)
    coming = and_(Match.state.in_(BUSY), _is_ahead(now))
    helps = and_(
        Offer.organization_id == organization_id,
        or_(asked, coming, _unreported(Teller.HELPER, now)),
    )
    asks = and_(
        Need.organization_id == organization_id,
        or_(Match.state == State.ACCEPTED, _unreported(Teller.ASKER, now)),
    )
    who = (joinedload(Need.asker), joinedload(Need.organization), joinedload(Need.district))
    return (
        select(Match)
        .join(Match.need)
        .join(Match.offer)
        .where(or_(helps, asks))
        .options(
            contains_eager(Match.need).options(*who, selectinload(Need.slots)),
            contains_eager(Match.offer).options(
                joinedload(Offer.person), joinedload(Offer.organization)
            ),
        )
        .order_by(*_soonest(), Match.id)
        .limit(MOST)
    )


def needs_ahead(organization_id: int, now: datetime) -> Select[Need]:
    """What it asks for and what is still to take place, the soonest first."""
    return (
        select(Need)
        .where(
            Need.organization_id == organization_id, Need.state.in_(LISTED), _is_ahead(now)
        )
        .options(joinedload(Need.district), selectinload(Need.slots))
        .order_by(*_soonest())
        .limit(MOST)
    )  # fmt: skip


def gift(organization_id: int) -> Select[Offer]:
    """What it gives: people, and things to lend."""
    return (
        select(Offer)
        .where(Offer.organization_id == organization_id)
        .options(selectinload(Offer.resources))
    )
