"""Shutting an account: nobody is left waiting for somebody who cannot sign in any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts import actions as accounts
from matching.accounts.models import Person
from matching.i18n import N_
from matching.matches.actions.officers import remove_officer
from matching.matches.actions.settling import cancel
from matching.matches.leavers import left_open
from matching.matches.needs import withdraw_need
from matching.matches.queries import offer_of
from matching.needs import actions as needs
from matching.offers import actions as offers

CANNOT_COME = N_("手伝う予定だった方が、来られなくなりました。")
NO_LONGER_ASKED = N_("依頼した方が、この場を離れました。")


def shut_account(session: Session, person: Person, *, by: Person, at: datetime) -> None:
    """Shut somebody's account, and end or hand over what it leaves open.

    The other sides are told; the person is not, whose letters end with the account. Opening it
    again brings nothing of this back.

    Raises:
        RuleBroken: nobody would be left to run the site, or something of an organisation can be
            handed to none of its officers.
    """
    if person.disabled_at is not None:
        return
    left = left_open(session, person, at=at)
    accounts.disable(session, person, by=by, at=at)
    session.flush()
    for office in left.shared:
        remove_officer(session, office, by=by, at=at)
    for draft in left.drafts:
        needs.discard(session, draft)
    for need in left.needs:
        withdraw_need(session, need, by=by, at=at, note=NO_LONGER_ASKED)
    for match in (*left.asks, *left.coming):
        cancel(session, match, by=by, at=at, note=CANNOT_COME)
    _ask_no_more(session, person, by=by, at=at)


def _ask_no_more(session: Session, person: Person, *, by: Person, at: datetime) -> None:
    """Not before they say so themselves, should the account be opened again."""
    offer = session.scalars(offer_of(person.id)).one_or_none()
    if offer is not None:
        offers.pause(session, offer, by=by, at=at)
