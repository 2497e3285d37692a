"""Statements behind the public pages: what is wanted, what was found, this month's figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from matching.accounts.models import Person
from matching.board.queries.conditions import NOW, conditions, soonest, to_come, wanting
from matching.board.rules import MOST_COUNTED, Filters
from matching.calendar import fiscal_year, in_tokyo
from matching.districts.models import District
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, Photo, Slot
from matching.needs.rules import Urgency
from matching.offers.models import Offer
from matching.outcomes.models import Outcome

MOST_ADDRESSES = 50_000 - 100
"""The sitemap protocol allows 50,000 addresses in one file; the standing pages are among them."""
URGENT_FIRST = case((Need.urgency == Urgency.URGENT, 0), else_=1)
MOST_BUILT = 256
"""So many searches are kept as built statements: to build one takes longer than to execute it."""
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


SLOTS = select(func.count(Slot.id)).where(Slot.need_id == Need.id).scalar_subquery()
FIRST_END = (
    select(func.min(Slot.ends_at))
    .where(Slot.need_id == Need.id, Slot.starts_at == Need.first_start_at)
    .scalar_subquery()
)
FACE = (
    Need.id, Need.kind, Need.title, Need.state, Need.urgency, Need.helpers_wanted,
    Need.places_taken, Need.town, Need.remote, Need.flexible, Need.from_on, Need.to_on,
    Need.minutes_wanted, Need.first_start_at, FIRST_END, SLOTS, District.name,
)  # fmt: skip
"""What a card shows; `faces.Face` has the same in the same order."""


@lru_cache(MOST_BUILT)
def found(filters: Filters) -> Select[Any]:
    """Faces of needs with places left that pass every filter: urgent ones first, then by date."""
    return _faces(wanting(NOW), *conditions(filters, NOW))


@lru_cache(MOST_BUILT)
def full(filters: Filters) -> Select[Any]:
    """Faces of needs without places that pass every filter: shown last, nobody looks for them."""
    return _faces(to_come(NOW), ~wanting(NOW), *conditions(filters, NOW))


def _faces(*kept: ColumnElement[bool]) -> Select[Any]:
    """So many (`most`) from some place (`start`) on, as cards show them."""
    order = (URGENT_FIRST, *soonest(NOW))
    ids = select(Need.id).where(*kept).order_by(*order)
    some = ids.limit(bindparam("most")).offset(bindparam("start"))
    return select(*FACE).outerjoin(Need.district).where(Need.id.in_(some)).order_by(*order)


@lru_cache(MOST_BUILT)
def counted(filters: Filters) -> Select[int, int]:
    """How many have places and how many have none, in one look at no more than twice `MOST_COUNTED`."""
    has_places = case((wanting(NOW), 1), else_=0).label("has_places")
    kept = select(has_places).where(to_come(NOW), *conditions(filters, NOW))
    seen = kept.limit(2 * MOST_COUNTED + 1).subquery()
    places = func.coalesce(func.sum(seen.c.has_places), 0)
    return select(places, func.count() - places).select_from(seen)


def needs_of(ids: Collection[int]) -> Select[Need]:
    """These needs, as a reader's own offer is compared with them."""
    return needs().where(Need.id.in_(ids))


def newest(filters: Filters, now: datetime) -> Select[Need]:
    """Needs with places left that pass every filter, the newest first, as a feed wants them."""
    kept = needs().where(wanting(now), *conditions(filters, now))
    return kept.order_by(Need.opened_at.desc(), Need.id.desc())


def addresses(now: datetime) -> Select[int, datetime | None]:
    """Number and publication of every need that is still to come."""
    rows = select(Need.id, Need.opened_at).where(to_come(now)).order_by(Need.id)
    return rows.limit(MOST_ADDRESSES)


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
