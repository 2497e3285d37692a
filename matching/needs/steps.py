"""The resident's way of asking, one thing per page: forms, what they fill, where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from matching.accounts.forms import town_was_wanted
from matching.i18n import N_, _
from matching.needs.drafts import NeedDraft, problems, suggested_skills
from matching.needs.forms import (
    KindForm,
    NeedForm,
    TimesForm,
    WhatForm,
    WhenForm,
    WhereForm,
    WhoForm,
)
from matching.needs.forms.fields import VersionedForm, examples
from matching.needs.ideas import IDEAS
from matching.needs.models import Need
from matching.needs.queries import photos
from matching.needs.rules import Urgency
from matching.needs.sheet import lacking
from matching.needs.summary import lines
from matching.needs.summary import summary as summary
from matching.problems import Problem
from matching.web.transaction import session

ORDER = ("kind", "what", "where", "when", "who")
NAMES = {
    "kind": N_("種類"),
    "what": N_("内容"),
    "where": N_("場所"),
    "when": N_("日時"),
    "who": N_("人数など"),
    "check": N_("確認"),
}
QUESTIONS = {
    "kind": N_("どんなお手伝いですか"),
    "what": N_("何を手伝ってほしいですか"),
    "where": N_("どこに来てほしいですか"),
    "when": N_("いつがよいですか"),
    "who": N_("あと少し教えてください"),
}
FORMS: dict[str, type[VersionedForm]] = {
    "kind": KindForm,
    "what": WhatForm,
    "where": WhereForm,
    "when": WhenForm,
    "who": WhoForm,
}
FIELDS = {
    "kind": ("kind",),
    "what": ("title", "body", "why"),
    "where": ("district_id", "town", "exact_place"),
    "when": ("slots", "from_on", "to_on", "week", "minutes_wanted"),
    "who": ("helpers_wanted", "bring", "urgency", "powered_tools", "contact_name", "contact_phone"),
}
"""Fields of the draft that each step fills in."""


def form(step: str, draft: NeedDraft, version: int | None = None) -> VersionedForm:
    """The step's form, filled with what was said before."""
    data: dict[str, Any] = {**vars(draft), "urgency": draft.urgency.value}
    if step == "when":
        data = WhenForm.shown(draft)
    return FORMS[step](data=data | {"version": str(version or "")})


def is_sound(
    step: str, form: VersionedForm, draft: NeedDraft, *, now: datetime, reached_at: str = ""
) -> bool:
    """The step was sent and nothing about it is wrong; rows are added where asked for."""
    if not form.is_submitted() or adds_row(form) or finds_town(form):
        return False
    if not form.validate_on_submit():
        return False
    wrong = problems(filled(step, form, draft), now=now, reached_at=reached_at)
    return not form.blame(problem for problem in wrong if problem.field in FIELDS[step])


def adds_row(form: VersionedForm) -> bool:
    """One more row was asked for, and is there now; the form is only drawn again."""
    if not isinstance(form, TimesForm) or not form.wants_row():
        return False
    form.add_rows()
    return True


def finds_town(form: VersionedForm) -> bool:
    """The town of a postal code was asked for, and is there now; the form is only drawn again."""
    return isinstance(form, WhereForm) and town_was_wanted(form)


def filled(step: str, form: VersionedForm, draft: NeedDraft) -> NeedDraft:
    """The sheet with this step's answers."""
    if isinstance(form, TimesForm):
        return replace(draft, **form.times())
    answers = {name: form[name].data for name in FIELDS[step]}
    if step == "where":
        answers["district_id"] = answers["district_id"] or None
    if step == "who":
        answers["urgency"] = Urgency(answers["urgency"] or Urgency.NORMAL)
    return with_skills(draft, replace(draft, **answers))


def with_skills(before: NeedDraft, after: NeedDraft) -> NeedDraft:
    """Residents are not asked for skills: their words name them, unless somebody chose others."""
    if set(before.skills_wanted) != set(suggested_skills(before)):
        return after
    return replace(after, skills_wanted=suggested_skills(after))


def status(form: VersionedForm) -> int:
    return 422 if form.is_submitted() and form.errors else 200


def drawn(step: str, form: VersionedForm, need: Need | None) -> str:
    """The page of a step."""
    if isinstance(form, WhoForm) and need:
        form.contact_phone.is_needed_without(need.reached_at)
    return render_template(
        f"needs/steps/{step}.html",
        form=form,
        need=need,
        names=[_(word) for word in NAMES.values()],
        current=ORDER.index(step) + 1,
        question=_(QUESTIONS[step]),
        examples=examples() if step == "kind" else {},
        ideas=[_(idea) for idea in IDEAS.get(need.kind, ())] if need else [],
        back=_back(step, need),
        stored=stored(form, need, step),
        photos=session().scalars(photos(need.id)).all() if need and step == "what" else (),
    )


def _back(step: str, need: Need | None) -> str:
    if need is None:
        return url_for("needs.index")
    if step == "kind" or from_check():
        return url_for("needs.check", need_id=need.id)
    return url_for("needs.step", need_id=need.id, step=ORDER[ORDER.index(step) - 1])


def from_check() -> bool:
    """Somebody changes one answer on the way from the check page."""
    return request.args.get("from") == "check"


def next_url(step: str, need: Need) -> str:
    """The step that follows; back to the check page for those who came from there."""
    at = ORDER.index(step) + 1
    if from_check() or at == len(ORDER):
        return url_for("needs.check", need_id=need.id)
    return url_for("needs.step", need_id=need.id, step=ORDER[at])


def resume_url(need: Need, *, now: datetime) -> str:
    """Where to go on with a draft: the first step that lacks something, or the check page."""
    wrong = {problem.field for problem in lacking(need, now=now)}
    for step in ORDER:
        if need.organization_id is None and wrong & set(FIELDS[step]):
            return url_for("needs.step", need_id=need.id, step=step)
    return url_for("needs.check", need_id=need.id)


def change_url(step: str, need: Need) -> str:
    """Where to change one answer; organisations change theirs on the sheet."""
    if step not in ORDER or need.organization_id is not None:
        return url_for("needs.edit", need_id=need.id)
    return url_for("needs.step", need_id=need.id, step=step) + "?from=check"


def answers(need: Need) -> Iterator[tuple[str, str, str]]:
    """Label, words and where to change it: what was asked on the way, and what else was said."""
    for line in lines(need):
        if line.words or line.step in ORDER:
            yield _(line.label), line.words or _(line.otherwise), change_url(line.step, need)


def mending(need: Need, found: list[Problem]) -> list[tuple[str, str]]:
    """What still has to be mended, and where."""
    steps = {name: step for step, names in FIELDS.items() for name in names}
    return [
        (_(one.text, **one.facts), change_url(steps.get(one.field, "sheet"), need)) for one in found
    ]


def on_the_sheet(step: str, form: VersionedForm, draft: NeedDraft) -> NeedForm:
    """The whole need with what was typed on one step, as far as it makes sense."""
    said = filled(step, form, draft) if form.validate_on_submit() else draft
    return NeedForm(formdata=None, data=NeedForm.filled(said) | {"version": form.version.data})


def stored(form: VersionedForm, need: Need | None, step: str = "") -> list[tuple[str, str]]:
    """What is kept now, for who comes second and has to compare; of one step, or of all."""
    if need is None or not form.overtaken:
        return []
    return [(_(line.label), line.words) for line in lines(need) if step in ("", line.step)]
