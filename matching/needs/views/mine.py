"""What I asked for: the list, one need as its asker sees it, its end."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.db import page_of
from matching.i18n import _
from matching.needs import actions, policy, queries, steps
from matching.needs.access import mine
from matching.needs.rules import CLOSING_WORDS, STATE_WORDS, VERB_WORDS
from matching.needs.summary import summary
from matching.needs.views.door import bp
from matching.organizations.access import my_organizations
from matching.web.fields import record_id
from matching.web.transaction import committing, session


@bp.get("/mine")
@signed_in()
def index() -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    page = page_of(session(), queries.mine(me(), my_organizations()), number)
    return render_template("needs/index.html", page=page, words=STATE_WORDS)


@bp.get("/<id:need_id>/own")
@signed_in()
def own(need_id: int) -> ResponseReturnValue:
    """One need as its asker sees it, and what they can do next."""
    need = mine(need_id)
    return render_template(
        "needs/own.html",
        need=need,
        rows=summary(need),
        words=STATE_WORDS,
        closing_words=CLOSING_WORDS,
        verbs=VERB_WORDS,
        resume=steps.resume_url(need, now=clock.now()),
        history=session().scalars(queries.steps(need.id)).all(),
        photos=session().scalars(queries.photos(need.id)).all(),
        is_past=bool(need.last_end_at and need.last_end_at <= clock.now()),
    )


@bp.post("/<id:need_id>/discard")
@signed_in()
def discard(need_id: int) -> ResponseReturnValue:
    need = mine(need_id)
    with committing() as held:
        actions.discard(held, need)
    flash(_("下書きを消しました。"))
    return redirect(url_for(".index"), 303)


@bp.post("/<id:need_id>/still-open")
@signed_in()
def still_open(need_id: int) -> ResponseReturnValue:
    need = mine(need_id, policy.owns)
    with committing() as held:
        actions.say_still_open(held, need, at=clock.now())
    flash(_("ありがとうございます。募集を続けます。"))
    return redirect(url_for(".own", need_id=need.id), 303)
