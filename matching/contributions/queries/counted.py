"""Statements about what counts of an organisation's year, and the records behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from matching.contributions.rules import NOWHERE, Only, Side
from matching.districts.models import District
from matching.needs.models import Need
from matching.organizations.models import Organization
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side as Teller
from matching.plan.models import Initiative
from matching.progress.queries import kept, published, unmet
from matching.progress.rules import Scope

ANY_PLAN = 0
"""An organisation's year is told for whatever plan its activities counted."""


def scope(*years: int) -> Scope:
    """These fiscal years, in all districts."""
    return Scope(ANY_PLAN, years)


# ------------------------------------------------------------------ what counts


def counted(side: Side, organization_id: int, *years: int) -> Subquery:
    """The approved activities of these years, as the plan's own figures count them."""
    asked = select(Need.id).where(Need.organization_id == organization_id)
    theirs = {
        Side.GIVEN: Outcome.organization_id == organization_id,
        Side.ASKED: Outcome.need_id.in_(asked),
    }
    return kept(scope(*years), theirs[side])


def month(done: Subquery) -> ColumnElement[int]:
    """The month of the activity's day."""
    return cast(extract("month", done.c.held_on), Integer)


def total(amount: ColumnElement[int]) -> ColumnElement[int]:
    """A sum of sums, which is a whole number (PostgreSQL would answer with a decimal one)."""
    return cast(func.sum(amount), BigInteger)


def _thanks(done: Subquery) -> ColumnElement[str | None]:
    """The words of thanks that the other side, or the centre for it, wrote of an activity."""
    said = select(func.max(Report.thanks)).where(
        Report.match_id == done.c.match_id, Report.side != Teller.HELPER, Report.thanks != ""
    )
    return said.correlate(done).scalar_subquery()


def _part(side: Side, organization_id: int, *years: int) -> Select[*tuple[Any, ...]]:
    done = counted(side, organization_id, *years)
    return select(
        literal(side.value).label("side"),
        done.c.fiscal_year.label("year"),
        month(done).label("month"),
        Need.kind.label("kind"),
        done.c.district_id,
        done.c.initiative_id,
        done.c.people,
        done.c.minutes,
        case((_thanks(done).is_not(None), 1), else_=0).label("thanked"),
    ).join(Need, Need.id == done.c.need_id)


def amounts(organization_id: int, *years: int) -> Select[*tuple[Any, ...]]:
    """Both sides of these years as sums: by year, month, kind, district and initiative."""
    rows = union_all(*(_part(side, organization_id, *years) for side in Side)).subquery()
    by = (
        rows.c.side, rows.c.year, rows.c.month, rows.c.kind, rows.c.district_id,
        District.name.label("district"), rows.c.initiative_id, Initiative.code,
        Initiative.name.label("initiative"),
    )  # fmt: skip
    return (
        select(
            *by,
            func.count().label("activities"),
            total(rows.c.people).label("people"),
            total(rows.c.minutes).label("minutes"),
            total(rows.c.thanked).label("thanked"),
        )
        .select_from(rows)
        .outerjoin(District, District.id == rows.c.district_id)
        .outerjoin(Initiative, Initiative.id == rows.c.initiative_id)
        .group_by(*by)
    )


def activities(
    side: Side, organization_id: int, year: int, only: Only
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    """The activities behind a figure, the latest first."""
    done = counted(side, organization_id, year)
    asker, helper = aliased(Organization), aliased(Organization)
    thanks = _thanks(done)
    return (
        select(
            done.c.match_id, Need.title, Need.kind, done.c.held_on, done.c.people, done.c.minutes,
            District.name.label("district"), Initiative.code, Initiative.name.label("initiative"),
            asker.name.label("asker"), helper.name.label("helper"), thanks.label("thanks"),
        )
        .select_from(done)
        .join(Need, Need.id == done.c.need_id)
        .outerjoin(asker, asker.id == Need.organization_id)
        .outerjoin(helper, helper.id == done.c.organization_id)
        .outerjoin(District, District.id == done.c.district_id)
        .outerjoin(Initiative, Initiative.id == done.c.initiative_id)
        .where(*_only(done, only), *([thanks.is_not(None)] if only.thanked else []))
        .order_by(done.c.held_on.desc(), done.c.match_id.desc())
    )  # fmt: skip


def _only(done: Subquery, only: Only) -> list[ColumnElement[bool]]:
    found = []
    if only.month is not None:
        found.append(month(done) == only.month)
    if only.kind is not None:
        found.append(Need.kind == only.kind)
    for column, number in (
        (done.c.district_id, only.district_id),
        (done.c.initiative_id, only.initiative_id),
    ):
        if number is not None:
            found.append(column.is_(None) if number == NOWHERE else column == number)
    return found


# ------------------------------------------------------------------ what was asked


def _asked(organization_id: int, year: int) -> ColumnElement[bool]:
    return and_(published(scope(year)), Need.organization_id == organization_id)


def need_counts(organization_id: int, year: int, now: datetime) -> Select[int, int]:
    """(needs of the year, how many of them nobody met)."""
    missed = func.coalesce(func.sum(case((unmet(now), 1), else_=0)), 0)
    return select(func.count(Need.id), missed).where(_asked(organization_id, year))


def needs(
    organization_id: int, year: int, now: datetime, *, missed: bool
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    """The needs behind these figures, by their beginning."""
    begins = func.coalesce(Need.first_start_at, Need.opened_at)
    return (
        select(
            Need.id.label("need_id"), Need.kind, Need.title, District.name.label("district"),
            begins.label("begins"), Need.state, Need.closing, Need.helpers_wanted,
            Need.places_taken,
        )
        .outerjoin(District, District.id == Need.district_id)
        .where(_asked(organization_id, year), *([unmet(now)] if missed else []))
        .order_by(begins.desc(), Need.id.desc())
    )  # fmt: skip
