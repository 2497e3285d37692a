"""Statements behind the public pages: what is wanted, what was found, this month's figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import joinedload, load_only, selectinload

from matching.accounts.models import Person
from matching.board.rules import GROUP_PLACES, Filters, Who, midnight, week_digits
from matching.calendar import fiscal_year, in_tokyo
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, Photo, Slot
from matching.needs.rules import LISTED, State, Urgency
from matching.offers.models import Offer
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Approval
from matching.outcomes.models import Outcome

MOST_ADDRESSES = 50_000 - 100
"""The sitemap protocol allows 50,000 addresses in one file; the standing pages are among them."""
TOLD = frozenset(MatchState) - {MatchState.PROPOSED}
"""Matches a helper knows of; a proposal is still the desk's own business."""


def needs() -> Select[Need]:
    """Needs as a card or a page shows them."""
    return select(Need).options(
        joinedload(Need.district),
        joinedload(Need.organization),
        selectinload(Need.slots),
        selectinload(Need.wished),
    )


def need(need_id: int) -> Select[Need]:
    """One need with everything its page says."""
    return needs().where(Need.id == need_id).options(selectinload(Need.things))


def photos(need_id: int) -> Select[Photo]:
    """A need's pictures without their bytes, the oldest first."""
    light = load_only(Photo.id, Photo.caption, Photo.width, Photo.height)
    return select(Photo).where(Photo.need_id == need_id).options(light).order_by(Photo.id)


# ------------------------------------------------------------------ what is listed


def to_come(now: datetime) -> ColumnElement[bool]:
    """It has not begun; a flexible need: one of its days is still ahead."""
    last = or_(Need.to_on.is_(None), Need.to_on >= in_tokyo(now).date())
    start = or_(Need.first_start_at.is_(None), Need.first_start_at > now)
    return and_(Need.state.in_(LISTED), or_(and_(Need.flexible, last), and_(~Need.flexible, start)))


def wanting(now: datetime) -> ColumnElement[bool]:
    """It is still to come and has places left."""
    return and_(to_come(now), Need.state == State.OPEN, Need.places_taken < Need.helpers_wanted)


def _next_at(now: datetime) -> ColumnElement[datetime]:
    """When it begins; of a flexible need whose days have begun: when they end."""
    begun = and_(Need.flexible, Need.first_start_at <= now)
    return case((begun, Need.last_end_at), else_=Need.first_start_at)


def soonest(now: datetime) -> tuple[SQLColumnExpression[Any], ...]:
    """The order of what comes first."""
    return Need.first_start_at.is_(None), _next_at(now), Need.id


def found(filters: Filters, now: datetime) -> Select[Need]:
    """Needs that pass every filter: with places first, urgent ones before others, then by date."""
    return (
        needs()
        .where(to_come(now), *_conditions(filters, now))
        .order_by(
            case((wanting(now), 0), else_=1),
            case((Need.urgency == Urgency.URGENT, 0), else_=1),
            *soonest(now),
        )
    )


def newest(filters: Filters, now: datetime) -> Select[Need]:
    """Needs with places left that pass every filter, the newest first, as a feed wants them."""
    kept = needs().where(wanting(now), *_conditions(filters, now))
    return kept.order_by(Need.opened_at.desc(), Need.id.desc())


def addresses(now: datetime) -> Select[int, datetime | None]:
    """Number and publication of every need that is still to come."""
    rows = select(Need.id, Need.opened_at).where(to_come(now)).order_by(Need.id)
    return rows.limit(MOST_ADDRESSES)


def with_places(found: Select[Need], now: datetime) -> Select[int]:
    """How many of those found still have places."""
    ids = found.where(wanting(now)).order_by(None).with_only_columns(Need.id)
    return select(func.count()).select_from(ids.subquery())


def _conditions(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    held = [Need.words.contains(f" {word} ", autoescape=True) for word in filters.words]
    if filters.districts is not None:
        held.append(Need.district_id.in_(filters.districts))
    if filters.kind:
        held.append(Need.kind == filters.kind)
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
}


def _slot(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The need has a fixed slot of which all this is true."""
    return select(Slot.id).where(Slot.need_id == Need.id, *conditions).exists()


def _on_days(filters: Filters, now: datetime) -> ColumnElement[bool]:
    """A slot begins on one of these days, or the possible days include one of them."""
    assert filters.days
    first, last = filters.days
    until = midnight(last + timedelta(days=1))
    slot = _slot(Slot.starts_at > now, Slot.starts_at >= midnight(first), Slot.starts_at < until)
    possible = and_(
        or_(Need.from_on.is_(None), Need.from_on <= last),
        or_(Need.to_on.is_(None), Need.to_on >= first),
    )
    return or_(and_(~Need.flexible, slot), and_(Need.flexible, possible))


def _in_hours(filters: Filters, now: datetime) -> ColumnElement[bool]:
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


# ------------------------------------------------------------------ the front page


def front(now: datetime, near: Collection[int]) -> Select[Need]:
    """The needs of the front page: three urgent, six soon, three in the districts near."""
    urgent = Need.urgency == Urgency.URGENT
    picks = (
        _first(3, now, urgent),
        _first(6, now, ~urgent),
        _first(3, now, Need.district_id.in_(near)),
    )
    chosen = or_(*(Need.id.in_(pick) for pick in picks))
    return needs().where(chosen).order_by(*soonest(now))


def _first(most: int, now: datetime, condition: ColumnElement[bool]) -> Select[int]:
    picked = select(Need.id).where(wanting(now), condition).order_by(*soonest(now)).limit(most)
    return select(picked.subquery().c.id)


def figures(now: datetime) -> Select[int, int, int, int, int]:
    """Needs with places left; people and minutes of this month, then of this fiscal year."""
    today = in_tokyo(now).date()
    month = Outcome.held_on >= today.replace(day=1)
    wanted = select(func.count(Need.id)).where(wanting(now)).scalar_subquery()
    return select(
        wanted,
        func.coalesce(func.sum(case((month, Outcome.people), else_=0)), 0),
        func.coalesce(func.sum(case((month, Outcome.minutes), else_=0)), 0),
        func.coalesce(func.sum(Outcome.people), 0),
        func.coalesce(func.sum(Outcome.minutes), 0),
    ).where(Outcome.fiscal_year == fiscal_year(today), Outcome.held_on <= today)


# ------------------------------------------------------------------ who is looking


def own_offer(person: Person) -> Select[Offer]:
    """What the person offers for themselves, as far as the board compares it with needs."""
    return (
        select(Offer)
        .where(Offer.person_id == person.id, Offer.organization_id.is_(None))
        .options(
            joinedload(Offer.home_district),
            selectinload(Offer.skills),
            selectinload(Offer.areas),
            selectinload(Offer.days_off),
        )
    )


def told(
    person: Person, need_ids: Collection[int], organization_id: int | None = None
) -> Select[Match]:
    """Matches with these needs of the person, or of the organisation they speak for; newest last."""
    alone = and_(Offer.organization_id.is_(None), Offer.person_id == person.id)
    helps = Offer.organization_id == organization_id if organization_id else alone
    return (
        select(Match)
        .join(Match.offer)
        .where(helps, Match.need_id.in_(need_ids), Match.state.in_(TOLD))
        .order_by(Match.id)
    )


def organizations_of(person: Person) -> Select[int]:
    """Ids of the organisations the person may speak for."""
    return (
        select(Officer.organization_id)
        .join(Officer.organization)
        .where(Officer.person_id == person.id, Organization.approval == Approval.APPROVED)
    )
