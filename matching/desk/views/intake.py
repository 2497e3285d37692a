"""Telephone and paper intake on one screen, with the person on the line."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.accounts.forms import town_was_wanted
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.desk import actions, policy, queries
from matching.desk.forms.intake import IntakeForm
from matching.desk.views.door import bp
from matching.i18n import _
from matching.needs.actions import publish
from matching.text import one_line
from matching.web.transaction import committing, session

MOST_TYPED = 60


@bp.route("/desk/intake", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def intake() -> ResponseReturnValue:
    form, now = IntakeForm(_callers()), clock.now()
    if request.method == "GET" or "find" in request.form or town_was_wanted(form):
        return _page(form)
    if not form.is_fine(now, clock.today()):
        return _page(form), 422
    with committing() as kept:
        asker = form.known or form.caller()
        need = actions.take_in(kept, asker, form.intake(now), by=me(), at=now)
        if "publish" in request.form and policy.may_check(me(), need):
            publish(kept, need, by=me(), at=now)
    flash(_("「%(title)s」を受け付けました。", title=need.title))
    return redirect(url_for("desk.need", need_id=need.id), 303)


def _callers() -> list[Person]:
    typed = one_line(request.values.get("who", ""))[:MOST_TYPED]
    return list(session().scalars(queries.callers(typed)).unique()) if typed else []


def _page(form: IntakeForm) -> str:
    if form.agreed_on.data is None and not form.is_submitted():
        form.agreed_on.data = clock.today()
    return render_template(
        "desk/intake.html",
        form=form,
        breadcrumbs=[(_("受付デスク"), url_for("desk.index")), (_("電話・紙の受付"), "")],
    )
