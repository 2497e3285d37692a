"""A match as entries of a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from matching.ics import Entry, ics
from matching.matches.models import Match
from matching.matches.rules import KNOWN


def calendar_file(match: Match, *, at: datetime, cancelled: bool = False) -> str:
    """The slots of the match as events; the same UID every time, so that a later file replaces them."""
    method = "CANCEL" if cancelled else "PUBLISH"
    return ics(entries(match, cancelled=cancelled), at=at, method=method)


def entries(match: Match, *, cancelled: bool = False) -> Iterator[Entry]:
    """One entry a slot. Says only what and in which town: files are forwarded and shown on screens."""
    need = match.need
    status = "CONFIRMED" if match.state in KNOWN else "TENTATIVE"
    for number, slot in enumerate(need.slots, start=1):
        yield Entry(
            uid=f"match-{match.id}-{number}@yui",
            sequence=match.version + need.version,  # grows with every change of either
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            title=need.title,
            place=f"{need.district.name if need.district else ''}{need.town}",
            status="CANCELLED" if cancelled else status,
        )
