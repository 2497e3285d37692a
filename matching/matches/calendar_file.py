"""A match as entries of a calendar: its own file, and a person's subscribed calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from matching.i18n import _
from matching.ics import Entry, ics
from matching.matches import words
from matching.matches.contacts import is_over
from matching.matches.models import Match
from matching.matches.rules import KNOWN, SEATED, State
from matching.needs.models import Need


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


# ------------------------------------------------------------------ a subscribed calendar
#
# It is read over the net by whoever has its address: no name and no number of anybody.


def helping(
    match: Match, last_step_at: datetime | None, address: str, *, now: datetime
) -> Iterator[Entry]:
    """The same entries in the helper's own calendar.

    Where exactly to come is said once it is settled, and until it is over (as in `contacts.Shown`).
    """
    need, off = match.need, match.state not in SEATED
    known = match.state in KNOWN and not is_over(match, now)
    waits = match.state is State.ACCEPTED
    for entry in entries(match, cancelled=off):
        yield replace(
            entry,
            title=_title(need, off=off, waits=waits),
            place=_exactly(need) if known else words.place(need),
            note=_meeting(need) if known else "",
            address=address,
            changed_at=_changed_at(need, last_step_at),
        )


def helped(
    need: Need, heads: int, changes: int, last_step_at: datetime | None, address: str
) -> Iterator[Entry]:
    """One entry a slot for who asked, however many come; off where nobody comes any more."""
    coming = _("来る人数：%(n)s人", n=heads)
    for number, slot in enumerate(need.slots, start=1):
        yield Entry(
            uid=f"need-{need.id}-{number}@yui",  # as in the file that the board gives
            sequence=need.version + changes,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            title=_title(need, off=not heads),
            place=_exactly(need),
            status="CONFIRMED" if heads else "CANCELLED",
            address=address,
            note="\n".join(filter(None, [coming, _meeting(need)])) if heads else "",
            changed_at=_changed_at(need, last_step_at),
        )


def _title(need: Need, *, off: bool, waits: bool = False) -> str:
    """Many programs show no state: it stands before the title."""
    if off:
        return _("【取り消し】%(title)s", title=need.title)
    return _("【確定待ち】%(title)s", title=need.title) if waits else need.title


def _exactly(need: Need) -> str:
    return words.place(need) if need.remote else f"{words.place(need)} {need.exact_place}".strip()


def _meeting(need: Need) -> str:
    lines = [
        _("集合：%(place)s", place=need.meeting_place) if need.meeting_place else "",
        _("持ち物：%(things)s", things=need.bring) if need.bring else "",
    ]
    return "\n".join(filter(None, lines))


def _changed_at(need: Need, last_step_at: datetime | None) -> datetime:
    """Said of the entry instead of now, so that an unchanged calendar is the same file."""
    known = (need.created_at, need.changed_at, need.closed_at, last_step_at)
    return max(at for at in known if at)
