"""A match as a calendar entry (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from matching.matches.models import Match
from matching.matches.rules import KNOWN

LONGEST_LINE = 73  # octets; RFC 5545, 3.1 allows 75 without the line break


def calendar_file(match: Match, *, at: datetime, cancelled: bool = False) -> str:
    """The slots of the match as events; the same UID every time, so that a later file replaces them.

    Says only what and in which town: files are forwarded and shown on other people's screens.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yui//Yui//JA",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        *_events(match, at, cancelled=cancelled),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _events(match: Match, at: datetime, *, cancelled: bool) -> Iterator[str]:
    need = match.need
    place = f"{need.district.name if need.district else ''}{need.town}"
    for number, slot in enumerate(need.slots, start=1):
        yield "BEGIN:VEVENT"
        yield f"UID:match-{match.id}-{number}@yui"
        yield f"SEQUENCE:{match.version + need.version}"  # grows with every change of either
        yield f"DTSTAMP:{_stamp(at)}"
        yield f"DTSTART:{_stamp(slot.starts_at)}"
        yield f"DTEND:{_stamp(slot.ends_at)}"
        yield f"SUMMARY:{_text(need.title)}"
        yield f"LOCATION:{_text(place)}"
        yield f"STATUS:{'CANCELLED' if cancelled else _status(match)}"
        yield "END:VEVENT"


def _status(match: Match) -> str:
    return "CONFIRMED" if match.state in KNOWN else "TENTATIVE"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for raw, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(raw, escaped)
    return words


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never through the middle of a character."""
    piece, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + character, size + width
    yield piece
