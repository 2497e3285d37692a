"""Calendar files (RFC 5545) that phones and office calendars read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from matching.calendar import in_tokyo

if TYPE_CHECKING:
    from icalendar import Event, Timezone

ZONE, NINE_HOURS = "Asia/Tokyo", timedelta(hours=9)
LOOK_AGAIN = timedelta(hours=1)
"""How often programs are asked to look at a subscribed calendar."""


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
    note: str = ""
    changed_at: datetime | None = None
    """When it was last changed; else when the file is made."""


def ics(entries: Iterable[Entry], *, at: datetime, method: str = "PUBLISH", name: str = "") -> str:
    """The entries as one file; `name` is how a subscribed calendar is called."""
    from icalendar import Calendar  # noqa: PLC0415 - slow to load, and a start needs no calendar

    file = Calendar()
    file.add("prodid", "-//Yui//Yui//JA")
    file.add("version", "2.0")
    file.add("method", method)
    if name:
        file.add("name", name)
        file.add("x-wr-calname", name)
        file.add("x-wr-timezone", ZONE)
        file.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
        file.add("x-published-ttl", "PT1H")
    file.add_component(_zone())
    for entry in entries:
        file.add_component(_event(entry, at))
    return file.to_ical().decode()


def _zone() -> Timezone:
    """The city's hours: no summer time since 1951."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415 - see above

    zone, hours = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    hours.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - RFC 5545 wants the hour of the place
    hours.add("tzoffsetfrom", NINE_HOURS)
    hours.add("tzoffsetto", NINE_HOURS)
    hours.add("tzname", "JST")
    zone.add_component(hours)
    return zone


def _event(entry: Entry, at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - see above

    event, changed_at = Event(), (entry.changed_at or at).astimezone(UTC)
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", in_tokyo(entry.starts_at))
    event.add("dtend", in_tokyo(entry.ends_at))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("status", entry.status)
    if entry.note:
        event.add("description", entry.note)
    if entry.address:
        event.add("url", entry.address)
    return event
