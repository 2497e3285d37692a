"""Signing in by letter or password, signing up, signing out."""

from __future__ import annotations

from datetime import datetime

import flask
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from matching import clock, i18n
from matching.accounts import actions, queries
from matching.accounts.access import Visitor, current_user, hold_back, public
from matching.accounts.forms import (
    CodeForm,
    PasswordForm,
    SignInForm,
    SignUpForm,
    town_was_wanted,
)
from matching.accounts.models import Person
from matching.accounts.rules import MOST_TRIES, SIGN_UP_WITHIN, Language, Role, Tried
from matching.i18n import _
from matching.web.preferences import here
from matching.web.transaction import committing, session

bp = Blueprint("accounts", __name__)

# What the signed cookie carries until somebody is signed in:
ASKED = "asked"
"""The secret of the browser that asked for a letter, and the address it asked for."""
PROVEN = "proven"
"""An address that was proven and belongs to nobody yet, and when."""
NEXT = "next"
"""Where the person wanted to go."""


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm(next=here(request.args.get("next")))
    if not form.validate_on_submit():
        return _page("accounts/sign_in.html", form)
    email = form.email.data or ""
    hold_back(Tried.LETTER, email)
    with committing() as session:
        browser = actions.ask(session, email, language=_language(), at=clock.now())
    flask.session[ASKED] = {"browser": browser, "email": email}
    flask.session[NEXT] = here(form.next.data)
    return redirect(url_for(".code"), 303)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    asked = flask.session.get(ASKED)
    if not asked:
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        hold_back(Tried.CODE, asked["email"])
        with committing() as session:
            email = actions.try_code(
                session, asked["browser"], form.code.data or "", at=clock.now()
            )
        if email:
            return _proven(email)
        form.code.errors = [_("番号が違います。メールに書かれた6けたの番号を確かめてください。")]
    left = _tries_left(asked["browser"])
    return _page("accounts/code.html", form, email=asked["email"], tries_left=left)


def _tries_left(browser: str) -> int:
    row = session().scalars(queries.asked_code(browser, clock.now())).one_or_none()
    return max(0, MOST_TRIES - row.attempts) if row else 0


@bp.route("/sign-in/link/<link>", methods=["GET", "POST"])
@public
def link(link: str) -> ResponseReturnValue:
    """Mail scanners open links: only the button uses it up."""
    asked = flask.session.get(ASKED) or {"browser": ""}
    if request.method == "POST":
        with committing() as writing:
            email = actions.follow_link(writing, asked["browser"], link, at=clock.now())
        if email:
            return _proven(email)
    row = session().scalars(queries.asked_code(asked["browser"], clock.now())).one_or_none()
    if row is None or row.link_hash != queries.hashed(link):
        return render_template("accounts/link_unusable.html", asked="email" in asked), 410
    return render_template("accounts/link.html", email=row.email)


@bp.route("/sign-in/password", methods=["GET", "POST"])
@public
def password() -> ResponseReturnValue:
    form = PasswordForm(next=here(request.args.get("next")))
    if not form.validate_on_submit():
        return _page("accounts/password.html", form)
    email = form.email.data or ""
    hold_back(Tried.PASSWORD, email)
    person = actions.person_by_password(session(), email, form.password.data or "")
    if person is None:
        form.password.errors = [_("メールアドレスかパスワードが違います。")]
        return _page("accounts/password.html", form)
    flask.session[NEXT] = here(form.next.data)
    return _enter(person)


@bp.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    email = _proven_email(clock.now())
    if not email:
        return redirect(url_for(".sign_in"), 303)
    form = SignUpForm()
    if town_was_wanted(form) or not form.is_fine():
        return _page("accounts/sign_up.html", form, email=email)
    with committing() as session:
        person = actions.sign_up(session, email, form.draft(_language()), at=clock.now())
    if person.is_any(Role.VOLUNTEER) and here(flask.session.get(NEXT)) == "/":
        flask.session[NEXT] = url_for("board.start")  # what else is to be said before helping
    answer = _enter(person)
    flash(_("%(name)sさん、ようこそ。登録しました。", name=person.display_name))
    return answer


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        with committing() as session:
            actions.sign_out(session, current_user.token)
    flask.session.clear()
    flash(_("サインアウトしました。"))
    return redirect("/", 303)


def _page(
    template: str, form: SignInForm | CodeForm | SignUpForm, **facts: object
) -> ResponseReturnValue:
    page = render_template(template, form=form, **facts)
    return page, 422 if form.errors else 200


def _language() -> Language:
    """The language this visitor reads now, for letters to them."""
    return Language.EASY if i18n.is_easy() else Language(i18n.language())


def _proven(email: str) -> ResponseReturnValue:
    """The address is theirs: in, or on to sign up."""
    person = session().scalars(queries.with_email(email)).one_or_none()
    if person is not None:
        return _enter(person)
    flask.session.pop(ASKED, None)
    flask.session[PROVEN] = {"email": email, "at": clock.now().isoformat()}
    return redirect(url_for(".sign_up"), 303)


def _proven_email(now: datetime) -> str:
    proven = flask.session.get(PROVEN)
    if not proven or now - datetime.fromisoformat(proven["at"]) > SIGN_UP_WITHIN:
        return ""
    return str(proven["email"])


def _enter(person: Person) -> ResponseReturnValue:
    """Sign in under a new token; whatever the cookie held before is forgotten."""
    if person.disabled_at is not None:
        abort(403)
    path = here(flask.session.get(NEXT))
    with committing() as session:
        if current_user.is_authenticated:
            actions.sign_out(session, current_user.token)
        token, kept = actions.sign_in(session, person, at=clock.now())
    flask.session.clear()
    login_user(Visitor(token, kept), remember=False)  # type: ignore[no-untyped-call]
    flask.session.permanent = True
    return redirect(path, 303)
