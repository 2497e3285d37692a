"""A person's letters, wishes about mail, and the link that ends the digest."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, me_or_nobody, one, public, signed_in
from matching.db import page_of
from matching.i18n import _
from matching.mailbox import actions, policy, queries
from matching.mailbox.forms import WishesForm
from matching.mailbox.models import Notice, Wishes
from matching.mailbox.rules import TOKEN, Mode, paragraphs
from matching.web.fields import record_id
from matching.web.preferences import way_back
from matching.web.transaction import committing, session

bp = Blueprint("mailbox", __name__)


@bp.app_template_global()
def unread_letters() -> int:
    """How many letters the signed-in person has not read; one statement, and only where it is shown."""
    person = me_or_nobody()
    if "unread" not in g:
        g.unread = session().scalar(queries.unread(person)) if person else 0
    return int(g.unread or 0)


@bp.get("/letters")
@signed_in()
def index() -> ResponseReturnValue:
    page = page_of(session(), queries.seen_by(me()), record_id(request.args.get("page")) or 1)
    return render_template("mailbox/index.html", page=page)


@bp.get("/letters/<id:notice_id>")
@signed_in()
def show(notice_id: int) -> ResponseReturnValue:
    notice = _notice(notice_id)
    lines = paragraphs(notice.text, notice.path)
    return render_template("mailbox/show.html", notice=notice, paragraphs=lines)


@bp.post("/letters/<id:notice_id>/read")
@signed_in()
def read(notice_id: int) -> ResponseReturnValue:
    """Opened from the list: it counts as read from now on."""
    notice = _notice(notice_id)
    with committing() as session:
        actions.mark_read(session, notice, at=clock.now())
    return redirect(url_for(".show", notice_id=notice.id), 303)


@bp.post("/letters/read")
@signed_in()
def read_all() -> ResponseReturnValue:
    with committing() as session:
        actions.mark_all_read(session, me(), at=clock.now())
    flash(_("すべて読んだことにしました。"))
    return redirect(url_for(".index"), 303)


def _notice(notice_id: int) -> Notice:
    return one(queries.notices().where(Notice.id == notice_id), policy.may_read)


# ------------------------------------------------------------------ wishes


@bp.route("/letters/wishes", methods=["GET", "POST"])
@signed_in()
def wishes() -> ResponseReturnValue:
    form = WishesForm.of(session().scalars(queries.wishes_of(me())).one_or_none())
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("mailbox/wishes.html", form=form), status
    with committing() as held:
        actions.wish(held, me(), Mode(form.mode.data), form.digest.data, at=clock.now())
    flash(_("お知らせの設定を保存しました。"))
    return redirect(way_back(url_for(".wishes")), 303)


@bp.get("/unsubscribe/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Scanners of mail open links: looking ends nothing, the button does."""
    return render_template("mailbox/unsubscribe.html", ended=not _wishes(token).digest)


@bp.post("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """One click, from the page or from the mail program itself (RFC 8058), which has no cookies."""
    found = _wishes(token)
    with committing() as held:
        actions.unsubscribe(held, found, at=clock.now())
    return render_template("mailbox/unsubscribe.html", ended=True)


def _wishes(token: str) -> Wishes:
    statement = queries.wishes_by_token(token)
    found = session().scalars(statement).one_or_none() if TOKEN.fullmatch(token) else None
    return found or abort(404)


@bp.record_once
def _exempt(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(unsubscribe)  # the token in the address is the proof
