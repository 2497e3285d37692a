"""Putting a letter into the outbox."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from matching.outbox.models import Message
from matching.outbox.render import Rendered, render
from matching.outbox.rules import Letter


def send(
    session: Session, letter: Letter, *, at: datetime, rendered: Rendered | None = None
) -> Message | None:
    """Keep an e-mail for the relay to send; None where the reader has no address."""
    if not letter.to.email:
        return None
    shown = rendered or render(letter)
    message = Message(
        message_id=f"<{secrets.token_hex(16)}@yui>",
        template=letter.template,
        address=letter.to.email,
        language=letter.to.language,
        subject=shown.subject[:300],
        text=shown.text,
        html=shown.html,
        attachments=[asdict(attachment) for attachment in letter.attachments],
        created_at=at,
        due_at=at,
    )
    session.add(message)
    return message
