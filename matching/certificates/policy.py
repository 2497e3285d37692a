"""Who may open, print, replace and take back a certificate."""

from __future__ import annotations

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.certificates.models import Certificate


def is_mine(person: Person, certificate: Certificate) -> bool:
    """Only who did it has it printed, or replaced by a new one."""
    return certificate.person_id == person.id


def may_see(person: Person, certificate: Certificate) -> bool:
    """Whose it is, and the centre that answers for it; either may also take it back."""
    return is_mine(person, certificate) or person.is_any(Role.COORDINATOR)
