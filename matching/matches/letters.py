"""Letters about matches; contact details only in `confirmed`, which goes to the two sides alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from matching.i18n import N_
from matching.matches.calendar_file import calendar_file
from matching.matches.models import Match
from matching.outbox.rules import Attachment, Letter, Reader


def _facts(match: Match, **more: object) -> dict[str, object]:
    """What every letter about a match may say: nothing that names the other side."""
    need = match.need
    return {
        "title": need.title,
        "spans": [(slot.starts_at, slot.ends_at) for slot in need.slots],
        "from_on": need.from_on,
        "to_on": need.to_on,
        "district": need.district.name if need.district else "",
        "town": need.town,
        "bring": need.bring,
        "answer_by": match.answer_by,
        **more,
    }


def _to_helper(match: Match, name: str, **more: object) -> Letter:
    facts = _facts(match, **more)
    return Letter(match.offer.person, f"matches/{name}", facts, f"/matches/{match.id}")


def _to_asker(match: Match, name: str, **more: object) -> Letter:
    facts = _facts(match, **more)
    return Letter(match.need.asker, f"matches/{name}", facts, f"/matches/{match.id}")


def offered(match: Match, *, path: str, note: str = "") -> Letter:
    """Would you help? Answered by one tap on the page behind `path`; `note`: a coordinator's words."""
    facts = _facts(match, body=match.need.body, why=match.need.why, note=note)
    return Letter(match.offer.person, "matches/offered", facts, path)


def accepted(match: Match) -> Letter:
    """To the asker: somebody said yes; who, follows with the confirmation."""
    return _to_asker(match, "accepted", places=match.places)


def applied(match: Match) -> Letter:
    """To the asker: somebody from the board would like to help."""
    return _to_asker(match, "applied", places=match.places)


def declined(match: Match) -> Letter:
    """To the helper: thank you for answering; no reproach."""
    return _to_helper(match, "declined")


def expired(match: Match) -> Letter:
    """To the helper: the question has lapsed; all is well."""
    return _to_helper(match, "expired")


def lapsed(match: Match) -> Letter:
    """To a helper who had not answered yet: somebody else came first."""
    return _to_helper(match, "lapsed")


def confirmed_helper(match: Match, *, at: datetime) -> Letter:
    """To the helper: where exactly, whom to call; with a calendar entry."""
    need = match.need
    letter = _to_helper(
        match,
        "confirmed_helper",
        exact_place=need.exact_place,
        meeting_place=need.meeting_place,
        contact_name=need.contact_name or need.asker.display_name,
        contact_phone=need.contact_phone or need.asker.phone or "",
    )
    return _with_calendar(letter, match, at)


def confirmed_asker(match: Match, *, at: datetime) -> Letter:
    """To the asker: who comes, how to reach them; with a calendar entry."""
    offer = match.offer
    letter = _to_asker(
        match,
        "confirmed_asker",
        helper=offer.organization.name if offer.organization else offer.person.display_name,
        helper_phone=offer.person.phone or "",
        places=match.places,
    )
    return _with_calendar(letter, match, at)


def _with_calendar(letter: Letter, match: Match, at: datetime) -> Letter:
    if not match.need.slots:
        return letter
    file = Attachment("yui.ics", "text/calendar", calendar_file(match, at=at))
    return Letter(letter.to, letter.template, letter.facts, letter.path, (file,))


def cancelled(match: Match, reader: Reader, *, note: str) -> Letter:
    """To whoever did not cancel: it does not take place, and why."""
    return Letter(reader, "matches/cancelled", _facts(match, note=note), f"/matches/{match.id}")


def changed(match: Match, *, fields: Sequence[str]) -> Letter:
    """To those who said yes or were asked: the need has changed, and in what."""
    return _to_helper(match, "changed", fields=list(fields))


def need_closed(match: Match) -> Letter:
    """To those who said yes or were asked: the need is over."""
    return _to_helper(match, "need_closed")


def reminder(match: Match) -> Letter:
    """To the helper, the day before."""
    need = match.need
    return _to_helper(
        match, "reminder", exact_place=need.exact_place, meeting_place=need.meeting_place
    )


def reminder_asker(match: Match) -> Letter:
    """To the asker, the day before."""
    return _to_asker(match, "reminder_asker", places=match.places)


def report_wanted(match: Match, reader: Reader) -> Letter:
    """To both sides, afterwards: what came of it?"""
    path = f"/matches/{match.id}/report"
    return Letter(reader, "matches/report_wanted", _facts(match), path)


SOMEBODY_ELSE = N_("ほかの方が先に引き受けてくださいました。")
NEED_OVER = N_("依頼が終わりました。")
