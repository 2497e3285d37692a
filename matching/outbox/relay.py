"""The relay: claims due e-mails, commits, sends, commits; never lost, never twice without a crash."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from threading import Event

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matching.db import Database
from matching.outbox import actions
from matching.outbox.mime import email_of
from matching.outbox.models import Message
from matching.outbox.rules import CLAIM
from matching.outbox.transports import TIMEOUT, Refused, Transport, Unreachable

log = logging.getLogger(__name__)
BATCH = 20
Note = Callable[[Session], bool]


@dataclass(frozen=True)
class Relay:
    """What a relay works with."""

    database: Database
    transport: Transport
    sender: Address
    site: str
    now: Callable[[], datetime]
    pause: float = 0.0
    """Seconds between two e-mails, so that no mail server is flooded."""
    stopping: Event = field(default_factory=Event)
    """Once set, the current e-mail is finished and the others are given back."""


def send_due(relay: Relay) -> int:
    """Send one batch of what is due; returns how many e-mails the server took.

    Raises:
        Unreachable: the mail server is away; what was claimed has been given back, uncounted.
    """
    started = time.monotonic()
    with relay.database.writing() as session:
        claimed = actions.claim(session, at=relay.now(), most=BATCH)
    try:
        return _send(relay, claimed, until=started + CLAIM.total_seconds() - 2 * TIMEOUT)
    finally:
        relay.transport.close()


def _send(relay: Relay, claimed: Sequence[Message], *, until: float) -> int:
    sent = 0
    for number, message in enumerate(claimed):
        if relay.stopping.is_set() or time.monotonic() > until:
            _give_back(relay, claimed[number:])
            break
        try:
            sent += _deliver(relay, message)
        except Unreachable:
            _give_back(relay, claimed[number:])
            raise
        relay.stopping.wait(relay.pause)
    return sent


def _give_back(relay: Relay, messages: Sequence[Message]) -> None:
    with relay.database.writing() as session:
        actions.unclaim(session, messages)


def _deliver(relay: Relay, message: Message) -> int:
    """Send one e-mail and note what came of it; 1 where the server took it."""
    try:
        relay.transport.send(_made(relay, message))
    except Unreachable:
        raise
    except Refused as why:
        text = str(why)
        log.warning("e-mail %s was refused and set aside", message.id)
        _record(relay, lambda s: actions.set_aside(s, message, at=relay.now(), error=text))
        return 0
    except Exception as why:
        text = str(why) or type(why).__name__
        log.warning("e-mail %s, attempt %s: %s", message.id, message.attempts, type(why).__name__)
        _record(relay, lambda s: actions.note_failed(s, message, at=relay.now(), error=text))
        return 0
    _record(relay, lambda s: actions.note_sent(s, message, at=relay.now()))
    return 1


def _made(relay: Relay, message: Message) -> EmailMessage:
    try:
        return email_of(message, sender=relay.sender, site=relay.site)
    except Exception as why:  # whatever it is, the next attempt would meet it too
        raise Refused(f"cannot be written as an e-mail: {type(why).__name__}: {why}") from why


def _record(relay: Relay, note: Note) -> None:
    """Write down what happened; a database that is restarting is waited for, within the claim."""
    for seconds in (0.1, 0.3, 1.0, 3.0, 5.0, 10.0):
        try:
            with relay.database.writing() as session:
                if not note(session):
                    log.warning("an e-mail was sent after its claim had ended")
            return
        except OperationalError:
            log.warning("the database is away; noting again in %s s", seconds)
            time.sleep(seconds)
    with relay.database.writing() as session:
        note(session)
