"""Who is looking: their offer, where they stand to needs, what cards are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from matching import clock
from matching.accounts.models import Person
from matching.board import reasons, start, words
from matching.board.queries import listed
from matching.board.queries.start import said
from matching.board.start import Said, Task
from matching.matches.models import Match
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.organizations.access import acting_for
from matching.web.transaction import session


def own_offer(person: Person | None) -> Offer | None:
    return session().scalars(listed.own_offer(person)).one_or_none() if person else None


def essentials(person: Person) -> list[Task]:
    """What must be known of somebody who wants to help, and whether it is; one statement."""
    row = session().execute(said(person)).one_or_none()
    known = Said(bool(row[0]), bool(row[1]), bool(row[2])) if row else Said()
    return start.essentials(person, known, clock.today())


def shown(
    needs: Sequence[Need], person: Person | None, offer: Offer | None, now: datetime
) -> dict[str, object]:
    """What cards and pages of needs are drawn with."""
    return {
        "now": now,
        "words": words,
        "reason": partial(reasons.reason, offer),
        "told": _told(person, needs),
    }


def _told(person: Person | None, needs: Sequence[Need]) -> dict[int, Match]:
    """How the visitor, or the organisation they speak for now, stands to these needs."""
    if person is None or not needs:
        return {}
    group = acting_for()
    told = listed.told(person, [one.id for one in needs], group.id if group else None)
    return {match.need_id: match for match in session().scalars(told)}
