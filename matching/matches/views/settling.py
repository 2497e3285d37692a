"""What follows a yes: confirming, calling off, not coming; and the calendar entry."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.accounts.rules import Role
from matching.i18n import _
from matching.matches import actions, policy
from matching.matches.access import mine
from matching.matches.calendar_file import calendar_file
from matching.matches.forms import OverrideForm, ReasonForm
from matching.matches.models import Match
from matching.matches.rules import BUSY
from matching.matches.views.door import bp, match_path
from matching.web.transaction import committing


@bp.post("/matches/<id:match_id>/confirm")
@signed_in()
def confirm(match_id: int) -> ResponseReturnValue:
    match = mine(match_id, policy.may_confirm)
    with committing() as held:
        actions.confirm(held, match, by=me(), at=clock.now())
    flash(_("確定しました。双方に連絡先をお知らせしました。"))
    return redirect(match_path(match), 303)


@bp.route("/matches/<id:match_id>/override", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def override(match_id: int) -> ResponseReturnValue:
    """A yes although the helper is expected elsewhere; a coordinator says why."""
    match, form = mine(match_id), OverrideForm()
    if not form.validate_on_submit():
        return _asked_why(form, match, _("同じ時間の活動があっても引き受けてもらう"))
    with committing() as held:
        actions.accept(held, match, by=me(), at=clock.now(), override=form.note.data or "")
    flash(_("引き受けたことを記録しました。"))
    return redirect(match_path(match), 303)


@bp.route("/matches/<id:match_id>/cancel", methods=["GET", "POST"])
@signed_in()
def cancel(match_id: int) -> ResponseReturnValue:
    match, form = mine(match_id, policy.may_cancel), ReasonForm()
    if not form.validate_on_submit():
        return _asked_why(form, match, _("取り消す"))
    with committing() as held:
        actions.cancel(held, match, by=me(), at=clock.now(), note=form.note.data or "")
    flash(_("取り消しました。相手の方にお知らせしました。"))
    return redirect(match_path(match), 303)


@bp.route("/matches/<id:match_id>/miss", methods=["GET", "POST"])
@signed_in()
def miss(match_id: int) -> ResponseReturnValue:
    match, form = mine(match_id, policy.may_miss), ReasonForm()
    if not form.validate_on_submit():
        return _asked_why(form, match, _("来られなかったことを記録する"))
    with committing() as held:
        actions.miss(held, match, by=me(), at=clock.now(), note=form.note.data or "")
    flash(_("記録しました。"))
    return redirect(match_path(match), 303)


def _asked_why(form: ReasonForm | OverrideForm, match: Match, title: str) -> ResponseReturnValue:
    page = render_template(
        "matches/reason.html",
        form=form,
        match=match,
        title=title,
        breadcrumbs=[
            (match.need.title, match_path(match)),
            (title, ""),
        ],
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/matches/<id:match_id>/calendar.ics")
@signed_in()
def calendar(match_id: int) -> ResponseReturnValue:
    match = mine(match_id)
    if match.state not in BUSY or not match.need.slots:
        abort(404)
    made = Response(calendar_file(match, at=clock.now()), mimetype="text/calendar")
    made.headers["Content-Disposition"] = "attachment; filename=yui.ics"
    return made
