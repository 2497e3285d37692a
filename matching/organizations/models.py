"""Tables of organisations, their officers, e-mail domains and affiliated students."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.accounts.models import Person
from matching.db import Base, enum_type
from matching.districts.models import District
from matching.organizations.rules import Approval, Kind, Proof


class Organization(Base):
    """A 自治会, company, group or university; acts only through its officers."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_type(Kind), index=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    kana: Mapped[str] = mapped_column(String(120), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    postal_code: Mapped[str] = mapped_column(String(7), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    street: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str] = mapped_column(String(300), default="")
    approval: Mapped[Approval] = mapped_column(enum_type(Approval), default=Approval.PENDING)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    district: Mapped[District | None] = relationship(lazy="raise_on_sql")


class Officer(Base):
    """A person who may speak for an organisation."""

    __tablename__ = "officer"
    __table_args__ = (UniqueConstraint("organization_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[datetime]

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Invitation(Base):
    """Somebody was asked, by e-mail, to speak for an organisation too; deleted when answered."""

    __tablename__ = "officer_invitation"
    __table_args__ = (UniqueConstraint("organization_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254), index=True)
    title: Mapped[str] = mapped_column(String(60), default="")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    invited_at: Mapped[datetime]

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")


class UniversityDomain(Base):
    """An e-mail domain that proves an affiliation; the operator edits the list."""

    __tablename__ = "university_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    domain: Mapped[str] = mapped_column(String(253), unique=True)
    checked: Mapped[bool] = mapped_column(default=False)
    """Only a checked domain confirms an affiliation by itself."""

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")


class Affiliation(Base):
    """A student of a university."""

    __tablename__ = "affiliation"
    __table_args__ = (UniqueConstraint("organization_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    approval: Mapped[Approval] = mapped_column(enum_type(Approval), default=Approval.PENDING)
    proof: Mapped[Proof | None] = mapped_column(enum_type(Proof))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime]
    shared_at: Mapped[datetime | None]
    """When the student agreed that the university sees their name with their hours; None: not."""

    organization: Mapped[Organization] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=person_id)
