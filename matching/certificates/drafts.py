"""What somebody asks to have certified, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from matching.calendar import in_tokyo
from matching.certificates.rules import MISREAD_WORDS, Misread, Period, days_of, misread
from matching.i18n import N_
from matching.problems import Problem

NOTHING = N_("この期間には、承認された活動がありません。期間を変えてください。")


@dataclass(frozen=True)
class Wish:
    """Which time, and what the paper says besides; days only where they are chosen one by one."""

    period: Period
    first_on: date | None = None
    last_on: date | None = None
    recipient: str = ""
    prints_list: bool = True

    def days(self, today: date) -> tuple[date, date]:
        """First and last day that are certified, never one ahead."""
        if self.period is not Period.CHOSEN:
            return days_of(self.period, today)
        assert self.first_on is not None, "problems() refuses a period without its days"
        assert self.last_on is not None, "problems() refuses a period without its days"
        return self.first_on, min(self.last_on, today)


def problems(draft: Wish, *, now: datetime) -> list[Problem]:
    """What is wrong with a wish; whether there is anything to certify, the ledger knows."""
    return list(_days(draft, in_tokyo(now).date())) if draft.period is Period.CHOSEN else []


def _days(draft: Wish, today: date) -> Iterator[Problem]:
    if draft.first_on is None:
        yield Problem("first_on", N_("はじめの日を入力してください。"))
    elif draft.first_on > today:
        yield Problem("first_on", N_("はじめの日は、今日までの日付にしてください。"))
    if draft.last_on is None:
        yield Problem("last_on", N_("おわりの日を入力してください。"))
    elif draft.first_on and draft.last_on < draft.first_on:
        yield Problem("last_on", N_("おわりの日は、はじめの日よりあとにしてください。"))


def problems_of_code(code: str) -> list[Problem]:
    """Why this (made plain) can be no code; told without asking the database."""
    wrong = misread(code)
    if wrong is None:
        return []
    facts = {"n": len(code)} if wrong is Misread.LENGTH else {}
    return [Problem("code", MISREAD_WORDS[wrong], facts)]
