"""Calendar files (RFC 5545) that phones and office calendars read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True)
class Entry:
    """One event. A later file with the same `uid` and a higher `sequence` replaces it."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    status: str = "CONFIRMED"
    address: str = ""


def ics(entries: Iterable[Entry], *, at: datetime, method: str = "PUBLISH", name: str = "") -> str:
    """The entries as one file; `name` is how a subscribed calendar is called."""
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, and a start needs no calendar

    file = Calendar()
    file.add("prodid", "-//Yui//Yui//JA")
    file.add("version", "2.0")
    file.add("method", method)
    if name:
        file.add("x-wr-calname", name)
    for entry in entries:
        file.add_component(_event(entry, at))
    return file.to_ical().decode()


def _event(entry: Entry, at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("status", entry.status)
    if entry.address:
        event.add("url", entry.address)
    return event
