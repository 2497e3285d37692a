"""Contact details that one side learns of the other once a match is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from matching.matches.models import Match
from matching.organizations.models import Organization


@dataclass(frozen=True)
class Contact:
    """How to reach one side, and for the helper where to come."""

    name: str
    phone: str = ""
    organization_phone: str = ""
    """The number of the organisation, where the person gave none."""
    email: str = ""
    place: str = ""

    @property
    def number(self) -> str:
        """Whom to ring up."""
        return self.phone or self.organization_phone

    @property
    def fields(self) -> str:
        """Which details are shown, for the record; never the details themselves."""
        return " ".join(name for name in vars(self) if getattr(self, name))


def asker_contact(match: Match) -> Contact:
    """What the helper learns: whom to call, and where exactly."""
    need = match.need
    phone = need.contact_phone or need.asker.phone or ""
    return Contact(
        need.contact_name or need.asker.display_name,
        phone,
        "" if phone else _number(need.organization),
        need.asker.email or "",
        need.exact_place,
    )


def helper_contact(match: Match) -> Contact:
    """What the asker learns: who comes, and how to reach them."""
    offer, person = match.offer, match.offer.person
    name = person.display_name
    if offer.organization:
        name = f"{offer.organization.name} {name}"
    phone = person.phone or ""
    return Contact(name, phone, "" if phone else _number(offer.organization), person.email or "")


def _number(organization: Organization | None) -> str:
    return (organization.phone if organization else None) or ""
