"""The resident's pages: one thing each, then check, then what happens next."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.errors import RuleBroken
from matching.i18n import _
from matching.needs import actions, queries, steps
from matching.needs.access import mine
from matching.needs.drafts import NeedDraft, warnings
from matching.needs.forms import WhatForm
from matching.needs.forms.fields import VersionedForm
from matching.needs.models import Need
from matching.needs.rules import State
from matching.needs.sheet import draft_of, lacking
from matching.needs.views.door import bp
from matching.needs.views.sheets import handed_in
from matching.organizations.access import acting_for
from matching.web.transaction import committing, session


@bp.route("/new", methods=["GET", "POST"])
@signed_in()
def new() -> ResponseReturnValue:
    """The first step. An organisation goes to its one sheet instead."""
    if acting_for():
        return redirect(url_for(".sheet"), 303)
    draft, now = _start(), clock.now()
    form = steps.form("kind", draft)
    if not steps.is_sound("kind", form, draft, now=now):
        return steps.drawn("kind", form, None), steps.status(form)
    with committing() as held:
        filled = steps.filled("kind", form, draft)
        need = actions.begin(held, filled, asker=me(), by=me(), at=now)
    return redirect(steps.next_url("kind", need), 303)


def _start() -> NeedDraft:
    """What is known of the person already."""
    person = me()
    return NeedDraft(
        district_id=person.district_id,
        town=person.town,
        exact_place=f"{person.street} {person.building}".strip(),
        contact_name=person.display_name,
        contact_phone=person.phone,
    )


@bp.route("/<id:need_id>/steps/<any(kind,what,where,when,who):step>", methods=["GET", "POST"])
@signed_in()
def step(need_id: int, step: str) -> ResponseReturnValue:
    need, now = mine(need_id), clock.now()
    draft = draft_of(need)
    form = steps.form(step, draft, need.version)
    if need.state is not State.DRAFT:
        return handed_in(steps.on_the_sheet(step, form, draft), need)
    sound = steps.is_sound(step, form, draft, now=now, reached_at=need.reached_at)
    if not sound or form.is_overtaken(need):
        _keep_photo(form, need, now)
        return steps.drawn(step, form, need), 409 if form.overtaken else steps.status(form)
    with committing() as held:
        actions.save(held, need, steps.filled(step, form, draft), at=now)
        if isinstance(form, WhatForm) and form.photo.picture:
            actions.add_photo(held, need, form.photo.picture, at=now)
    return redirect(steps.next_url(step, need), 303)


def _keep_photo(form: VersionedForm, need: Need, at: datetime) -> None:
    """Browsers forget a file that was chosen on a page which comes back: keep what can be kept."""
    if not isinstance(form, WhatForm) or form.photo.picture is None:
        return
    try:
        with committing() as held:
            actions.add_photo(held, need, form.photo.picture, at=at)
    except RuleBroken as why:
        form.photo.errors = [_(why.text, **why.facts)]
    else:
        form.photo.kept = True


@bp.route("/<id:need_id>/check", methods=["GET", "POST"])
@signed_in()
def check(need_id: int) -> ResponseReturnValue:
    need, now = mine(need_id), clock.now()
    if need.state is not State.DRAFT:
        return redirect(url_for(".own", need_id=need.id), 303)
    form = VersionedForm(data={"version": str(need.version)})
    if not form.validate_on_submit() or form.blame(lacking(need, now=now)):
        return _checked(need, form), 422 if form.is_submitted() else 200
    if form.is_overtaken(need):
        return _checked(need, form), 409
    with committing() as held:
        actions.submit(held, need, by=me(), at=now)
    return redirect(url_for(".sent", need_id=need.id), 303)


def _checked(need: Need, form: VersionedForm) -> str:
    return render_template(
        "needs/check.html",
        need=need,
        form=form,
        mending=steps.mending(need, lacking(need, now=clock.now())),
        rows=list(steps.answers(need)),
        warnings=warnings(draft_of(need)),
        photos=session().scalars(queries.photos(need.id)).all(),
        names=[_(word) for word in steps.NAMES.values()],
    )


@bp.get("/<id:need_id>/sent")
@signed_in()
def sent(need_id: int) -> ResponseReturnValue:
    """What happens next, and when."""
    need = mine(need_id)
    if need.state is not State.SUBMITTED:
        return redirect(url_for(".own", need_id=need.id), 303)
    return render_template("needs/sent.html", need=need)
