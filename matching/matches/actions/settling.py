"""What follows a yes: both sides get to know each other, it takes place, or it is called off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import may_be_minor
from matching.calendar import in_tokyo
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters
from matching.matches.actions import seats
from matching.matches.contacts import Contact, asker_contact, helper_contact
from matching.matches.models import Disclosure, Match
from matching.matches.rules import SEATED, State, Verb


def confirm(session: Session, match: Match, *, by: Person, at: datetime) -> None:
    """Both sides get to know each other: contact details are shown and that is written down.

    Raises:
        RuleBroken: there is no yes to confirm, or a minor's guardian has not consented.
    """
    helper = match.offer.person
    young = may_be_minor(helper.birth_year, in_tokyo(at).date())
    if young and match.offer.organization_id is None and helper.guardian_consented_at is None:
        raise RuleBroken(
            N_("未成年かもしれない方です。保護者の同意を確かめて記録してから、確定してください。")
        )
    match.advance(Verb.CONFIRM, by=by, at=at)
    introduce(session, match, at=at)
    post(session, letters.confirmed_helper(match, at=at), at=at)
    post(session, letters.confirmed_asker(match, at=at), at=at)


def introduce(session: Session, match: Match, *, at: datetime) -> None:
    """From now on each side is shown how to reach the other; that is written down."""
    helper, asker = match.offer.person, match.need.asker
    _disclose(session, match, asker_contact(match), of=asker, to=helper, at=at)
    _disclose(session, match, helper_contact(match), of=helper, to=asker, at=at)
    session.flush()


def _disclose(
    session: Session, match: Match, contact: Contact, *, of: Person, to: Person, at: datetime
) -> None:
    session.add(
        Disclosure(match_id=match.id, of_id=of.id, to_id=to.id, fields=contact.fields, at=at)
    )


def complete(session: Session, match: Match, *, by: Person, at: datetime) -> None:
    """It took place (said with the approved outcome)."""
    match.advance(Verb.COMPLETE, by=by, at=at)
    session.flush()


def miss(session: Session, match: Match, *, by: Person, at: datetime, note: str) -> None:
    """The helper did not come.

    Raises:
        RuleBroken: no reason was given, or the day has not come.
    """
    _check_reason(note)
    if match.need.first_start_at and match.need.first_start_at > at:
        raise RuleBroken(N_("活動の日がまだ来ていません。"))
    match.advance(Verb.MISS, by=by, at=at, note=note)
    session.flush()


def cancel(session: Session, match: Match, *, by: Person, at: datetime, note: str) -> None:
    """Either side, or the centre, calls it off; the place is free again and the others are told.

    Raises:
        RuleBroken: no reason was given, or there is nothing left to call off.
    """
    _check_reason(note)
    seats.lock_match(session, match)
    was = match.state
    match.advance(Verb.CANCEL, by=by, at=at, note=note)
    if was in SEATED:
        seats.free(session, match, at=at)
    session.flush()
    if was is State.PROPOSED:
        return  # nobody had been told of it
    readers = [match.offer.person, *([match.need.asker] if was in SEATED else [])]
    for reader in readers:
        if reader.id != by.id:
            told = letters.cancelled(match, reader, note=note)
            known = was is State.CONFIRMED
            post(session, letters.called_off(told, match, at) if known else told, at=at)


def _check_reason(note: str) -> None:
    if not note.strip():
        raise RuleBroken(N_("理由を入力してください。"))
