"""The table of files that wait between their check and their import."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matching.accounts.models import Person
from matching.db import Base


class RegisterFile(Base):
    """A file that a coordinator chose; deleted after the import, or after a day."""

    __tablename__ = "register_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey(Person.id, ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
