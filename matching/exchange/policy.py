"""Who may open a file that waits to be imported."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.exchange.models import RegisterFile


def may_import(person: Person, file: RegisterFile) -> bool:
    """The coordinator who chose it."""
    return person.is_any(Role.COORDINATOR) and file.by_id == person.id
