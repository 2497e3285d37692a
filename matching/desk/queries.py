"""What waits at the desk: one condition per queue, the same for its count and its list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matching.accounts.models import Person
from matching.accounts.queries import people_found
from matching.desk.rules import MOST_OF_A_WEEK, QUIET_DAYS, SOON_DAYS, Queue
from matching.matches.models import Match, Step
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, NeedStep, Slot
from matching.needs.rules import State, Urgency
from matching.offers.models import Offer
from matching.organizations.queries import waiting as organizations_waiting
from matching.pairing.queries import open_needs, scored


def _has(*states: MatchState) -> ColumnElement[bool]:
    """The need has a match in one of these states."""
    return select(Match.id).where(Match.need_id == Need.id, Match.state.in_(states)).exists()


def waiting(queue: Queue, now: datetime) -> ColumnElement[bool]:
    """Whether a need waits in this queue."""
    unfilled = and_(Need.state == State.OPEN, Need.places_taken < Need.helpers_wanted)
    ahead = or_(Need.first_start_at.is_(None), Need.first_start_at > now, Need.flexible)
    over = Need.last_end_at < now
    running = Need.state.in_((State.OPEN, State.FILLED))
    asked = _has(MatchState.OFFERED)
    quiet_since = func.coalesce(Need.still_open_at, Need.opened_at)
    conditions: dict[Queue, ColumnElement[bool]] = {
        Queue.INTAKE: Need.state == State.SUBMITTED,
        Queue.CHOOSE: and_(unfilled, ahead, ~asked),
        Queue.ANSWER: and_(running, asked),
        Queue.CONFIRM: and_(running, _has(MatchState.ACCEPTED)),
        Queue.REPORT: and_(running, over, _has(MatchState.ACCEPTED, MatchState.CONFIRMED)),
        Queue.FOLLOW: and_(
            running,
            or_(
                and_(unfilled, Need.first_start_at < now + timedelta(days=SOON_DAYS)),
                and_(unfilled, quiet_since < now - timedelta(days=QUIET_DAYS)),
                and_(over, ~_has(MatchState.ACCEPTED, MatchState.CONFIRMED)),
            ),
        ),
    }
    return conditions[queue]


def counts(now: datetime) -> Select[*tuple[int, ...]]:
    """How many needs wait in each queue, in the order of `Queue`, and last how many organisations.

    One statement for all.
    """
    live = Need.state.in_((State.SUBMITTED, State.OPEN, State.FILLED))
    sums = [func.coalesce(func.sum(case((waiting(q, now), 1), else_=0)), 0) for q in Queue]
    return select(*sums, organizations_waiting().scalar_subquery()).where(live)


def queue(which: Queue, now: datetime) -> Select[Need]:
    """The needs of one queue: urgent ones first, then those that begin soonest."""
    return (
        needs()
        .where(waiting(which, now))
        .order_by(
            case((Need.urgency == Urgency.URGENT, 0), else_=1),
            Need.first_start_at.is_(None),
            Need.first_start_at,
            Need.id,
        )
    )


def needs() -> Select[Need]:
    """Needs as a line of a desk list shows them."""
    return select(Need).options(
        joinedload(Need.asker),
        joinedload(Need.organization),
        joinedload(Need.district),
        selectinload(Need.slots),
    )


def waiting_since(
    need_ids: Collection[int], state: MatchState
) -> Select[int, datetime | None, datetime | None]:
    """(need, oldest time of asking, oldest yes) of matches in this state."""
    return (
        select(Match.need_id, func.min(Match.offered_at), func.min(Match.accepted_at))
        .where(Match.need_id.in_(need_ids), Match.state == state)
        .group_by(Match.need_id)
    )


def need(need_id: int) -> Select[Need]:
    """One need with everything the scorer and the coordinator read of it."""
    return (
        scored()
        .where(Need.id == need_id)
        .options(
            joinedload(Need.asker),
            joinedload(Need.organization),
            joinedload(Need.initiative),
        )
    )


def need_steps(need_id: int) -> Select[NeedStep, Person | None]:
    """Every step of a need with who took it, oldest first."""
    return (
        select(NeedStep, Person)
        .outerjoin(Person, Person.id == NeedStep.by_id)
        .where(NeedStep.need_id == need_id)
        .order_by(NeedStep.at, NeedStep.id)
    )


def asked(need_id: int) -> Select[Match, Step | None]:
    """Everybody who was asked or applied, with each of their steps, oldest first."""
    return (
        _matches()
        .outerjoin(Step, Step.match_id == Match.id)
        .options(joinedload(Step.by))
        .add_columns(Step)
        .where(Match.need_id == need_id)
        .order_by(Match.id, Step.id)
    )


def offers(ids: Collection[int]) -> Select[Offer]:
    """These offers with whom to ask."""
    return (
        select(Offer)
        .options(joinedload(Offer.person), joinedload(Offer.organization))
        .where(Offer.id.in_(ids))
    )


def _matches() -> Select[Match]:
    helper = joinedload(Match.offer)
    return select(Match).options(
        helper.joinedload(Offer.person), helper.joinedload(Offer.organization)
    )


def week(first: date, start: datetime) -> Select[Need]:
    """Needs of the week that begins on this Monday, soonest first.

    `start` is the first instant of that Monday.
    """
    return (
        needs()
        .where(_in_week(first, start))
        .order_by(Need.first_start_at, Need.id)
        .limit(MOST_OF_A_WEEK)
    )


def week_ids(first: date, start: datetime) -> Select[int]:
    """Numbers of the same needs."""
    return (
        select(Need.id)
        .where(_in_week(first, start))
        .order_by(Need.first_start_at, Need.id)
        .limit(MOST_OF_A_WEEK)
    )


def _in_week(first: date, start: datetime) -> ColumnElement[bool]:
    """Needs with a time in the week, and flexible ones that would do on one of its days."""
    end, last = start + timedelta(days=7), first + timedelta(days=6)
    at_a_time = select(Slot.id).where(
        Slot.need_id == Need.id, Slot.starts_at >= start, Slot.starts_at < end
    )
    any_day = and_(Need.flexible, Need.from_on <= last, Need.to_on >= first)
    listed = Need.state.in_((State.OPEN, State.FILLED))
    return and_(listed, or_(at_a_time.exists(), any_day))


def to_pair(need_ids: Collection[int], now: datetime) -> Select[Need]:
    """Those of these needs that still look for helpers, with all that is scored and written."""
    people = (joinedload(Need.asker), joinedload(Need.organization))
    return open_needs(now).where(Need.id.in_(need_ids)).options(*people)


def callers(words: str, *, most: int = 6) -> Select[Person]:
    """People whom somebody on the telephone could be, by name, reading, number or town."""
    return people_found(words).where(Person.disabled_at.is_(None)).limit(most)
