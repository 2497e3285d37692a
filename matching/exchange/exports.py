"""The register as rows under the headers of the template, so that it can be imported again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from matching.exchange import queries
from matching.exchange.rules import Column
from matching.exchange.samples import COLUMNS
from matching.offers.models import Offer
from matching.offers.rules import TRAVEL_WORDS
from matching.phones import phone_words
from matching.skills.rules import licences_by_code, skills_by_code
from matching.week import week_words

Rows = list[list[str]]


def register_rows(session: Session) -> Rows:
    """Everybody's own offer, one row each."""
    return [_row(offer) for offer in session.scalars(queries.register()).unique()]


def _row(offer: Offer) -> list[str]:
    person = offer.person
    home = offer.home_district or person.district
    cells = {
        Column.NUMBER: offer.register_number or "",
        Column.NAME: person.display_name,
        Column.KANA: f"{person.family_kana} {person.given_kana}".strip(),
        Column.BIRTH: str(person.birth_year or ""),
        Column.PHONE: phone_words(person.phone),
        Column.EMAIL: person.email or "",
        Column.POSTAL_CODE: _postal_code(person.postal_code),
        Column.ADDRESS: f"{person.town}{person.street}",
        Column.DISTRICT: home.name if home else "",
        Column.SKILLS: "、".join([*_skills(offer), *offer.interests.splitlines()]),
        Column.TIMES: week_words(offer.week),
        Column.TRAVEL: TRAVEL_WORDS[offer.travel] if offer.travel else "",
        Column.LICENCES: "、".join(_licences(offer)),
        Column.CONSENT: "はい" if offer.opted_in_at else "いいえ",
        Column.NOTE: offer.note,
    }
    return [cells[column] for column in COLUMNS]


def _postal_code(code: str) -> str:
    return f"{code[:3]}-{code[3:]}" if code else ""


def _skills(offer: Offer) -> list[str]:
    held = {one.skill for one in offer.skills}
    return [skill.name_ja for code, skill in skills_by_code().items() if code in held]


def _licences(offer: Offer) -> list[str]:
    held = {one.licence for one in offer.licences}
    return [one.name_ja for code, one in licences_by_code().items() if code in held]
