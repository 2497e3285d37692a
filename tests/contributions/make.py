"""Organisations and students with a year behind them, as these tests need them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.organizations.models import Affiliation, Organization
from matching.organizations.rules import Approval
from tests.make import NOON, make_match, make_offer, make_person, offer_of
from tests.progress.make import entry

OCTOBER = date(2026, 10, 3)


def offer_of_group(session: Session, it: Organization, contact: Person) -> Offer:
    """What the organisation gives; made if it gives nothing yet."""
    own = select(Offer).where(Offer.organization_id == it.id)
    found = session.scalars(own).one_or_none()
    return found or make_offer(session, contact, organization_id=it.id, head_count=9)


def helped(
    session: Session, need: Need, helper: Person, minutes: int, day: date, **facts: Any
) -> Match:
    """It took place and was approved; `organization`: for whom the helper came."""
    organization: Organization | None = facts.pop("organization", None)
    offer = (
        offer_of_group(session, organization, helper) if organization else offer_of(session, helper)
    )
    known = {"state": State.DONE, "created_at": need.created_at, "confirmed_at": need.created_at}
    match = make_match(
        session, session.get_one(Person, need.asker_id), helper, need=need, offer=offer, **known
    )
    entry(
        session, match, day, minutes, helper_id=helper.id,
        organization_id=organization.id if organization else None, **facts,
    )  # fmt: skip
    return match


def student_of(session: Session, it: Organization, number: int, **facts: Any) -> Person:
    """A confirmed student, who has not agreed to be named unless `shared_at` says so."""
    person = make_person(
        session, f"学生{number}", f"第{number}", family_kana=f"がくせい{number:03}"
    )
    usual = {"approval": Approval.APPROVED, "claimed_at": NOON, "shared_at": None}
    session.add(Affiliation(organization_id=it.id, person_id=person.id, **(usual | facts)))
    session.flush()
    return person


def university(session: Session, name: str = "山梨大学") -> Organization:
    return session.scalars(select(Organization).where(Organization.name == name)).one()
