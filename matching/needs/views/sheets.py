"""The whole need on one sheet, and last year's again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.i18n import _
from matching.needs import actions, queries, steps
from matching.needs.access import mine
from matching.needs.drafts import NeedDraft, problems
from matching.needs.forms import NeedForm
from matching.needs.models import Need, number_of
from matching.needs.policy import may_edit
from matching.needs.rules import State
from matching.needs.sheet import draft_of
from matching.needs.views.door import bp
from matching.organizations.access import acting_for, my_organizations
from matching.web.transaction import committing, session


@bp.route("/sheet", methods=["GET", "POST"])
@signed_in()
def sheet() -> ResponseReturnValue:
    """A new need, for an organisation or oneself."""
    organization, now, start = acting_for(), clock.now(), _start()
    form = NeedForm(data=NeedForm.filled(start))
    if not _is_sound(form, start, number_of(me(), organization)):
        return _drawn(form)
    with committing() as held:
        draft = form.draft(start)
        need = actions.begin(
            held, draft, asker=me(), by=me(), at=now, organization=organization
        )  # fmt: skip
    return redirect(url_for(".check", need_id=need.id), 303)


def _start() -> NeedDraft:
    organization, person = acting_for(), me()
    return NeedDraft(
        district_id=organization.district_id if organization else person.district_id,
        contact_name=person.display_name,
        contact_phone=person.phone,
    )


@bp.route("/<id:need_id>/sheet", methods=["GET", "POST"])
@signed_in()
def edit(need_id: int) -> ResponseReturnValue:
    """A draft; what has been handed in is changed in matches, which tells the helpers."""
    need = mine(need_id)
    start = draft_of(need)
    form = NeedForm(data=NeedForm.filled(start) | {"version": str(need.version)})
    if need.state is not State.DRAFT:
        return handed_in(form, need)
    if not _is_sound(form, start, need.reached_at):
        return _drawn(form, need)
    if form.is_overtaken(need):
        return _drawn(form, need, 409)
    with committing() as held:
        actions.save(held, need, form.draft(start), at=clock.now())
    return redirect(url_for(".check", need_id=need.id), 303)


def handed_in(form: NeedForm, need: Need) -> ResponseReturnValue:
    """The draft was handed in while it was open here: what was typed can still be saved."""
    if form.is_submitted() and may_edit(me(), need, my_organizations()):
        form.is_overtaken(need)
        return _drawn(form, need, 409)
    return redirect(url_for(".own", need_id=need.id), 303)


def _is_sound(form: NeedForm, start: NeedDraft, reached_at: str) -> bool:
    """The sheet was sent and nothing is wrong with it; rows are added where asked for."""
    if not form.is_submitted() or steps.adds_row(form) or not form.validate_on_submit():
        return False
    draft = form.draft(start)
    return not form.blame(problems(draft, now=clock.now(), reached_at=reached_at))


def _drawn(form: NeedForm, need: Need | None = None, status: int = 0) -> ResponseReturnValue:
    organization = acting_for()
    copyable = queries.copyable(me(), organization.id if organization else None)
    earlier = session().scalars(copyable).all() if need is None else []
    stored = steps.stored(form, need)
    form.contact_phone.is_needed_without(need.reached_at if need else number_of(me(), organization))
    page = render_template(
        "needs/sheet.html", form=form, need=need, earlier=earlier, stored=stored
    )  # fmt: skip
    return page, status or steps.status(form)


@bp.post("/<id:need_id>/copy")
@signed_in()
def copy(need_id: int) -> ResponseReturnValue:
    """Last year's need again, on the same weekday one year later."""
    need = mine(need_id)
    with committing() as held:
        made = actions.copy(held, need, by=me(), at=clock.now())
    flash(_("写しを作りました。日付などを確かめてください。"))
    return redirect(url_for(".check", need_id=made.id), 303)
