"""Who may read which letter."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.mailbox.models import Notice


def may_read(person: Person, notice: Notice) -> bool:
    """Only whom it was written to."""
    return notice.person_id == person.id
