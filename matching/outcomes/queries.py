"""Statements about reports and outcomes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.needs.models import Need
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side


def reports(match_id: int) -> Select[Report]:
    """What was said of a match, by whom."""
    return (
        select(Report)
        .options(joinedload(Report.by))
        .where(Report.match_id == match_id)
        .order_by(Report.side)
    )


def report_of(match_id: int, side: Side) -> Select[Report]:
    return select(Report).where(Report.match_id == match_id, Report.side == side)


def entries(match_id: int) -> Select[Outcome]:
    """The ledger of a match, oldest first."""
    return select(Outcome).where(Outcome.match_id == match_id).order_by(Outcome.id)


def waiting_approval() -> Select[Match]:
    """Matches of which somebody has reported and nothing is approved, longest first."""
    reported = select(Report.match_id).where(Report.match_id == Match.id).exists()
    return (
        matches()
        .join(Match.need)
        .where(Match.state == State.CONFIRMED, reported)
        .order_by(Need.last_end_at, Match.id)
    )


def waiting_report(now: datetime) -> Select[Match]:
    """Matches that are over and of which nobody has reported, longest first."""
    reported = select(Report.match_id).where(Report.match_id == Match.id).exists()
    return (
        matches()
        .join(Match.need)
        .where(Match.state == State.CONFIRMED, Need.last_end_at <= now, ~reported)
        .order_by(Need.last_end_at, Match.id)
    )


def activity(person: Person, organizations: Collection[int] = ()) -> Select[Outcome]:
    """What a person (or their organisation) did, newest first."""
    theirs = or_(Outcome.person_id == person.id, Outcome.organization_id.in_(organizations))
    return (
        select(Outcome)
        .options(joinedload(Outcome.need))
        .where(theirs)
        .order_by(Outcome.held_on.desc(), Outcome.id.desc())
    )


def totals(match_id: int) -> Select[int, int]:
    """(minutes, people) that the ledger of a match holds in sum."""
    return select(
        func.coalesce(func.sum(Outcome.minutes), 0), func.coalesce(func.sum(Outcome.people), 0)
    ).where(Outcome.match_id == match_id)


def yearly(person: Person) -> Select[int, int, int]:
    """(fiscal year, minutes, activities) of a person for themselves, newest first."""
    return (
        select(
            Outcome.fiscal_year,
            func.sum(Outcome.minutes),
            func.count(func.distinct(Outcome.match_id)),
        )
        .where(Outcome.person_id == person.id, Outcome.organization_id.is_(None))
        .group_by(Outcome.fiscal_year)
        .order_by(Outcome.fiscal_year.desc())
    )
