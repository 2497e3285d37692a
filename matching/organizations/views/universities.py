"""Students say where they study; the university's office confirms."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.db import page_of
from matching.i18n import N_, _
from matching.organizations import actions, queries
from matching.organizations.access import my_university
from matching.organizations.forms import AffiliationForm
from matching.organizations.models import Affiliation
from matching.organizations.rules import Approval
from matching.organizations.views.blueprint import bp
from matching.organizations.views.sheets import WORDS
from matching.organizations.views.staff import VERDICTS
from matching.web.fields import record_id
from matching.web.preferences import way_back
from matching.web.transaction import committing, session

WISHES = {
    "share": (
        actions.share_activity,
        N_("これから、大学の担当者に、お名前と活動の時間を見せます。"),
    ),
    "hide": (actions.hide_activity, N_("大学の担当者に見せるのをやめました。")),
}


@bp.route("/affiliation", methods=["GET", "POST"])
@signed_in()
def affiliation() -> ResponseReturnValue:
    form = AffiliationForm()
    universities = session().scalars(queries.universities()).all()
    form.offer(universities)
    if not form.validate_on_submit():
        mine = session().scalars(queries.affiliations_of(me().id)).all()
        page = render_template("organizations/affiliation.html", form=form, mine=mine)
        return page, 422 if form.errors else 200
    chosen = next(it for it in universities if it.id == form.university.data)
    with committing() as held:
        made = actions.claim_affiliation(held, me(), chosen, at=clock.now())
    proven = _("メールアドレスから、%(name)sの学生であることを確認しました。", name=chosen.name)
    waits = _("申し出を受け付けました。大学の担当者が確認して、メールでお知らせします。")
    flash(proven if made.approval is Approval.APPROVED else waits)
    return redirect(way_back(url_for(".own")), 303)


@bp.post("/affiliation/<id:affiliation_id>/withdraw")
@signed_in()
def withdraw_affiliation(affiliation_id: int) -> ResponseReturnValue:
    found = _of_mine(affiliation_id)
    with committing() as held:
        actions.withdraw_claim(held, found)
    flash(_("大学への所属を取り下げました。"))
    return redirect(url_for(".own"), 303)


@bp.post("/affiliation/<id:affiliation_id>/<any(share, hide):wish>")
@signed_in()
def wish(affiliation_id: int, wish: str) -> ResponseReturnValue:
    """Let the university see one's name with one's hours, or no longer; at once."""
    found = _of_mine(affiliation_id)
    verb, words = WISHES[wish]
    with committing() as held:
        verb(held, found, at=clock.now())
    flash(_(words))
    return redirect(url_for(".affiliation"), 303)


def _of_mine(affiliation_id: int) -> Affiliation:
    found = session().get(Affiliation, affiliation_id)
    if found is None or found.person_id != me().id:
        abort(404)
    return found


@bp.get("/<id:organization_id>/students")
@signed_in()
def students(organization_id: int) -> ResponseReturnValue:
    it = my_university(organization_id)
    shown = request.args.get("approval", "")
    approval = Approval(shown) if shown in set(Approval) else None
    page = page_of(
        session(),
        queries.students_of(it.id, approval),
        record_id(request.args.get("page", "1")) or 1,
    )
    return render_template("organizations/students.html", it=it, page=page, shown=approval, **WORDS)


@bp.post("/<id:organization_id>/students/<id:affiliation_id>")
@signed_in()
def decide_student(organization_id: int, affiliation_id: int) -> ResponseReturnValue:
    it = my_university(organization_id)
    found = session().get(Affiliation, affiliation_id)
    if found is None or found.organization_id != it.id:
        abort(404)
    verdict = request.form.get("approval", "")
    if verdict not in VERDICTS:
        abort(400)
    with committing() as held:
        actions.decide_affiliation(held, found, Approval(verdict), by=me(), at=clock.now())
    flash(_("学生にお知らせしました。"))
    return redirect(url_for(".students", organization_id=it.id), 303)
