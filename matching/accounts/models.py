"""Tables of people, their roles, sessions, sign-in codes and counted attempts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.accounts.rules import STAFF, Language, Role, display_name
from matching.db import Base, enum_type
from matching.districts.models import District


class Person(Base):
    """Somebody; with or without e-mail (people who telephone have none)."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("family_name <> '' or known_as <> ''", name="named"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    family_name: Mapped[str] = mapped_column(String(60), default="")
    given_name: Mapped[str] = mapped_column(String(60), default="")
    family_kana: Mapped[str] = mapped_column(String(60), default="")
    given_kana: Mapped[str] = mapped_column(String(60), default="")
    known_as: Mapped[str] = mapped_column(String(120), default="")
    """通称 or Roman letters, in one line, for those whose name has no 姓・名."""
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    """E.164."""
    postal_code: Mapped[str] = mapped_column(String(7), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    street: Mapped[str] = mapped_column(String(100), default="")
    building: Mapped[str] = mapped_column(String(100), default="")
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    birth_year: Mapped[int | None]
    guardian_name: Mapped[str] = mapped_column(String(120), default="")
    guardian_consented_at: Mapped[datetime | None]
    language: Mapped[Language] = mapped_column(enum_type(Language), default=Language.JA)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    consented_at: Mapped[datetime | None]
    """When the person agreed to the stated purpose (or a coordinator recorded that they did)."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}

    district: Mapped[District | None] = relationship(lazy="raise_on_sql")
    grants: Mapped[list[Grant]] = relationship(
        lazy="raise_on_sql", foreign_keys="Grant.person_id", cascade="all, delete-orphan"
    )
    """Few and part of who somebody is; loaded with the signed-in person."""

    @property
    def display_name(self) -> str:
        return display_name(self.family_name, self.given_name, self.known_as)

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def is_any(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        return self.is_any(*STAFF)


class Grant(Base):
    """One role of one person, and who gave it."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(enum_type(Role), index=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]


class SignIn(Base):
    """One signed-in browser; deleted at sign-out, so that a replayed cookie is worth nothing."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    acting_for_id: Mapped[int | None]
    """The organisation the person speaks for in this browser; organizations keeps it true."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInCode(Base):
    """A letter with a link and a six-digit code; good once, for ten minutes, in one browser."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """How often something happened within one window; counted in the database, so across processes."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    """What is counted and for whom, hashed where it names a person."""
    window: Mapped[datetime] = mapped_column(primary_key=True)
    hits: Mapped[int]
