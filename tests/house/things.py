"""One of each thing that an address can name, in each state that matters, with those it concerns.

`THINGS["a resident's open need"](world)` makes the thing, who it belongs to and who comes near it
without a right to it. The names are the headings of `access.toml`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts import actions as accounts
from matching.accounts.models import Person
from matching.accounts.rules import Language, Role
from matching.certificates import actions as certificates
from matching.certificates.drafts import Wish
from matching.certificates.models import Certificate
from matching.certificates.rules import Period
from matching.exchange.actions import files
from matching.exchange.samples import EXAMPLE, HEADERS
from matching.mailbox.actions import wishes_for
from matching.mailbox.models import Notice
from matching.matches import actions as matches_actions
from matching.matches.access import answer_path, feed_address
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import KNOWN, SEATED, State
from matching.needs.models import Need, Photo
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.offers.models import Licence, Offer, Resource
from matching.organizations.models import (
    Affiliation,
    Invitation,
    Officer,
    Organization,
    UniversityDomain,
)
from matching.organizations.rules import Approval, Kind
from matching.outbox.models import Message
from matching.outcomes import actions as outcomes
from matching.outcomes.drafts import ApprovalDraft, CorrectionDraft, ReportDraft
from matching.outcomes.rules import Side
from matching.plan.models import Initiative, Pillar, Plan
from matching.skills.rules import ResourceKind
from matching.web.csv import csv_text
from tests.make import (
    NOON,
    make_match,
    make_need,
    make_offer,
    make_organization,
    make_person,
    tell_each_other,
)

AGO = NOON - timedelta(days=3)
"""Saturday 21 November 2026, 12:00 in Kofu: over, and not long ago."""


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door; nobody is signed in where there is no person."""

    person: Person | None = None
    speaks_for: int | None = None
    """The organisation for which they speak in this browser."""
    carries: Mapping[str, object] = field(default_factory=dict)
    """What the signed cookie holds besides."""


@dataclass
class Thing:
    """What addresses call it by, and whom it concerns (or nearly does)."""

    values: dict[str, object] = field(default_factory=dict)
    people: dict[str, Visitor] = field(default_factory=dict)


@dataclass
class World:
    """A database that is being filled, and the people in it by what they are called in the table."""

    session: Session
    app: Flask
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is special about some people and organisations, by what they are called."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What every need says besides."""
    known: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Organization] = field(default_factory=dict)

    def person(self, name: str, *roles: Role) -> Person:
        """The person who is called so; the same one every time."""
        if name not in self.known:
            reached = {"email": f"p{len(self.known)}@people.example", "phone": "+81552370100"}
            facts = reached | dict(self.facts.get(name, {}))
            family = facts.pop("family_name", "仮名")
            given = facts.pop("given_name", f"第{len(self.known)}")
            self.known[name] = make_person(self.session, family, given, *roles, **facts)
        return self.known[name]

    def visitor(self, name: str, *roles: Role) -> Visitor:
        return Visitor(self.person(name, *roles))

    def visitors(self, *names: str) -> dict[str, Visitor]:
        return {name: self.visitor(name) for name in names}

    def group(self, name: str, kind: Kind, *officers: str, **facts: Any) -> Organization:
        """The organisation of this name; the same one every time."""
        if name not in self.groups:
            people = [self.person(officer, Role.RESIDENT) for officer in officers]
            facts = dict(self.facts.get(name, {})) | facts
            self.groups[name] = make_organization(self.session, name, kind, *people, **facts)
        return self.groups[name]

    def association(self) -> Organization:
        return self.group("里垣地区自治会", Kind.ASSOCIATION, ASKING_OFFICER, FELLOW_OFFICER)

    def company(self) -> Organization:
        return self.group("見本産業株式会社", Kind.COMPANY, COMPANY_OFFICER, COMPANY_FELLOW)

    def university(self) -> Organization:
        it = self.session.scalars(select(Organization).where(Organization.name == "山梨大学")).one()
        if "university officer" not in self.known:
            officer = self.person("university officer", Role.RESIDENT)
            self.session.add(Officer(organization_id=it.id, person_id=officer.id, since=NOON))
        return it


CHOSEN = {
    "step": "what", "part": "skills", "change": "pause", "figure": "helpers", "name": "example",
    "postal_code": "4000858",
    "verb": "doubt", "licence": "driving", "side": "given", "wish": "share",
}  # fmt: skip
"""One of several words that stand in some addresses."""
ASKER, HELPER = "asker", "helper"
ASKING_OFFICER, FELLOW_OFFICER = "officer who asks", "fellow officer"
COMPANY_OFFICER, COMPANY_FELLOW = "company officer", "company fellow"
FORMER_OFFICER = "former officer"
"""Who entered something for an organisation and left it; nothing of it is theirs."""
THINGS: dict[str, Callable[[World], Thing]] = {}


def thing(name: str) -> Callable[[Callable[[World], Thing]], Callable[[World], Thing]]:
    def keep(make: Callable[[World], Thing]) -> Callable[[World], Thing]:
        assert name not in THINGS
        THINGS[name] = make
        return make

    return keep


def strangers(world: World) -> dict[str, Visitor]:
    """Everybody whom none of the things concerns; each has something of the kind of their own."""
    resident, volunteer = (
        world.person(f"stranger {role}", role) for role in (Role.RESIDENT, Role.VOLUNTEER)
    )
    officer = world.person("stranger officer", Role.RESIDENT)
    elsewhere = world.group("隣の自治会", Kind.ASSOCIATION, "stranger officer")
    make_offer(world.session, officer, organization_id=elsewhere.id)
    full = make_need(world.session, officer, organization_id=elsewhere.id, places_taken=1)
    full.state = NeedState.FILLED
    match = make_match(world.session, resident, volunteer, state=State.CONFIRMED, confirmed_at=NOON)
    match.need.places_taken, match.need.state = 1, NeedState.FILLED
    make_offer(world.session, resident, "grass_cutting", opted_in_at=None)
    found = {
        "anonymous": Visitor(),
        "resident": Visitor(resident),
        "volunteer": Visitor(volunteer),
        "officer elsewhere": Visitor(officer, speaks_for=elsewhere.id),
    }
    for role in (Role.COORDINATOR, Role.CITY, Role.REVIEWER, Role.ADMIN):
        found[role] = world.visitor(f"stranger {role}", role)
        make_offer(world.session, found[role].person, "grass_cutting", opted_in_at=None)
    world.session.flush()
    return found


# ------------------------------------------------------------------ what concerns nobody in particular


@thing("pages for everybody")
@thing("pages of one's own")
@thing("the centre's lists")
@thing("pages that only developers have")
def nothing(_world: World) -> Thing:
    return Thing()


@thing("the plan")
def plan(world: World) -> Thing:
    found = world.session.scalars(select(Plan).order_by(Plan.id.desc())).first()
    assert found is not None
    ids = (
        world.session.scalars(select(table.id).where(table.plan_id == found.id)).first()
        for table in (Initiative, Pillar)
    )
    initiative_id, pillar_id = ids
    return Thing({"plan_id": found.id, "initiative_id": initiative_id, "pillar_id": pillar_id})


def candidate(world: World) -> Thing:
    """An open need, and somebody whom the desk suggests for it."""
    made = need(world, NeedState.OPEN)
    made.values["offer_id"] = offer_of(world, HELPER, week=frozenset(range(168))).id
    made.people |= world.visitors(HELPER)
    return made


def offer_of(world: World, name: str, **facts: Any) -> Offer:
    """The person's own registration; made if there is none."""
    person = world.person(name, Role.VOLUNTEER)
    own = select(Offer).where(Offer.person_id == person.id, Offer.organization_id.is_(None))
    found = world.session.scalars(own).one_or_none()
    return found or make_offer(world.session, person, "grass_cutting", **facts)


# ------------------------------------------------------------------ signing in


@thing("a sign-in letter in the browser that asked for it")
def sign_in_letter(world: World) -> Thing:
    email = "newcomer@people.example"
    secret = accounts.ask(world.session, email, language=Language.JA, at=NOON)
    sent = select(Message).where(Message.address == email).order_by(Message.id.desc())
    text = world.session.scalars(sent).first().text  # type: ignore[union-attr]
    link = next(word for word in text.split() if "/sign-in/link/" in word).split("/")[-1]
    code = next(word for word in re.findall(r"\d{6}", text) if word not in link)
    carries = {"asked": {"browser": secret, "email": email}}
    values: dict[str, object] = {"link": link, "code": code}
    return Thing(values, {"the browser that asked": Visitor(carries=carries)})


@thing("an e-mail address that was just proven")
def proven(_world: World) -> Thing:
    carries = {"proven": {"email": "newcomer@people.example", "at": NOON.isoformat()}}
    return Thing({}, {"the browser that proved it": Visitor(carries=carries)})


# ------------------------------------------------------------------ needs


def need(world: World, state: NeedState, by: str = ASKER, **facts: Any) -> Thing:
    """A need in this state, with a picture."""
    asker = world.person(by, Role.RESIDENT)
    usual: dict[str, Any] = {}
    if state is NeedState.DRAFT:
        usual |= {"submitted_at": None, "opened_at": None}
    elif state is NeedState.SUBMITTED:
        usual |= {"opened_at": None}
    elif state is NeedState.CLOSED:
        usual |= {"closing": Closing.DONE, "closed_at": NOON, "starts_at": AGO}
    made = make_need(world.session, asker, state=state, **(usual | dict(world.told) | facts))
    photo = Photo(need_id=made.id, jpeg=jpeg(), width=8, height=8, added_at=NOON)
    world.session.add(photo)
    world.session.flush()
    values = {"need_id": made.id, "photo_id": photo.id, "version": made.version}
    return Thing(values, world.visitors(by))


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "JPEG")
    return made.getvalue()


def associations_need(world: World, state: NeedState, **facts: Any) -> Thing:
    it = world.association()
    made = need(world, state, ASKING_OFFICER, organization_id=it.id, **facts)
    made.people |= world.visitors(FELLOW_OFFICER)
    return made


@thing("a resident's draft that was never handed in")
def residents_draft(world: World) -> Thing:
    return need(world, NeedState.DRAFT)


@thing("a resident's need that waits to be checked")
def residents_submitted(world: World) -> Thing:
    return need(world, NeedState.SUBMITTED)


@thing("a resident's need that was given back")
def residents_returned(world: World) -> Thing:
    return need(world, NeedState.DRAFT, submitted_at=NOON, returned_note="日にちをお願いします。")


@thing("a resident's open need")
def residents_open(world: World) -> Thing:
    return need(world, NeedState.OPEN)


@thing("a resident's need that is over")
def residents_closed(world: World) -> Thing:
    return need(world, NeedState.CLOSED)


@thing("a need that was withdrawn before it was checked")
def residents_withdrawn(world: World) -> Thing:
    return need(world, NeedState.CLOSED, opened_at=None, closing=Closing.WITHDRAWN)


@thing("an association's draft that was never handed in")
def associations_draft(world: World) -> Thing:
    return associations_need(world, NeedState.DRAFT)


@thing("an association's open need")
def associations_open(world: World) -> Thing:
    return associations_need(world, NeedState.OPEN, helpers_wanted=3)


@thing("an association's draft that a former officer entered")
def associations_old_draft(world: World) -> Thing:
    return entered_by_another(world, NeedState.DRAFT)


@thing("an association's open need that a former officer entered")
def associations_old_need(world: World) -> Thing:
    return entered_by_another(world, NeedState.OPEN, helpers_wanted=3)


def entered_by_another(world: World, state: NeedState, **facts: Any) -> Thing:
    made = need(world, state, FORMER_OFFICER, organization_id=world.association().id, **facts)
    made.people |= world.visitors(ASKING_OFFICER, FELLOW_OFFICER)
    return made


@thing("a need of the association for which a coordinator speaks that waits to be checked")
def fellow_coordinators_submitted(world: World) -> Thing:
    name = "coordinator who speaks for it"
    world.person(name, Role.COORDINATOR)
    it = world.group("係の自治会", Kind.ASSOCIATION, name, "officer of theirs")
    made = need(world, NeedState.SUBMITTED, "officer of theirs", organization_id=it.id)
    made.people |= world.visitors(name)
    return made


@thing("a coordinator's own need that waits to be checked")
def coordinators_submitted(world: World) -> Thing:
    world.person("coordinator who asks", Role.COORDINATOR)
    return need(world, NeedState.SUBMITTED, "coordinator who asks")


@thing("an open need with somebody to ask")
def with_candidate(world: World) -> Thing:
    return candidate(world)


# ------------------------------------------------------------------ matches


def match(world: World, state: State, asked: Thing | None = None, **facts: Any) -> Thing:
    """A match of this need (or a resident's) with the helper, in this state."""
    asked = asked or need(world, NeedState.OPEN)
    held = world.session.get_one(Need, asked.values["need_id"])
    if "offer" not in facts:
        facts["offer"] = offer_of(world, HELPER)
        asked.people |= world.visitors(HELPER)
    asker, helper = world.session.get_one(Person, held.asker_id), world.person(HELPER)
    times = {"accepted_at": NOON} if state in SEATED else {}
    times |= {"confirmed_at": NOON} if state in KNOWN else {}
    made = make_match(world.session, asker, helper, need=held, state=state, **(times | facts))
    if state in KNOWN:
        tell_each_other(world.session, made)
    if state in SEATED:
        held.places_taken += made.places
    if held.places_taken == held.helpers_wanted and held.state is NeedState.OPEN:
        held.state = NeedState.FILLED
    world.session.flush()
    asked.values |= {"match_id": made.id, "version": held.version}
    return asked


def over(world: World) -> Thing:
    return need(world, NeedState.OPEN, starts_at=AGO)


def associations(world: World, **facts: Any) -> Thing:
    return associations_need(world, NeedState.OPEN, helpers_wanted=3, **facts)


def told(world: World, made: Thing) -> Thing:
    """The helper has said what came of it."""
    held = loaded(world, made)
    draft = ReportDraft(came=True, held_on=AGO.date(), minutes=95, people=1)
    outcomes.report(
        world.session, held, draft, side=Side.HELPER, by=held.offer.person, at=NOON
    )  # fmt: skip
    return made


def approved(world: World, made: Thing) -> Thing:
    by = world.person("coordinator who approved", Role.COORDINATOR)
    draft = ApprovalDraft(held_on=AGO.date(), minutes=95, people=1)
    outcomes.approve(world.session, loaded(world, told(world, made)), draft, by=by, at=NOON)
    return made


def loaded(world: World, made: Thing) -> Match:
    world.session.flush()
    world.session.expire_all()
    wanted = matches().where(Match.id == made.values["match_id"])
    return world.session.scalars(wanted).unique().one()


@thing("a coordinator's proposal")
def proposal(world: World) -> Thing:
    return match(world, State.PROPOSED)


@thing("a coordinator's proposal for an association")
def associations_proposal(world: World) -> Thing:
    return match(world, State.PROPOSED, associations(world))


@thing("a question that waits for an answer")
def question(world: World) -> Thing:
    made = match(world, State.OFFERED)
    with world.app.test_request_context("/"):
        made.values["token"] = answer_path(loaded(world, made)).split("/")[-1]
    return made


@thing("a question that somebody declined, for an association")
def declined(world: World) -> Thing:
    return match(world, State.DECLINED, associations(world))


@thing("a yes that a resident's need waits to have confirmed")
def accepted(world: World) -> Thing:
    return match(world, State.ACCEPTED)


@thing("a yes that an association may confirm")
def associations_accepted(world: World) -> Thing:
    return match(world, State.ACCEPTED, associations(world))


@thing("a meeting that is still to come")
def coming(world: World) -> Thing:
    return match(world, State.CONFIRMED)


@thing("a meeting that is over and reported")
def reported(world: World) -> Thing:
    return told(world, match(world, State.CONFIRMED, over(world)))


@thing("an association's meeting that is over and reported")
def associations_reported(world: World) -> Thing:
    return told(world, match(world, State.CONFIRMED, associations(world, starts_at=AGO)))


@thing("an approved outcome")
def outcome(world: World) -> Thing:
    return approved(world, match(world, State.CONFIRMED, over(world)))


@thing("a yes to an association's need that a former officer entered")
def accepted_by_another(world: World) -> Thing:
    return match(world, State.ACCEPTED, entered_by_another(world, NeedState.OPEN, helpers_wanted=3))


@thing("an association's meeting that is over and reported, and that a former officer asked for")
def reported_by_another(world: World) -> Thing:
    asked = entered_by_another(world, NeedState.OPEN, helpers_wanted=3, starts_at=AGO)
    return told(world, match(world, State.CONFIRMED, asked))


@thing("a question to a company that a former officer registered")
def question_to_company(world: World) -> Thing:
    it = world.group("先代産業株式会社", Kind.COMPANY, "present officer")
    former = world.person(FORMER_OFFICER, Role.RESIDENT)
    offer = make_offer(world.session, former, organization_id=it.id, head_count=4)
    made = match(world, State.OFFERED, offer=offer)
    made.people |= world.visitors(FORMER_OFFICER, "present officer")
    with world.app.test_request_context("/"):
        made.values["token"] = answer_path(loaded(world, made)).split("/")[-1]
    return made


@thing("a company's yes")
def companys_yes(world: World) -> Thing:
    made = match(world, State.ACCEPTED, offer=companys_offer(world))
    made.people |= world.visitors(COMPANY_OFFICER, COMPANY_FELLOW)
    return made


@thing("a meeting at which a coordinator helped")
def coordinator_helped(world: World) -> Thing:
    name = "coordinator who helped"
    world.person(name, Role.COORDINATOR)
    made = match(world, State.CONFIRMED, over(world), offer=offer_of(world, name))
    made.people |= world.visitors(name)
    return told(world, made)


# ------------------------------------------------------------------ offers


def companys_offer(world: World) -> Offer:
    it = world.company()
    own = select(Offer).where(Offer.organization_id == it.id)
    found = world.session.scalars(own).one_or_none()
    contact = world.person(COMPANY_OFFICER)
    return found or make_offer(world.session, contact, organization_id=it.id, head_count=4)


def equipped(world: World, offer: Offer) -> dict[str, object]:
    """A thing to lend and a licence on this sheet."""
    van = Resource(offer_id=offer.id, kind=ResourceKind.VEHICLE, name="軽トラック", quantity=1)
    held = world.session.get(Licence, (offer.id, "driving"))
    world.session.add_all([van] if held else [van, Licence(offer_id=offer.id, licence="driving")])
    world.session.flush()
    return {"offer_id": offer.id, "resource_id": van.id, "licence": "driving"}


@thing("a volunteer's registration")
def registration(world: World) -> Thing:
    offer = offer_of(world, HELPER)
    return Thing(equipped(world, offer) | {"person_id": offer.person_id}, world.visitors(HELPER))


@thing("the head-count of a volunteer's registration")
def head_count(world: World) -> Thing:
    made = registration(world)
    made.values["part"] = "staff"
    return made


@thing("a company's registration")
def companys_registration(world: World) -> Thing:
    it, values = world.company(), equipped(world, companys_offer(world))
    people = {
        "officer who speaks for it": Visitor(world.person(COMPANY_OFFICER), it.id),
        "fellow who speaks for it": Visitor(world.person(COMPANY_FELLOW), it.id),
        "officer who speaks for nobody": Visitor(world.person(COMPANY_OFFICER)),
    }
    return Thing(values, people)


@thing("a coordinator's own registration")
def coordinators_registration(world: World) -> Thing:
    world.person("coordinator who helps", Role.COORDINATOR)
    offer = offer_of(world, "coordinator who helps")
    return Thing(equipped(world, offer), world.visitors("coordinator who helps"))


@thing("the registration of a company for which a coordinator speaks")
def coordinators_company(world: World) -> Thing:
    name = "coordinator of the company"
    world.person(name, Role.COORDINATOR)
    it = world.group("係の会社", Kind.COMPANY, COMPANY_OFFICER, name)
    contact = world.person(COMPANY_OFFICER)
    offer = make_offer(world.session, contact, organization_id=it.id, head_count=4)
    return Thing(equipped(world, offer), world.visitors(name))


# ------------------------------------------------------------------ organisations and universities


@thing("an association with officers")
def association(world: World) -> Thing:
    it = world.association()
    fellow = select(Officer.id).where(
        Officer.organization_id == it.id, Officer.person_id == world.person(FELLOW_OFFICER).id
    )
    invited = world.person("person who is invited", Role.RESIDENT)
    invitation = Invitation(organization_id=it.id, email=invited.email or "", invited_at=NOON)
    world.session.add(invitation)
    world.session.flush()
    values: dict[str, object] = {
        "organization_id": it.id,
        "officer_id": world.session.scalars(fellow).one(),
        "invitation_id": invitation.id,
    }
    people = world.visitors(ASKING_OFFICER, FELLOW_OFFICER, "person who is invited")
    return Thing(values, people)


def waiting(world: World, name: str, approval: Approval) -> Thing:
    officer = f"officer of the {approval} one"
    it = world.group(name, Kind.GROUP, officer, approval=approval)
    return Thing({"organization_id": it.id}, world.visitors(officer))


@thing("a group that waits to be approved")
def pending(world: World) -> Thing:
    return waiting(world, "待つ会", Approval.PENDING)


@thing("a group that was refused")
def refused(world: World) -> Thing:
    return waiting(world, "見送られた会", Approval.REFUSED)


@thing("a group of which a coordinator is an officer that waits to be approved")
def coordinators_pending(world: World) -> Thing:
    name = "coordinator who applied"
    world.person(name, Role.COORDINATOR)
    it = world.group("係の会", Kind.GROUP, name, approval=Approval.PENDING)
    return Thing({"organization_id": it.id}, world.visitors(name))


@thing("a student of a university")
def student(world: World) -> Thing:
    it = world.university()
    claim = Affiliation(
        organization_id=it.id,
        person_id=world.person("student", Role.VOLUNTEER).id,
        claimed_at=NOON,
    )
    domain = select(UniversityDomain.id).where(UniversityDomain.organization_id == it.id)
    world.session.add(claim)
    world.session.flush()
    values: dict[str, object] = {
        "organization_id": it.id,
        "affiliation_id": claim.id,
        "domain_id": world.session.scalars(domain).one(),
    }
    return Thing(values, world.visitors("student", "university officer") | other_campus(world))


@thing("a student whom the university has confirmed")
def confirmed_student(world: World) -> Thing:
    it, name = world.university(), "student they know"
    known = Affiliation(
        organization_id=it.id, person_id=world.person(name, Role.VOLUNTEER).id,
        claimed_at=NOON, approval=Approval.APPROVED,
    )  # fmt: skip
    world.session.add(known)
    world.session.flush()
    values: dict[str, object] = {"organization_id": it.id, "affiliation_id": known.id}
    return Thing(values, world.visitors(name, "university officer"))


def other_campus(world: World) -> dict[str, Visitor]:
    """A student and an officer of another university."""
    name = "山梨県立大学"
    it = world.session.scalars(select(Organization).where(Organization.name == name)).one()
    person = world.person("student elsewhere", Role.VOLUNTEER)
    officer = world.person("university officer elsewhere", Role.RESIDENT)
    world.session.add_all(
        [
            Affiliation(
                organization_id=it.id, person_id=person.id, claimed_at=NOON,
                approval=Approval.APPROVED,
            ),
            Officer(organization_id=it.id, person_id=officer.id, since=NOON),
        ]
    )  # fmt: skip
    world.session.flush()
    return world.visitors("student elsewhere", "university officer elsewhere")


# ------------------------------------------------------------------ certificates


def certified(world: World) -> Thing:
    """The helper has a paper about what was approved."""
    made = approved(world, match(world, State.CONFIRMED, over(world)))
    helper = world.person(HELPER)
    it = certificates.issue(world.session, helper, Wish(Period.THIS_YEAR), at=NOON)
    made.values |= {"certificate_id": it.id, "code": it.shown_code}
    return made


@thing("a certificate that holds")
def certificate(world: World) -> Thing:
    return certified(world)


@thing("a certificate that was revoked")
def revoked_certificate(world: World) -> Thing:
    made = certified(world)
    it = world.session.get_one(Certificate, made.values["certificate_id"])
    certificates.revoke(world.session, it, by=world.person(HELPER), at=NOON)
    return made


@thing("a certificate of an activity that was corrected since")
def overtaken_certificate(world: World) -> Thing:
    made = certified(world)
    by = world.person("coordinator who approved")
    draft = CorrectionDraft(
        held_on=AGO.date(), minutes=60, people=1, initiative_id=None, reason="聞き違い"
    )
    outcomes.correct(world.session, loaded(world, made), draft, by=by, at=NOON)
    return made


# ------------------------------------------------------------------ people, letters, files


@thing("a volunteer's entries")
def entries(world: World) -> Thing:
    person = world.person("person themself", Role.VOLUNTEER)
    return Thing({"person_id": person.id}, world.visitors("person themself"))


@thing("an operator's entries")
def operators_entries(world: World) -> Thing:
    person = world.person("operator themself", Role.ADMIN)
    return Thing({"person_id": person.id}, world.visitors("operator themself"))


@thing("a letter and the link that ends the weekly digest")
def letter(world: World) -> Thing:
    reader = world.person("reader", Role.VOLUNTEER)
    notice = Notice(
        person_id=reader.id, template="matches/offered", subject="お願い", text="お願いします。",
        posted_at=NOON,
    )  # fmt: skip
    wishes = wishes_for(world.session, reader.id, at=NOON)
    world.session.add(notice)
    world.session.flush()
    values: dict[str, object] = {"notice_id": notice.id, "token": wishes.unsubscribe_token}
    return Thing(values, world.visitors("reader"))


@thing("a subscribed calendar")
def calendar(world: World) -> Thing:
    reader = world.person("reader of a calendar", Role.VOLUNTEER)
    with world.app.test_request_context("/"):
        address = feed_address(matches_actions.subscribe(world.session, reader, at=NOON))
    token = address.rpartition("/")[2].removesuffix(".ics")
    return Thing({"token": token}, world.visitors("reader of a calendar"))


@thing("a register file that waits to be imported")
def register_file(world: World) -> Thing:
    chooser = world.person("coordinator who chose it", Role.COORDINATOR)
    file = files.keep(world.session, "台帳.csv", register(), by=chooser, at=NOON)
    return Thing({"file_id": file.id}, world.visitors("coordinator who chose it"))


def register() -> bytes:
    """A register of one invented person."""
    return csv_text(HEADERS, EXAMPLE[:1]).encode()
