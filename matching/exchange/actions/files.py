"""Files that wait between their check and their import, and those that leave the house."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.audit.models import record
from matching.exchange import queries
from matching.exchange.actions.register import import_register
from matching.exchange.drafts import Report
from matching.exchange.models import RegisterFile
from matching.exchange.sheets import read_sheet
from matching.text import one_line


def keep(session: Session, name: str, content: bytes, *, by: Person, at: datetime) -> RegisterFile:
    """Keep a file until it is imported; whatever the coordinator chose before is forgotten.

    Raises:
        BadFile: it cannot be read as a table.
    """
    read_sheet(content)
    for before in session.scalars(queries.chosen_by(by.id)):
        session.delete(before)
    file = RegisterFile(name=one_line(name)[:200], content=content, by_id=by.id, at=at)
    session.add(file)
    session.flush()
    return file


def import_file(session: Session, file: RegisterFile, *, by: Person, at: datetime) -> Report:
    """Import it; once that is done the file itself is deleted."""
    report = import_register(session, read_sheet(file.content), by=by, at=at)
    if report.done:
        session.delete(file)
    return report


def forget(session: Session, file: RegisterFile) -> None:
    """The coordinator thought better of it."""
    session.delete(file)


def note_export(
    session: Session, rows: Sequence[object], encoding: str, *, by: Person, at: datetime
) -> None:
    """Write down that the register left the house."""
    facts = {"rows": len(rows), "encoding": encoding}
    record(session, "export", "register", 0, by_id=by.id, at=at, **facts)
