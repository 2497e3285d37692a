"""One's own account: entries, password, sign-ins."""

from __future__ import annotations

import flask
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts import actions, policy, queries
from matching.accounts.access import me, my_sign_in, one, signed_in
from matching.accounts.forms import NewPasswordForm, ProfileForm, town_was_wanted
from matching.accounts.models import Person
from matching.accounts.rules import FRESH_FOR
from matching.i18n import _
from matching.web.preferences import way_back
from matching.web.transaction import committing

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@signed_in()
def show() -> ResponseReturnValue:
    person = one(queries.person(me().id), policy.may_see)
    return render_template("accounts/account.html", person=person)


@bp.route("/profile", methods=["GET", "POST"])
@signed_in()
def profile() -> ResponseReturnValue:
    return edit(me().id, "accounts/profile.html", way_back(url_for(".show")))


def edit(person_id: int, template: str, back: str) -> ResponseReturnValue:
    """The form of somebody's entries; who comes second is told, and keeps what they typed."""
    statement = queries.person(person_id)
    if request.method == "POST":
        statement = statement.with_for_update(of=Person)
    person = one(statement, policy.may_edit)
    form = ProfileForm.of(person)
    if town_was_wanted(form) or not form.is_fine():
        return render_template(template, form=form, person=person), 422 if form.errors else 200
    if form.is_overtaken(person.version):
        return render_template(template, form=form, person=person, overtaken=True), 409
    with committing() as session:
        actions.change_profile(session, person, form.profile(), by=me(), at=clock.now())
    flash(_("登録内容を保存しました。"))
    return redirect(back, 303)


@bp.route("/password", methods=["GET", "POST"])
@signed_in()
def password() -> ResponseReturnValue:
    if clock.now() - my_sign_in().created_at > FRESH_FOR:
        return render_template("accounts/sign_in_again.html")
    form = NewPasswordForm()
    if not form.is_fine(me()):
        status = 422 if form.errors else 200
        return render_template("accounts/new_password.html", form=form), status
    with committing() as session:
        actions.change_password(
            session, me(), form.password.data or "", keep=my_sign_in().id, at=clock.now()
        )
    flash(_("パスワードを変えました。ほかの端末ではサインアウトしました。"))
    return redirect(url_for(".show"), 303)


@bp.post("/sign-ins/end")
@signed_in()
def end_sign_ins() -> ResponseReturnValue:
    with committing() as session:
        actions.sign_out_everywhere(session, me().id)
    flask.session.clear()
    flash(_("すべての端末でサインアウトしました。"))
    return redirect(url_for("accounts.sign_in"), 303)
