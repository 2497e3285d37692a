"""Tables of reports (what people say) and outcomes (what was approved)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from matching.accounts.models import Person
from matching.db import Base, enum_type
from matching.matches.models import Match
from matching.needs.models import Need
from matching.organizations.models import Organization
from matching.outcomes.rules import Side, Solved
from matching.plan.models import Initiative


class Report(Base):
    """What one side says came of a match; may be changed until an outcome is approved."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("match_id", "side"),
        CheckConstraint("minutes >= 0 and people >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    held_on: Mapped[date]
    minutes: Mapped[int]
    """How long each of them helped."""
    people: Mapped[int] = mapped_column(default=1)
    came: Mapped[bool] = mapped_column(default=True)
    solved: Mapped[Solved | None] = mapped_column(enum_type(Solved))
    done: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    """Only staff read this."""
    reported_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    match: Mapped[Match] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Outcome(Base):
    """An approved entry. Never edited: a correction is a new entry that holds the difference.

    So every figure is a sum of entries, and the history says who changed it when and why.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        Index("ix_outcome_figures", "fiscal_year", "initiative_id", "district_id"),
        CheckConstraint("corrects_id is not null or (minutes >= 0 and people >= 0)", name="first"),
        CheckConstraint("corrects_id is null or reason <> ''", name="corrected_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who helped, or the contact person of the organisation that did."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    held_on: Mapped[date]
    fiscal_year: Mapped[int]
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"))
    minutes: Mapped[int]
    """All helpers' minutes together; in a correction the difference."""
    people: Mapped[int]
    """Head-count; in a correction the difference."""
    solved: Mapped[Solved | None] = mapped_column(enum_type(Solved))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]

    match: Mapped[Match] = relationship(lazy="raise_on_sql")
    need: Mapped[Need] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=person_id)
    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    initiative: Mapped[Initiative | None] = relationship(lazy="raise_on_sql")
    approved_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=approved_by_id)


class Unchangeable(Exception):
    """Something tried to edit or delete an entry: a defect, as entries are only ever corrected."""


@event.listens_for(Outcome, "before_update")
def _refuse_edits(_mapper: object, _connection: object, entry: Outcome) -> None:
    session = object_session(entry)
    if session is None or session.is_modified(entry, include_collections=False):
        raise Unchangeable(f"entry {entry.id} is never edited: add a correction")


@event.listens_for(Outcome, "before_delete")
def _refuse_deletion(_mapper: object, _connection: object, entry: Outcome) -> None:
    raise Unchangeable(f"entry {entry.id} is never deleted: add a correction")
