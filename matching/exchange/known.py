"""Who of a file is in the register already: found by number, else e-mail, else name and phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from matching.accounts.drafts import Name
from matching.accounts.models import Person
from matching.exchange import queries
from matching.exchange.drafts import Entry, Remark
from matching.exchange.rules import Column, Weight, label, plain
from matching.i18n import N_
from matching.offers.models import Offer

AT_ONCE = 1_000  # keys in one statement: databases limit them


@dataclass
class Known:
    """People and offers of the register that a file may be about, by what identifies them."""

    by_number: dict[str, Offer] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], Person] = field(default_factory=dict)
    by_name: dict[tuple[str, int | None, str], Person] = field(default_factory=dict)
    """Only people without phone and e-mail: name, year of birth, town."""
    offers: dict[int, Offer] = field(default_factory=dict)
    """By the person's id."""

    def add(self, person: Person) -> None:
        called = person_key(person)
        if person.email:
            self.by_email.setdefault(person.email, person)
        if person.phone:
            self.by_phone.setdefault((called, person.phone), person)
        if not person.email and not person.phone:
            self.by_name.setdefault((called, person.birth_year, person.town), person)


@dataclass(frozen=True)
class Found:
    """An entry and the person it is about; None: somebody new."""

    entry: Entry
    person: Person | None
    offer: Offer | None


def load(session: Session, entries: Sequence[Entry]) -> Known:
    """Everybody the entries may be about, in few statements whatever their number."""
    known = Known()
    for some in _portions(entries):
        numbers = {entry.number for entry in some if entry.number}
        for offer in session.scalars(queries.numbered(numbers)).unique():
            known.by_number[offer.register_number or ""] = offer
            known.offers[offer.person_id] = offer
            known.add(offer.person)
        keys = (
            {entry.email for entry in some if entry.email},
            {entry.phone for entry in some if entry.phone},
            {entry.name.family_name or entry.name.known_as for entry in some if _is_bare(entry)},
        )
        for person in session.scalars(queries.people(*keys)).unique():
            known.add(person)
    _load_offers(session, known)
    return known


def _load_offers(session: Session, known: Known) -> None:
    people = [*known.by_email.values(), *known.by_phone.values(), *known.by_name.values()]
    ids = sorted({person.id for person in people} - known.offers.keys())
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for offer in session.scalars(queries.given_by(some)).unique():
            known.offers[offer.person_id] = offer


def _portions(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), AT_ONCE):
        yield entries[start : start + AT_ONCE]


def _is_bare(entry: Entry) -> bool:
    return not entry.phone and not entry.email


def name_key(name: Name) -> str:
    """山田 花子 and 山田花子 are one name."""
    return plain(name.known_as or name.family_name + name.given_name)


def person_key(person: Person) -> str:
    """The same of somebody in the register."""
    return plain(person.known_as or person.family_name + person.given_name)


def find(known: Known, entry: Entry) -> tuple[Found | None, list[Remark]]:
    """Whom the entry is about; None where number and name contradict each other."""
    called, remarks = name_key(entry.name), []
    numbered = known.by_number.get(entry.number) if entry.number else None
    if numbered and not _agree(numbered.person, entry, called):
        return None, [_contradiction(entry, numbered)]
    mailed = known.by_email.get(entry.email) if entry.email else None
    if mailed and person_key(mailed) != called and not (numbered and numbered.person is mailed):
        remarks.append(_shared(entry))
        entry, mailed = replace(entry, email=None), None
    person = numbered.person if numbered else mailed or _by_name(known, entry, called)
    offer = known.offers.get(person.id) if person else None
    if offer and entry.number and offer.register_number not in (None, entry.number):
        return None, [*remarks, _other_number(entry, offer)]
    return Found(entry, person, offer), remarks


def _by_name(known: Known, entry: Entry, called: str) -> Person | None:
    if entry.phone:
        return known.by_phone.get((called, entry.phone))
    return known.by_name.get((called, entry.birth_year, entry.town)) if _is_bare(entry) else None


def _agree(person: Person, entry: Entry, called: str) -> bool:
    """Names change at marriage: then phone or e-mail must be the same."""
    if person_key(person) == called:
        return True
    same_phone = bool(entry.phone) and entry.phone == person.phone
    return same_phone or (bool(entry.email) and entry.email == person.email)


def _contradiction(entry: Entry, offer: Offer) -> Remark:
    text = N_("登録番号%(number)sは、別の人（%(name)s）の番号です。番号か氏名を直してください。")
    facts = {"number": entry.number, "name": offer.person.display_name}
    return Remark(entry.line, label(Column.NUMBER), Weight.WRONG, text, facts)


def _other_number(entry: Entry, offer: Offer) -> Remark:
    text = N_("この人の登録番号は%(number)sです。番号を直してください。")
    facts = {"number": offer.register_number}
    return Remark(entry.line, label(Column.NUMBER), Weight.WRONG, text, facts)


def _shared(entry: Entry) -> Remark:
    text = N_("「%(email)s」は別の人が使っています。この人はメールなしで登録します。")
    return Remark(entry.line, label(Column.EMAIL), Weight.LOST, text, {"email": entry.email})


def without_repeats(entries: Sequence[Entry]) -> tuple[list[Entry], list[Remark], int]:
    """Each person once: rows about somebody who stands above are left out and reported."""
    kept: list[Entry] = []
    remarks: list[Remark] = []
    lines: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        first = next((lines[key] for key in _keys(entry) if key in lines), None)
        if first and name_key(first.name) != name_key(entry.name):
            text = N_(
                "登録番号%(number)sは、%(line)s行目の人の番号です。どちらかを直してください。"
            )
            facts = {"number": entry.number, "line": first.line}
            remarks.append(Remark(entry.line, label(Column.NUMBER), Weight.WRONG, text, facts))
        elif first:
            text = N_("%(line)s行目と同じ人なので、この行は使いません。")
            remarks.append(
                Remark(entry.line, label(Column.NAME), Weight.LOST, text, {"line": first.line})
            )
        else:
            own, remark = _own_email(entry, lines)
            remarks += remark
            kept.append(own)
            lines.update(dict.fromkeys(_keys(own), own))
            lines.setdefault(("address", own.email), own)
    repeated = sum(1 for remark in remarks if remark.column == label(Column.NAME))
    return kept, remarks, repeated


def _keys(entry: Entry) -> list[tuple[object, ...]]:
    called = name_key(entry.name)
    keys: list[tuple[object, ...]] = [("number", entry.number)] if entry.number else []
    keys += [("email", called, entry.email)] if entry.email else []
    keys += [("phone", called, entry.phone)] if entry.phone else []
    bare = _is_bare(entry) and not entry.number
    return [*keys, ("name", called, entry.birth_year, entry.town)] if bare else keys


def _own_email(entry: Entry, lines: dict[tuple[object, ...], Entry]) -> tuple[Entry, list[Remark]]:
    """An address belongs to one person: couples who share it get it once."""
    if entry.email and ("address", entry.email) in lines:
        return replace(entry, email=None), [_shared(entry)]
    return entry, []
