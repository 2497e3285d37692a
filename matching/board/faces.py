"""What a card shows of a need, as one row of the database: much less than the need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from matching.needs.rules import State, Urgency


class District(NamedTuple):
    name: str


class Times(NamedTuple):
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Face:
    """A need that is still to come, so that all its slots are; in the order of `queries.listed.FACE`."""

    id: int
    kind: str
    title: str
    state: State
    urgency: Urgency
    helpers_wanted: int
    places_taken: int
    town: str
    remote: bool
    flexible: bool
    from_on: date | None
    to_on: date | None
    minutes_wanted: int
    first_start_at: datetime | None
    first_end_at: datetime | None
    slots_count: int
    district_name: str | None

    @property
    def places_left(self) -> int:
        return self.helpers_wanted - self.places_taken

    @property
    def district(self) -> District | None:
        return District(self.district_name) if self.district_name else None

    @property
    def slots(self) -> Sequence[Times]:
        """The first, and as often again as there are others: a card says how many, not which."""
        if self.first_start_at is None or self.first_end_at is None:
            return ()
        return (Times(self.first_start_at, self.first_end_at),) * self.slots_count


def face(row: Sequence[Any]) -> Face:
    return Face(*row)
