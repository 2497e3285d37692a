"""What counts, in words: kinds, places, initiatives, amounts, as pages and papers say them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from matching.calendar import date_words, fiscal_year_days, minutes_words
from matching.contributions.rules import NOWHERE, Side
from matching.i18n import _, is_easy, language
from matching.skills.rules import groups_by_code


def kind(code: str) -> str:
    """What sort of help it was."""
    group = groups_by_code().get(code)
    return group.name("easy" if is_easy() else language()) if group else code


def district(name: str | None) -> str:
    """Where it was; help by telephone is nowhere."""
    return name or _("電話・オンライン")


def initiative(name: str | None) -> str:
    """For which initiative of the plan it counts."""
    return name or _("計画の事業以外")


def month(number: int) -> str:
    return _("%(n)s月", n=number)


def number_of(key: int | None) -> int:
    """How an address names a district or an initiative, or that there is none."""
    return NOWHERE if key is None else key


def with_whom(row: Row[Any], side: Side) -> str:
    """The other side: an organisation by its name, nobody else by theirs."""
    other = row.asker if side is Side.GIVEN else row.helper
    return other or _("個人")


def days(year: int) -> str:
    """令和8年4月1日(水)から令和9年3月31日(水)まで."""
    first, last = (date_words(day, language()) for day in fiscal_year_days(year))
    return _("%(first)sから%(last)sまで", first=first, last=last)


def minutes(amount: int) -> str:
    return minutes_words(amount, language())
