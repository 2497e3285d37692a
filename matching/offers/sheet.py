"""The sheet of one offer: from rows to a draft and back."""

from __future__ import annotations

from datetime import datetime

from matching.accounts.models import Person
from matching.calendar import in_tokyo
from matching.offers.drafts import Absence, OfferDraft, ResourceDraft
from matching.offers.models import Area, DayOff, HeldSkill, Licence, Offer, Resource
from matching.organizations.models import Organization
from matching.skills.rules import RESOURCE_WORDS, skills_by_code, synonyms
from matching.text import search_words


def draft_of(offer: Offer) -> OfferDraft:
    """The sheet as it stands."""
    return OfferDraft(
        skills={held.skill: held.level for held in offer.skills},
        interests=offer.interests,
        week=offer.week,
        days_off=tuple(Absence(day.from_on, day.to_on) for day in offer.days_off),
        home_district_id=offer.home_district_id,
        districts=frozenset(area.district_id for area in offer.areas),
        travel=offer.travel,
        radius_km=offer.radius_km,
        remote_ok=offer.remote_ok,
        languages=tuple(offer.languages.split()),
        licences={held.licence: held.expires_on for held in offer.licences},
        asks_per_month=offer.asks_per_month,
        urgent_ok=offer.urgent_ok,
        opted_in=offer.opted_in_at is not None,
        head_count=offer.head_count,
        note=offer.note,
    )


def first_draft(person: Person, organization: Organization | None = None) -> OfferDraft:
    """The sheet before anything was said: at home where the giver is."""
    home = organization.district_id if organization else person.district_id
    return OfferDraft(home_district_id=home)


def begun(person: Person, organization: Organization | None, at: datetime) -> Offer:
    """An empty sheet, not yet kept."""
    return Offer(
        person=person,
        organization=organization,
        created_at=at,
        updated_at=at,
        skills=[],
        licences=[],
        days_off=[],
        areas=[],
        resources=[],
        opted_in_at=None,
    )


def write(offer: Offer, draft: OfferDraft, *, at: datetime) -> None:
    """Make the row say what the draft says, touching only what differs."""
    offer.interests, offer.week = draft.interests, draft.week
    offer.home_district_id, offer.travel = draft.home_district_id, draft.travel
    offer.radius_km, offer.remote_ok = draft.radius_km, draft.remote_ok
    offer.languages = " ".join(draft.languages)
    offer.asks_per_month, offer.urgent_ok = draft.asks_per_month, draft.urgent_ok
    offer.head_count, offer.note = draft.head_count, draft.note
    offer.opted_in_at = (offer.opted_in_at or at) if draft.opted_in else None
    _write_skills(offer, draft)
    _write_licences(offer, draft)
    _write_days_off(offer, draft, at)
    _write_areas(offer, draft)
    touched(offer, at)


def resource_draft_of(thing: Resource) -> ResourceDraft:
    """A thing to lend as it stands."""
    return ResourceDraft(
        kind=thing.kind, name=thing.name, quantity=thing.quantity,
        unit=thing.unit, week=thing.week, note=thing.note,
    )  # fmt: skip


def write_resource(thing: Resource, draft: ResourceDraft) -> None:
    assert draft.kind, "checked by resource_problems"
    thing.kind, thing.name, thing.quantity = draft.kind, draft.name, draft.quantity
    thing.unit, thing.week, thing.note = draft.unit, draft.week, draft.note


def _write_skills(offer: Offer, draft: OfferDraft) -> None:
    for held in [held for held in offer.skills if held.skill not in draft.skills]:
        offer.skills.remove(held)
    there = {held.skill: held for held in offer.skills}
    for code, level in draft.skills.items():
        if code in there:
            there[code].level = level
        else:
            offer.skills.append(HeldSkill(skill=code, level=level))


def _write_licences(offer: Offer, draft: OfferDraft) -> None:
    for held in [held for held in offer.licences if held.licence not in draft.licences]:
        offer.licences.remove(held)
    there = {held.licence: held for held in offer.licences}
    for code, until in draft.licences.items():
        held = there.get(code) or Licence(licence=code, expires_on=until)
        if code not in there:
            offer.licences.append(held)
        elif held.expires_on != until:
            held.expires_on, held.seen_by_id = until, None  # a new paper, not yet seen


def _write_days_off(offer: Offer, draft: OfferDraft, at: datetime) -> None:
    today = in_tokyo(at).date()
    wanted = {a for a in draft.days_off if a.to_on >= today}  # past ones say nothing any more
    there = {Absence(day.from_on, day.to_on): day for day in offer.days_off}
    for absence, day in there.items():
        if absence not in wanted:
            offer.days_off.remove(day)
    for absence in sorted(wanted - there.keys(), key=lambda a: a.from_on):
        offer.days_off.append(DayOff(from_on=absence.from_on, to_on=absence.to_on))


def _write_areas(offer: Offer, draft: OfferDraft) -> None:
    for area in [area for area in offer.areas if area.district_id not in draft.districts]:
        offer.areas.remove(area)
    there = {area.district_id for area in offer.areas}
    offer.areas.extend(Area(district_id=place) for place in sorted(draft.districts - there))


def touched(offer: Offer, at: datetime) -> None:
    """The words under which the offer is found follow what is on the sheet."""
    offer.updated_at = at
    offer.words = words_of(offer)


def words_of(offer: Offer) -> str:
    """Normalised words of the interests, skills and things to lend."""
    known = skills_by_code()
    lines = [
        offer.interests,
        *(known[held.skill].name_ja for held in offer.skills if held.skill in known),
        *(f"{RESOURCE_WORDS[thing.kind]} {thing.name}" for thing in offer.resources),
    ]
    return search_words("\n".join(lines), synonyms())
