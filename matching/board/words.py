"""A need in words: what, when, where, who asks, how many are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from matching.board.faces import Face
from matching.calendar import (
    WEEKDAYS,
    WEEKDAYS_EN,
    day_words,
    in_tokyo,
    is_day_off,
    minutes_words,
    span_words,
    time_words,
)
from matching.i18n import _, is_easy, language
from matching.needs.models import Need, WishedSkill
from matching.needs.rules import STATE_WORDS, State, Urgency
from matching.skills.rules import RESOURCE_WORDS, groups_by_code, licences_by_code, skills_by_code
from matching.week import week_words

Shown = Need | Face
"""A need, or as much of it as a card shows."""
SOON_DAYS = 7
LICENCE = "licence:"
BREAKS = re.compile("(?<=[〜 ])|(?=のうち)")
STATE_LOOKS = {
    State.DRAFT: "quiet",
    State.SUBMITTED: "warning",
    State.OPEN: "primary",
    State.FILLED: "success",
    State.CLOSED: "quiet",
}


# ------------------------------------------------------------------ what


def kind(code: str) -> str:
    """What sort of help it is."""
    group = groups_by_code().get(code)
    return group.name("easy" if is_easy() else language()) if group else ""


def skill(code: str) -> str:
    """A skill's or a licence's name in the reader's language."""
    held = (
        licences_by_code().get(code.removeprefix(LICENCE))
        if code.startswith(LICENCE)
        else skills_by_code().get(code)
    )
    return held.name(language()) if held else ""


def skills(wished: Iterable[WishedSkill], required: bool) -> str:
    """The names of the skills wished for, or of those without which it cannot be done."""
    names = (skill(wish.skill) for wish in wished if wish.required is required)
    return _("、").join(name for name in names if name)


def things(need: Need) -> str:
    """What is wanted besides hands: 車（軽トラック）1."""
    return _("、").join(
        _("%(what)s ×%(n)s", what=thing.name or _(RESOURCE_WORDS[thing.kind]), n=thing.quantity)
        for thing in need.things
    )


# ------------------------------------------------------------------ when


def upcoming(need: Shown, now: datetime) -> list[tuple[datetime, datetime]]:
    """The slots still ahead, or all of them once none is."""
    slots = [(slot.starts_at, slot.ends_at) for slot in need.slots]
    return [slot for slot in slots if slot[0] > now] or slots


def when(need: Shown, now: datetime) -> str:
    """In one line: the next slot and how many more, or the days between which it is possible."""
    slots = upcoming(need, now)
    if need.flexible or not slots:
        return _between(need)
    first = span_words(*slots[0], language())
    more = len(slots) - 1
    return _("%(when)s ほか%(n)s回", when=first, n=more) if more else first


def hours(start: datetime, end: datetime) -> str:
    """From when to when under a day that is named: 9:00–11:30; until another day with that day."""
    until = (
        ""
        if in_tokyo(start).date() == in_tokyo(end).date()
        else day_words(in_tokyo(end).date(), language()) + " "
    )
    return f"{time_words(start)}–{until}{time_words(end)}"


def pieces(line: str) -> list[str]:
    """The line cut where it may break: after a date, before a length, never inside a time."""
    return [piece for piece in BREAKS.split(line) if piece]


def when_lines(need: Need) -> list[str]:
    """Every slot, or the possible days and hours of the week."""
    if not need.flexible and need.slots:
        return [span_words(slot.starts_at, slot.ends_at, language()) for slot in need.slots]
    return [_between(need), *filter(None, [week_words(need.week, language())])]


def _between(need: Shown) -> str:
    minutes = minutes_words(need.minutes_wanted, language())
    first = day_words(need.from_on, language()) if need.from_on else ""
    last = day_words(need.to_on, language()) if need.to_on else ""
    if not first and not last:
        return _("日時は相談（%(minutes)sほど）", minutes=minutes)
    return _("%(first)s〜%(last)sのうち%(minutes)s", first=first, last=last, minutes=minutes)


def days_left(need: Shown, now: datetime) -> str:
    """今日, あした, あと3日; nothing when it is farther off or closed, or any day will do."""
    slots = upcoming(need, now)
    if need.flexible or not slots or need.state is State.CLOSED:
        return ""
    days = (in_tokyo(slots[0][0]).date() - in_tokyo(now).date()).days
    if days in (0, 1):
        return _("今日") if days == 0 else _("あした")
    return _("あと%(n)s日", n=days) if 1 < days <= SOON_DAYS else ""


def begun(need: Need, now: datetime) -> bool:
    """Whether it is too late to come along."""
    if need.flexible:
        return need.to_on is not None and need.to_on < in_tokyo(now).date()
    return need.first_start_at is not None and need.first_start_at <= now


@dataclass(frozen=True)
class Leaf:
    """A leaf of a calendar for a need; `look` colours Saturdays and days off."""

    month: str
    day: str
    weekday: str
    look: str = ""


def leaf(need: Shown, now: datetime) -> Leaf | None:
    """The day of the next slot; None where the day is still to be found."""
    slots = upcoming(need, now)
    if need.flexible or not slots:
        return None
    on = in_tokyo(slots[0][0]).date()
    names = WEEKDAYS_EN if language() == "en" else WEEKDAYS
    return Leaf(_month(on), str(on.day), names[on.weekday()], _look(on))


def _month(on: date) -> str:
    return f"{on:%b}" if language() == "en" else _("%(n)s月", n=on.month)


def _look(on: date) -> str:
    if on.weekday() == 5:
        return "saturday"
    return "holiday" if is_day_off(on) else ""


# ------------------------------------------------------------------ where, who, how many


def place(need: Shown) -> str:
    """District and town only: 里垣地区・善光寺町."""
    if need.remote:
        return _("オンライン・電話でできます")
    parts = [_("%(name)s地区", name=need.district.name)] if need.district else []
    return _("・").join([*parts, need.town] if need.town else parts) or _("場所は相談")


def asker(need: Need) -> str:
    """The organisation's name; a person is only somebody of the district."""
    if need.organization:
        return need.organization.name
    if need.district and not need.remote:
        return _("%(name)s地区の方", name=need.district.name)
    return _("市内の方")


def places(need: Shown) -> str:
    """How many more are wanted."""
    left = need.places_left if need.state is State.OPEN else 0
    if left <= 0:
        return _("満員")
    if need.helpers_wanted == left:
        return _("%(n)s人募集", n=left)
    return _("あと%(n)s人（%(all)s人募集）", n=left, all=need.helpers_wanted)


def tags(need: Shown) -> list[tuple[str, str]]:
    """What marks a card: urgency, no place left, kind."""
    marks = [(_("急ぎ"), "accent")] if need.urgency is Urgency.URGENT else []
    if need.state is not State.OPEN or need.places_left <= 0:
        marks = [(_("満員"), "quiet")]
    return [*marks, (kind(need.kind), "quiet")]


def state(need: Need) -> tuple[str, str]:
    """Where a need stands, as a tag for those who asked."""
    return _(STATE_WORDS[need.state]), STATE_LOOKS[need.state]
