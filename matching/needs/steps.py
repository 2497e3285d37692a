"""The resident's way of asking, one thing per page: forms, what they fill, where they lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.calendar import day_words, minutes_words, span_words
from matching.errors import RuleBroken
from matching.i18n import N_, _, language
from matching.needs.drafts import NeedDraft, problems
from matching.needs.forms import KindForm, TimesForm, WhatForm, WhereForm, WhoForm
from matching.needs.models import Need, Photo
from matching.needs.photos import MOST_PHOTOS, reencoded
from matching.needs.rules import Urgency
from matching.needs.sheet import draft_of
from matching.skills.rules import RESOURCE_WORDS, groups_by_code, licences_by_code, skills_by_code
from matching.web.forms import Form

ORDER = ("kind", "what", "where", "when", "who")
NAMES = {
    "kind": N_("種類"),
    "what": N_("内容"),
    "where": N_("場所"),
    "when": N_("日時"),
    "who": N_("人数など"),
    "check": N_("確認"),
}
FORMS: dict[str, type[Form]] = {
    "kind": KindForm,
    "what": WhatForm,
    "where": WhereForm,
    "when": TimesForm,
    "who": WhoForm,
}
FIELDS = {
    "kind": ("kind",),
    "what": ("title", "body", "why"),
    "where": ("district_id", "town", "exact_place"),
    "when": ("slots", "from_on", "to_on", "week", "minutes_wanted", "timing"),
    "who": ("helpers_wanted", "bring", "powered_tools", "contact_phone"),
}


def form(step: str, draft: NeedDraft) -> Form:
    """The step's form, filled with what was said before."""
    data: dict[str, Any] = {**vars(draft), "urgency": draft.urgency.value}
    if step == "when":
        data = TimesForm.shown(draft)
    return FORMS[step](data=data)


def is_sound(step: str, form: Form, draft: NeedDraft, *, now: datetime) -> bool:
    """The step was sent and nothing about it is wrong; more rows are added where asked for."""
    if not form.is_submitted():
        return False
    if isinstance(form, TimesForm) and form.wants_row():
        form.slots.append_entry()
        return False
    if not form.validate_on_submit():
        return False
    wrong = problems(filled(step, form, draft), now=now)
    return not form.blame(problem for problem in wrong if problem.field in FIELDS[step])


def filled(step: str, form: Form, draft: NeedDraft) -> NeedDraft:
    """The sheet with this step's answers."""
    if isinstance(form, TimesForm):
        return replace(draft, **form.times())
    answers = {
        name: field.data
        for name, field in form._fields.items()
        if name in FIELDS[step] and name in vars(draft)
    }
    if isinstance(form, WhoForm):
        answers["urgency"] = Urgency(form.urgency.data or Urgency.NORMAL)
    return replace(draft, **answers)


def keep_photo(session: Session, need: Need, form: Form, *, at: datetime) -> None:
    """Keep the picture that came with the step, if one did."""
    sent = form.photo.data if isinstance(form, WhatForm) else None
    raw = sent.read() if sent else b""
    if raw:
        add_photo(session, need, raw, at=at)


def add_photo(session: Session, need: Need, raw: bytes, *, at: datetime) -> None:
    """Keep one more picture.

    Raises:
        RuleBroken: it is no picture, or there are enough.
    """
    count = session.scalar(select(func.count(Photo.id)).where(Photo.need_id == need.id)) or 0
    if count >= MOST_PHOTOS:
        raise RuleBroken(N_("写真は3枚までです。"))
    jpeg, width, height = reencoded(raw)
    session.add(Photo(need_id=need.id, jpeg=jpeg, width=width, height=height, added_at=at))


def status(form: Form) -> int:
    wants_row = isinstance(form, TimesForm) and form.wants_row()
    return 422 if form.is_submitted() and not wants_row else 200


def drawn(step: str, form: Form, need: Need | None) -> str:
    """The page of a step."""
    names = [_(word) for word in NAMES.values()]
    return render_template(
        f"needs/steps/{step}.html",
        form=form,
        need=need,
        names=names,
        current=ORDER.index(step) + 1,
        title=_(NAMES[step]),
        back=_back(step, need),
    )


def _back(step: str, need: Need | None) -> str:
    if need is None or step == "kind":
        return url_for("needs.index")
    return url_for("needs.step", need_id=need.id, step=ORDER[ORDER.index(step) - 1])


def next_url(step: str, need: Need) -> str:
    """The step that follows; the check page once everything else has been said."""
    at = ORDER.index(step) + 1
    if at == len(ORDER) or not problems(draft_of(need), now=need.created_at):
        return url_for("needs.check", need_id=need.id)
    return url_for("needs.step", need_id=need.id, step=ORDER[at])


def overtaken(form: Form, need: Need) -> ResponseReturnValue:
    """Somebody else saved the need meanwhile: said so, and nothing typed is lost."""
    form.form_errors.append(
        _("ほかの人が先にこの依頼を変更しました。下の内容を確かめて、もう一度保存してください。")
    )
    form.version.data = str(need.version)  # type: ignore[attr-defined] # NeedForm has it
    form.version.raw_data = None  # type: ignore[attr-defined]
    return render_template("needs/sheet.html", form=form, need=need), 409


def summary(need: Need) -> list[tuple[str, ...]]:
    """The need as label, words and, for a draft, where to change it."""
    group = groups_by_code().get(need.kind)
    rows = [
        ("kind", _("種類"), group.name(language()) if group else ""),
        ("what", _("題名"), need.title),
        ("what", _("内容"), need.body),
        ("what", _("わけ"), need.why),
        ("where", _("場所"), _place(need)),
        ("where", _("くわしい場所（公開されません）"), need.exact_place),
        ("where", _("集合場所"), need.meeting_place),
        ("when", _("日時"), _when(need)),
        ("who", _("人数"), _("%(n)s人", n=need.helpers_wanted)),
        ("who", _("持ち物"), need.bring),
        ("who", _("特技・資格"), _skills(need)),
        ("who", _("必要な物"), _things(need)),
        ("who", _("急ぎ"), _("急ぎ") if need.urgency is Urgency.URGENT else ""),
    ]
    return [(label, words) for _step, label, words in rows if words]


def _place(need: Need) -> str:
    name = need.district.name if need.district else ""
    return _("%(district)s地区 %(town)s", district=name, town=need.town) if name else need.town


def _when(need: Need) -> str:
    spoken = language()
    length = minutes_words(need.minutes_wanted, spoken)
    if need.flexible and need.from_on and need.to_on:
        return _(
            "%(first)sから%(last)sの間で%(length)s",
            first=day_words(need.from_on, spoken),
            last=day_words(need.to_on, spoken),
            length=length,
        )
    return _("、").join(span_words(slot.starts_at, slot.ends_at, spoken) for slot in need.slots)


def _skills(need: Need) -> str:
    spoken = language()
    named = {code: skill.name(spoken) for code, skill in skills_by_code().items()}
    named |= {f"licence:{code}": one.name(spoken) for code, one in licences_by_code().items()}
    return _("、").join(
        named[wish.skill] + (_("（必須）") if wish.required else "")
        for wish in need.wished
        if wish.skill in named
    )


def _things(need: Need) -> str:
    return _("、").join(
        f"{thing.name or _(RESOURCE_WORDS[thing.kind])} × {thing.quantity}" for thing in need.things
    )
