"""What a letter is, how long to wait between attempts, and where links lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Facts are whatever the template needs; never a third person's contact details.
    """

    to: Reader
    template: str
    facts: Mapping[str, object]
    path: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
