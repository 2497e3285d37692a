"""A helper's answer, written down by the coordinator who heard it on the telephone."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, one, signed_in
from matching.accounts.rules import Role
from matching.desk import actions, policy
from matching.desk.forms.asking import AnswerForm
from matching.desk.views.door import bp
from matching.desk.words import helper_name, helper_number
from matching.i18n import _
from matching.matches import queries
from matching.matches.models import Match
from matching.matches.views.door import welcome_places
from matching.web.transaction import committing, session


@bp.route("/desk/matches/<id:match_id>/answer", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def answer(match_id: int) -> ResponseReturnValue:
    match = one(queries.matches().where(Match.id == match_id), policy.may_answer_for)
    clash = session().scalars(queries.clashes(match.offer, match.need)).first()
    form = AnswerForm(places=welcome_places(match))
    if not form.is_fine(clash is not None, match.offer.head_count):
        facts = {"match": match, "name": helper_name(match), "number": helper_number(match)}
        page = render_template("desk/answer.html", clash=clash, form=form, **facts)
        return page, 422 if form.errors else 200
    with committing() as kept:
        actions.record_answer(kept, match, form.heard(), by=me(), at=clock.now())
    flash(_("%(name)sの返事を記録しました。", name=helper_name(match)))
    return redirect(url_for("desk.need", need_id=match.need_id), 303)
