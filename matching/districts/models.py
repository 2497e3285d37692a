"""The table of districts."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from matching.db import Base


class District(Base):
    """One district with its approximate centre (WGS 84), good for distance bands only."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(4), unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kana: Mapped[str] = mapped_column(String(60))
    lat: Mapped[float]
    lng: Mapped[float]
