"""What a coordinator decides at the desk: whom to ask, until when, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from matching.i18n import N_
from matching.problems import Problem


@dataclass(frozen=True)
class Asking:
    """Whom to ask, until when they should answer, and a word to go with it."""

    offer_ids: tuple[int, ...]
    answer_by: datetime | None
    note: str = ""


def problems(draft: Asking, *, starts_at: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with it; empty if nothing. `starts_at`: when the help begins."""
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
