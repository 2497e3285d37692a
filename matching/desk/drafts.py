"""What a coordinator decides at the desk: whom to ask until when; what a caller asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from matching.i18n import N_
from matching.needs.drafts import NeedDraft
from matching.needs.rules import Channel
from matching.problems import Problem


@dataclass(frozen=True)
class Asking:
    """Whom to ask, until when they should answer, and a word to go with it."""

    offer_ids: tuple[int, ...]
    answer_by: datetime | None
    note: str = ""


LinkMaker = Callable[..., str]
"""Makes of a match the path with which a letter about it can be answered."""


@dataclass(frozen=True)
class Terms:
    """Until when to answer, a word to go with it, and how an answer link is made."""

    answer_by: datetime
    note: str
    link: LinkMaker


@dataclass(frozen=True)
class Heard:
    """A helper's answer on the telephone."""

    yes: bool
    places: int = 1
    override: str = ""
    """Why they may be in two places at once."""
    note: str = ""


@dataclass(frozen=True)
class Intake:
    """A need as somebody told it, how it came, and when they agreed to be written down."""

    need: NeedDraft
    channel: Channel
    consented_at: datetime


def problems(draft: Asking, *, starts_at: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with it; empty if nothing. `starts_at`: when the help begins, if that is fixed."""
    return list(_problems(draft, starts_at, now))


def _problems(draft: Asking, starts_at: datetime | None, now: datetime) -> Iterator[Problem]:
    if not draft.offer_ids:
        yield Problem("offers", N_("お願いする人を選んでください。"))
    if draft.answer_by is None:
        return  # said already, beside what was typed
    if draft.answer_by <= now:
        yield Problem("answer_on", N_("返事の期限は、今より後にしてください。"))
    elif starts_at is not None and draft.answer_by > starts_at:
        yield Problem("answer_on", N_("返事の期限は、活動が始まる前にしてください。"))
