"""Statements behind a person's own page: what waits, what comes, what was asked and done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matching.accounts.models import Person
from matching.board.queries.conditions import soonest
from matching.board.queries.listed import needs
from matching.matches.models import Match
from matching.matches.queries import given_by
from matching.matches.rules import BUSY
from matching.matches.rules import State as MatchState
from matching.needs.models import Need
from matching.needs.queries import owned_by
from matching.needs.rules import State
from matching.organizations.queries import represented_by
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side

LATELY_DAYS = 90
MOST_OWN = 30
MOST_DONE = 5


def looked_after(person: Person) -> ColumnElement[bool]:
    """Needs the person asked for, or an organisation they speak for (`needs.policy.owns`)."""
    return owned_by(person, represented_by(person.id))


def _helps(person: Person) -> ColumnElement[bool]:
    """Offers of the person, and of organisations they speak for (`matches.policy.is_helper`)."""
    return given_by(person, represented_by(person.id))


def _unreported(side: Side, now: datetime) -> ColumnElement[bool]:
    """It is over, nobody of this side has said what came of it, and nothing is approved yet."""
    said = select(Report.id).where(Report.match_id == Match.id, Report.side == side).exists()
    approved = select(Outcome.id).where(Outcome.match_id == Match.id).exists()
    over = and_(Match.state.in_((MatchState.CONFIRMED, MatchState.DONE)), Need.last_end_at < now)
    return and_(over, ~said, ~approved)


def _offered(now: datetime) -> ColumnElement[bool]:
    in_time = or_(Match.answer_by.is_(None), Match.answer_by > now)
    return and_(Match.state == MatchState.OFFERED, in_time)


def _wants_word(now: datetime) -> ColumnElement[bool]:
    """A report, or (for organisations, which confirm themselves) a yes to somebody who said yes."""
    confirm = and_(Match.state == MatchState.ACCEPTED, Need.organization_id.is_not(None))
    return or_(confirm, _unreported(Side.ASKER, now))


def own_matches(person: Person, now: datetime) -> Select[Match]:
    """What the person was asked, will do, or still has to report; the soonest first."""
    ahead = or_(Need.last_end_at.is_(None), Need.last_end_at >= now)
    coming = and_(Match.state.in_(BUSY), ahead)
    shown = (joinedload(Need.district), joinedload(Need.organization), selectinload(Need.slots))
    return (
        select(Match)
        .join(Match.offer)
        .join(Match.need)
        .where(_helps(person), or_(_offered(now), coming, _unreported(Side.HELPER, now)))
        .options(contains_eager(Match.need).options(*shown), contains_eager(Match.offer))
        .order_by(*soonest(now), Match.id)
    )


def answers_to(person: Person, now: datetime) -> Select[Match]:
    """Matches with needs the person looks after that wait for their word."""
    return (
        select(Match)
        .join(Match.need)
        .where(looked_after(person), _wants_word(now))
        .options(contains_eager(Match.need))
        .order_by(*soonest(now), Match.id)
    )


def own_needs(person: Person, now: datetime) -> Select[Need]:
    """What the person asked for: what runs and what was closed lately, the newest first."""
    lately = Need.closed_at > now - timedelta(days=LATELY_DAYS)
    whole = (joinedload(Need.asker), selectinload(Need.things))  # what a draft still lacks
    return (
        needs()
        .options(*whole)
        .where(looked_after(person), or_(Need.state != State.CLOSED, lately))
        .order_by(case((Need.state == State.CLOSED, 1), else_=0), Need.id.desc())
        .limit(MOST_OWN)
    )


def waiting(person: Person, now: datetime) -> Select[int, int, int, int]:
    """How many things wait for the person: asked, to report, to say as asker, drafts to finish."""
    count = select(func.count(Match.id)).join(Match.need).join(Match.offer)
    helper = count.where(_helps(person))
    drafts = select(func.count(Need.id)).where(looked_after(person), Need.state == State.DRAFT)
    return select(
        helper.where(_offered(now)).scalar_subquery(),
        helper.where(_unreported(Side.HELPER, now)).scalar_subquery(),
        count.where(looked_after(person), _wants_word(now)).scalar_subquery(),
        drafts.scalar_subquery(),
    )


def last_done(person: Person) -> Select[int, str, date, int]:
    """The latest approved activities: match, title, day, minutes after corrections."""
    return (
        select(Outcome.match_id, Need.title, func.max(Outcome.held_on), func.sum(Outcome.minutes))
        .join(Outcome.need)
        .where(Outcome.person_id == person.id, Outcome.organization_id.is_(None))
        .group_by(Outcome.match_id, Need.title)
        .order_by(func.max(Outcome.held_on).desc(), Outcome.match_id.desc())
        .limit(MOST_DONE)
    )
