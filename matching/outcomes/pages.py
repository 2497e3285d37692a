"""What the pages about reports and approvals show: figures to begin with, sides side by side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matching.calendar import fiscal_year, in_tokyo
from matching.matches.models import Match
from matching.outcomes import queries
from matching.outcomes.drafts import Frame
from matching.outcomes.forms import NO, YES, TimeForm
from matching.outcomes.models import Report
from matching.outcomes.rules import Side, differences, is_due, starting_point
from matching.plan.models import Initiative
from matching.plan.queries import initiatives_of


@dataclass(frozen=True)
class Compared:
    """What the sides say, and in what they differ."""

    reports: Sequence[Report]
    differences: frozenset[str]
    nobody_came: bool
    """Somebody says so."""


@dataclass(frozen=True)
class Telling:
    """What was told of a match so far, as one side sees it."""

    due: bool = False
    """This side can tell what came of it, and nothing is approved yet."""
    told: bool = False
    """This side has told."""
    waits: bool = False
    """Somebody has told, and nobody has approved it."""
    approved: bool = False


def telling(session: Session, match: Match, side: Side | None, now: datetime) -> Telling:
    """What the page of a match says of reports; no statement before there can be any."""
    if not is_due(match.state, match.need, now):
        return Telling()
    if session.scalar(queries.is_approved(match.id)):
        return Telling(approved=True)
    sides = sides_told(session, [match.id]).get(match.id, [])
    return Telling(due=side is not None, told=side in sides, waits=bool(sides))


def compared(session: Session, match_id: int) -> Compared:
    """The reports of a match next to each other."""
    reports = session.scalars(queries.reports([match_id])).all()
    missed = any(not one.came for one in reports)
    return Compared(reports, differences(reports), missed)


def sides_told(session: Session, match_ids: Collection[int]) -> Mapping[int, list[Side]]:
    """Who has told something of each of these matches; one statement."""
    found: dict[int, list[Side]] = {}
    for report in session.scalars(queries.reports(match_ids)):
        found.setdefault(report.match_id, []).append(report.side)
    return found


def frame(match: Match) -> Frame:
    """Before which day it cannot have been, and on how many days it was planned."""
    need = match.need
    known = [match.created_at, *([need.first_start_at] if need.first_start_at else [])]
    days = {in_tokyo(slot.starts_at).date() for slot in need.slots}
    return Frame(min(in_tokyo(at).date() for at in known), max(1, len(days)))


def planned_day(match: Match, now: datetime) -> date:
    """The last planned day that is not ahead; today where none was fixed."""
    today = in_tokyo(now).date()
    days = [in_tokyo(slot.starts_at).date() for slot in match.need.slots]
    return max((day for day in days if day <= today), default=today)


def _planned_minutes(match: Match) -> int:
    slots = match.need.slots
    length = sum(int((slot.ends_at - slot.starts_at).total_seconds()) // 60 for slot in slots)
    return length or match.need.minutes_wanted


def told_or_agreed(session: Session, match: Match, side: Side, now: datetime) -> dict[str, object]:
    """What the report form shows: what this side said before, else what was agreed."""
    reports = session.scalars(queries.reports([match.id])).all()
    said = next((one for one in reports if one.side is side), None)
    if said is None:
        return TimeForm.times(planned_day(match, now), _planned_minutes(match), match.places)
    times = TimeForm.times(said.held_on, said.minutes, said.people) if said.came else {}
    return {
        **times,
        "held_on": said.held_on,
        "came": YES if said.came else NO,
        "solved": said.solved or "",
        "done": said.done,
        "thanks": said.thanks,
        "problems": said.problems,
    }


def to_approve(session: Session, match: Match, now: datetime) -> dict[str, object]:
    """What the approval form shows: the most trusted report, all helpers together."""
    reports = session.scalars(queries.reports([match.id])).all()
    said = starting_point(reports)
    solved = next((one.solved for one in reports if one.solved), None)
    rest: dict[str, object] = {"solved": solved or "", "initiative": match.need.initiative_id}
    if said is None:
        return {"held_on": planned_day(match, now), **rest}
    return {**TimeForm.times(said.held_on, said.minutes * said.people, said.people), **rest}


def to_correct(session: Session, match: Match) -> dict[str, object]:
    """What the correction form shows: what counts now."""
    entries = session.scalars(queries.entries(match.id)).all()
    minutes = sum(entry.minutes for entry in entries)
    people = sum(entry.people for entry in entries)
    last = entries[-1]
    standing = [row for row in session.execute(queries.standing(match.id)) if row[3] or row[4]]
    initiative_id = standing[0][1] if standing else last.initiative_id
    return TimeForm.times(last.held_on, minutes, people) | {"initiative": initiative_id}


def initiatives(session: Session, form: TimeForm, now: datetime) -> Sequence[Initiative]:
    """The initiatives of the plan in force on the form's day."""
    day = form.held_on.data or in_tokyo(now).date()
    return session.scalars(initiatives_of(fiscal_year(day))).all()
