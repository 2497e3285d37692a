"""What somebody who leaves has left to do: an officer's, and whose account is shut."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from matching.accounts.models import Person
from matching.matches.models import Block, Match
from matching.matches.queries import matches
from matching.matches.rules import BUSY, LIVE
from matching.needs.models import Need
from matching.needs.queries import needs
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer
from matching.organizations.models import Officer
from matching.organizations.queries import officer_rows


@dataclass(frozen=True)
class LeftOpen:
    """Everything that waits for one person, and would wait in vain once their account is shut."""

    drafts: Sequence[Need]
    needs: Sequence[Need]
    """What they ask for in their own name, handed in and not over."""
    asks: Sequence[Match]
    """Where they are considered or were asked, and have not answered."""
    coming: Sequence[Match]
    """Where they are expected to help."""
    shared: Sequence[Officer]
    """Organisations for which somebody else may go on speaking."""
    alone: Sequence[Officer]
    """Organisations that would have nobody left who can sign in."""

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def left_open(session: Session, person: Person, *, at: datetime) -> LeftOpen:
    """What the account leaves behind, as the page shows it before and the verb ends it."""
    own = session.scalars(own_needs(person, at)).all()
    helps = session.scalars(own_help(person, at)).unique().all()
    offices = session.scalars(officer_rows(person.id)).all()
    acting = set(session.scalars(acting_besides(person)))
    return LeftOpen(
        drafts=[need for need in own if need.state is NeedState.DRAFT],
        needs=[need for need in own if need.state is not NeedState.DRAFT],
        asks=[match for match in helps if match.state not in BUSY],
        coming=[match for match in helps if match.state in BUSY],
        shared=[office for office in offices if office.organization_id in acting],
        alone=[office for office in offices if office.organization_id not in acting],
    )


def own_needs(person: Person, now: datetime) -> Select[Need]:
    """What the person asks for in their own name and is not at its end.

    Where help has taken place and is still to be told of, the coordinators go on.
    """
    came = and_(
        Need.last_end_at <= now,
        exists().where(Match.need_id == Need.id, Match.state.in_(BUSY)),
    )
    return (
        needs()
        .where(
            Need.asker_id == person.id,
            Need.organization_id.is_(None),
            Need.state != NeedState.CLOSED,
            or_(Need.last_end_at.is_(None), not_(came)),
        )
        .order_by(Need.first_start_at, Need.id)
    )


def own_help(person: Person, now: datetime) -> Select[Match]:
    """Where the person, in their own name, is considered, was asked, or is still to come."""
    gives = select(Offer.id).where(Offer.person_id == person.id, Offer.organization_id.is_(None))
    came = and_(Match.state.in_(BUSY), Need.last_end_at <= now)
    return (
        matches()
        .join(Match.need)
        .where(
            Match.offer_id.in_(gives),
            Match.state.in_(LIVE),
            or_(Need.last_end_at.is_(None), not_(came)),
        )
        .order_by(Need.first_start_at, Match.id)
    )


def acting_besides(person: Person) -> Select[int]:
    """Ids of the person's organisations that have another officer who can sign in."""
    theirs, other = aliased(Officer), aliased(Officer)
    return (
        select(theirs.organization_id)
        .join(other, other.organization_id == theirs.organization_id)
        .join(Person, Person.id == other.person_id)
        .where(
            theirs.person_id == person.id,
            other.person_id != person.id,
            Person.disabled_at.is_(None),
        )
    )


# ------------------------------------------------------------------ whom a successor would meet


def blocks_of(person_ids: Collection[int]) -> Select[Block]:
    """With whom these people are not to be brought together, whoever of them said so."""
    return select(Block).where(or_(Block.person_id.in_(person_ids), Block.other_id.in_(person_ids)))


def helpers_met(need_id: int) -> Select[int]:
    """Who helps, or may yet, with a need."""
    return (
        select(Offer.person_id)
        .join(Match, Match.offer_id == Offer.id)
        .where(Match.need_id == need_id, Match.state.in_(LIVE))
    )


def askers_met(offer_id: int) -> Select[int]:
    """Who is helped, or may yet be, by an offer."""
    return (
        select(Need.asker_id)
        .join(Match, Match.need_id == Need.id)
        .where(Match.offer_id == offer_id, Match.state.in_(LIVE))
    )
