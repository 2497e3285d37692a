"""What a letter is, how long to wait between attempts, and where links lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

SITE = "https://yui.invalid"
"""Stands for our own address in stored letters; the relay puts the real one in when it sends."""


class Reader(Protocol):
    """Somebody who can be written to."""

    @property
    def id(self) -> int: ...
    @property
    def email(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def display_name(self) -> str: ...


@dataclass(frozen=True)
class Attachment:
    """A small text file sent along, such as a calendar entry."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Letter:
    """One letter to one person; `template` "matches/accepted" is templates/mail/matches/accepted.txt.

    The template's first line is the subject. `path` is where the letter leads within this site.
    Facts are whatever the template needs; never a third person's contact details. A letter that
    goes to many at once is `bulk`: it waits until all others are sent, and can be unsubscribed
    from at the path `unsubscribe`.
    """

    to: Reader
    template: str
    facts: Mapping[str, object]
    path: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    bulk: bool = False
    unsubscribe: str = ""
    names: tuple[str, ...] = ()
    """Names in it besides the reader's, whose reading only they know."""


def headers_of(letter: Letter) -> dict[str, str]:
    """Extra headers: one click ends a bulk letter (RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{SITE}{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


# ------------------------------------------------------------------ attempts

WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 300, 1200, 3600, 3 * 3600, 8 * 3600)
)
"""How long to wait after the first, second … failed attempt: seconds at first, hours at last."""
MOST_ATTEMPTS = len(WAITS) + 1
CLAIM = timedelta(minutes=5)
"""How long a claimed letter belongs to the relay that claimed it; then another may take it."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None: it is set aside."""
    return WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None
