"""A need together with its helpers: who comes, the roster, changing and ending it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.accounts.rules import Role
from matching.db import page_of
from matching.i18n import _
from matching.matches import needs, policy, queries, words
from matching.matches.access import need_of_mine
from matching.matches.contacts import helper_contact
from matching.matches.forms import WithdrawForm
from matching.matches.rules import KNOWN, STATE_WORDS
from matching.matches.views.door import bp, shown_contacts
from matching.needs import steps
from matching.needs.access import mine
from matching.needs.drafts import NeedDraft, problems
from matching.needs.forms import CloseForm, NeedForm
from matching.needs.models import Need
from matching.needs.policy import may_edit
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.needs.sheet import draft_of
from matching.organizations.access import my_organizations
from matching.web.fields import record_id
from matching.web.transaction import committing, session


@bp.get("/needs/<id:need_id>/helpers")
@signed_in()
def of_need(need_id: int) -> ResponseReturnValue:
    """Who comes, as the asker sees it; who was asked and said no is the coordinators' business."""
    need = need_of_mine(need_id, policy.may_see_helpers)
    number, staff = record_id(request.args.get("page", "1")) or 1, me().is_any(Role.COORDINATOR)
    listed = queries.told_of(need.id) if staff else queries.seated(need.id)
    page = page_of(session(), listed, number)
    return render_template(
        "matches/of_need.html",
        need=need,
        page=page,
        waiting=session().scalar(queries.waiting_count(need.id)),
        staff=staff,
        known=KNOWN,
        states=STATE_WORDS,
        words=words,
        contact=helper_contact if staff else shown_contacts(page.items).helper,
        names=policy.may_know_applicants(me(), need, my_organizations()),
        confirms=policy.may_confirm_for(me(), need, my_organizations()),
        breadcrumbs=_crumbs(need, _("手伝う人")),
    )


@bp.get("/needs/<id:need_id>/roster")
@signed_in()
def roster(need_id: int) -> ResponseReturnValue:
    """The confirmed helpers on paper, to tick off on the day; at most as many as are wanted."""
    need = need_of_mine(need_id, policy.may_see_helpers)
    coming = session().scalars(queries.coming_to(need.id)).unique().all()
    staff = me().is_any(Role.COORDINATOR)
    return render_template(
        "matches/roster.html",
        need=need,
        coming=coming,
        heads=sum(match.places for match in coming),
        words=words,
        contact=helper_contact if staff else shown_contacts(coming).helper,
        breadcrumbs=_crumbs(need, _("名簿")),
    )


@bp.route("/needs/<id:need_id>/edit", methods=["GET", "POST"])
@signed_in()
def edit_need(need_id: int) -> ResponseReturnValue:
    need = mine(need_id, may_edit)
    if need.state is NeedState.DRAFT:
        return redirect(url_for("needs.edit", need_id=need.id), 303)
    start = draft_of(need)
    form = NeedForm(data=NeedForm.filled(start) | {"version": str(need.version)})
    if not _is_sound(form, need, start):
        return _sheet(form, need, steps.status(form))
    if form.is_overtaken(need):
        return _sheet(form, need, 409)
    with committing() as held:
        changed = needs.edit_need(held, need, form.draft(start), by=me(), at=clock.now())
    flash(_("変更しました。引き受けた方とお願い中の方にもお知らせしました。") if changed
          else _("変更を保存しました。"))  # fmt: skip
    return redirect(_home(need), 303)


def _is_sound(form: NeedForm, need: Need, start: NeedDraft) -> bool:
    """The sheet was sent and nothing is wrong with it; rows are added where asked for."""
    if not form.is_submitted() or steps.adds_row(form) or not form.validate_on_submit():
        return False
    draft = form.draft(start)
    found = problems(draft, now=clock.now(), reached_at=need.reached_at, before=start)
    return not form.blame([*found, *needs.too_few(need, draft)])


def _sheet(form: NeedForm, need: Need, status: int) -> ResponseReturnValue:
    stored = steps.stored(form, need)
    page = render_template("needs/sheet.html", form=form, need=need, earlier=[], stored=stored)
    return page, status


@bp.route("/needs/<id:need_id>/close", methods=["GET", "POST"])
@signed_in()
def close_need(need_id: int) -> ResponseReturnValue:
    """End a need; those who said yes or were asked are told."""
    need, form = mine(need_id, may_edit), CloseForm()
    if not form.validate_on_submit():
        return _end_page(need, form, _("依頼を終える"))
    closing = Closing(form.closing.data)
    with committing() as held:
        needs.close_need(
            held, need, closing, by=me(), at=clock.now(), note=form.note.data or ""
        )  # fmt: skip
    flash(_("依頼を終えました。"))
    return redirect(_home(need), 303)


@bp.route("/needs/<id:need_id>/withdraw", methods=["GET", "POST"])
@signed_in()
def withdraw_need(need_id: int) -> ResponseReturnValue:
    """The asker needs it no longer: all who said yes are told and free again."""
    need, form = mine(need_id, may_edit), WithdrawForm()
    if not form.validate_on_submit():
        return _end_page(need, form, _("依頼を取り下げる"))
    with committing() as held:
        needs.withdraw_need(held, need, by=me(), at=clock.now(), note=form.note.data or "")
    flash(_("依頼を取り下げました。"))
    return redirect(_home(need), 303)


def _end_page(need: Need, form: CloseForm | WithdrawForm, title: str) -> ResponseReturnValue:
    page = render_template(
        "matches/close.html",
        need=need,
        form=form,
        title=title,
        back=_home(need),
        breadcrumbs=_crumbs(need, title),
    )
    return page, 422 if form.is_submitted() else 200


def _home(need: Need) -> str:
    """Where the person looks after the need: its own page, or for the centre its helpers."""
    if policy.owns(me(), need, my_organizations()):
        return url_for("needs.own", need_id=need.id)
    return url_for(".of_need", need_id=need.id)


def _crumbs(need: Need, here: str) -> list[tuple[str, str]]:
    return [(need.title, _home(need)), (here, "")]
