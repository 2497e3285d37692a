"""Between a need's row and its sheet: writing, reading back, telling what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, time, timedelta

from matching.calendar import TOKYO
from matching.i18n import N_
from matching.needs.drafts import NeedDraft, Span, Thing, problems
from matching.needs.models import Need, Slot, WishedSkill, WishedThing
from matching.problems import Problem
from matching.skills.rules import groups_by_code, skills_by_code, synonyms
from matching.text import search_words

PLAIN = (
    "kind", "title", "body", "why", "helpers_wanted", "district_id", "town", "exact_place",
    "meeting_place", "remote", "flexible", "from_on", "to_on", "minutes_wanted", "urgency",
    "powered_tools", "for_credit", "fee_yen", "beginners_welcome", "children_welcome",
    "least_age", "bring", "contact_name", "contact_phone", "answer_by", "initiative_id",
)  # fmt: skip
"""Fields that stand in the row under the same name."""
FIELD_WORDS = {
    "title": N_("題名"),
    "body": N_("手伝ってほしいこと"),
    "slots": N_("日時"),
    "from_on": N_("いつから"),
    "to_on": N_("いつまで"),
    "week": N_("曜日と時間"),
    "minutes_wanted": N_("かかる時間"),
    "district_id": N_("地区"),
    "town": N_("町"),
    "exact_place": N_("くわしい場所"),
    "meeting_place": N_("集合場所"),
    "helpers_wanted": N_("人数"),
    "bring": N_("持ち物"),
    "skills_required": N_("必要な特技・資格"),
    "things": N_("必要な物"),
    "contact_name": N_("連絡先の名前"),
    "contact_phone": N_("連絡先の電話"),
    "powered_tools": N_("動力のある道具"),
    "fee_yen": N_("費用"),
    "least_age": N_("年齢の条件"),
}
"""What those who said yes are told when it changes."""


def write(need: Need, draft: NeedDraft, *, at: datetime) -> None:
    """Put the sheet into the row; `need` has its slots, skills and things loaded."""
    need.changed_at = at
    for name in PLAIN:
        setattr(need, name, getattr(draft, name))
    need.week = draft.week if draft.flexible else None
    _write_times(need, draft)
    need.wished = [
        *(WishedSkill(skill=code, required=True) for code in dict.fromkeys(draft.skills_required)),
        *(
            WishedSkill(skill=code, required=False)
            for code in dict.fromkeys(draft.skills_wanted)
            if code not in draft.skills_required
        ),
    ] if _skills(need) != _wanted(draft) else need.wished  # fmt: skip
    things = [(t.kind, t.name, t.quantity) for t in draft.things]
    if [(t.kind, t.name, t.quantity) for t in need.things] != things:
        need.things = [WishedThing(kind=k, name=n, quantity=q) for k, n, q in things]
    need.words = words_of(need)


def _skills(need: Need) -> set[tuple[str, bool]]:
    return {(wish.skill, wish.required) for wish in need.wished}


def _wanted(draft: NeedDraft) -> set[tuple[str, bool]]:
    required = {(code, True) for code in draft.skills_required}
    return required | {
        (code, False) for code in draft.skills_wanted if code not in draft.skills_required
    }


def _write_times(need: Need, draft: NeedDraft) -> None:
    spans = () if draft.flexible else draft.slots
    if [(s.starts_at, s.ends_at) for s in need.slots] != [(s.starts_at, s.ends_at) for s in spans]:
        need.slots = [Slot(starts_at=span.starts_at, ends_at=span.ends_at) for span in spans]
    if draft.flexible:
        need.first_start_at = _midnight(draft.from_on)
        need.last_end_at = _midnight(_day_after(draft.to_on))
        return
    need.from_on = need.to_on = None
    need.first_start_at = min((span.starts_at for span in spans), default=None)
    need.last_end_at = max((span.ends_at for span in spans), default=None)
    if spans:
        need.minutes_wanted = total_minutes(spans)


def total_minutes(spans: Iterable[Span]) -> int:
    """How long a helper is busy who comes every time."""
    total = sum((span.ends_at - span.starts_at for span in spans), timedelta())
    return max(5, int(total / timedelta(minutes=1)))


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day and day < date.max else day


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), TOKYO) if day else None


def words_of(need: Need) -> str:
    """The words under which the need is found."""
    group = groups_by_code().get(need.kind)
    skills = skills_by_code()
    wished = [skills[wish.skill] for wish in need.wished if wish.skill in skills]
    district = need.district.name if need.district else ""
    names = [name for one in (group, *wished) if one for name in (one.name_ja, one.name_en)]
    parts = (need.title, need.body, *names, need.town, district)
    return search_words("\n".join(parts), synonyms())


def draft_of(need: Need) -> NeedDraft:
    """The sheet as the row has it; `need` has its slots, skills and things loaded."""
    plain = {name: getattr(need, name) for name in PLAIN}
    return NeedDraft(
        **plain,
        week=need.week or frozenset(),
        slots=tuple(Span(slot.starts_at, slot.ends_at) for slot in need.slots),
        skills_wanted=tuple(sorted(w.skill for w in need.wished if not w.required)),
        skills_required=tuple(sorted(w.skill for w in need.wished if w.required)),
        things=tuple(Thing(t.kind, t.name, t.quantity) for t in need.things),
    )


def lacking(need: Need, *, now: datetime) -> list[Problem]:
    """What must be mended before it can be handed in; asker and organisation are loaded too."""
    return problems(draft_of(need), now=now, reached_at=need.reached_at)


def changes(before: NeedDraft, after: NeedDraft) -> list[str]:
    """Names of what changed that helpers must know of, as msgids."""
    return [
        FIELD_WORDS[field.name]
        for field in fields(NeedDraft)
        if field.name in FIELD_WORDS and getattr(before, field.name) != getattr(after, field.name)
    ]
