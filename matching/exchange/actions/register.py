"""Importing the centre's register: checked as a whole, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Grant, Person
from matching.accounts.rules import Role
from matching.audit.models import record
from matching.calendar import in_tokyo
from matching.districts.models import District
from matching.errors import RuleBroken
from matching.exchange import changes, known, rows
from matching.exchange.drafts import Entry, Reading, Remark, Report
from matching.exchange.known import Found
from matching.exchange.rules import Weight, label, plain
from matching.exchange.sheets import Sheet
from matching.i18n import N_
from matching.offers.drafts import OfferDraft
from matching.offers.models import Offer
from matching.offers.sheet import begun, draft_of, write


def check_register(session: Session, sheet: Sheet, *, at: datetime) -> Report:
    """What an import of this file would do; nothing is changed."""
    report, _ = _prepared(session, sheet, at)
    return report


def import_register(session: Session, sheet: Sheet, *, by: Person | None, at: datetime) -> Report:
    """Put the whole file into the register, or (where something is wrong with it) nothing.

    New people keep the consent that the centre has of old; only where the file has a column that
    says so do they also agree to be asked. `by` is None for the command line.

    Raises:
        RuleBroken: somebody else registered one of these people at the same moment.
    """
    report, found = _prepared(session, sheet, at)
    if not report.is_sound or not report.changes_anything:
        return replace(report, done=report.is_sound)
    made = [_add(session, one.entry, by, at) for one in found if one.person is None]
    for one in found:
        if one.person is not None:
            _change(session, one.person, one.offer, one.entry, by, at)
    try:
        session.flush()
    except IntegrityError:
        raise RuleBroken(
            N_("取り込みのあいだに、同じ人が登録されました。もう一度お試しください。")
        ) from None
    _noted(session, made, report, by, at)
    return replace(report, done=True)


def districts(session: Session) -> dict[str, int]:
    """Names and codes of districts, as cells are compared with them."""
    found = session.scalars(select(District)).all()
    return {plain(d.name): d.id for d in found} | {d.code: d.id for d in found}


# ------------------------------------------------------------------ judging


def _prepared(session: Session, sheet: Sheet, at: datetime) -> tuple[Report, list[Found]]:
    reading = rows.read(sheet, districts(session), in_tokyo(at).date())
    entries, remarks, repeated = known.without_repeats(reading.entries)
    there = known.load(session, entries)
    found: list[Found] = []
    for entry in entries:
        one, said = known.find(there, entry)
        remarks += said
        found += [one] if one else []
    seen, said = _once_each(found)
    remarks += said
    remarks += [remark for one in seen for remark in _differences(one)]
    return _report(reading, seen, remarks, repeated + len(found) - len(seen)), seen


def _once_each(found: Sequence[Found]) -> tuple[list[Found], list[Remark]]:
    """Two rows that looked different may still be about one person of the register."""
    lines: dict[int, int] = {}
    kept, remarks = [], []
    for one in found:
        first = lines.setdefault(one.person.id, one.entry.line) if one.person else one.entry.line
        if first == one.entry.line:
            kept.append(one)
        else:
            text = N_("%(line)s行目と同じ人なので、この行は使いません。")
            remarks.append(Remark(one.entry.line, "", Weight.LOST, text, {"line": first}))
    return kept, remarks


def _differences(found: Found) -> list[Remark]:
    """What would change of somebody who is there already."""
    if found.person is None:
        return []
    names = list(changes.of_person(found.person, found.entry))
    before = draft_of(found.offer) if found.offer else None
    if before is not None and found.offer is not None:
        names += changes.differing(before, _after(before, found.offer, found.entry))
        names += ["number"] if _gets_number(found) else []
    columns = dict.fromkeys(label(changes.COLUMN_OF[name]) for name in names)
    line, remarks = found.entry.line, []
    if found.offer is None:
        text = N_("利用者としての登録があります。できることの登録を加えます。")
        remarks.append(Remark(line, "", Weight.NOTED, text))
    if columns:
        text = N_("登録があります。新しくする欄：%(columns)s")
        remarks.append(Remark(line, "", Weight.NOTED, text, {"columns": "、".join(columns)}))
    if found.person.email and found.entry.email not in (None, found.person.email):
        text = N_("登録と違うメールです。メールは本人の手続きで変えるので、そのままにします。")
        remarks.append(Remark(line, label(changes.COLUMN_OF["email"]), Weight.LOST, text))
    return remarks


def _gets_number(found: Found) -> bool:
    return bool(found.entry.number and found.offer and found.offer.register_number is None)


def _after(before: OfferDraft, offer: Offer, entry: Entry) -> OfferDraft:
    return changes.of_sheet(before, entry, is_theirs=changes.is_theirs(offer))


def _is_changed(found: Found) -> bool:
    if found.person is None:
        return False
    if found.offer is None or _gets_number(found):
        return True
    before = draft_of(found.offer)
    return bool(changes.of_person(found.person, found.entry)) or bool(
        changes.differing(before, _after(before, found.offer, found.entry))
    )


def _report(
    reading: Reading, found: Sequence[Found], remarks: Iterable[Remark], repeated: int
) -> Report:
    new = [one.entry for one in found if one.person is None]
    changed = sum(1 for one in found if _is_changed(one))
    everything = sorted([*reading.remarks, *remarks], key=lambda remark: remark.line)
    return Report(
        rows=reading.rows, new=len(new), changed=changed,
        same=len(found) - len(new) - changed, repeated=repeated,
        opted_in=sum(1 for entry in new if entry.opted_in),
        without_email=sum(1 for entry in new if not entry.email),
        remarks=tuple(everything), mended=reading.mended, ignored=reading.ignored,
    )  # fmt: skip


# ------------------------------------------------------------------ writing


def _add(session: Session, entry: Entry, by: Person | None, at: datetime) -> Person:
    """Somebody new, with the consent that the centre's register stands for."""
    name = {part: getattr(entry.name, part) for part in changes.NAMES}
    person = Person(
        **name, email=entry.email, phone=entry.phone, postal_code=entry.postal_code,
        town=entry.town, street=entry.street, district_id=entry.district_id,
        birth_year=entry.birth_year, consented_at=at, created_at=at,
    )  # fmt: skip
    person.grants = []
    _enroll(session, person, entry, by, at)
    session.add(person)
    return person


def _enroll(
    session: Session, person: Person, entry: Entry, by: Person | None, at: datetime
) -> None:
    """A sheet for somebody who has none."""
    offer = begun(person, None, at)
    offer.register_number = entry.number or None
    write(offer, changes.of_sheet(OfferDraft(), entry, is_theirs=False), at=at)
    if Role.VOLUNTEER not in person.roles:
        granter = by.id if by else None
        person.grants.append(Grant(role=Role.VOLUNTEER, granted_by_id=granter, granted_at=at))
    session.add(offer)


def _change(
    session: Session,
    person: Person,
    offer: Offer | None,
    entry: Entry,
    by: Person | None,
    at: datetime,
) -> None:
    """Somebody who is there already: only what differs is touched."""
    for name, value in changes.of_person(person, entry).items():
        setattr(person, name, value)
    if offer is None:
        _enroll(session, person, entry, by, at)
        return
    if entry.number and offer.register_number is None:
        offer.register_number = entry.number
    before = draft_of(offer)
    after = _after(before, offer, entry)
    if changes.differing(before, after):
        write(offer, after, at=at)


def _noted(
    session: Session, made: Iterable[Person], report: Report, by: Person | None, at: datetime
) -> None:
    by_id = by.id if by else None
    facts = {"new": report.new, "changed": report.changed, "same": report.same}
    record(session, "import", "register", 0, by_id=by_id, at=at, rows=report.rows, **facts)
    for person in made:
        record(session, "consent", "person", person.id, by_id=by_id, at=at, basis="register")
