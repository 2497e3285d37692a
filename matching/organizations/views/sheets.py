"""One's own organisations, applying for one, its page, and speaking for it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import may_open, me, me_or_nobody, my_sign_in, public, signed_in
from matching.accounts.models import Person
from matching.accounts.policy import keeps_people
from matching.i18n import _
from matching.organizations import actions, policy, queries
from matching.organizations.access import acting_for, managed, my_offices, my_organizations
from matching.organizations.forms import ApplyForm, SheetForm
from matching.organizations.models import Organization
from matching.organizations.rules import APPROVAL_KINDS, APPROVAL_WORDS, KIND_WORDS
from matching.organizations.views.blueprint import bp
from matching.web.fields import record_id
from matching.web.preferences import here
from matching.web.transaction import committing, session

WORDS = {
    "kind_words": KIND_WORDS,
    "approval_words": APPROVAL_WORDS,
    "approval_kinds": APPROVAL_KINDS,
}


@bp.get("/mine")
@signed_in()
def own() -> ResponseReturnValue:
    return render_template(
        "organizations/mine.html",
        offices=my_offices(),
        invitations=session().scalars(queries.invitations_to(me().email)).all(),
        affiliations=session().scalars(queries.affiliations_of(me().id)).all(),
        speaks_for=acting_for(),
        **WORDS,
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in()
def new() -> ResponseReturnValue:
    form = ApplyForm()
    if not form.is_fine():
        return render_template("organizations/new.html", form=form), 422 if form.errors else 200
    with committing() as held:
        actions.apply(held, form.sheet(), by=me(), title=form.title.data or "", at=clock.now())
    flash(_("団体の登録を受け付けました。センターが確認して、メールでお知らせします。"))
    return redirect(url_for(".own"), 303)


@bp.post("/act")
@signed_in()
def act() -> ResponseReturnValue:
    """Speak for an organisation from now on, or for oneself again (no id)."""
    typed = request.form.get("organization", "")
    chosen = record_id(typed)
    if typed and chosen not in my_organizations():
        abort(403)
    with committing():
        my_sign_in().acting_for_id = chosen
    return redirect(here(request.form.get("next", "/my")), 303)


@bp.get("/<id:organization_id>")
@public
def show(organization_id: int) -> ResponseReturnValue:
    it = session().scalars(queries.organization(organization_id)).one_or_none()
    person = me_or_nobody()
    if it is None or not policy.may_see(person, it, my_offices()):
        abort(404)  # who may not see it does not learn that it applied
    inside = person is not None and policy.may_manage(person, it, my_offices())
    officers = session().scalars(queries.officers_of(it.id)).all() if inside else ()
    return render_template(
        "organizations/show.html",
        it=it,
        inside=inside,
        officers=officers,
        speaks=it.id in my_organizations(),
        lists=may_open("organizations.index", person),
        decides=person is not None and may_decide(person, it),
        checks_others=may_open("organizations.decide", person),
        **WORDS,
    )


def may_decide(person: Person, it: Organization) -> bool:
    return policy.may_decide(person, it, my_offices())


@bp.route("/<id:organization_id>/edit", methods=["GET", "POST"])
@signed_in()
def edit(organization_id: int) -> ResponseReturnValue:
    statement = queries.organization(organization_id)
    if request.method == "POST":
        statement = statement.with_for_update(of=Organization)
    it = managed(statement)
    form = SheetForm.of(it, named=keeps_people(me()))
    facts = {"form": form, "it": it, **WORDS}
    if not form.is_fine():
        return render_template("organizations/edit.html", **facts), 422 if form.errors else 200
    if form.is_overtaken(it.version):
        return render_template("organizations/edit.html", overtaken=True, **facts), 409
    with committing() as held:
        actions.edit(held, it, form.sheet(it), by=me(), at=clock.now())
    flash(_("団体の登録内容を保存しました。"))
    return redirect(url_for(".show", organization_id=it.id), 303)
