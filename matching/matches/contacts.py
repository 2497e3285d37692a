"""Contact details that one side learns of the other once a match is confirmed, and for how long."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.rules import State
from matching.organizations.models import Organization

SHOWN_FOR = timedelta(days=30)
"""After the activity: time enough for a forgotten umbrella, a thank-you and the report.

What is needed no longer is shown no longer (purpose and retention, 個人情報の保護に関する法律
articles 18 and 22). Who has to reach the other side later asks the centre.
"""


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


@dataclass(frozen=True)
class Shown:
    """What the two sides of matches in which they know each other are still shown, at this moment.

    Until the activity is over, whoever is the contact person now. Then, for `SHOWN_FOR`, only who
    was told at the time: whoever took over later has nothing to do with it. Then nobody.
    """

    now: datetime
    told: Container[tuple[int, int]] = ()
    """(match, whose details were told in it), for the matches that are over."""

    def asker(self, match: Match) -> Contact | None:
        return asker_contact(match) if self._is_shown(match, match.need.asker) else None

    def helper(self, match: Match) -> Contact | None:
        return helper_contact(match) if self._is_shown(match, match.offer.person) else None

    def _is_shown(self, match: Match, whose: Person) -> bool:
        if not is_over(match, self.now):
            return True
        end = match.need.last_end_at
        return end is not None and self.now < end + SHOWN_FOR and (match.id, whose.id) in self.told


def is_over(match: Match, now: datetime) -> bool:
    """Nobody has to reach anybody any more in order to meet."""
    end = match.need.last_end_at
    return match.state in (State.DONE, State.NO_SHOW) or (end is not None and end <= now)


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
