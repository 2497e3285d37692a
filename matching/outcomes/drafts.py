"""What one side says came of a match, and what is approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from matching.calendar import in_tokyo
from matching.i18n import N_
from matching.outcomes.rules import Solved
from matching.problems import Problem

MOST_MINUTES = 24 * 60
MOST_PEOPLE = 500


@dataclass(frozen=True)
class ReportDraft:
    """`minutes` is how long each of the `people` helped."""

    held_on: date | None
    minutes: int
    people: int = 1
    came: bool = True
    solved: Solved | None = None
    done: str = ""
    thanks: str = ""
    problems: str = ""


def problems(draft: ReportDraft, *, now: datetime) -> list[Problem]:
    """What must be mended before it can be kept."""
    found = []
    if draft.held_on is None:
        found.append(Problem("held_on", N_("活動した日を入力してください。")))
    elif draft.held_on > in_tokyo(now).date():
        found.append(Problem("held_on", N_("活動した日は、今日かそれより前にしてください。")))
    if draft.came and not 1 <= draft.minutes <= MOST_MINUTES:
        found.append(Problem("minutes", N_("時間は1分から24時間までで入力してください。")))
    if draft.came and not 1 <= draft.people <= MOST_PEOPLE:
        found.append(
            Problem(
                "people",
                N_("人数は1人から%(most)s人までで入力してください。"),
                {"most": MOST_PEOPLE},
            )
        )
    return found
