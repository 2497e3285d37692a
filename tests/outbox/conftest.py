"""A real mail server that can be told to refuse, and e-mails to send."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.headerregistry import Address
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from matching.db import Database
from matching.outbox.models import Message
from matching.outbox.relay import Relay
from matching.outbox.transports import SMTP, Memory, Transport
from tests.make import NOON

SENDER = Address("結 Yui", "yui", "city.example")


@dataclass
class Postmaster:
    """Takes e-mails, unless the next answer is another one."""

    answers: deque[str] = field(default_factory=deque)
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return answer


@pytest.fixture
def postmaster() -> Postmaster:
    return Postmaster()


@pytest.fixture
def mail_server(postmaster: Postmaster) -> Iterator[str]:
    """The address of a mail server that listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(postmaster, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def smtp(mail_server: str) -> SMTP:
    return SMTP(mail_server)


def make_relay(database: Database, transport: Transport | None = None, **facts: Any) -> Relay:
    usual: dict[str, Any] = {"sender": SENDER, "site": "https://yui.example", "now": lambda: NOON}
    return Relay(database, transport or Memory(), **(usual | facts))


def make_message(session: Session, number: int = 1, **facts: Any) -> Message:
    usual: dict[str, Any] = {
        "message_id": f"<{number:032x}@yui>",
        "template": "matches/accepted",
        "address": f"person{number}@example.org",
        "language": "ja",
        "subject": "手伝ってくれる人が見つかりました",
        "text": "くわしくは https://yui.invalid/matches/3 へ。\n",
        "html": '<p><a href="https://yui.invalid/matches/3">くわしく</a></p>',
        "created_at": NOON,
        "due_at": NOON,
    }
    message = Message(**(usual | facts))
    session.add(message)
    session.flush()
    return message
