"""Statements about certificates and about what the ledger says of their activities."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, Subquery, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from matching.certificates.models import Certificate, CertificateLine
from matching.districts.models import District
from matching.needs.models import Need
from matching.organizations.models import Affiliation, Organization
from matching.organizations.rules import Approval
from matching.outcomes.models import Outcome


def certificates() -> Select[Certificate]:
    """All of them, with whose they are."""
    return select(Certificate).options(joinedload(Certificate.person))


def with_code(code: str) -> Select[Certificate]:
    """The one with this code (made plain)."""
    return certificates().where(Certificate.code == code)


def of_person(person_id: int) -> Select[Certificate]:
    """Somebody's certificates, the newest first."""
    mine = certificates().where(Certificate.person_id == person_id)
    return mine.order_by(Certificate.issued_at.desc(), Certificate.id.desc())


def universities(person_id: int) -> Select[str]:
    """Names of the universities that have confirmed somebody as their student."""
    return (
        select(Organization.name)
        .join(Affiliation, Affiliation.organization_id == Organization.id)
        .where(Affiliation.person_id == person_id, Affiliation.approval == Approval.APPROVED)
        .order_by(Affiliation.id)
    )


# ------------------------------------------------------------------ the ledger


def _sums(entries: Select[Outcome]) -> Subquery:
    """(match, minutes, people, last entry) of these entries after all corrections."""
    one = entries.with_only_columns(
        Outcome.match_id,
        func.sum(Outcome.minutes).label("minutes"),
        func.sum(Outcome.people).label("people"),
        func.max(Outcome.id).label("last_id"),
    )
    return one.group_by(Outcome.match_id).subquery()


def done(person_id: int) -> Select[int, date, str, str | None, int, int]:
    """(match, day, title, district, minutes, people) of all that somebody did for themselves.

    The day is the last entry's: a correction may move it. What was corrected to nothing is not there.
    """
    own = select(Outcome).where(Outcome.person_id == person_id, Outcome.organization_id.is_(None))
    sums, last = _sums(own), aliased(Outcome)
    return (
        select(
            sums.c.match_id, last.held_on, Need.title, District.name, sums.c.minutes, sums.c.people
        )
        .join(last, last.id == sums.c.last_id)
        .join(Need, Need.id == last.need_id)
        .outerjoin(District, District.id == last.district_id)
        .where(sums.c.minutes > 0)
        .order_by(last.held_on, sums.c.match_id)
    )


def _now(certificate_ids: Collection[int]) -> tuple[Subquery, type[Outcome]]:
    """What the ledger says today of the activities on these papers: sums, and the last entry."""
    certified = select(CertificateLine.match_id).where(
        CertificateLine.certificate_id.in_(certificate_ids)
    )
    return _sums(select(Outcome).where(Outcome.match_id.in_(certified))), aliased(Outcome)


def compared(certificate_id: int) -> Select[CertificateLine, date, int, int]:
    """(line, day, minutes, people) of a paper: what it says, and what the ledger says today."""
    sums, last = _now([certificate_id])
    return (
        select(CertificateLine, last.held_on, sums.c.minutes, sums.c.people)
        .join(sums, sums.c.match_id == CertificateLine.match_id)
        .join(last, last.id == sums.c.last_id)
        .where(CertificateLine.certificate_id == certificate_id)
        .order_by(CertificateLine.held_on, CertificateLine.id)
    )


def changed(certificate_ids: Collection[int]) -> Select[int]:
    """Which of these papers say something that the ledger no longer says."""
    sums, last = _now(certificate_ids)
    differs = or_(
        sums.c.minutes != CertificateLine.minutes,
        sums.c.people != CertificateLine.people,
        last.held_on != CertificateLine.held_on,
    )
    return (
        select(CertificateLine.certificate_id)
        .join(sums, sums.c.match_id == CertificateLine.match_id)
        .join(last, last.id == sums.c.last_id)
        .where(CertificateLine.certificate_id.in_(certificate_ids), differs)
        .distinct()
    )
