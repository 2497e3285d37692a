"""What may be asked: the sheet that pages, telephone intake and files all fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from matching.calendar import TOKYO, in_tokyo
from matching.i18n import N_
from matching.needs.rules import Urgency
from matching.problems import Problem
from matching.skills.rules import (
    ResourceKind,
    groups_by_code,
    is_known,
    powered,
    synonyms,
)
from matching.text import search_words

MOST_SLOTS = 31
MOST_HELPERS = 500
MOST_DAYS_AHEAD = 400
MOST_THINGS = 10
MOST_YEN = 1_000_000
LONGEST = timedelta(hours=12)
LENGTHS = {
    "title": 80,
    "body": 2000,
    "why": 1000,
    "town": 100,
    "exact_place": 200,
    "meeting_place": 200,
    "bring": 300,
    "contact_name": 120,
    "contact_phone": 20,
}
"""Most characters of each text."""


@dataclass(frozen=True)
class Span:
    """One fixed time at which help is wanted."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Thing:
    """Something wanted besides hands."""

    kind: ResourceKind
    name: str = ""
    quantity: int = 1


@dataclass(frozen=True)
class NeedDraft:
    """Everything a need says. Either `slots`, or `flexible` with days and hours of the week."""

    kind: str = ""
    title: str = ""
    body: str = ""
    why: str = ""
    helpers_wanted: int = 1
    district_id: int | None = None
    town: str = ""
    exact_place: str = ""
    meeting_place: str = ""
    remote: bool = False
    flexible: bool = False
    slots: tuple[Span, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    week: frozenset[int] = frozenset()
    minutes_wanted: int = 60
    skills_wanted: tuple[str, ...] = ()
    skills_required: tuple[str, ...] = ()
    """Codes of skills, and of licences as `licence:<code>`."""
    things: tuple[Thing, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    powered_tools: bool = False
    for_credit: bool = False
    fee_yen: int = 0
    beginners_welcome: bool = True
    children_welcome: bool = False
    least_age: int | None = None
    bring: str = ""
    contact_name: str = ""
    contact_phone: str | None = None
    answer_by: datetime | None = None
    initiative_id: int | None = None

    @property
    def first_start_at(self) -> datetime | None:
        return min((span.starts_at for span in self.slots), default=None)

    @property
    def uses_powered_tools(self) -> bool:
        """Whether the asker says so, or a wished skill does."""
        return self.powered_tools or powered((*self.skills_wanted, *self.skills_required))

    @property
    def is_over_by(self) -> datetime | None:
        """The last moment at which an answer is of use: the first beginning, or the last day."""
        if not self.flexible:
            return self.first_start_at
        if self.to_on is None:
            return None
        return datetime.combine(self.to_on, time(23, 59), TOKYO)


def problems(
    draft: NeedDraft, *, now: datetime, reached_at: str = "", before: NeedDraft | None = None
) -> list[Problem]:
    """What must be mended before the need can be handed in; empty when nothing must.

    `reached_at`: how the asker is reached where the sheet names no telephone.
    `before`: what it said until now, if it is being changed: what has passed meanwhile, and a
    telephone that was never given, may stay as they are.
    """
    return [
        *_what(draft),
        *_lengths(draft),
        *_where(draft),
        *_when(draft, now, before or NeedDraft()),
        *_who(draft, reached_at, before),
        *_skills(draft),
        *_things(draft),
        *_answer(draft, now, before or NeedDraft()),
    ]


def _what(draft: NeedDraft) -> Iterator[Problem]:
    if draft.kind not in groups_by_code():
        yield Problem("kind", N_("どんな手伝いか、種類を選んでください。"))
    if not draft.title.strip():
        yield Problem("title", N_("何を手伝ってほしいか、短く入力してください。"))
    if not draft.body.strip():
        yield Problem("body", N_("手伝ってほしいことを、くわしく入力してください。"))
    if not 0 <= draft.fee_yen <= MOST_YEN:
        yield Problem(
            "fee_yen", N_("金額は0円から%(most)s円までで入力してください。"), {"most": MOST_YEN}
        )


def _lengths(draft: NeedDraft) -> Iterator[Problem]:
    for field, most in LENGTHS.items():
        extra = len(getattr(draft, field) or "") - most
        if extra > 0:
            yield Problem(
                field,
                N_("%(most)s文字までで入力してください（あと%(extra)s文字へらしてください）。"),
                {"most": most, "extra": extra},
            )


def _where(draft: NeedDraft) -> Iterator[Problem]:
    if not draft.remote and draft.district_id is None:
        yield Problem("district_id", N_("地区を選んでください。"))


def _when(draft: NeedDraft, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    yield from _days(draft, now, before) if draft.flexible else _slots(draft, now, before)


def _slots(draft: NeedDraft, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    if not draft.slots:
        yield Problem("slots", N_("手伝ってほしい日と時間を入力してください。"))
    if len(draft.slots) > MOST_SLOTS:
        yield Problem("slots", N_("日時は%(most)s件までで入力してください。"), {"most": MOST_SLOTS})
    found = (problem for span in draft.slots for problem in _span(span, now, before))
    yield from {problem.text: problem for problem in found}.values()
    ordered = sorted(draft.slots, key=lambda span: span.starts_at)
    if any(a.ends_at > b.starts_at for a, b in pairwise(ordered)):
        yield Problem("slots", N_("日時が重なっています。重ならないように直してください。"))


def _span(span: Span, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    if span.ends_at <= span.starts_at:
        yield Problem("slots", N_("終わりの時刻は、始まりより後にしてください。"))
    elif span.ends_at - span.starts_at > LONGEST:
        yield Problem("slots", N_("一回の活動は12時間までにしてください。"))
    if span in before.slots:
        return
    if span.starts_at <= now:
        yield Problem("slots", N_("これから先の日時を入力してください。"))
    elif span.starts_at > now + timedelta(days=MOST_DAYS_AHEAD):
        yield Problem("slots", N_("一年より先の依頼は、近くなってから出してください。"))


def _days(draft: NeedDraft, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    if not 5 <= draft.minutes_wanted <= 24 * 60:
        yield Problem("minutes_wanted", N_("かかる時間は5分から24時間までで入力してください。"))
    if not draft.week:
        yield Problem("week", N_("都合のよい曜日と時間を一つ以上選んでください。"))
    for field, day in (("from_on", draft.from_on), ("to_on", draft.to_on)):
        if day is None:
            yield Problem(field, N_("いつからいつまでの間か、日付を入力してください。"))
    if draft.from_on and draft.to_on:
        yield from _range(draft.from_on, draft.to_on, now, before)


def _range(first: date, last: date, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    today = in_tokyo(now).date()
    if last < first:
        yield Problem("to_on", N_("終わりの日は、始まりの日より前にはできません。"))
    elif last < today and last != before.to_on:
        yield Problem("to_on", N_("これから先の日付を入力してください。"))
    elif last > today + timedelta(days=MOST_DAYS_AHEAD):
        yield Problem("to_on", N_("一年より先の依頼は、近くなってから出してください。"))
    if first < today - timedelta(days=MOST_DAYS_AHEAD):
        yield Problem("from_on", N_("これから先の日付を入力してください。"))


def _who(draft: NeedDraft, reached_at: str, before: NeedDraft | None) -> Iterator[Problem]:
    if not 1 <= draft.helpers_wanted <= MOST_HELPERS:
        yield Problem(
            "helpers_wanted",
            N_("人数は1人から%(most)s人までで入力してください。"),
            {"most": MOST_HELPERS},
        )
    if draft.least_age is not None and not 0 <= draft.least_age <= 99:
        yield Problem("least_age", N_("年齢は0から99までの数字で入力してください。"))
    if not (draft.contact_phone or reached_at or (before and not before.contact_phone)):
        yield Problem("contact_phone", N_("手伝う人と連絡がとれる電話番号を入力してください。"))


def _skills(draft: NeedDraft) -> Iterator[Problem]:
    for field in ("skills_wanted", "skills_required"):
        if not all(is_known(code) for code in getattr(draft, field)):
            yield Problem(field, N_("選択肢の中から選んでください。"))


def _things(draft: NeedDraft) -> Iterator[Problem]:
    if len(draft.things) > MOST_THINGS:
        yield Problem(
            "things", N_("必要な物は%(most)s件までで入力してください。"), {"most": MOST_THINGS}
        )
    if any(not 1 <= thing.quantity <= 1000 for thing in draft.things):
        yield Problem("things", N_("数は1から1000までで入力してください。"))
    if any(len(thing.name) > 80 for thing in draft.things):
        yield Problem("things", N_("物の名前は80文字までで入力してください。"))


def _answer(draft: NeedDraft, now: datetime, before: NeedDraft) -> Iterator[Problem]:
    if draft.answer_by is None:
        return
    if draft.answer_by <= now and draft.answer_by != before.answer_by:
        yield Problem("answer_by", N_("返事の期限は、これから先の日時にしてください。"))
    if draft.is_over_by and draft.answer_by > draft.is_over_by:
        yield Problem("answer_by", N_("返事の期限は、活動が始まる前にしてください。"))


def suggested_skills(draft: NeedDraft) -> tuple[str, ...]:
    """Skills of the need's own kind that its words name, for those who were not asked for any."""
    group = groups_by_code().get(draft.kind)
    said = set(search_words(f"{draft.title}\n{draft.body}", synonyms()).split())
    return tuple(sorted(s.code for s in group.skills if s.code in said)) if group else ()


def warnings(draft: NeedDraft) -> list[str]:
    """What volunteer insurance may not cover (msgids), for the asker and the desk; the centre decides."""
    found = []
    if draft.uses_powered_tools:
        found.append(
            N_("草刈機やチェーンソーなど動力のある道具は、行事用の保険の対象になりません。")
        )
    if draft.for_credit:
        found.append(N_("単位や資格のための活動は、ボランティア活動保険の対象になりません。"))
    if draft.fee_yen > 0:
        found.append(
            N_("お金のやりとりがある活動は、ボランティア活動保険の対象にならないことがあります。")
        )
    return found


def next_year(draft: NeedDraft, *, now: datetime) -> NeedDraft:
    """The same need a year later, on the same weekday (364 days on); more years until it is ahead."""
    year = timedelta(days=364)
    first = draft.is_over_by or now
    year *= max(1, (now - first) // year + 1)
    return replace(
        draft,
        slots=tuple(Span(span.starts_at + year, span.ends_at + year) for span in draft.slots),
        from_on=draft.from_on + year if draft.from_on else None,
        to_on=draft.to_on + year if draft.to_on else None,
        answer_by=draft.answer_by + year if draft.answer_by else None,
        initiative_id=None,
    )
