"""Rows that the scorer needs, in few statements whatever the number of people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.sql import CompoundSelect

from matching.accounts.models import Person
from matching.districts.models import District
from matching.matches.models import Ask, Block, Match
from matching.matches.rules import BUSY, KNOWN
from matching.needs.models import Need, Slot
from matching.needs.rules import State as NeedState
from matching.offers.models import Area, DayOff, HeldSkill, Licence, Offer, Resource
from matching.organizations.models import Organization


def offers() -> Select[*tuple[Any, ...]]:
    """Every offer with the facts of its person, one row each, in the order of their numbers."""
    return (
        select(
            Offer.id,
            Offer.person_id,
            Offer.organization_id,
            (Offer.active & Person.disabled_at.is_(None)).label("active"),
            Person.consented_at.is_not(None).label("consented"),
            Offer.opted_in_at.is_not(None).label("opted_in"),
            Offer.head_count,
            Offer.travel,
            Offer.radius_km,
            Offer.remote_ok,
            Offer.week,
            Offer.asks_per_month,
            Offer.urgent_ok,
            Offer.words,
            Person.birth_year,
            Person.guardian_consented_at.is_not(None).label("guardian_ok"),
            Person.family_name,
            Person.given_name,
            Person.known_as,
            Organization.name.label("organization"),
            District.name.label("district"),
            District.lat,
            District.lng,
        )
        .join(Person, Person.id == Offer.person_id)
        .outerjoin(Organization, Organization.id == Offer.organization_id)
        .outerjoin(
            District, District.id == func.coalesce(Offer.home_district_id, Person.district_id)
        )
        .order_by(Offer.id)
    )


def held() -> CompoundSelect[*tuple[Any, ...]]:
    """(offer, what, code, level): skills, licences valid today or without end, things, areas."""
    return union_all(
        select(Offer.id, literal("skill"), HeldSkill.skill, HeldSkill.level).join(
            HeldSkill, HeldSkill.offer_id == Offer.id
        ),
        select(Licence.offer_id, literal("licence"), Licence.licence, null()),
        select(Resource.offer_id, literal("thing"), Resource.kind, null()),
        select(Area.offer_id, literal("area"), District.code, null()).join(
            District, District.id == Area.district_id
        ),
    )


def expired_licences(now: datetime) -> Select[*tuple[Any, ...]]:
    """(offer, licence) of licences that have run out: they count as not held."""
    return select(Licence.offer_id, Licence.licence).where(Licence.expires_on < now.date())


def days_off(first: datetime, last: datetime) -> Select[*tuple[Any, ...]]:
    """(offer, from, to) that touch the days from `first` to `last`."""
    return select(DayOff.offer_id, DayOff.from_on, DayOff.to_on).where(
        DayOff.from_on <= last.date(), DayOff.to_on >= first.date()
    )


def engagements(first: datetime, last: datetime) -> Select[*tuple[Any, ...]]:
    """(offer, need, start, end) of everything people are expected at in that time."""
    return (
        select(Match.offer_id, Match.need_id, Slot.starts_at, Slot.ends_at)
        .join(Slot, Slot.need_id == Match.need_id)
        .where(Match.state.in_(BUSY), Slot.starts_at < last, Slot.ends_at > first)
    )


def asks(
    now: datetime, fortnight: datetime, month: datetime, day: datetime
) -> Select[*tuple[Any, ...]]:
    """(offer, ever, yes, in 14 days, in 30 days, in a day): how often each was asked."""

    def since(at: datetime) -> ColumnElement[int]:
        return func.sum(case((Ask.asked_at > at, 1), else_=0))

    return (
        select(
            Ask.offer_id,
            func.count(),
            func.sum(case((Ask.said_yes.is_(True), 1), else_=0)),
            since(fortnight),
            since(month),
            since(day),
        )
        .where(Ask.asked_at <= now)
        .group_by(Ask.offer_id)
    )


def matched(need_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """(need, offer) that have met before, whatever came of it."""
    return select(Match.need_id, Match.offer_id).where(Match.need_id.in_(need_ids))


def blocks(person_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """(person, other) in which one of these people takes part."""
    return select(Block.person_id, Block.other_id).where(
        or_(Block.person_id.in_(person_ids), Block.other_id.in_(person_ids))
    )


def askers(person_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """(asker, matches ever, matches confirmed) of those who ask."""
    return (
        select(
            Need.asker_id,
            func.count(),
            func.sum(case((Match.state.in_(KNOWN), 1), else_=0)),
        )
        .join(Match, Match.need_id == Need.id)
        .where(Need.asker_id.in_(person_ids))
        .group_by(Need.asker_id)
    )


def open_needs(now: datetime) -> Select[Need]:
    """Needs that look for helpers and have not begun, soonest first, with all that is scored."""
    other = aliased(Slot)
    begun = select(other.id).where(other.need_id == Need.id, other.starts_at <= now).exists()
    return (
        scored()
        .where(
            Need.state == NeedState.OPEN,
            ~begun,
            or_(Need.last_end_at.is_(None), Need.last_end_at > now),
            Need.places_taken < Need.helpers_wanted,
        )
        .order_by(Need.first_start_at, Need.id)
    )


def scored() -> Select[Need]:
    """Needs with everything the scorer reads of them, in one statement."""
    return select(Need).options(
        joinedload(Need.district),
        joinedload(Need.slots),
        joinedload(Need.wished),
        joinedload(Need.things),
    )
