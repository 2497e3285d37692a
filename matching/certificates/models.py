"""Tables of certificates and of what each of them certifies, frozen when it was issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.accounts.models import Person
from matching.certificates.rules import (
    LENGTH,
    MOST_REASON,
    MOST_RECIPIENT,
    Standing,
    own_minutes,
    shown,
    standing,
)
from matching.db import Base


class Certificate(Base):
    """A paper that is out. What it says never changes; it is only replaced or taken back."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("activities > 0 and minutes > 0", name="something"),
        CheckConstraint("revoked_at is null or superseded_by_id is null", name="once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(130))
    """As it was registered on the day of issue, letter by letter."""
    affiliation: Mapped[str] = mapped_column(String(200), default="")
    """The universities that had confirmed the person."""
    recipient: Mapped[str] = mapped_column(String(MOST_RECIPIENT), default="")
    first_on: Mapped[date]
    last_on: Mapped[date]
    activities: Mapped[int]
    minutes: Mapped[int]
    """The person's own, of all lines together."""
    prints_list: Mapped[bool] = mapped_column(default=True)
    issued_at: Mapped[datetime]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"), index=True)
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_reason: Mapped[str] = mapped_column(String(MOST_REASON), default="")
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=person_id)

    @property
    def stands(self) -> bool:
        """Neither replaced nor taken back; whether the ledger still says the same is another matter."""
        return self.revoked_at is None and self.superseded_by_id is None

    @property
    def shown_code(self) -> str:
        return shown(self.code)

    def standing(self, *, changed: bool) -> Standing:
        """What is said of it, given whether the ledger has changed since."""
        return standing(
            revoked=self.revoked_at is not None,
            superseded=self.superseded_by_id is not None,
            changed=changed,
        )


class CertificateLine(Base):
    """One activity on one certificate, as the ledger had it on the day of issue."""

    __tablename__ = "certificate_line"
    __table_args__ = (
        UniqueConstraint("certificate_id", "match_id"),
        CheckConstraint("minutes > 0 and people >= 0", name="something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id", ondelete="CASCADE"))
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(80))
    district: Mapped[str] = mapped_column(String(40), default="")
    minutes: Mapped[int]
    """Of all who came together, as in the ledger."""
    people: Mapped[int]

    @property
    def own_minutes(self) -> int:
        """The person's own part of it."""
        return own_minutes(self.minutes, self.people)


CHANGING = {"superseded_by_id", "revoked_at", "revoked_by_id", "revoked_reason", "version"}


class Frozen(Exception):
    """Something tried to change what a paper says: a defect, as only a new one may say more."""


@event.listens_for(Certificate, "before_update")
@event.listens_for(CertificateLine, "before_update")
def _refuse_edits(_mapper: object, _connection: object, row: Certificate | CertificateLine) -> None:
    allowed = CHANGING if isinstance(row, Certificate) else set()
    state: Any = inspect(row)
    touched = {one.key for one in state.attrs if one.history.has_changes()}
    if touched - allowed:
        raise Frozen(f"{type(row).__name__} {row.id}: {sorted(touched - allowed)}")
