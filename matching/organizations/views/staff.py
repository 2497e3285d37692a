"""The centre's list of organisations, deciding on them, and the universities' domains."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, one, signed_in
from matching.accounts.rules import Role
from matching.db import page_of
from matching.i18n import _
from matching.organizations import actions, policy, queries
from matching.organizations.access import my_offices
from matching.organizations.forms import DomainForm, FilterForm
from matching.organizations.models import UniversityDomain
from matching.organizations.rules import APPROVAL_WORDS, Approval, Kind
from matching.organizations.views.blueprint import bp
from matching.organizations.views.sheets import WORDS, may_decide
from matching.web.fields import record_id
from matching.web.transaction import committing, session

VERDICTS = frozenset({Approval.APPROVED, Approval.REFUSED})
DOMAIN_VERBS = {
    "confirm": actions.confirm_domain,
    "doubt": actions.doubt_domain,
    "remove": actions.remove_domain,
}


@bp.get("")
@signed_in(Role.COORDINATOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = FilterForm(formdata=request.args)
    kind, approval = (form.kind.data, form.approval.data) if form.validate() else ("", "")
    statement = queries.filtered(
        Kind(kind) if kind else None, Approval(approval) if approval else None
    )
    page = page_of(session(), statement, record_id(request.args.get("page", "1")) or 1)
    offices = my_offices()
    return render_template(
        "organizations/index.html",
        page=page,
        filters=form,
        decides=lambda it: policy.may_decide(me(), it, offices),
        **WORDS,
    )


@bp.post("/<id:organization_id>/decide")
@signed_in(Role.COORDINATOR)
def decide(organization_id: int) -> ResponseReturnValue:
    it = one(queries.organization(organization_id), may_decide)
    verdict = request.form.get("approval", "")
    if verdict not in VERDICTS:
        abort(400)
    with committing() as held:
        actions.decide(held, it, Approval(verdict), by=me(), at=clock.now())
    state = _(APPROVAL_WORDS[it.approval])
    flash(_("%(name)sの登録を「%(state)s」にしました。", name=it.name, state=state))
    return redirect(url_for(".index", approval="pending"), 303)


@bp.route("/domains", methods=["GET", "POST"])
@signed_in(Role.ADMIN)
def domains() -> ResponseReturnValue:
    form = DomainForm()
    form.offer(session().scalars(queries.universities()).all())
    if not form.validate_on_submit():
        rows = session().scalars(queries.domains()).all()
        page = render_template("organizations/domains.html", form=form, domains=rows)
        return page, 422 if form.errors else 200
    with committing() as held:
        actions.add_domain(
            held, form.university.data, form.domain.data or "", by=me(), at=clock.now()
        )
    flash(_("ドメインを加えました。大学に確かめたら「確認済みにする」を押してください。"))
    return redirect(url_for(".domains"), 303)


@bp.post("/domains/<id:domain_id>/<any(confirm, doubt, remove):verb>")
@signed_in(Role.ADMIN)
def change_domain(domain_id: int, verb: str) -> ResponseReturnValue:
    found = session().get(UniversityDomain, domain_id)
    if found is None:
        abort(404)
    with committing() as held:
        DOMAIN_VERBS[verb](held, found, by=me(), at=clock.now())
    flash(_("ドメインの一覧を変えました。"))
    return redirect(url_for(".domains"), 303)
