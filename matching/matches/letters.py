"""Letters about matches; contact details only in `confirmed`, which goes to the two sides alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from matching.i18n import N_, _, speaking
from matching.matches.calendar_file import calendar_file
from matching.matches.contacts import asker_contact, helper_contact
from matching.matches.models import Match
from matching.matches.rules import State
from matching.organizations.models import Organization
from matching.outbox.rules import Attachment, Letter, Reader
from matching.phones import phone_words


def _facts(match: Match, **more: object) -> dict[str, object]:
    """What every letter about a match may say: nothing that names the other side."""
    need = match.need
    return {
        "title": need.title,
        "spans": [(slot.starts_at, slot.ends_at) for slot in need.slots],
        "from_on": need.from_on,
        "to_on": need.to_on,
        "remote": need.remote,
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
    need = match.need
    group = need.organization.name if need.organization else ""
    facts = _facts(match, body=need.body, why=need.why, organization=group, note=note)
    return Letter(match.offer.person, "matches/offered", facts, path)


def accepted(match: Match) -> Letter:
    """To the asker: somebody said yes; who, follows with the confirmation."""
    return _to_asker(match, "accepted", places=match.places)


def applied(match: Match) -> Letter:
    """To the asker: somebody from the board would like to help."""
    return _to_asker(match, "applied", places=match.places)


def application(match: Match) -> Letter:
    """To the helper who came forward: we have it, and what happens next."""
    return _to_helper(match, "application")


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
    contact, meeting = asker_contact(match), match.need.meeting_place
    letter = _to_helper(
        match, "confirmed_helper", contact=contact, phone=phone_words(contact.number),
        meeting_place=meeting,
    )  # fmt: skip
    letter = replace(letter, names=(contact.name,))
    return _with_calendar(letter, match, at)


def confirmed_asker(match: Match, *, at: datetime) -> Letter:
    """To the asker: who comes, how to reach them; with a calendar entry."""
    contact = helper_contact(match)
    letter = _to_asker(
        match, "confirmed_asker", contact=contact, phone=phone_words(contact.number),
        places=match.places,
    )  # fmt: skip
    letter = replace(letter, names=(contact.name,))
    return _with_calendar(letter, match, at)


def _with_calendar(letter: Letter, match: Match, at: datetime, *, off: bool = False) -> Letter:
    if not match.need.slots:
        return letter
    text = calendar_file(match, at=at, cancelled=off)
    return replace(letter, attachments=(Attachment("yui.ics", "text/calendar", text),))


def called_off(letter: Letter, match: Match, at: datetime) -> Letter:
    """The same letter with a calendar entry that takes the old one away."""
    return _with_calendar(letter, match, at, off=True)


def cancelled(match: Match, reader: Reader, *, note: str) -> Letter:
    """To whoever did not cancel: it does not take place, and why."""
    with speaking(reader.language):
        facts = _facts(match, note=_(note))  # one of our own sentences, or somebody's words
    return Letter(reader, "matches/cancelled", facts, f"/matches/{match.id}")


def changed(match: Match, *, fields: Sequence[str], at: datetime) -> Letter:
    """To those who said yes or were asked: the need has changed, and in what."""
    letter = _to_helper(match, "changed", fields=list(fields))
    return _with_calendar(letter, match, at) if match.state is State.CONFIRMED else letter


def contact_changed(match: Match, reader: Reader) -> Letter:
    """To whoever is to meet an organisation: its contact person is another; who, the page says."""
    return Letter(reader, "matches/contact_changed", _facts(match), f"/matches/{match.id}")


def handed_over(
    reader: Reader, organization: Organization, *, titles: Sequence[str], helps: bool
) -> Letter:
    """To an officer who is the contact person of these needs, or of what the organisation gives, now."""
    facts = {"name": organization.name, "titles": list(titles), "helps": helps}
    return Letter(reader, "matches/handed_over", facts, "/my")


def need_closed(match: Match) -> Letter:
    """To those who said yes or were asked: the need is over."""
    return _to_helper(match, "need_closed")


def reminder(match: Match) -> Letter:
    """To the helper, the day before."""
    contact = asker_contact(match)
    letter = _to_helper(
        match, "reminder", contact=contact, phone=phone_words(contact.number),
        meeting_place=match.need.meeting_place,
    )  # fmt: skip
    return replace(letter, names=(contact.name,))


def reminder_asker(match: Match) -> Letter:
    """To the asker, the day before."""
    return _to_asker(match, "reminder_asker", places=match.places)


def report_wanted(match: Match, reader: Reader) -> Letter:
    """To both sides, afterwards: what came of it?"""
    path = f"/matches/{match.id}/report"
    return Letter(reader, "matches/report_wanted", _facts(match), path)


SOMEBODY_ELSE = N_("ほかの方が先に引き受けてくださいました。")
NEED_OVER = N_("依頼が終わりました。")
