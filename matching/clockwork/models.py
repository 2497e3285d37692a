"""Tables of the clock: leases and runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matching.db import Base


class Lease(Base):
    """Who does something that only one may do at a time, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime]


class JobRun(Base):
    """One slot of one job: written in the same transaction as what the job changed."""

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("name", "slot"),
        Index("ix_job_run_started", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    slot: Mapped[datetime]
    """The due time this run stands for."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """None: it failed, and nothing of it was kept."""
    attempts: Mapped[int] = mapped_column(default=1)
    count: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")
