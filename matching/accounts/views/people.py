"""People, for coordinators and the operator. (Shutting an account: `matches` ends what is open.)"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts import actions, policy, queries
from matching.accounts.access import me, one, signed_in
from matching.accounts.forms import CallerForm, RolesForm, SearchForm, town_was_wanted
from matching.accounts.models import Person
from matching.accounts.rules import ROLE_WORDS, Language, Role
from matching.accounts.views.mine import edit
from matching.db import page_of
from matching.i18n import _
from matching.web.fields import record_id
from matching.web.transaction import committing, session

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
@signed_in(Role.COORDINATOR, Role.ADMIN)
def index() -> ResponseReturnValue:
    form = SearchForm(formdata=request.args)
    words, role = (form.q.data, form.role.data) if form.validate() else ("", "")
    found = queries.people_found(words or "", Role(role) if role else None)
    page = page_of(session(), found, record_id(request.args.get("page", "1")) or 1)
    return render_template("accounts/people.html", search=form, page=page, words=ROLE_WORDS)


@bp.get("/<id:person_id>")
@signed_in(Role.COORDINATOR, Role.ADMIN)
def show(person_id: int) -> ResponseReturnValue:
    return _page(one(queries.person(person_id), policy.may_see))


def _page(person: Person, form: RolesForm | None = None) -> str:
    held = [str(role) for role in person.roles]
    return render_template(
        "accounts/person.html",
        person=person,
        form=form,
        roles=form or RolesForm(data={"roles": held}, formdata=None),
        words=ROLE_WORDS,
        may_edit=policy.may_edit(me(), person),
        may_grant=policy.may_grant(me(), person),
        may_disable=policy.may_disable(me(), person),
    )


@bp.route("/new", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR, Role.ADMIN)
def new() -> ResponseReturnValue:
    form = CallerForm(language=Language.JA)
    if town_was_wanted(form) or not form.is_fine():
        return render_template("accounts/caller.html", form=form), 422 if form.errors else 200
    with committing() as session:
        person = actions.record_caller(session, form.caller(), by=me(), at=clock.now())
    flash(_("%(name)sさんを登録しました。", name=person.display_name))
    return redirect(url_for(".show", person_id=person.id), 303)


@bp.route("/<id:person_id>/profile", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR, Role.ADMIN)
def profile(person_id: int) -> ResponseReturnValue:
    back = url_for(".show", person_id=person_id)
    return edit(person_id, "accounts/person_profile.html", back)


@bp.post("/<id:person_id>/roles")
@signed_in(Role.ADMIN)
def roles(person_id: int) -> ResponseReturnValue:
    person = one(queries.person(person_id), policy.may_grant)
    form = RolesForm()
    if not form.validate_on_submit():
        return _page(person, form), 422
    with committing() as session:
        actions.change_roles(session, person, form.wanted(), by=me(), at=clock.now())
    flash(_("役割を変えました。"))
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.post("/<id:person_id>/enable")
@signed_in(Role.ADMIN)
def enable(person_id: int) -> ResponseReturnValue:
    person = one(queries.person(person_id), policy.may_disable)
    with committing() as session:
        actions.enable(session, person, by=me(), at=clock.now())
    flash(_("アカウントの停止を解きました。"))
    return redirect(url_for(".show", person_id=person_id), 303)
