"""Statements about offers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matching.accounts.models import Person
from matching.offers.models import Area, HeldSkill, Offer, Resource
from matching.organizations.models import Organization
from matching.organizations.queries import spokespeople
from matching.skills.rules import synonyms
from matching.text import one_line, query_words

PARTS = (Offer.skills, Offer.licences, Offer.days_off, Offer.areas, Offer.resources)


def offers() -> Select[Offer]:
    """Every offer with the whole sheet and who gives it."""
    return (
        select(Offer)
        .options(
            joinedload(Offer.person).joinedload(Person.district),
            joinedload(Offer.organization),
            joinedload(Offer.home_district),
            *(selectinload(part) for part in PARTS),
        )
        .order_by(Offer.id)
    )


def of_person(person_id: int) -> Select[Offer]:
    """What the person gives in their own name: one offer at most."""
    return offers().where(Offer.person_id == person_id, Offer.organization_id.is_(None))


def of_organization(organization_id: int) -> Select[Offer]:
    """What the organisation gives: one offer at most."""
    return offers().where(Offer.organization_id == organization_id)


def without_officer(organization_id: int) -> Select[Offer]:
    """An organisation's offer if its contact person does not speak for it; held for changing."""
    return (
        select(Offer)
        .where(
            Offer.organization_id == organization_id,
            Offer.person_id.not_in(spokespeople(organization_id)),
        )
        .with_for_update(of=Offer)
    )


def resource_of(offer_id: int, resource_id: int) -> Select[Resource]:
    """One thing to lend, if it belongs to this offer."""
    return select(Resource).where(Resource.id == resource_id, Resource.offer_id == offer_id)


def register(
    words: str = "", skill: str | None = None, district_id: int | None = None
) -> Select[Offer]:
    """The register of helpers, newest changes first; all that is given must fit."""
    statement = offers().join(Offer.person).outerjoin(Offer.organization)
    if words:
        statement = statement.where(or_(_called(words), _about(words)))
    if skill:
        holds = select(HeldSkill.offer_id).where(HeldSkill.skill == skill)
        statement = statement.where(Offer.id.in_(holds))
    if district_id:
        helps = select(Area.offer_id).where(Area.district_id == district_id)
        statement = statement.where(or_(_home == district_id, Offer.id.in_(helps)))
    return statement.order_by(None).order_by(Offer.updated_at.desc(), Offer.id.desc())


_home = func.coalesce(Offer.home_district_id, Person.district_id)


def _called(words: str) -> ColumnElement[bool]:
    """The name, its reading or the register number contains what was typed."""
    typed = "".join(one_line(words)[:60].split())
    return or_(
        *(
            column.contains(typed, autoescape=True)
            for column in (
                Person.family_name + Person.given_name,
                Person.family_kana + Person.given_kana,
                Person.known_as,
                Organization.name,
            )
        ),
        Offer.register_number == typed,
    )


def _about(words: str) -> ColumnElement[bool]:
    """Every word is among those under which the offer is found."""
    asked = query_words(words, synonyms())
    if not asked:
        return Offer.id.is_(None)
    return and_(*(Offer.words.contains(f" {word} ", autoescape=True) for word in asked))
