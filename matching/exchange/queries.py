"""Statements about those who may already be in the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from matching.accounts.models import Person
from matching.exchange.models import RegisterFile
from matching.offers.models import Offer
from matching.offers.queries import offers


def people(
    emails: Collection[str], phones: Collection[str], names: Collection[str]
) -> Select[Person]:
    """People with one of these addresses, numbers or (family or only) names."""
    return (
        select(Person)
        .options(joinedload(Person.grants))
        .where(
            or_(
                Person.email.in_(emails),
                Person.phone.in_(phones),
                Person.family_name.in_(names),
                Person.known_as.in_(names),
            )
        )
        .order_by(Person.id)
    )


def numbered(numbers: Collection[str]) -> Select[Offer]:
    """Offers that bear one of these numbers of the register."""
    mine = Offer.organization_id.is_(None)
    return own().where(Offer.register_number.in_(numbers), mine)


def given_by(person_ids: Collection[int]) -> Select[Offer]:
    """What these people give in their own names."""
    return own().where(Offer.person_id.in_(person_ids), Offer.organization_id.is_(None))


def own() -> Select[Offer]:
    """Offers with whom they belong to and what that person may do."""
    return offers().options(joinedload(Offer.person).joinedload(Person.grants))


def register() -> Select[Offer]:
    """People's own offers in the order of the centre's numbers, for writing them out."""
    return (
        offers()
        .where(Offer.organization_id.is_(None))
        .order_by(None)
        .order_by(Offer.register_number.is_(None), Offer.register_number, Offer.id)
    )


def file(file_id: int) -> Select[RegisterFile]:
    """One file that waits."""
    return select(RegisterFile).where(RegisterFile.id == file_id)


def chosen_by(person_id: int) -> Select[RegisterFile]:
    """Files that this coordinator chose."""
    return select(RegisterFile).where(RegisterFile.by_id == person_id)


def left_lying(before: datetime) -> Select[RegisterFile]:
    """Files that nobody imported in time."""
    return select(RegisterFile).where(RegisterFile.at < before)
