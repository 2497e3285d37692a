"""Tables of offers: skills, times, places, licences and things to lend."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.accounts.models import Person
from matching.db import Base, WeekHours, enum_type
from matching.districts.models import District
from matching.offers.rules import Level, Travel
from matching.organizations.models import Organization
from matching.skills.rules import ResourceKind


class Offer(Base):
    """What one person, or one organisation for its staff, can give.

    `person` is always the one to be asked: the volunteer, or the organisation's contact person.
    """

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("head_count >= 1", name="somebody"),
        CheckConstraint("asks_per_month >= 0", name="asks"),
        UniqueConstraint("organization_id"),
        Index(  # one offer in one's own name
            "uq_offer_own_person_id",
            "person_id",
            unique=True,
            sqlite_where=text("organization_id IS NULL"),
            postgresql_where=text("organization_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    active: Mapped[bool] = mapped_column(default=True, index=True)
    opted_in_at: Mapped[datetime | None]
    """When the helper agreed to be asked; nobody is asked before."""
    head_count: Mapped[int] = mapped_column(default=1)
    """How many people can come at once (1 for a person)."""
    interests: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    """Normalised words of interests and skills, padded with spaces; for likeness and searching."""
    languages: Mapped[str] = mapped_column(String(120), default="ja")
    """Codes separated by spaces."""
    travel: Mapped[Travel | None] = mapped_column(enum_type(Travel))
    radius_km: Mapped[int | None]
    """How far from home; None: not stated."""
    home_district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    remote_ok: Mapped[bool] = mapped_column(default=False)
    week: Mapped[frozenset[int] | None] = mapped_column(WeekHours)
    """Usual free hours; None: not stated."""
    asks_per_month: Mapped[int] = mapped_column(default=4)
    urgent_ok: Mapped[bool] = mapped_column(default=False)
    """Agrees to be asked at once, outside the usual limits, when it is urgent."""
    register_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The number in the centre's register, for imports."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What the centre remembers of the helper; only coordinators see it."""
    confirmed_at: Mapped[datetime | None]
    """When the helper last said that all this is still true."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    organization: Mapped[Organization | None] = relationship(lazy="raise_on_sql")
    home_district: Mapped[District | None] = relationship(lazy="raise_on_sql")
    skills: Mapped[list[HeldSkill]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    """Few and edited as one sheet with the offer; loaded by selectinload, as are the lists below."""
    licences: Mapped[list[Licence]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )
    days_off: Mapped[list[DayOff]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="DayOff.from_on"
    )
    areas: Mapped[list[Area]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    resources: Mapped[list[Resource]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class HeldSkill(Base):
    __tablename__ = "offer_skill"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    skill: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    level: Mapped[Level] = mapped_column(enum_type(Level), default=Level.CAN)


class Licence(Base):
    """A licence or qualification; one that has expired counts as not held."""

    __tablename__ = "offer_licence"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    licence: Mapped[str] = mapped_column(String(40), primary_key=True)
    expires_on: Mapped[date | None]
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The coordinator who has seen it."""


class DayOff(Base):
    """Days on which the helper cannot come."""

    __tablename__ = "offer_day_off"
    __table_args__ = (CheckConstraint("to_on >= from_on", name="ends_later"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]


class Area(Base):
    """A district in which the helper is glad to help."""

    __tablename__ = "offer_area"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), primary_key=True)


class Resource(Base):
    """A vehicle, room, goods or staff-days that can be lent or given."""

    __tablename__ = "resource"
    __table_args__ = (CheckConstraint("quantity >= 1", name="some"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ResourceKind] = mapped_column(enum_type(ResourceKind))
    name: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(String(20), default="")
    week: Mapped[frozenset[int] | None] = mapped_column(WeekHours)
    note: Mapped[str] = mapped_column(String(300), default="")
