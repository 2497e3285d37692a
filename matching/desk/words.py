"""The desk in words: a need's facts, its story, candidates and those who were asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from matching.accounts.models import Person
from matching.calendar import (
    day_words,
    in_tokyo,
    minutes_words,
    span_words,
)
from matching.desk.rules import points
from matching.i18n import N_, _, language
from matching.matches.contacts import helper_contact
from matching.matches.models import Match, Step
from matching.matches.rules import STATE_WORDS, State
from matching.matches.rules import Verb as MatchVerb
from matching.needs.drafts import warnings as insurance
from matching.needs.models import Need, NeedStep
from matching.needs.rules import CHANNEL_WORDS, CLOSING_WORDS, Verb
from matching.needs.sheet import draft_of
from matching.pairing.reasons import (
    FEATURE_WORDS,
    against_words,
    change_words,
    overtaken_words,
    skill_name,
    strongest,
    weakest,
)
from matching.pairing.rules import Candidate, Helpful
from matching.skills.rules import RESOURCE_WORDS, groups_by_code, licences_by_code
from matching.web.templating import phone
from matching.week import week_words

# ------------------------------------------------------------------ a need


def warnings(need: Need) -> list[str]:
    """What volunteer insurance may not cover, and what to keep in mind with this sort of help."""
    group, draft = groups_by_code().get(need.kind), draft_of(need)
    applies = group and (draft.uses_powered_tools or not group.remark_on_tools)
    remark = [group.remark(language())] if group and applies else []
    return [*(_(text) for text in insurance(draft)), *remark]


def summary(need: Need) -> list[tuple[str, str]]:
    """Everything helpers may read."""
    group = groups_by_code().get(need.kind)
    return [
        (_("種類"), group.name(language()) if group else ""),
        (_("手伝ってほしいこと"), need.body),
        *([(_("わけ"), need.why)] if need.why else []),
        (_("いつ"), "\n".join(times(need))),
        (_("必要な特技"), _codes(w.skill for w in need.wished if w.required)),
        (_("あると助かる特技"), _codes(w.skill for w in need.wished if not w.required)),
        *([(_("必要な物"), _things(need))] if need.things else []),
        (_("持ち物"), need.bring),
        (_("歓迎"), _welcome(need)),
        (_("数える事業"), _initiative(need)),
        *([(_("終わり方"), _closing(need))] if need.closing else []),
    ]


def private(need: Need) -> list[tuple[str, str]]:
    """What only the centre and confirmed helpers may know."""
    group = need.organization
    place = _("、").join(part for part in (need.town, need.exact_place) if part)
    contact = Markup(" ").join(
        part for part in (need.contact_name, phone(need.contact_phone)) if part
    )
    return [
        (_("頼んだ人"), _asker(need)),
        (_("本人の電話"), phone(need.asker.phone)),
        *([(_("団体の電話"), phone(group.phone))] if group else []),
        (_("連絡先"), contact),
        (_("くわしい場所"), place),
        (_("集合場所"), need.meeting_place),
        (_("受付"), _channel(need)),
    ]


def times(need: Need) -> list[str]:
    """Every time, or the days and hours that would do."""
    if not need.flexible:
        return [span_words(slot.starts_at, slot.ends_at, language()) for slot in need.slots]
    days = [day_words(day, language()) for day in (need.from_on, need.to_on) if day]
    length = _("%(time)sくらい", time=minutes_words(need.minutes_wanted, language()))
    return [_("〜").join(days), week_words(need.week, language()), length]


def _codes(codes: Iterable[str]) -> str:
    return _("、").join(_code(code) for code in codes)


def _code(code: str) -> str:
    licence = licences_by_code().get(code.removeprefix("licence:"))
    return licence.name(language()) if licence and ":" in code else skill_name(code)


def _things(need: Need) -> str:
    return _("、").join(
        _("%(what)s ×%(n)s", what=thing.name or _(RESOURCE_WORDS[thing.kind]), n=thing.quantity)
        for thing in need.things
    )


def _welcome(need: Need) -> str:
    found = [
        _("はじめての人") if need.beginners_welcome else "",
        _("子ども連れ") if need.children_welcome else "",
        _("%(age)s歳以上", age=need.least_age) if need.least_age else "",
    ]
    return _("、").join(text for text in found if text)


def _initiative(need: Need) -> str:
    return f"{need.initiative.code} {need.initiative.name}" if need.initiative else ""


def _closing(need: Need) -> str:
    assert need.closing is not None
    return " ".join(text for text in (_(CLOSING_WORDS[need.closing]), need.closing_note) if text)


def _asker(need: Need) -> str:
    person = _("%(name)sさん", name=need.asker.display_name)
    return f"{need.organization.name} {person}" if need.organization else person


def _channel(need: Need) -> str:
    words = _(CHANNEL_WORDS[need.channel])
    if need.consent_at is None:
        return words
    day = day_words(in_tokyo(need.consent_at).date(), language())
    return _("%(how)s（%(day)sに本人の同意を確かめた）", how=words, day=day)


# ------------------------------------------------------------------ its story

NEED_VERBS = {
    Verb.SUBMIT: N_("依頼を出した"),
    Verb.RETURN: N_("言葉を添えて戻した"),
    Verb.PUBLISH: N_("公開した"),
    Verb.FILL: N_("人数がそろった"),
    Verb.REOPEN: N_("ふたたび募集した"),
    Verb.CLOSE: N_("終えた"),
}
MATCH_VERBS = {
    MatchVerb.PROPOSE: N_("候補に入れた"),
    MatchVerb.OFFER: N_("お願いした"),
    MatchVerb.APPLY: N_("応募した"),
    MatchVerb.ACCEPT: N_("引き受けた"),
    MatchVerb.DECLINE: N_("断った"),
    MatchVerb.EXPIRE: N_("返事の期限が過ぎた"),
    MatchVerb.CONFIRM: N_("確定した"),
    MatchVerb.COMPLETE: N_("活動した"),
    MatchVerb.MISS: N_("来られなかった"),
    MatchVerb.CANCEL: N_("取り消した"),
}


@dataclass(frozen=True)
class Told:
    """One step in words."""

    at: datetime
    text: str
    by: str
    note: str


def story(steps: Iterable[tuple[NeedStep, Person | None]]) -> list[Told]:
    """A need's steps, newest first."""
    told = [
        Told(step.at, _(NEED_VERBS[step.verb]), by.display_name if by else "", _(step.note))
        for step, by in steps
    ]
    return told[::-1]


def match_story(steps: Iterable[Step]) -> list[Told]:
    """A match's steps, oldest first; the clock's own reasons are msgids."""
    return [
        Told(s.at, _(MATCH_VERBS[s.verb]), s.by.display_name if s.by else "", _(s.note))
        for s in steps
    ]


STATE_KINDS = {
    State.OFFERED: "warning",
    State.ACCEPTED: "accent",
    State.CONFIRMED: "success",
    State.DONE: "success",
    State.NO_SHOW: "error",
}


def helper_name(match: Match) -> str:
    """Whom a coordinator sees: the organisation with its contact person, or the person."""
    person = _("%(name)sさん", name=match.offer.person.display_name)
    organization = match.offer.organization
    return f"{organization.name} ({person})" if organization else person


def helper_number(match: Match) -> str:
    """Under which number the helper, or their organisation, is reached."""
    return phone(helper_contact(match).number)


def state_words(match: Match) -> tuple[str, str]:
    """Where a match stands, and the colour of its tag."""
    return _(STATE_WORDS[match.state]), STATE_KINDS.get(match.state, "quiet")


# ------------------------------------------------------------------ candidates


@dataclass(frozen=True)
class Reasons:
    """Why somebody stands where they stand on the list."""

    strongest: list[str]
    weakest: str
    overtaken: str


def reasons(candidate: Candidate) -> Reasons:
    told = candidate.explained
    return Reasons(strongest(told), weakest(told), overtaken_words(told))


def bar(candidate: Candidate) -> list[tuple[str, float]]:
    """The parts of the score out of 100, as (name, points)."""
    parts = {part["feature"]: part["log_odds"] for part in candidate.explained["parts"]}
    return [(_(FEATURE_WORDS[name]), share) for name, share in points(parts)]


def unless(candidate: Candidate) -> str:
    """The one reason against a near miss."""
    return against_words(candidate.unless) if candidate.unless else ""


def against(counts: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Why the others are not on the list, with how many each reason keeps out."""
    return [(against_words(reason), _("%(n)s人", n=count)) for reason, count in counts]


def changes(helpful: Iterable[Helpful]) -> list[str]:
    return [change_words(change) for change in helpful]
