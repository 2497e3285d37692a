"""Registering, changing, pausing and confirming what somebody can give."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.offers.drafts import OfferDraft, ResourceDraft
from matching.offers.models import Offer, Resource
from matching.offers.policy import may_mark_licences
from matching.offers.rules import MOST_RESOURCES
from matching.offers.sheet import begun, touched, write, write_resource
from matching.organizations.models import Organization


def register(
    session: Session,
    person: Person,
    draft: OfferDraft,
    *,
    organization: Organization | None = None,
    by: Person,
    at: datetime,
) -> Offer:
    """Begin an offer of this person, or of the organisation with the person to be asked.

    Raises:
        RuleBroken: there is one already.
    """
    offer = begun(person, organization, at)
    write(offer, draft, at=at)
    session.add(offer)
    _volunteer(person, by, at)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(
            N_("すでに登録があります。開き直して、今の登録を変更してください。")
        ) from None
    _confirmed(offer, by, at)
    _noted(session, "register", offer, by, at)
    session.flush()
    return offer


def save(session: Session, offer: Offer, draft: OfferDraft, *, by: Person, at: datetime) -> None:
    """Keep the sheet; what a coordinator changes for somebody is written down."""
    write(offer, draft, at=at)
    _confirmed(offer, by, at)
    _noted(session, "edit", offer, by, at)
    session.flush()


def pause(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """The helper takes a break: nobody asks until they resume."""
    offer.active, offer.updated_at = False, at
    _noted(session, "pause", offer, by, at)


def resume(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """The helper may be asked again."""
    offer.active, offer.updated_at = True, at
    _confirmed(offer, by, at)
    _noted(session, "resume", offer, by, at)


def opt_in(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """The helper agrees to be asked."""
    offer.opted_in_at, offer.updated_at = offer.opted_in_at or at, at
    _confirmed(offer, by, at)
    _noted(session, "opt_in", offer, by, at)


def opt_out(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """The helper no longer wants to be asked; what they registered stays."""
    offer.opted_in_at, offer.updated_at = None, at
    _noted(session, "opt_out", offer, by, at)


def confirm_still_true(session: Session, offer: Offer, *, by: Person, at: datetime) -> None:
    """All of it is still true, says the helper (or a coordinator who asked)."""
    offer.confirmed_at = at
    _noted(session, "confirm_still_true", offer, by, at)


def mark_seen(
    session: Session, offer: Offer, code: str, *, by: Person, at: datetime,
    organizations: Container[int] = (),
) -> None:  # fmt: skip
    """A coordinator has seen the paper of this licence. `organizations`: theirs.

    Raises:
        RuleBroken: it is the coordinator's own, or their organisation's, or no longer on the sheet.
    """
    held = next((held for held in offer.licences if held.licence == code), None)
    if held is None or not may_mark_licences(by, offer, organizations):
        raise RuleBroken(N_("この免許・資格は確認済みにできません。今の登録を確かめてください。"))
    held.seen_by_id = by.id
    record(session, "licence_seen", "offer", offer.id, by_id=by.id, at=at, licence=code)


def lend(
    session: Session, offer: Offer, draft: ResourceDraft, *, by: Person, at: datetime
) -> Resource:
    """Add a thing to lend or give.

    Raises:
        RuleBroken: there are too many already.
    """
    if len(offer.resources) >= MOST_RESOURCES:
        raise RuleBroken(N_("提供できるものは%(most)s件までです。"), most=MOST_RESOURCES)
    thing = Resource()
    write_resource(thing, draft)
    offer.resources.append(thing)
    touched(offer, at)
    _noted(session, "lend", offer, by, at)
    session.flush()
    return thing


def change_resource(
    session: Session, offer: Offer, thing: Resource, draft: ResourceDraft, *, by: Person, at: datetime
) -> None:  # fmt: skip
    """Say something else of a thing to lend."""
    write_resource(thing, draft)
    touched(offer, at)
    _noted(session, "change_resource", offer, by, at)
    session.flush()


def withdraw_resource(
    session: Session, offer: Offer, thing: Resource, *, by: Person, at: datetime
) -> None:
    """The thing is no longer to be had."""
    offer.resources.remove(thing)
    touched(offer, at)
    _noted(session, "withdraw_resource", offer, by, at)
    session.flush()


def _volunteer(person: Person, by: Person, at: datetime) -> None:
    if Role.VOLUNTEER not in person.roles:
        person.grants.append(Grant(role=Role.VOLUNTEER, granted_by_id=by.id, granted_at=at))


def _is_for_another(offer: Offer, by: Person) -> bool:
    return by.is_any(Role.COORDINATOR) and offer.person_id != by.id


def _confirmed(offer: Offer, by: Person, at: datetime) -> None:
    """Who changes their own sheet has looked at it."""
    if not _is_for_another(offer, by):
        offer.confirmed_at = at


def _noted(session: Session, action: str, offer: Offer, by: Person, at: datetime) -> None:
    if _is_for_another(offer, by):
        record(session, action, "offer", offer.id, by_id=by.id, at=at)
