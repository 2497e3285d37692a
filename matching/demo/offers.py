"""What the people of the demo city can give."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from matching.accounts.models import Person
from matching.demo.people import City
from matching.demo.words import words
from matching.offers.models import Area, DayOff, HeldSkill, Licence, Offer, Resource
from matching.offers.rules import Level, Travel
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.skills.rules import ResourceKind, groups_by_code, skills_by_code, synonyms
from matching.text import search_words

KINDS = tuple(groups_by_code())
BAND = {"morning": range(8, 12), "afternoon": range(13, 17), "evening": range(17, 21)}


def offer_everything(city: City) -> list[Offer]:
    """An offer for nearly every volunteer and student, every company and group."""
    made = [
        personal(city, person, is_student=number < len(city.students))
        for number, person in enumerate([*city.students, *city.volunteers])
        if city.random.random() < 0.96 or person.password_hash
    ]
    entries = {entry["name"]: entry for entry in (*words()["company"], *words()["group"])}
    for kind in (Kind.COMPANY, Kind.GROUP):
        for organization in city.organizations[kind]:
            made.append(collective(city, organization, entries[organization.name]))
    city.session.add_all(made)
    city.session.flush()
    return made


def personal(city: City, person: Person, *, is_student: bool) -> Offer:
    dice = city.random
    kinds = dice.sample(KINDS, dice.choice((1, 2, 2, 3)))
    codes = [
        c for kind in kinds for c in _some(dice, [s.code for s in groups_by_code()[kind].skills])
    ]
    interests = "".join(dice.choice(words()["interests"][kind]) for kind in kinds)
    begun = person.created_at + timedelta(days=dice.randrange(60))
    travel = dice.choice((Travel.FOOT, Travel.BICYCLE, Travel.BICYCLE)) if is_student else dice.choice(
        (Travel.CAR, Travel.CAR, Travel.BICYCLE, Travel.FOOT)
    )  # fmt: skip
    offer = _offer(city, person, codes, interests, begun)
    offer.travel = travel
    offer.radius_km = {Travel.FOOT: 3, Travel.BICYCLE: 6, Travel.CAR: 15}[travel]
    offer.week = _week(dice, is_student=is_student) if dice.random() < 0.9 else None
    offer.asks_per_month = dice.choice((1, 2, 2, 4, 4, 8))
    offer.urgent_ok = dice.random() < 0.3
    offer.active = dice.random() < 0.95 or person.password_hash is not None
    offer.licences = _licences(dice, codes, travel)
    if dice.random() < 0.3:
        offer.areas = [
            Area(district_id=d.id) for d in dice.sample(list(city.districts), dice.randint(1, 4))
        ]
    if dice.random() < 0.1:
        first = (city.now + timedelta(days=dice.randrange(30))).date()
        offer.days_off = [DayOff(from_on=first, to_on=first + timedelta(days=dice.randrange(9)))]
    return offer


def collective(city: City, organization: Organization, entry: dict[str, object]) -> Offer:
    codes = [str(code) for code in entry["skills"]]  # type: ignore[attr-defined] # a list in the file
    speaker = city.officers[organization.id]
    offer = _offer(city, speaker, codes, organization.purpose, city.founded)
    offer.organization_id = organization.id
    offer.head_count = int(str(entry.get("staff", 8)))
    offer.travel, offer.radius_km = Travel.CAR, 20
    offer.home_district_id = organization.district_id
    offer.asks_per_month = 6
    gives = entry.get("gives", [])
    offer.resources = [
        Resource(kind=ResourceKind(kind), name=name, quantity=quantity, unit=unit)
        for kind, name, quantity, unit in gives  # type: ignore[attr-defined] # rows of the file
    ]
    return offer


def _offer(city: City, person: Person, codes: list[str], interests: str, begun: object) -> Offer:
    dice = city.random
    names = " ".join(skills_by_code()[code].name_ja for code in codes)
    offer = Offer(
        person_id=person.id,
        home_district_id=person.district_id,
        opted_in_at=begun,
        interests=interests,
        words=search_words(f"{interests} {names}", synonyms()),
        created_at=begun,
        updated_at=begun,
        confirmed_at=city.now - timedelta(days=dice.randrange(300)),
    )
    levels = (Level.TRY, Level.CAN, Level.CAN, Level.GOOD)
    offer.skills = [
        HeldSkill(skill=code, level=dice.choice(levels)) for code in dict.fromkeys(codes)
    ]
    return offer


def _some(dice: Random, codes: list[str]) -> list[str]:
    return dice.sample(codes, min(len(codes), dice.choice((1, 2, 2, 3))))


def _week(dice: Random, *, is_student: bool) -> frozenset[int]:
    """Students have afternoons and weekends; half of the others are retired, half work."""
    bands: tuple[str, ...]
    if is_student:
        weekday, bands = dice.sample(range(5), 2), ("afternoon", "evening")
    elif dice.random() < 0.5:
        weekday, bands = dice.sample(range(5), dice.randint(2, 5)), ("morning", "afternoon")
    else:
        weekday, bands = dice.sample(range(5), 1), ("evening",)
    weekend = [day for day in (5, 6) if dice.random() < 0.7]
    cells = [(day, band) for day in weekday for band in bands]
    cells += [(day, band) for day in weekend for band in ("morning", "afternoon")]
    return frozenset(day * 24 + hour for day, band in cells for hour in BAND[band])


def _licences(dice: Random, codes: list[str], travel: Travel) -> list[Licence]:
    held = {licence for code in codes if (licence := skills_by_code()[code].licence)}
    if travel is Travel.CAR:
        held.add("driving")
    if dice.random() < 0.08:
        held.add("first_aid")
    return [
        Licence(
            licence=code,
            expires_on=date(2027 + dice.randrange(4), dice.randint(1, 12), 28)
            if code == "first_aid"
            else None,
        )
        for code in sorted(held)
    ]
