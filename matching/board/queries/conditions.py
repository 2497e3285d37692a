"""Conditions of what the board lists: still to come, places left, everything that was chosen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    type_coerce,
)

from matching.board.rules import GROUP_PLACES, NOWHERE, Filters, Who, midnight, week_digits
from matching.calendar import in_tokyo
from matching.db import UTCDateTime
from matching.needs.models import Need, Slot, WishedSkill
from matching.needs.rules import LISTED, State

NOW = bindparam("now", type_=UTCDateTime())
TODAY = bindparam("today", type_=Date())
Now = datetime | BindParameter[datetime]
"""An instant, or NOW: a statement that is built once and told the instant when it is executed."""


def moment(now: datetime) -> dict[str, Any]:
    """What a statement built with NOW is told."""
    return {"now": now, "today": in_tokyo(now).date()}


def _today(now: Now) -> date | BindParameter[date]:
    return in_tokyo(now).date() if isinstance(now, datetime) else TODAY


def to_come(now: Now) -> ColumnElement[bool]:
    """It has not begun; a flexible need: one of its days is still ahead."""
    last = or_(Need.to_on.is_(None), Need.to_on >= _today(now))
    start = or_(Need.first_start_at.is_(None), Need.first_start_at > now)
    return and_(Need.state.in_(LISTED), or_(and_(Need.flexible, last), and_(~Need.flexible, start)))


def wanting(now: Now) -> ColumnElement[bool]:
    """It is still to come and has places left."""
    return and_(to_come(now), Need.state == State.OPEN, Need.places_taken < Need.helpers_wanted)


def _next_at(now: Now) -> ColumnElement[datetime]:
    """When it begins; of a flexible need whose days have begun: when they end."""
    begun = and_(Need.flexible, Need.first_start_at <= now)
    return case((begun, Need.last_end_at), else_=Need.first_start_at)


def soonest(now: Now) -> tuple[SQLColumnExpression[Any], ...]:
    """The order of what comes first."""
    return Need.first_start_at.is_(None), _next_at(now), Need.id


def conditions(filters: Filters, now: Now) -> list[ColumnElement[bool]]:
    """All that must be true of a need so that it passes every filter."""
    held: list[ColumnElement[bool]] = [
        Need.words.contains(f" {word} ", autoescape=True) for word in filters.words
    ]
    if filters.districts is not None:
        held.append(_in_districts(filters.districts))
    if filters.kind:
        held.append(Need.kind == filters.kind)
    if filters.skill:
        held.append(_wishes(filters.skill))
    if filters.any_day:
        held.append(Need.flexible.is_(True))
    held += [WHO[who] for who in sorted(filters.who)]
    if filters.days:
        held.append(_on_days(filters, now))
    if filters.hours is not None:
        held.append(_in_hours(filters, now))
    return held


WHO: dict[Who, ColumnElement[bool]] = {
    Who.BEGINNERS: Need.beginners_welcome.is_(True),
    Who.CHILDREN: Need.children_welcome.is_(True),
    Who.GROUP: Need.helpers_wanted - Need.places_taken >= GROUP_PLACES,
    Who.CREDIT: Need.for_credit.is_(True),
}


def _in_districts(districts: frozenset[int]) -> ColumnElement[bool]:
    named = Need.district_id.in_(districts - {NOWHERE})
    return or_(named, Need.district_id.is_(None)) if NOWHERE in districts else named


def _wishes(skill: str) -> ColumnElement[bool]:
    wish = select(WishedSkill.need_id).where(
        WishedSkill.need_id == Need.id, WishedSkill.skill == skill
    )
    return wish.exists()


def _slot(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The need has a fixed slot of which all this is true."""
    return select(Slot.id).where(Slot.need_id == Need.id, *conditions).exists()


def _on_days(filters: Filters, now: Now) -> ColumnElement[bool]:
    """A slot begins on one of these days, or the possible days include one of them."""
    assert filters.days
    first, last = filters.days
    if last < first:
        return false()
    until = midnight(last + timedelta(days=1))
    slot = _slot(Slot.starts_at > now, Slot.starts_at >= midnight(first), Slot.starts_at < until)
    possible = and_(
        or_(Need.from_on.is_(None), Need.from_on <= last),
        or_(Need.to_on.is_(None), Need.to_on >= first),
    )
    return or_(and_(~Need.flexible, slot), and_(Need.flexible, possible))


def _in_hours(filters: Filters, now: Now) -> ColumnElement[bool]:
    """A slot lies within one of the stretches, or the possible hours share one with them."""
    stretches = [and_(Slot.starts_at >= a, Slot.ends_at <= b) for a, b in filters.spans]
    slot = _slot(Slot.starts_at > now, or_(*stretches)) if stretches else Need.id.is_(None)
    week = type_coerce(Need.week, String)
    shared = [
        func.substr(week, place, 1).in_(tuple(digits))
        for place, digits in week_digits(filters.hours or frozenset()).items()
    ]
    possible = or_(Need.week.is_(None), *shared)
    return or_(and_(~Need.flexible, slot), and_(Need.flexible, possible))
