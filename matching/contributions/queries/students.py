"""Statements about what the students of a university did in their own names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, select

from matching.accounts.models import Person
from matching.contributions.queries.counted import month, scope, total
from matching.districts.models import District
from matching.needs.models import Need
from matching.organizations.models import Affiliation
from matching.organizations.rules import Approval
from matching.outcomes.models import Outcome
from matching.progress.queries import kept


def _confirmed(organization_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Affiliation.organization_id == organization_id,
        Affiliation.approval == Approval.APPROVED,
    )


def numbers(organization_id: int) -> Select[int, int, int]:
    """(confirmed students, how many of them agreed to be named, claims that wait)."""

    def how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((and_(*conditions), 1), else_=0)), 0)

    confirmed = Affiliation.approval == Approval.APPROVED
    return select(
        how_many(confirmed),
        how_many(confirmed, Affiliation.shared_at.is_not(None)),
        how_many(Affiliation.approval == Approval.PENDING),
    ).where(Affiliation.organization_id == organization_id)


def _done(organization_id: int, *years: int) -> Subquery:
    """What its students of today did in these years, as the plan's own figures count it."""
    students = select(Affiliation.person_id).where(*_confirmed(organization_id))
    return kept(
        scope(*years), Outcome.organization_id.is_(None), Outcome.person_id.in_(students)
    )  # fmt: skip


def shares(organization_id: int, year: int) -> Select[*tuple[Any, ...]]:
    """(student, whether they agreed, month, kind, district, activities, minutes) of a year."""
    done = _done(organization_id, year)
    agreed = Affiliation.shared_at.is_not(None).label("agreed")
    rows = (
        select(
            done.c.person_id, agreed, month(done).label("month"), Need.kind, District.name.label("district"),
            done.c.minutes,
        )
        .select_from(done)
        .join(Affiliation, Affiliation.person_id == done.c.person_id)
        .join(Need, Need.id == done.c.need_id)
        .outerjoin(District, District.id == done.c.district_id)
        .where(Affiliation.organization_id == organization_id)
        .subquery()
    )  # fmt: skip
    by = (rows.c.person_id, rows.c.agreed, rows.c.month, rows.c.kind, rows.c.district)
    return select(*by, func.count(), total(rows.c.minutes)).group_by(*by)


def yearly(organization_id: int, *years: int) -> Select[int, int, int, int, int]:
    """(year, students, of these who have not agreed, activities, minutes), the latest first."""
    done = _done(organization_id, *years)
    silent = case((Affiliation.shared_at.is_(None), done.c.person_id))
    year = done.c.fiscal_year
    return (
        select(
            year, func.count(distinct(done.c.person_id)), func.count(distinct(silent)),
            func.count(), total(done.c.minutes),
        )
        .select_from(done)
        .join(Affiliation, Affiliation.person_id == done.c.person_id)
        .where(Affiliation.organization_id == organization_id)
        .group_by(year)
        .order_by(year.desc())
    )  # fmt: skip


def named(organization_id: int, year: int) -> Select[Person, int, int]:
    """Students who agreed to be named, with activities and minutes of the year."""
    done = _done(organization_id, year)
    sums = (
        select(
            done.c.person_id, func.count().label("activities"),
            total(done.c.minutes).label("minutes"),
        )
        .group_by(done.c.person_id)
        .subquery()
    )  # fmt: skip
    return (
        select(
            Person, func.coalesce(sums.c.activities, 0).label("activities"),
            func.coalesce(sums.c.minutes, 0).label("minutes"),
        )
        .join(Affiliation, Affiliation.person_id == Person.id)
        .outerjoin(sums, sums.c.person_id == Person.id)
        .where(*_confirmed(organization_id), Affiliation.shared_at.is_not(None))
        .order_by(Person.family_kana, Person.given_kana, Person.id)
    )  # fmt: skip
