"""Figures as grouped sums over needs, matches and approved entries; nothing is stored."""

from __future__ import annotations

from datetime import datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    null,
    or_,
    select,
)

from matching.calendar import TOKYO, fiscal_year_days
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need
from matching.needs.rules import Closing, State
from matching.outcomes.models import Outcome
from matching.plan.models import Initiative, Policy
from matching.progress.rules import Scope

MATCHED = (MatchState.CONFIRMED, MatchState.DONE)


class Level(Enum):
    """How finely figures are grouped."""

    INITIATIVE = "initiative"
    PILLAR = "pillar"
    PLAN = "plan"


def key(scope: Scope, level: Level) -> ColumnElement[Any]:
    """What a row counts for: an initiative or pillar of the plan, or nothing of it (null)."""
    columns: dict[Level, ColumnElement[Any]] = {
        Level.INITIATIVE: case((Initiative.plan_id == scope.plan_id, Initiative.id)),
        Level.PILLAR: case((Initiative.plan_id == scope.plan_id, Policy.pillar_id)),
        Level.PLAN: null(),
    }
    return columns[level]


def _starts(year: int) -> datetime:
    """The first instant of a fiscal year on the city's clock."""
    return datetime.combine(fiscal_year_days(year)[0], time(), TOKYO)


# ------------------------------------------------------------------ what is counted


def _begins() -> ColumnElement[datetime]:
    """When a need is to be met; of one without any date, when it was published."""
    return func.coalesce(Need.first_start_at, Need.opened_at)


def published(scope: Scope) -> ColumnElement[bool]:
    """Needs that everybody could read, that begin in these years and were not withdrawn."""
    within = [
        and_(_begins() >= _starts(year), _begins() < _starts(year + 1)) for year in scope.years
    ]
    here = [Need.district_id == scope.district_id] if scope.district_id is not None else []
    return and_(
        Need.opened_at.is_not(None),
        or_(Need.closing.is_(None), Need.closing != Closing.WITHDRAWN),
        or_(*within),
        *here,
    )


def unmet(now: datetime) -> ColumnElement[bool]:
    """Nobody was found, or the day went by with nobody who had taken it on."""
    went_by = and_(Need.state == State.OPEN, Need.places_taken == 0, Need.last_end_at < now)
    return or_(Need.closing == Closing.UNFILLED, went_by)


def kept(scope: Scope, *only: ColumnElement[bool]) -> Subquery:
    """What counts of each match after all corrections; what came to nothing is not there.

    `only`: whose entries, said of `Outcome`.
    """
    here = [Outcome.district_id == scope.district_id] if scope.district_id is not None else []
    minutes, people = func.sum(Outcome.minutes), func.sum(Outcome.people)
    cell = (
        Outcome.match_id,
        Outcome.need_id,
        Outcome.person_id,
        Outcome.organization_id,
        Outcome.fiscal_year,
        Outcome.initiative_id,
        Outcome.district_id,
    )
    return (
        select(
            *cell,
            minutes.label("minutes"),
            people.label("people"),
            func.max(Outcome.held_on).label("held_on"),
        )
        .where(Outcome.fiscal_year.in_(scope.years), *here, *only)
        .group_by(*cell)
        .having(or_(minutes > 0, people > 0))
        .subquery("kept")
    )


# ------------------------------------------------------------------ grouped figures


def _year_of_need(scope: Scope) -> ColumnElement[int]:
    return case(*((_begins() < _starts(year + 1), year) for year in sorted(scope.years)))


def need_figures(scope: Scope, now: datetime) -> Select[Any]:
    """(initiative or null, year, needs, unmet needs)."""
    rows = (
        select(
            key(scope, Level.INITIATIVE).label("key"),
            _year_of_need(scope).label("year"),
            case((unmet(now), 1), else_=0).label("unmet"),
        )
        .select_from(Need)
        .outerjoin(Initiative, Initiative.id == Need.initiative_id)
        .where(published(scope))
        .subquery()
    )
    by = (rows.c.key, rows.c.year)
    return select(*by, func.count(), func.sum(rows.c.unmet)).group_by(*by)


def match_figures(scope: Scope) -> Select[Any]:
    """(initiative or null, year, confirmed or done matches)."""
    rows = (
        select(key(scope, Level.INITIATIVE).label("key"), _year_of_need(scope).label("year"))
        .select_from(Match)
        .join(Match.need)
        .outerjoin(Initiative, Initiative.id == Need.initiative_id)
        .where(published(scope), Match.state.in_(MATCHED))
        .subquery()
    )
    by = (rows.c.key, rows.c.year)
    return select(*by, func.count()).group_by(*by)


def outcome_figures(scope: Scope, level: Level) -> Select[Any]:
    """(initiative, pillar or null, year, activities, helpers, people, minutes)."""
    done = kept(scope)
    alone = case((done.c.organization_id.is_(None), done.c.person_id))
    rows = (
        select(
            key(scope, level).label("key"),
            done.c.fiscal_year.label("year"),
            done.c.minutes,
            done.c.people,
            alone.label("person"),
            done.c.organization_id,
        )
        .select_from(done)
        .outerjoin(Initiative, Initiative.id == done.c.initiative_id)
        .outerjoin(Policy, Policy.id == Initiative.policy_id)
        .subquery()
    )
    by = (rows.c.year,) if level is Level.PLAN else (rows.c.key, rows.c.year)
    helpers = func.count(distinct(rows.c.person)) + func.count(distinct(rows.c.organization_id))
    first = null() if level is Level.PLAN else rows.c.key
    return select(
        first,
        rows.c.year,
        func.count(),
        helpers,
        func.sum(rows.c.people),
        func.sum(rows.c.minutes),
    ).group_by(*by)
