"""What the board puts into people's calendars."""

from __future__ import annotations

from datetime import datetime

from matching.board import words
from matching.ics import Entry, ics
from matching.needs.models import Need


def of_need(need: Need, *, at: datetime, address: str) -> str:
    """A listed need's slots, as somebody who thinks of coming notes them down."""
    entries = [
        Entry(
            uid=f"need-{need.id}-{number}@yui",
            sequence=need.version,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            title=need.title,
            place=words.place(need),
            status="TENTATIVE",
            address=address,
        )
        for number, slot in enumerate(need.slots, start=1)
    ]
    return ics(entries, at=at)
