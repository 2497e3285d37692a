"""Posting a letter to a person: always in the app, by e-mail as they wish; reading, wishing."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.mailbox.models import Notice, Wishes
from matching.mailbox.rules import Mode
from matching.outbox.actions import send
from matching.outbox.render import render
from matching.outbox.rules import SITE, Letter


def post(session: Session, letter: Letter, *, at: datetime) -> None:
    """Put the letter under the person's お知らせ and, unless they wished otherwise, into the outbox.

    Whose account is shut is written to no more: nothing they would read could be answered.
    """
    if session.get_one(Person, letter.to.id).disabled_at is not None:
        return
    shown = render(letter)
    session.add(
        Notice(
            person_id=letter.to.id,
            template=letter.template,
            subject=shown.subject[:300],
            text=shown.text.replace(SITE, ""),
            path=letter.path,
            posted_at=at,
        )
    )
    wishes = session.get(Wishes, letter.to.id)
    if wishes is None or wishes.mode is Mode.AT_ONCE:
        send(session, letter, at=at, rendered=shown)


# ------------------------------------------------------------------ reading


def mark_read(session: Session, notice: Notice, *, at: datetime) -> None:
    notice.read_at = notice.read_at or at
    session.flush()


def mark_all_read(session: Session, person: Person, *, at: datetime) -> None:
    session.execute(
        update(Notice)
        .where(Notice.person_id == person.id, Notice.read_at.is_(None))
        .values(read_at=at)
    )


# ------------------------------------------------------------------ wishing


def wishes_for(session: Session, person_id: int, *, at: datetime) -> Wishes:
    """The person's wishes, with the link that ends their digest; made with the defaults if missing."""
    wishes = session.get(Wishes, person_id) or _usual(session, person_id, at)
    wishes.unsubscribe_token = wishes.unsubscribe_token or secrets.token_urlsafe(32)
    return wishes


def _usual(session: Session, person_id: int, at: datetime) -> Wishes:
    """The defaults as a row; the other's where two make it at the same moment."""
    try:
        with session.begin_nested():
            made = Wishes(
                person_id=person_id, mode=Mode.AT_ONCE, digest=True, changed_at=at,
                unsubscribe_token=secrets.token_urlsafe(32),
            )  # fmt: skip
            session.add(made)
        return made
    except IntegrityError:
        return session.get_one(Wishes, person_id)


def wish(session: Session, person: Person, mode: Mode, digest: bool, *, at: datetime) -> None:
    """Keep how the person wants to be written to."""
    wishes = wishes_for(session, person.id, at=at)
    wishes.mode, wishes.digest, wishes.changed_at = mode, digest, at
    session.flush()


def unsubscribe(session: Session, wishes: Wishes, *, at: datetime) -> None:
    """No more digests; letters about one's own activities still come."""
    wishes.digest, wishes.changed_at = False, at
    session.flush()
