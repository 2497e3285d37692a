"""Figures as grouped sums over approved outcomes and needs, and the records behind each."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from matching.calendar import TOKYO, fiscal_year_days
from matching.needs.models import Need
from matching.needs.rules import LISTED, Closing, State
from matching.outcomes.models import Outcome
from matching.plan.models import Initiative


def _year(fiscal_year: int) -> tuple[datetime, datetime]:
    """The first instant of the year and of the next."""
    first, _last = fiscal_year_days(fiscal_year)
    following, _ = fiscal_year_days(fiscal_year + 1)
    start = datetime.combine(first, time(), TOKYO).astimezone(UTC)
    return start, datetime.combine(following, time(), TOKYO).astimezone(UTC)


def counted(fiscal_year: int) -> ColumnElement[bool]:
    """A need that counts for this year: published, begins in it, not withdrawn."""
    start, end = _year(fiscal_year)
    when = func.coalesce(Need.first_start_at, Need.opened_at)
    return and_(
        or_(Need.state.in_(LISTED), Need.state == State.CLOSED),
        Need.opened_at.is_not(None),
        or_(Need.closing.is_(None), Need.closing != Closing.WITHDRAWN),
        when >= start,
        when < end,
    )


def need_figures(fiscal_year: int) -> Select[int | None, int, int]:
    """(initiative, needs, unmet needs) of a year."""
    unmet = case((Need.closing == Closing.UNFILLED, 1), else_=0)
    return (
        select(Need.initiative_id, func.count(Need.id), func.sum(unmet))
        .where(counted(fiscal_year), Need.initiative_id.is_not(None))
        .group_by(Need.initiative_id)
    )


def outcome_figures(fiscal_year: int) -> Select[int | None, int, int, int]:
    """(initiative, matches, people, minutes) of a year."""
    return (
        select(
            Outcome.initiative_id,
            func.count(func.distinct(Outcome.match_id)),
            func.sum(Outcome.people),
            func.sum(Outcome.minutes),
        )
        .where(Outcome.fiscal_year == fiscal_year, Outcome.initiative_id.is_not(None))
        .group_by(Outcome.initiative_id)
    )


def needs_behind(initiative_id: int, fiscal_year: int) -> Select[Need]:
    """The needs that make the figure, by their beginning."""
    return (
        select(Need)
        .options(joinedload(Need.district))
        .where(Need.initiative_id == initiative_id, counted(fiscal_year))
        .order_by(Need.first_start_at, Need.id)
    )


def unmet_behind(initiative_id: int, fiscal_year: int) -> Select[Need]:
    return needs_behind(initiative_id, fiscal_year).where(Need.closing == Closing.UNFILLED)


def outcomes_behind(initiative_id: int, fiscal_year: int) -> Select[Outcome]:
    """The entries that make the figures, by their day."""
    return (
        select(Outcome)
        .options(joinedload(Outcome.need).joinedload(Need.district))
        .where(Outcome.initiative_id == initiative_id, Outcome.fiscal_year == fiscal_year)
        .order_by(Outcome.held_on, Outcome.id)
    )


def initiative(initiative_id: int) -> Select[Initiative]:
    return (
        select(Initiative)
        .options(joinedload(Initiative.policy), joinedload(Initiative.plan))
        .where(Initiative.id == initiative_id)
    )
