"""What an entry would change of a person and an offer: it adds and puts right, never empties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matching.accounts.models import Person
from matching.exchange.drafts import Entry
from matching.exchange.known import name_key, person_key
from matching.exchange.rules import Column
from matching.offers.drafts import OfferDraft
from matching.offers.models import Offer
from matching.offers.rules import MOST_INTERESTS, MOST_NOTE, Level

NAMES = ("family_name", "given_name", "family_kana", "given_kana", "known_as")
COLUMN_OF = {
    "number": Column.NUMBER,
    "family_name": Column.NAME,
    "given_name": Column.NAME,
    "known_as": Column.NAME,
    "family_kana": Column.KANA,
    "given_kana": Column.KANA,
    "birth_year": Column.BIRTH,
    "phone": Column.PHONE,
    "email": Column.EMAIL,
    "postal_code": Column.POSTAL_CODE,
    "town": Column.ADDRESS,
    "street": Column.ADDRESS,
    "district_id": Column.DISTRICT,
    "skills": Column.SKILLS,
    "interests": Column.SKILLS,
    "week": Column.TIMES,
    "travel": Column.TRAVEL,
    "licences": Column.LICENCES,
    "opted_in": Column.CONSENT,
    "note": Column.NOTE,
    "home_district_id": Column.DISTRICT,
}


def of_person(person: Person, entry: Entry) -> dict[str, object]:
    """Columns of the person that would get another value."""
    wanted: dict[str, object] = {
        "birth_year": entry.birth_year, "phone": entry.phone, "postal_code": entry.postal_code,
        "town": entry.town, "street": entry.street, "district_id": entry.district_id,
    }  # fmt: skip
    if not person.email:  # an account's address is changed by its owner only
        wanted["email"] = entry.email
    wanted |= dict(_names(person, entry))
    return {
        name: value for name, value in wanted.items() if value and value != getattr(person, name)
    }


def _names(person: Person, entry: Entry) -> Iterator[tuple[str, object]]:
    if name_key(entry.name) == person_key(person) and not entry.name.given_name:
        names: tuple[str, ...] = ("family_kana", "given_kana")  # only written without a blank
    else:
        names = NAMES
    for name in names:
        yield name, getattr(entry.name, name)


def of_sheet(before: OfferDraft, entry: Entry, *, is_theirs: bool) -> OfferDraft:
    """The sheet with what the entry adds.

    Args:
        is_theirs: the person has looked at the sheet themselves: only what is empty is filled.
    """
    if is_theirs:
        entry = replace(
            entry,
            skills=() if before.skills else entry.skills,
            interests="" if before.interests else entry.interests,
            week=None if before.week else entry.week,
            travel=None if before.travel else entry.travel,
            district_id=None if before.home_district_id else entry.district_id,
            licences=() if before.licences else entry.licences,
            opted_in=False,
        )
    return replace(
        before,
        skills={**dict.fromkeys(entry.skills, Level.CAN), **before.skills},
        licences={**dict.fromkeys(entry.licences), **before.licences},
        interests=_joined(before.interests, entry.interests, MOST_INTERESTS),
        note=_joined(before.note, entry.note, MOST_NOTE),
        week=entry.week or before.week,
        travel=entry.travel or before.travel,
        home_district_id=entry.district_id or before.home_district_id,
        opted_in=before.opted_in or entry.opted_in,
    )


def _joined(before: str, added: str, most: int) -> str:
    """Lines that are not there yet come below."""
    there = before.splitlines()
    lines = [line for line in added.splitlines() if line not in there]
    return "\n".join([*there, *lines])[:most] if lines else before


def differing(before: OfferDraft, after: OfferDraft) -> list[str]:
    """Parts of the sheet that are not the same."""
    return [name for name in vars(before) if getattr(before, name) != getattr(after, name)]


def is_theirs(offer: Offer) -> bool:
    """Whether the person has changed or confirmed the sheet themselves."""
    return offer.confirmed_at is not None
