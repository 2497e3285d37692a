"""Statements about needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from matching.accounts.models import Person
from matching.needs.models import Need, NeedStep, Photo
from matching.needs.rules import LISTED, State
from matching.organizations.queries import spokespeople

ASK_AFTER_DAYS = 14
ASK_BEFORE_END_DAYS = 3
ASK_UNTIL_DAYS = 60
MOST_COPIES = 12


def needs() -> Select[Need]:
    """Needs with everything one page about a need shows."""
    return select(Need).options(
        joinedload(Need.asker),
        joinedload(Need.organization),
        joinedload(Need.district),
        joinedload(Need.initiative),
        selectinload(Need.slots),
        selectinload(Need.wished),
        selectinload(Need.things),
    )


def lines() -> Select[Need]:
    """Needs as a line of a list shows them."""
    return select(Need).options(
        joinedload(Need.organization), joinedload(Need.district), selectinload(Need.slots)
    )


def owned_by(
    person: Person, organizations: Collection[int] | Select[int] = ()
) -> ColumnElement[bool]:
    """The needs of which `policy.owns` says yes."""
    alone = and_(Need.organization_id.is_(None), Need.asker_id == person.id)
    return or_(alone, Need.organization_id.in_(organizations))


def mine(person: Person, organizations: Collection[int] = ()) -> Select[Need]:
    """What a person, or an organisation they speak for, asks for; newest first."""
    own = owned_by(person, organizations)
    return lines().where(own).order_by(Need.created_at.desc(), Need.id.desc())


def without_officer(organization_id: int) -> Select[Need]:
    """Needs of an organisation whose contact person does not speak for it; held for changing."""
    return (
        select(Need)
        .options(joinedload(Need.asker))
        .where(
            Need.organization_id == organization_id,
            Need.asker_id.not_in(spokespeople(organization_id)),
        )
        .order_by(Need.id)
        .with_for_update(of=Need)
    )


def copyable(person: Person, organization_id: int | None) -> Select[Need]:
    """The last needs of an organisation, or of a person alone, that were on the board."""
    own = (
        Need.organization_id == organization_id
        if organization_id
        else and_(Need.asker_id == person.id, Need.organization_id.is_(None))
    )
    return (
        lines()
        .where(own, Need.opened_at.is_not(None))
        .order_by(Need.first_start_at.desc(), Need.id.desc())
        .limit(MOST_COPIES)
    )


def seen_by(person: Person, organizations: Collection[int] = ()) -> Select[Need]:
    """What this person may read: what is listed, their own, for staff whatever was handed in."""
    seen = or_(Need.state.in_(LISTED), owned_by(person, organizations))
    return lines().where(or_(seen, Need.submitted_at.is_not(None)) if person.is_staff else seen)


def listed(now: datetime) -> Select[Need]:
    """Open or filled needs that have not ended, soonest first."""
    return (
        lines()
        .where(Need.state.in_(LISTED), or_(Need.last_end_at.is_(None), Need.last_end_at > now))
        .order_by(Need.first_start_at, Need.id)
    )


def found(statement: Select[Need], words: Collection[str]) -> Select[Need]:
    """Of these needs those that contain every word (as `text.query_words` gives them)."""
    for word in words:
        statement = statement.where(Need.words.contains(f" {word} ", autoescape=True))
    return statement


def submitted() -> Select[Need]:
    """What waits for the centre, oldest first."""
    return lines().where(Need.state == State.SUBMITTED).order_by(Need.submitted_at, Need.id)


def stale(now: datetime) -> Select[Need]:
    """Open needs whose asker should be asked whether they are still open.

    Those that nobody has touched for two weeks, whose days run out soon, or whose time has passed
    without anybody coming. Nobody is asked twice within two weeks.
    """
    a_while_ago = now - timedelta(days=ASK_AFTER_DAYS)
    is_ahead = or_(Need.last_end_at.is_(None), Need.last_end_at > now)
    touched = (Need.opened_at, Need.changed_at, Need.still_open_at)
    quiet = [or_(at.is_(None), at <= a_while_ago) for at in touched]
    running_out = and_(Need.flexible, Need.last_end_at <= now + timedelta(days=ASK_BEFORE_END_DAYS))
    asked_lately = and_(Need.asked_open_at.is_not(None), Need.asked_open_at > a_while_ago)
    return (
        needs()
        .where(
            Need.state == State.OPEN,
            ~asked_lately,
            or_(and_(is_ahead, or_(and_(*quiet), running_out)), _passed_in_vain(now)),
        )
        .order_by(Need.id)
    )


def _passed_in_vain(now: datetime) -> ColumnElement[bool]:
    """It is over, nobody came, and it is not so long ago that asking would be odd."""
    long_ago = now - timedelta(days=ASK_UNTIL_DAYS)
    return and_(Need.places_taken == 0, Need.last_end_at <= now, Need.last_end_at > long_ago)


def steps(need_id: int) -> Select[NeedStep]:
    """The story of a need, oldest first."""
    return select(NeedStep).where(NeedStep.need_id == need_id).order_by(NeedStep.id)


def photos(need_id: int) -> Select[Photo]:
    """Its pictures, the oldest first, without their bytes."""
    statement = select(Photo).where(Photo.need_id == need_id).order_by(Photo.id)
    return statement.options(defer(Photo.jpeg, raiseload=True))
