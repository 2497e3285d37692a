"""Statements about reports and outcomes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import BUSY, State
from matching.needs.models import Need
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import REPORTABLE


def reports(match_ids: Collection[int]) -> Select[Report]:
    """What was said of these matches, with who said it."""
    return (
        select(Report)
        .options(joinedload(Report.by))
        .where(Report.match_id.in_(match_ids))
        .order_by(Report.match_id, Report.id)
    )


def told(match_id: int) -> Select[int]:
    """Reports of a match, by number."""
    return select(Report.id).where(Report.match_id == match_id)


def entries(match_id: int) -> Select[Outcome]:
    """What was approved of a match, corrections after it."""
    return (
        select(Outcome)
        .options(
            joinedload(Outcome.approved_by),
            joinedload(Outcome.initiative),
            joinedload(Outcome.organization),
        )
        .where(Outcome.match_id == match_id)
        .order_by(Outcome.id)
    )


def is_approved(match_id: int) -> Select[int]:
    """The first entry of a match, if there is one."""
    return select(Outcome.id).where(Outcome.match_id == match_id).order_by(Outcome.id).limit(1)


def standing(match_id: int) -> Select[int, int | None, int | None, int, int]:
    """(fiscal year, initiative, district, minutes, people) of a match after all corrections."""
    return (
        select(
            Outcome.fiscal_year,
            Outcome.initiative_id,
            Outcome.district_id,
            func.sum(Outcome.minutes),
            func.sum(Outcome.people),
        )
        .where(Outcome.match_id == match_id)
        .group_by(Outcome.fiscal_year, Outcome.initiative_id, Outcome.district_id)
    )


def expected(need_id: int) -> Select[int]:
    """Matches of a need that are still to take place or to be approved."""
    return select(Match.id).where(Match.need_id == need_id, Match.state.in_(BUSY))


def taken_place(need_id: int) -> Select[int]:
    """Matches of a need that took place."""
    return select(Match.id).where(Match.need_id == need_id, Match.state == State.DONE)


# ------------------------------------------------------------------ what waits


def _has_report() -> ColumnElement[bool]:
    return select(Report.id).where(Report.match_id == Match.id).exists()


def _open() -> ColumnElement[bool]:
    """Something can be told of it and nothing is approved yet."""
    has_entry = select(Outcome.id).where(Outcome.match_id == Match.id).exists()
    return and_(Match.state.in_(REPORTABLE), ~has_entry)


def to_approve() -> Select[Match]:
    """Matches with a report that nobody has approved, the oldest first."""
    waiting = matches().join(Match.need).where(_open(), _has_report())
    return waiting.order_by(Need.last_end_at, Match.id)


def to_report(now: datetime) -> Select[Match]:
    """Matches that are over and of which nobody has told anything, the oldest first."""
    waiting = matches().join(Match.need).where(_open(), ~_has_report(), Need.last_end_at <= now)
    return waiting.order_by(Need.last_end_at, Match.id)


def looked_after_by(
    statement: Select[Match], person: Person, organizations: Collection[int] = ()
) -> Select[Match]:
    """Of these matches those the person approves or follows up; joined with their needs."""
    if person.is_staff:
        return statement
    return statement.where(Need.organization_id.in_(organizations) if organizations else false())


def may_look(person: Person, organizations: Collection[int] = ()) -> bool:
    """Whether the lists of what waits can hold anything for this person."""
    return person.is_any(Role.COORDINATOR, Role.CITY, Role.ADMIN) or bool(organizations)


# ------------------------------------------------------------------ what somebody did


def _helped(person: Person, organization_id: int | None) -> ColumnElement[bool]:
    if organization_id is not None:
        return Outcome.organization_id == organization_id
    return and_(Outcome.person_id == person.id, Outcome.organization_id.is_(None))


def _kept() -> ColumnElement[bool]:
    """After corrections something is left."""
    return or_(func.sum(Outcome.minutes) > 0, func.sum(Outcome.people) > 0)


def activities(
    person: Person, organization_id: int | None = None
) -> Select[int, int, str, date, int, int]:
    """(fiscal year, match, title, day, minutes, people) a person or organisation did, newest first."""
    return (
        select(
            Outcome.fiscal_year,
            Outcome.match_id,
            Need.title,
            func.max(Outcome.held_on),
            func.sum(Outcome.minutes),
            func.sum(Outcome.people),
        )
        .join(Outcome.need)
        .where(_helped(person, organization_id))
        .group_by(Outcome.fiscal_year, Outcome.match_id, Need.title)
        .having(_kept())
        .order_by(func.max(Outcome.held_on).desc(), Outcome.match_id.desc())
    )


def yearly(person: Person, organization_id: int | None = None) -> Select[int, int, int]:
    """(fiscal year, minutes, activities) of a person for themselves, or of an organisation."""
    done = activities(person, organization_id).order_by(None).subquery()
    year, match_id, _title, _day, minutes, _people = done.c
    return (
        select(year, func.sum(minutes), func.count(match_id)).group_by(year).order_by(year.desc())
    )
