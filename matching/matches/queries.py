"""Statements about matches."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matching.accounts.models import Person
from matching.calendar import TOKYO, in_tokyo
from matching.matches.models import Ask, Block, Disclosure, Match, Step
from matching.matches.rules import BUSY, KNOWN, LIVE, SEATED, State
from matching.needs.models import Need, Slot
from matching.needs.queries import owned_by, without_officer
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer

REMIND_AT = timedelta(hours=16)
"""The hour of the day before at which people are reminded."""


def matches() -> Select[Match]:
    """Matches with everything a page or letter about one needs."""
    need = joinedload(Match.need)
    return select(Match).options(
        need.joinedload(Need.asker),
        need.joinedload(Need.organization),
        need.joinedload(Need.district),
        need.selectinload(Need.slots),
        need.selectinload(Need.wished),
        need.selectinload(Need.things),
        joinedload(Match.offer).joinedload(Offer.person),
        joinedload(Match.offer).joinedload(Offer.organization),
    )


def need(need_id: int) -> Select[Need]:
    """A need with everything that coming forward for it takes."""
    return (
        select(Need)
        .where(Need.id == need_id)
        .options(
            joinedload(Need.asker),
            joinedload(Need.organization),
            joinedload(Need.district),
            selectinload(Need.slots),
            selectinload(Need.wished),
            selectinload(Need.things),
        )
    )


def helper(offer_id: int) -> Select[Offer]:
    """An offer with who comes."""
    return _helpers().where(Offer.id == offer_id)


def offer_of(person_id: int) -> Select[Offer]:
    """What the person gives in their own name."""
    return _helpers().where(Offer.person_id == person_id, Offer.organization_id.is_(None))


def offer_of_organization(organization_id: int) -> Select[Offer]:
    """What the organisation gives."""
    return _helpers().where(Offer.organization_id == organization_id)


def _helpers() -> Select[Offer]:
    return select(Offer).options(joinedload(Offer.person), joinedload(Offer.organization))


def given_by(
    person: Person, organizations: Collection[int] | Select[int] = ()
) -> ColumnElement[bool]:
    """The offers of which `policy.is_helper` says yes."""
    alone = and_(Offer.organization_id.is_(None), Offer.person_id == person.id)
    return or_(alone, Offer.organization_id.in_(organizations))


def of_person(person: Person, organizations: Collection[int] = ()) -> Select[Match]:
    """Matches in which the person, or an organisation they speak for, is the helper."""
    theirs = select(Offer.id).where(given_by(person, organizations))
    return matches().where(Match.offer_id.in_(theirs), Match.state != State.PROPOSED)


def waiting_for(person: Person, organizations: Collection[int] = ()) -> Select[Match]:
    """What the person has been asked and has not answered, most pressing first."""
    return (
        of_person(person, organizations)
        .where(Match.state == State.OFFERED)
        .order_by(Match.answer_by, Match.id)
    )


def coming(person: Person, now: datetime, organizations: Collection[int] = ()) -> Select[Match]:
    """Where the person is expected, soonest first."""
    return (
        of_person(person, organizations)
        .join(Match.need)
        .where(Match.state.in_(BUSY), or_(Need.last_end_at.is_(None), Need.last_end_at > now))
        .order_by(Need.first_start_at, Match.id)
    )


def of_need(need_id: int) -> Select[Match]:
    """Everybody who was thought of or asked for a need, oldest first."""
    return matches().where(Match.need_id == need_id).order_by(Match.id)


def seen_by(person: Person, organizations: Collection[int] = ()) -> Select[Match]:
    """Both sides see their matches (helpers not the coordinator's proposals), staff all."""
    if person.is_staff:
        return matches()
    offers = select(Offer.id).where(given_by(person, organizations))
    needs = select(Need.id).where(owned_by(person, organizations))
    return matches().where(
        Match.state != State.PROPOSED, or_(Match.offer_id.in_(offers), Match.need_id.in_(needs))
    )


def overdue(now: datetime) -> Select[Match]:
    """Offers whose answer-by time has passed unanswered, oldest first."""
    late = (Match.state == State.OFFERED) & (Match.answer_by <= now)
    return matches().where(late).order_by(Match.answer_by, Match.id)


def rivals(match: Match) -> Select[Match]:
    """The other matches of the same need that still wait for something, held for changing."""
    waiting = Match.state.in_((State.PROPOSED, State.OFFERED))
    others = matches().where(Match.need_id == match.need_id, Match.id != match.id, waiting)
    return others.order_by(Match.id).with_for_update(of=Match)


def between(need_id: int, offer_id: int) -> Select[Match]:
    """The one match of this need and this offer, whatever became of it."""
    return matches().where(Match.need_id == need_id, Match.offer_id == offer_id)


def blocked(person_id: int, other_id: int) -> Select[Block]:
    """That these two are not to be brought together, whoever of them said so."""
    pair = (person_id, other_id)
    return select(Block).where(Block.person_id.in_(pair), Block.other_id.in_(pair))


def live(need_id: int) -> Select[Match]:
    """Matches of a need that are not at their end."""
    return matches().where(Match.need_id == need_id, Match.state.in_(LIVE)).order_by(Match.id)


def told_of(need_id: int) -> Select[Match]:
    """Whoever was asked or came forward for a need: who comes first, then who may still answer."""
    rank = case(
        (Match.state.in_(SEATED), 0), (Match.state == State.OFFERED, 1), else_=2
    )  # fmt: skip
    return (
        matches()
        .where(Match.need_id == need_id, Match.state != State.PROPOSED)
        .order_by(rank, Match.accepted_at, Match.id)
    )


def left_behind(organization_id: int) -> Select[Need]:
    """What still runs for an organisation with somebody as contact person who left it."""
    awaited = select(Match.need_id).where(Match.state.in_(LIVE))
    runs = or_(Need.state != NeedState.CLOSED, Need.id.in_(awaited))
    return without_officer(organization_id).where(runs)


def to_meet(need_ids: Collection[int], offer_ids: Collection[int], now: datetime) -> Select[Match]:
    """Matches of these needs or offers in which both sides know each other and are still to meet."""
    theirs = or_(Match.need_id.in_(need_ids), Match.offer_id.in_(offer_ids))
    ahead = or_(Need.last_end_at.is_(None), Need.last_end_at > now)
    confirmed = matches().join(Match.need).where(theirs, Match.state == State.CONFIRMED, ahead)
    return confirmed.order_by(Match.id)


def told_in(match_ids: Collection[int]) -> Select[int, int]:
    """(match, whose contact details were told in it)."""
    return select(Disclosure.match_id, Disclosure.of_id).where(Disclosure.match_id.in_(match_ids))


def waiting_count(need_id: int) -> Select[int]:
    """How many have been asked for a need and have not answered yet."""
    return select(func.count(Match.id)).where(
        Match.need_id == need_id, Match.state == State.OFFERED
    )


def coming_to(need_id: int) -> Select[Match]:
    """The confirmed helpers of a need, in the order of their names."""
    return (
        matches()
        .join(Match.offer)
        .join(Offer.person)
        .where(Match.need_id == need_id, Match.state.in_(KNOWN))
        .order_by(Person.family_kana, Person.given_kana, Match.id)
    )


def seated(need_id: int) -> Select[Match]:
    """Matches that hold a place, in the order in which they said yes."""
    held = matches().where(Match.need_id == need_id, Match.state.in_(SEATED))
    return held.order_by(Match.accepted_at, Match.id)


def clashes(offer: Offer, need: Need) -> Select[Match]:
    """What the helper has promised elsewhere at the hours of this need."""
    own, other = select(Slot).where(Slot.need_id == need.id).subquery(), Slot
    overlapping = (
        select(other.need_id)
        .join(own, (other.starts_at < own.c.ends_at) & (other.ends_at > own.c.starts_at))
        .where(other.need_id != need.id)
    )
    return matches().where(
        Match.offer_id == offer.id, Match.state.in_(BUSY), Match.need_id.in_(overlapping)
    )


def asks_since(since: datetime) -> Select[int, int]:
    """(offer, how often it was asked since then)."""
    return select(Ask.offer_id, func.count()).where(Ask.asked_at > since).group_by(Ask.offer_id)


def asks(match_id: int) -> Select[Ask]:
    """The asks of one match, newest first."""
    return select(Ask).where(Ask.match_id == match_id).order_by(Ask.id.desc())


def steps(match_ids: Collection[int]) -> Select[Step]:
    """The story of these matches, oldest first."""
    return (
        select(Step)
        .options(joinedload(Step.by))
        .where(Step.match_id.in_(match_ids))
        .order_by(Step.match_id, Step.id)
    )


def to_remind(now: datetime) -> Select[Match]:
    """Confirmed matches of the next day, from 16:00 of the day before, not reminded yet."""
    opened = _last_reminding(now)
    start, end = (midnight(in_tokyo(opened).date() + timedelta(days=n)) for n in (1, 2))
    ahead = select(Slot.id).where(
        Slot.need_id == Match.need_id, Slot.starts_at > now,
        Slot.starts_at >= start, Slot.starts_at < end,
    )  # fmt: skip
    return (
        matches()
        .where(
            Match.state == State.CONFIRMED,
            or_(Match.reminded_at.is_(None), Match.reminded_at < opened),
            ahead.exists(),
        )
        .order_by(Match.id)
    )


def _last_reminding(now: datetime) -> datetime:
    """The last time it was 16:00 in the city."""
    today = midnight(in_tokyo(now).date()) + REMIND_AT
    return today if today <= now else today - timedelta(days=1)


def midnight(day: date) -> datetime:
    """The first instant of a day in the city; Japan has no summer time."""
    return datetime.combine(day, time(), TOKYO)


def to_ask_report(now: datetime) -> Select[Match]:
    """Confirmed matches that are over and of which nobody was asked yet."""
    return (
        matches()
        .join(Match.need)
        .where(
            Match.state == State.CONFIRMED,
            Match.report_asked_at.is_(None),
            Need.last_end_at <= now,
        )
        .order_by(Match.id)
    )
