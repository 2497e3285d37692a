"""Rows for tests, with sensible defaults."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.districts.models import District
from matching.matches.models import Disclosure, Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need, Slot
from matching.needs.rules import State as NeedState
from matching.offers.models import HeldSkill, Offer
from matching.organizations.models import Officer, Organization
from matching.organizations.rules import Approval, Kind
from matching.outbox.models import Message
from matching.plan.actions import Successor, carry_over
from matching.plan.models import Plan

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
"""Tuesday 24 November 2026, 12:00 in Kofu."""
TODAY = date(2026, 11, 24)
SATURDAY_9 = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
"""Saturday 28 November 2026, 9:00 in Kofu."""
_numbers = count(1)


def district(session: Session, name: str = "里垣") -> District:
    return session.scalars(select(District).where(District.name == name)).one()


def make_person(session: Session, family: str, given: str, *roles: Role, **facts: Any) -> Person:
    usual: dict[str, Any] = {
        "family_kana": "てすと",
        "given_kana": "てすと",
        "district_id": district(session).id,
        "town": "善光寺町",
        "consented_at": NOON,
        "created_at": NOON,
    }
    person = Person(family_name=family, given_name=given, **(usual | facts))
    person.grants = [Grant(role=role, granted_at=NOON) for role in roles]
    session.add(person)
    session.flush()
    return person


def make_organization(
    session: Session, name: str, kind: Kind = Kind.ASSOCIATION, *officers: Person, **facts: Any
) -> Organization:
    usual: dict[str, Any] = {
        "approval": Approval.APPROVED,
        "decided_at": NOON,
        "created_at": NOON,
        "district_id": district(session).id,
    }
    made = Organization(name=name, kind=kind, **(usual | facts))
    session.add(made)
    session.flush()
    for person in officers:
        appoint(session, made, person)
    return made


def appoint(
    session: Session, organization: Organization, person: Person, *, since: datetime = NOON
) -> Officer:
    """The person speaks for the organisation from then on."""
    made = Officer(
        organization_id=organization.id, person_id=person.id, title="会長", since=since
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def make_need(session: Session, asker: Person, **facts: Any) -> Need:
    """An open need for grass cutting on Saturday from 9 to 11, unless said otherwise."""
    start = facts.pop("starts_at", SATURDAY_9)
    end = facts.pop("ends_at", start + timedelta(hours=2))
    usual: dict[str, Any] = {
        "state": NeedState.OPEN,
        "kind": "garden_snow",
        "title": f"庭の草取り {next(_numbers)}",
        "body": "庭の草が伸びて困っています。",
        "district_id": district(session).id,
        "town": "善光寺町",
        "exact_place": "1-2-3",
        "entered_by_id": asker.id,
        "asker_id": asker.id,
        "created_at": NOON,
        "submitted_at": NOON,
        "opened_at": NOON,
        "first_start_at": start,
        "last_end_at": end,
        "minutes_wanted": 120,
        "answer_by": start - timedelta(days=1),
    }
    need = Need(**({"wished": [], "things": []} | usual | facts))
    need.slots = [Slot(starts_at=start, ends_at=end)]
    session.add(need)
    session.flush()
    return need


def make_offer(session: Session, person: Person, *skills: str, **facts: Any) -> Offer:
    usual: dict[str, Any] = {
        "person_id": person.id,
        "opted_in_at": NOON,
        "created_at": NOON,
        "updated_at": NOON,
        "home_district_id": person.district_id,
    }
    lists: dict[str, Any] = {"licences": [], "days_off": [], "areas": [], "resources": []}
    offer = Offer(**(lists | usual | facts))
    offer.skills = [HeldSkill(skill=skill) for skill in skills]
    session.add(offer)
    session.flush()
    return offer


def offer_of(session: Session, person: Person) -> Offer:
    """The person's own offer, made if there is none."""
    found = session.scalars(
        select(Offer).where(Offer.person_id == person.id, Offer.organization_id.is_(None))
    ).one_or_none()
    return found or make_offer(session, person, "grass_cutting")


def make_match(session: Session, asker: Person, helper: Person, **facts: Any) -> Match:
    """The helper has been offered the asker's need, unless said otherwise."""
    need = facts.pop("need", None) or make_need(session, asker)
    usual: dict[str, Any] = {
        "need": need,
        "offer": offer_of(session, helper),
        "state": MatchState.OFFERED,
        "answer_by": NOON + timedelta(days=2),
        "created_at": NOON,
        "offered_at": NOON,
    }
    match = Match(**(usual | facts))
    session.add(match)
    session.flush()
    return match


def tell_each_other(session: Session, match: Match, *, at: datetime = NOON) -> None:
    """Write down, as confirming does, that both sides were told of each other."""
    asker, helper = (
        session.get_one(Need, match.need_id).asker_id,
        session.get_one(Offer, match.offer_id).person_id,
    )
    for of, to in ((asker, helper), (helper, asker)):
        told = Disclosure(match_id=match.id, of_id=of, to_id=to, fields="name phone", at=at)
        session.add(told)
    session.flush()


def posted(session: Session) -> list[tuple[str, str]]:
    """Who has been written to, and with which template, oldest first."""
    rows = session.execute(select(Message.address, Message.template).order_by(Message.id))
    return [(address, template) for address, template in rows]


def carry_plan(session: Session) -> Plan:
    """The second plan's successor, so that NOON has a plan in force."""
    second = session.scalars(select(Plan).where(Plan.phase == 2)).one()
    successor = Successor("kofu-kyodo-3", "第3期推進行動計画（デモ）", 2023, 2027)
    return carry_over(session, second, successor, by_id=None, at=NOON)
