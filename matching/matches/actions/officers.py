"""An officer leaves: what they looked after for their organisation passes to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import leavers, letters, queries
from matching.matches.actions.settling import introduce
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.offers.queries import without_officer
from matching.organizations.actions import dismiss
from matching.organizations.models import Officer, Organization

Heirs = Sequence[tuple[Need | Offer, Person]]
"""What is handed over, and to whom."""


def remove_officer(
    session: Session, officer: Officer, *, by: Person, at: datetime
) -> Sequence[Person]:
    """Somebody no longer speaks for the organisation; returns who took something over.

    What still runs gets another contact person, so that letters reach somebody who may act.

    Raises:
        RuleBroken: no other officer would be left, or none may be brought together with those
            whom they would meet.
    """
    organization = session.get_one(Organization, officer.organization_id)
    staying = dismiss(session, officer, by=by, at=at)
    needs = session.scalars(queries.left_behind(organization.id)).all()
    offers = session.scalars(without_officer(organization.id)).all()
    apart = _kept_apart(session, staying)
    left: list[Need | Offer] = [*needs, *offers]
    heirs = [(it, _heir(session, it, staying, apart)) for it in left]
    _hand_over(session, heirs, by=by, at=at)
    _introduce(session, heirs, at=at)
    _tell(session, organization, heirs, by=by, at=at)
    return [person for person in staying if any(heir is person for _it, heir in heirs)]


def _kept_apart(session: Session, people: Sequence[Person]) -> set[frozenset[int]]:
    """Pairs with one of these people in it who are not to be brought together."""
    blocks = session.scalars(leavers.blocks_of([person.id for person in people]))
    return {frozenset((block.person_id, block.other_id)) for block in blocks}


def _heir(
    session: Session, it: Need | Offer, staying: Sequence[Person], apart: set[frozenset[int]]
) -> Person:
    """The first of those who stay who may meet everybody on the other side of what still runs.

    Raises:
        RuleBroken: there is none.
    """
    met = leavers.helpers_met(it.id) if isinstance(it, Need) else leavers.askers_met(it.id)
    others = session.scalars(met).all() if apart else ()
    for person in staying:
        if not any(frozenset((person.id, other)) in apart for other in others):
            return person
    raise RuleBroken(
        N_(
            "引き継げる担当者がいない件があります。先に別の担当者を招くか、"
            "ボランティアセンターへご連絡ください。"
        )
    )


def _hand_over(session: Session, heirs: Heirs, *, by: Person, at: datetime) -> None:
    for it, heir in heirs:
        if isinstance(it, Need):
            it.hand_to(heir)
            record(session, "hand_over", "need", it.id, by_id=by.id, at=at, to=heir.id)
        else:
            it.person = heir
            record(session, "hand_over", "offer", it.id, by_id=by.id, at=at, to=heir.id)
    session.flush()


def _introduce(session: Session, heirs: Heirs, *, at: datetime) -> None:
    """Who is still to meet the old contact person knows the new one from now on, and is told."""
    taken = {person.id for _it, person in heirs}
    needs, offers = _needs(heirs), [it.id for it, _person in heirs if isinstance(it, Offer)]
    ahead = queries.to_meet([need.id for need in needs], offers, at)
    for match in session.scalars(ahead).unique().all():
        introduce(session, match, at=at)
        for reader in (match.offer.person, match.need.asker):
            if reader.id not in taken:
                post(session, letters.contact_changed(match, reader), at=at)


def _needs(heirs: Heirs) -> list[Need]:
    return [it for it, _person in heirs if isinstance(it, Need)]


def _tell(
    session: Session, organization: Organization, heirs: Heirs, *, by: Person, at: datetime
) -> None:
    """Everybody who took something over learns what, unless it was their own doing."""
    for heir in {person.id: person for _it, person in heirs}.values():
        mine = [(it, person) for it, person in heirs if person is heir]
        titles = [need.title for need in _needs(mine)]
        if heir.id != by.id:
            helps = len(titles) < len(mine)
            letter = letters.handed_over(heir, organization, titles=titles, helps=helps)
            post(session, letter, at=at)
