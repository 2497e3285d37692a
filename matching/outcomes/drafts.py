"""What is told of an activity, what is approved and what is corrected; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from matching.calendar import in_tokyo
from matching.i18n import N_
from matching.outcomes.rules import MOST_MINUTES_A_DAY, MOST_PEOPLE, MOST_TEXT, Solved
from matching.problems import Problem


@dataclass(frozen=True)
class Frame:
    """What is known beforehand: the day before which it cannot have been, on how many days."""

    earliest: date
    days: int = 1


@dataclass(frozen=True)
class ReportDraft:
    """What one side says. `minutes`: how long each of them helped."""

    came: bool
    held_on: date | None
    minutes: int
    people: int
    solved: Solved | None = None
    done: str = ""
    thanks: str = ""
    problems: str = ""


@dataclass(frozen=True)
class ApprovalDraft:
    """What is to count. `minutes`: of all helpers together; no initiative: the need's own."""

    held_on: date | None
    minutes: int
    people: int
    solved: Solved | None = None
    initiative_id: int | None = None


@dataclass(frozen=True)
class CorrectionDraft:
    """What should have counted, and why it did not. No time and nobody: it did not take place."""

    held_on: date | None
    minutes: int
    people: int
    initiative_id: int | None
    reason: str


def problems(draft: ReportDraft, *, now: datetime, frame: Frame) -> list[Problem]:
    """What is wrong with a report; of an activity to which nobody came, only the day counts."""
    found = list(_day(draft.held_on, now, frame))
    if draft.came:
        found += _length(draft.minutes, MOST_MINUTES_A_DAY * frame.days)
        found += _people(draft.people)
    for name in ("done", "thanks", "problems"):
        if len(getattr(draft, name)) > MOST_TEXT:
            found.append(
                Problem(name, N_("%(most)s文字までで入力してください。"), {"most": MOST_TEXT})
            )
    return found


def problems_of_approval(draft: ApprovalDraft, *, now: datetime, frame: Frame) -> list[Problem]:
    """What is wrong with an approval."""
    found = [*_day(draft.held_on, now, frame), *_people(draft.people)]
    return [*found, *_length(draft.minutes, _most_together(draft.people, frame))]


def problems_of_correction(draft: CorrectionDraft, *, now: datetime, frame: Frame) -> list[Problem]:
    """What is wrong with a correction."""
    found = list(_day(draft.held_on, now, frame))
    if (draft.minutes, draft.people) != (0, 0):
        found += _people(draft.people)
        found += _length(draft.minutes, _most_together(draft.people, frame))
    if not draft.reason.strip():
        found.append(Problem("reason", N_("訂正の理由を入力してください。")))
    return found


def _most_together(people: int, frame: Frame) -> int:
    return MOST_MINUTES_A_DAY * frame.days * min(max(people, 1), MOST_PEOPLE)


def _day(held_on: date | None, now: datetime, frame: Frame) -> Iterator[Problem]:
    if held_on is None:
        yield Problem("held_on", N_("活動した日を入力してください。"))
    elif held_on > in_tokyo(now).date():
        yield Problem("held_on", N_("活動した日は、今日までの日付にしてください。"))
    elif held_on < frame.earliest:
        yield Problem("held_on", N_("活動した日が依頼より前になっています。確かめてください。"))


def _length(minutes: int, most: int) -> Iterator[Problem]:
    if minutes <= 0:
        yield Problem("hours", N_("活動した時間を入力してください。"))
    elif minutes > most:
        yield Problem(
            "hours",
            N_("時間が長すぎます。%(hours)s時間までで入力してください。"),
            {"hours": most // 60},
        )


def _people(people: int) -> Iterator[Problem]:
    if not 1 <= people <= MOST_PEOPLE:
        yield Problem(
            "people",
            N_("人数は1人から%(most)s人までで入力してください。"),
            {"most": MOST_PEOPLE},
        )
