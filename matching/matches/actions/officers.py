"""An officer leaves: what they looked after for their organisation passes to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.actions.settling import introduce
from matching.matches.rules import State
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.offers.queries import without_officer
from matching.organizations.actions import dismiss
from matching.organizations.models import Officer, Organization


def remove_officer(
    session: Session, officer: Officer, *, by: Person, at: datetime
) -> Person | None:
    """Somebody no longer speaks for the organisation; returns who took something over, if anybody.

    What still runs gets another contact person, so that letters reach somebody who may act.

    Raises:
        RuleBroken: no other officer would be left.
    """
    organization = session.get_one(Organization, officer.organization_id)
    heir = dismiss(session, officer, by=by, at=at)
    needs = session.scalars(queries.left_behind(organization.id)).all()
    offers = session.scalars(without_officer(organization.id)).all()
    if not needs and not offers:
        return None
    _hand_over(session, heir, needs, offers, by=by, at=at)
    _introduce(session, heir, needs, offers, at=at)
    if heir.id != by.id:
        titles = [need.title for need in needs]
        letter = letters.handed_over(heir, organization, titles=titles, helps=bool(offers))
        post(session, letter, at=at)
    return heir


def _hand_over(
    session: Session, heir: Person, needs: Sequence[Need], offers: Sequence[Offer], *,
    by: Person, at: datetime,
) -> None:  # fmt: skip
    for need in needs:
        need.hand_to(heir)
        record(session, "hand_over", "need", need.id, by_id=by.id, at=at, to=heir.id)
    for offer in offers:
        offer.person = heir
        record(session, "hand_over", "offer", offer.id, by_id=by.id, at=at, to=heir.id)
    session.flush()


def _introduce(
    session: Session, heir: Person, needs: Sequence[Need], offers: Sequence[Offer], *, at: datetime
) -> None:
    """Those who knew the old contact person know the new one; who is still to meet them is told."""
    met = queries.met_through([need.id for need in needs], [offer.id for offer in offers])
    for match in session.scalars(met).unique().all():
        introduce(session, match, at=at)
        if match.state is not State.CONFIRMED:
            continue
        for reader in (match.offer.person, match.need.asker):
            if reader.id != heir.id:
                post(session, letters.contact_changed(match, reader), at=at)
