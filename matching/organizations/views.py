"""Pages of organisations: mine, speaking for one, staff's list, a university's students."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from matching import clock
from matching.accounts.access import me, my_sign_in, public, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.db import page_of
from matching.errors import RuleBroken
from matching.i18n import N_, _
from matching.organizations import actions, queries
from matching.organizations.access import acting_for, mine, my_organizations
from matching.organizations.forms import AffiliationForm, EmptyForm, OfficerForm, OrganizationForm
from matching.organizations.models import Affiliation, Officer, Organization
from matching.organizations.rules import APPROVAL_WORDS, KIND_WORDS, Approval, Kind
from matching.web.fields import record_id
from matching.web.preferences import here
from matching.web.transaction import committing, session

bp = Blueprint("organizations", __name__, url_prefix="/organizations")


@bp.app_context_processor
def _speaking() -> dict[str, object]:
    return {"acting_for": acting_for()}


@bp.get("/mine")
@signed_in()
def own() -> ResponseReturnValue:
    return render_template(
        "organizations/mine.html",
        officers=session().scalars(queries.officer_rows(me().id)).all(),
        affiliations=session().scalars(queries.affiliations_of(me().id)).all(),
        approval_words=APPROVAL_WORDS,
        kind_words=KIND_WORDS,
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in()
def new() -> ResponseReturnValue:
    form = OrganizationForm()
    if not form.validate_on_submit():
        return render_template(
            "organizations/form.html", form=form
        ), 422 if form.is_submitted() else 200
    with committing() as held:
        actions.apply(held, form.sheet(), by=me(), title=form.title.data or "", at=clock.now())
    flash(_("団体の登録を受け付けました。センターが確認してお知らせします。"))
    return redirect(url_for(".own"), 303)


@bp.post("/act")
@signed_in()
def act() -> ResponseReturnValue:
    """Speak for an organisation from now on, or for oneself again (no id)."""
    chosen = record_id(request.form.get("organization", ""))
    if chosen is not None and chosen not in my_organizations():
        abort(403)
    with committing():
        my_sign_in().acting_for_id = chosen
    return redirect(here(request.form.get("next", "/my")), 303)


@bp.get("/<id:organization_id>")
@public
def show(organization_id: int) -> ResponseReturnValue:
    found = (
        session()
        .scalars(
            queries.organizations().where(
                Organization.id == organization_id, Organization.approval == Approval.APPROVED
            )
        )
        .one_or_none()
    )
    if found is None:
        abort(404)
    return render_template("organizations/show.html", it=found, kind_words=KIND_WORDS)


@bp.route("/<id:organization_id>/officers", methods=["GET", "POST"])
@signed_in()
def officers(organization_id: int) -> ResponseReturnValue:
    it, form = mine(organization_id), OfficerForm()
    if form.validate_on_submit():
        person = session().scalar(select(Person).where(Person.email == form.email.data))
        if person is None:
            raise RuleBroken(
                N_("このメールアドレスの人はまだ登録していません。先に登録してもらってください。")
            )
        with committing() as held:
            actions.add_officer(held, it, person, title=form.title.data or "", at=clock.now())
        flash(_("担当者を加えました。"))
        return redirect(url_for(".officers", organization_id=it.id), 303)
    rows = session().scalars(queries.officers_of(it.id)).all()
    page = render_template("organizations/officers.html", it=it, form=form, officers=rows)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<id:organization_id>/officers/<id:officer_id>/remove")
@signed_in()
def remove_officer(organization_id: int, officer_id: int) -> ResponseReturnValue:
    mine(organization_id)
    officer = session().get(Officer, officer_id)
    if officer is None or officer.organization_id != organization_id:
        abort(404)
    with committing() as held:
        actions.remove_officer(held, officer)
    flash(_("担当者から外しました。"))
    return redirect(url_for(".officers", organization_id=organization_id), 303)


@bp.get("")
@signed_in(Role.COORDINATOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    kind, approval = request.args.get("kind", ""), request.args.get("approval", "")
    statement = queries.filtered(
        Kind(kind) if kind in list(Kind) else None,
        Approval(approval) if approval in list(Approval) else None,
    )
    page = page_of(session(), statement, record_id(request.args.get("page", "1")) or 1)
    return render_template(
        "organizations/index.html",
        page=page, kind=kind, approval=approval, form=EmptyForm(), kind_words=KIND_WORDS,
        approval_words=APPROVAL_WORDS, kinds=Kind, approvals=Approval,
    )  # fmt: skip


@bp.post("/<id:organization_id>/decide")
@signed_in(Role.COORDINATOR)
def decide(organization_id: int) -> ResponseReturnValue:
    it = session().get(Organization, organization_id)
    verdict = request.form.get("approval", "")
    if it is None or verdict not in list(Approval):
        abort(404 if it is None else 400)
    with committing() as held:
        actions.decide(held, it, Approval(verdict), by=me(), at=clock.now())
    flash(
        _(
            "%(name)sの登録を「%(state)s」にしました。",
            name=it.name,
            state=_(APPROVAL_WORDS[it.approval]),
        )
    )
    return redirect(url_for(".index", approval="pending"), 303)


@bp.route("/affiliation", methods=["GET", "POST"])
@signed_in()
def affiliation() -> ResponseReturnValue:
    form = AffiliationForm()
    universities = list(session().scalars(queries.universities()))
    form.offer(universities)
    if not form.validate_on_submit():
        page = render_template("organizations/affiliation.html", form=form)
        return page, 422 if form.is_submitted() else 200
    chosen = next(u for u in universities if u.id == form.university.data)
    with committing() as held:
        made = actions.claim_affiliation(held, me(), chosen, at=clock.now())
    waits = _("所属を申し出ました。大学の担当者が確認します。")
    flash(_("所属を確認しました。") if made.approval is Approval.APPROVED else waits)
    return redirect(url_for(".own"), 303)


@bp.get("/<id:organization_id>/students")
@signed_in()
def students(organization_id: int) -> ResponseReturnValue:
    it = mine(organization_id)
    page = page_of(
        session(), queries.students_of(it.id), record_id(request.args.get("page", "1")) or 1
    )
    return render_template(
        "organizations/students.html", it=it, page=page, approval_words=APPROVAL_WORDS
    )


@bp.post("/<id:organization_id>/students/<id:affiliation_id>")
@signed_in()
def decide_student(organization_id: int, affiliation_id: int) -> ResponseReturnValue:
    mine(organization_id)
    found = session().get(Affiliation, affiliation_id)
    verdict = request.form.get("approval", "")
    if found is None or found.organization_id != organization_id:
        abort(404)
    if verdict not in {Approval.APPROVED, Approval.REFUSED}:
        abort(400)
    with committing() as held:
        actions.decide_affiliation(held, found, Approval(verdict), by=me(), at=clock.now())
    return redirect(url_for(".students", organization_id=organization_id), 303)
