"""Contact details that one side learns of the other once a match is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from matching.matches.models import Match


@dataclass(frozen=True)
class Contact:
    """How to reach one side, and for the helper where to come."""

    name: str
    phone: str = ""
    email: str = ""
    place: str = ""

    @property
    def fields(self) -> str:
        """Which details are shown, for the record; never the details themselves."""
        return " ".join(name for name in vars(self) if getattr(self, name))


def asker_contact(match: Match) -> Contact:
    """What the helper learns: whom to call, and where exactly."""
    need = match.need
    return Contact(
        need.contact_name or need.asker.display_name,
        need.contact_phone or need.asker.phone or "",
        need.asker.email or "",
        need.exact_place,
    )


def helper_contact(match: Match) -> Contact:
    """What the asker learns: who comes, and how to reach them."""
    offer, person = match.offer, match.offer.person
    name = person.display_name
    if offer.organization:
        name = f"{offer.organization.name} {name}"
    return Contact(name, person.phone or "", person.email or "")
