"""A need in words, as lines of a label and its value."""

from __future__ import annotations

from dataclasses import dataclass

from matching.calendar import day_words, instant_words, minutes_words, span_words
from matching.i18n import N_, _, language
from matching.needs.models import Need
from matching.needs.rules import Urgency
from matching.phones import phone_words
from matching.skills.rules import (
    LICENCE,
    RESOURCE_WORDS,
    groups_by_code,
    licences_by_code,
    skills_by_code,
)
from matching.week import week_words

PRIVATE = frozenset({"exact_place", "meeting_place", "contact"})
"""Lines that only the asker, the centre and confirmed helpers may read."""


@dataclass(frozen=True)
class Line:
    """One fact of a need: its name, on which step it is asked, label (a msgid) and words."""

    name: str
    step: str
    label: str
    words: str
    otherwise: str = ""
    """What leaving it open means (a msgid), for the page on which answers are checked."""


def summary(need: Need) -> list[tuple[str, ...]]:
    """Everything it says, as label and words; what was left open is left out."""
    return [(_(line.label), line.words) for line in lines(need) if line.words]


def public(need: Need) -> list[tuple[str, ...]]:
    """What everybody may read."""
    shown = (line for line in lines(need) if line.words and line.name not in PRIVATE)
    return [(_(line.label), line.words) for line in shown]


def lines(need: Need) -> list[Line]:
    """Every fact, also those that were left open."""
    return [
        Line("kind", "kind", N_("種類"), _kind(need)),
        Line("title", "what", N_("題名"), need.title),
        Line("body", "what", N_("内容"), need.body),
        Line("why", "what", N_("わけ"), need.why),
        Line("place", "where", N_("場所"), _place(need)),
        Line("exact_place", "where", N_("くわしい場所（公開されません）"), need.exact_place),
        Line("meeting_place", "sheet", N_("集合場所（参加が決まった人だけ）"), need.meeting_place),
        Line("when", "when", N_("日時"), _when(need)),
        Line("helpers_wanted", "who", N_("人数"), _("%(n)s人", n=need.helpers_wanted)),
        Line("bring", "who", N_("持ち物"), need.bring),
        Line("urgency", "who", N_("急ぎ"), _urgent(need), N_("ふつう")),
        Line("powered_tools", "who", N_("動力のある道具"), _tools(need), N_("使わない")),
        Line("contact", "who", N_("当日の連絡先（参加が決まった人だけ）"), _contact(need)),
        *_more(need),
    ]


def _more(need: Need) -> list[Line]:
    """What is asked on the one sheet only."""
    yen = _("%(yen)s円", yen=f"{need.fee_yen:,}") if need.fee_yen else ""
    until = instant_words(need.answer_by, language()) if need.answer_by else ""
    plan = need.initiative if need.organization_id else None  # residents need not know it
    count_for = f"{plan.code} {plan.name}" if plan else ""
    return [
        Line("skills_required", "sheet", N_("必ず必要な特技・資格"), _skills(need, required=True)),
        Line("skills_wanted", "sheet", N_("あるとよい特技・資格"), _skills(need, required=False)),
        Line("things", "sheet", N_("必要な物"), _things(need)),
        Line("welcome", "sheet", N_("歓迎"), _welcome(need)),
        Line("fee_yen", "sheet", N_("参加費や謝礼"), yen),
        Line(
            "for_credit",
            "sheet",
            N_("単位・資格"),
            _("単位や資格のための活動") if need.for_credit else "",
        ),
        Line("answer_by", "sheet", N_("応募の締切"), until),
        Line("initiative", "sheet", N_("数える事業"), count_for),
    ]


def _kind(need: Need) -> str:
    group = groups_by_code().get(need.kind)
    return group.name(language()) if group else ""


def _place(need: Need) -> str:
    if need.remote:
        return _("家にいたままできます")
    if need.district is None:
        return need.town
    return _("%(district)s地区 %(town)s", district=need.district.name, town=need.town).strip()


def _when(need: Need) -> str:
    spoken = language()
    if not need.flexible:
        spans = (span_words(slot.starts_at, slot.ends_at, spoken) for slot in need.slots)
        return _("、").join(spans)
    if need.from_on is None or need.to_on is None:
        return ""
    return _(
        "%(first)sから%(last)sの間（%(week)s）で%(length)s",
        first=day_words(need.from_on, spoken),
        last=day_words(need.to_on, spoken),
        week=week_words(need.week, spoken),
        length=minutes_words(need.minutes_wanted, spoken),
    )


def _urgent(need: Need) -> str:
    return _("急いでいます") if need.urgency is Urgency.URGENT else ""


def _tools(need: Need) -> str:
    return _("使う") if need.powered_tools else ""


def _contact(need: Need) -> str:
    return " ".join(part for part in (need.contact_name, phone_words(need.contact_phone)) if part)


def _skills(need: Need, *, required: bool) -> str:
    names = (skill_words(wish.skill) for wish in need.wished if wish.required is required)
    return _("、").join(name for name in names if name)


def skill_words(code: str) -> str:
    """The name of a skill, or of a licence written as `licence:<code>`; "" if there is none."""
    table = licences_by_code() if code.startswith(LICENCE) else skills_by_code()
    found = table.get(code.removeprefix(LICENCE))
    return found.name(language()) if found else ""


def _things(need: Need) -> str:
    return _("、").join(
        _("%(what)s ×%(n)s", what=thing.name or _(RESOURCE_WORDS[thing.kind]), n=thing.quantity)
        for thing in need.things
    )


def _welcome(need: Need) -> str:
    found = [
        _("初めての人") if need.beginners_welcome else "",
        _("子ども連れ") if need.children_welcome else "",
        _("%(age)s歳以上", age=need.least_age) if need.least_age else "",
    ]
    return _("、").join(text for text in found if text)
