"""Who may read a need that is not on the board, and who looks after it."""

from __future__ import annotations

from collections.abc import Container

from matching.accounts.models import Person
from matching.needs.models import Need
from matching.needs.rules import LISTED


def may_look_after(person: Person | None, need: Need, organizations: Container[int]) -> bool:
    """Its asker, and the officers of the organisation that asks (`organizations`: the person's)."""
    if person is None:
        return False
    return need.asker_id == person.id or need.organization_id in organizations


def may_read(person: Person | None, need: Need, organizations: Container[int]) -> bool:
    """Everybody while it is listed; before and after, those who look after it and the staff."""
    if need.state in LISTED or may_look_after(person, need, organizations):
        return True
    return person is not None and person.is_staff
