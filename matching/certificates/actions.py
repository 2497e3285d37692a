"""Verbs of certificates: issue (anew), take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.calendar import in_tokyo
from matching.certificates import letters, queries
from matching.certificates.drafts import NOTHING, Wish
from matching.certificates.models import Certificate, CertificateLine
from matching.certificates.rules import new_code
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post

OVER = N_("この証明書は、もう使われていません。今の様子を確かめてください。")


@dataclass(frozen=True)
class Certified:
    """What a paper would say now: the days, and each activity on them."""

    first_on: date
    last_on: date
    lines: Sequence[CertificateLine]

    @property
    def minutes(self) -> int:
        return sum(line.own_minutes for line in self.lines)


def ledger(session: Session, person_id: int) -> list[CertificateLine]:
    """All that somebody did for themselves, as lines of a paper; the oldest first."""
    return [
        CertificateLine(
            match_id=match_id, held_on=on, title=title, district=district or "", minutes=minutes,
            people=people,
        )
        for match_id, on, title, district, minutes, people in session.execute(
            queries.done(person_id)
        )
    ]  # fmt: skip


def certified(lines: Sequence[CertificateLine], days: tuple[date, date]) -> Certified:
    """Those between these days, themselves included."""
    first_on, last_on = days
    within = [line for line in lines if first_on <= line.held_on <= last_on]
    if within and first_on == date.min:
        first_on = within[0].held_on  # all of it: from the first day on which there is something
    return Certified(first_on, last_on, within)


def affiliation(session: Session, person_id: int) -> str:
    """The universities that have confirmed somebody as their student, in one line."""
    return "・".join(session.scalars(queries.universities(person_id)))


def issue(
    session: Session,
    person: Person,
    wish: Wish,
    *,
    at: datetime,
    replaces: Certificate | None = None,
) -> Certificate:
    """A paper about what the ledger says now; the one it replaces is worth nothing from now on.

    Asked for twice, the same paper is given again.

    Raises:
        RuleBroken: there is nothing to certify, or what is to be replaced is out of use already.
    """
    _lock(session, person.id)
    found = certified(ledger(session, person.id), wish.days(in_tokyo(at).date()))
    if not found.lines:
        raise RuleBroken(NOTHING)
    made = _paper(session, person, wish, found, at)
    if replaces is None:
        twin = _twin(session, made, found.lines)
        if twin is not None:
            return twin
    else:
        _refuse_over(session, replaces)
    session.add(made)
    session.flush()
    for line in found.lines:
        line.certificate_id = made.id
    session.add_all(found.lines)
    if replaces is not None:
        replaces.superseded_by_id = made.id
    session.flush()
    return made


def revoke(
    session: Session, certificate: Certificate, *, by: Person, at: datetime, reason: str = ""
) -> None:
    """It is taken back. Where somebody else than its owner does it, they are told why.

    Raises:
        RuleBroken: it is out of use already, or somebody else gave no reason.
    """
    _lock(session, certificate.person_id)
    _refuse_over(session, certificate)
    is_own = by.id == certificate.person_id
    if not is_own and not reason.strip():
        raise RuleBroken(N_("取り消す理由を入力してください。"))
    certificate.revoked_at, certificate.revoked_by_id = at, by.id
    certificate.revoked_reason = reason
    session.flush()
    if not is_own:
        record(session, "revoke", "certificate", certificate.id, by_id=by.id, at=at)
        post(session, letters.revoked(certificate), at=at)


def _lock(session: Session, person_id: int) -> None:
    """One at a time for each person, so that two presses of a button make one paper."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _refuse_over(session: Session, certificate: Certificate) -> None:
    session.refresh(certificate, ["revoked_at", "superseded_by_id", "version"])
    if not certificate.stands:
        raise RuleBroken(OVER)


def _paper(
    session: Session, person: Person, wish: Wish, found: Certified, at: datetime
) -> Certificate:
    return Certificate(
        code=new_code(),
        person_id=person.id,
        name=person.display_name,
        affiliation=affiliation(session, person.id),
        recipient=wish.recipient,
        first_on=found.first_on,
        last_on=found.last_on,
        activities=len(found.lines),
        minutes=found.minutes,
        prints_list=wish.prints_list,
        issued_at=at,
    )


SAME = ("name", "affiliation", "recipient", "first_on", "last_on", "prints_list")


def _twin(
    session: Session, made: Certificate, lines: Sequence[CertificateLine]
) -> Certificate | None:
    """A paper of the same person that stands and says the very same, if there is one."""
    alike = queries.of_person(made.person_id).where(
        Certificate.revoked_at.is_(None),
        Certificate.superseded_by_id.is_(None),
        *(getattr(Certificate, name) == getattr(made, name) for name in SAME),
    )
    wanted = {_said(line) for line in lines}
    for one in session.scalars(alike).unique():
        rows = session.execute(queries.compared(one.id)).all()
        if {_said(row[0]) for row in rows} == wanted:
            return one
    return None


def _said(line: CertificateLine) -> tuple[object, ...]:
    return line.match_id, line.held_on, line.title, line.district, line.minutes, line.people
