"""Tables of plans, pillars, policies, initiatives, stages and phase 1's measures."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matching.db import Base


class Plan(Base):
    """One action plan over some fiscal years (Western years; N = 1 April N to 31 March N+1)."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phase: Mapped[int]
    first_year: Mapped[int]
    last_year: Mapped[int]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))


class Pillar(Base):
    __tablename__ = "pillar"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(4))
    name: Mapped[str] = mapped_column(String(100))

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")


class Policy(Base):
    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("pillar_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pillar_id: Mapped[int] = mapped_column(ForeignKey("pillar.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))

    pillar: Mapped[Pillar] = relationship(lazy="raise_on_sql")


class Initiative(Base):
    """事業; `code` is III-1-(2) style and unique within a plan."""

    __tablename__ = "initiative"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    summary: Mapped[str] = mapped_column(String(300))
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"))

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    policy: Mapped[Policy] = relationship(lazy="raise_on_sql")


class Stage(Base):
    """The plan's own word for a fiscal year: 検討, 実施, 実施(継続), 継続実施."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("initiative_id", "fiscal_year", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"))
    fiscal_year: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20))


class Measure(Base):
    """具体的な取組 of phase 1, with its verification."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    done: Mapped[bool]
    carried_to: Mapped[str] = mapped_column(String(16), default="")
    figures: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    policy: Mapped[Policy] = relationship(lazy="raise_on_sql")
