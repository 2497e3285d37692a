"""Posting a letter to a person: always in the app, by e-mail as they wish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.mailbox.models import Notice, Wishes
from matching.mailbox.rules import Mode
from matching.outbox.actions import send
from matching.outbox.render import render
from matching.outbox.rules import SITE, Letter


def post(session: Session, letter: Letter, *, at: datetime) -> None:
    """Put the letter under the person's お知らせ and, unless they wished otherwise, into the outbox."""
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
