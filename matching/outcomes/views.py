"""Pages of what came of it: telling, approving, correcting, one's own activity."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.db import page_of, rows_of
from matching.i18n import _
from matching.matches.access import mine
from matching.matches.models import Match
from matching.matches.views.door import match_facts
from matching.organizations.access import acting_for, my_organizations
from matching.outcomes import actions, pages, policy, queries
from matching.outcomes.drafts import problems, problems_of_approval, problems_of_correction
from matching.outcomes.forms import ApprovalForm, CorrectionForm, NoShowForm, ReportForm
from matching.outcomes.rules import SIDE_WORDS, SOLVED_WORDS, Side, may_be_told
from matching.web.fields import record_id
from matching.web.transaction import committing, session

bp = Blueprint("outcomes", __name__)


def _number() -> int:
    return record_id(request.args.get("page", "1")) or 1


@bp.get("/matches/<id:match_id>")
@signed_in()
def match(match_id: int) -> ResponseReturnValue:
    """Where a match stands, and what came of it."""
    found, now = mine(match_id), clock.now()
    side = policy.side_of(me(), found, my_organizations())
    return render_template(
        "outcomes/match.html",
        telling=pages.telling(session(), found, side, now),
        may_approve=policy.may_approve(me(), found, my_organizations()),
        **match_facts(found),
    )


# ------------------------------------------------------------------ telling


@bp.route("/matches/<id:match_id>/report", methods=["GET", "POST"])
@signed_in()
def report(match_id: int) -> ResponseReturnValue:
    match, now = mine(match_id, policy.may_report), clock.now()
    side = policy.side_of(me(), match, my_organizations())
    assert side is not None, "may_report said so"
    if session().scalar(queries.is_approved(match.id)):
        return redirect(url_for(".ledger", match_id=match.id), 303)
    form = ReportForm(data=pages.told_or_agreed(session(), match, side, now))
    form.suit(side)
    valid = form.validate_on_submit()
    if not valid or form.blame(problems(form.draft(), now=now, frame=pages.frame(match))):
        return _report_page(match, form, side)
    with committing() as held:
        actions.report(held, match, form.draft(), side=side, by=me(), at=now)
    flash(_("ご報告をありがとうございました。確かめたうえで、活動の時間に数えます。"))
    return redirect(_after_report(match), 303)


def _report_page(match: Match, form: ReportForm, side: Side) -> ResponseReturnValue:
    made = render_template(
        "outcomes/report.html", match=match, form=form, side=side,
        may_tell=may_be_told(match.state, match.need.first_start_at, clock.now()),
    )  # fmt: skip
    return made, 422 if form.is_submitted() else 200


def _after_report(match: Match) -> str:
    """Who may approve goes on to that; everybody else back to the match."""
    approves = policy.may_approve(me(), match, my_organizations())
    return url_for(".approve" if approves else ".match", match_id=match.id)


# ------------------------------------------------------------------ approving


@bp.get("/outcomes")
@signed_in()
def index() -> ResponseReturnValue:
    """What waits for a report or for an approval."""
    if not queries.may_look(me(), my_organizations()):
        abort(403)
    silent = request.args.get("show") == "silent"
    found = queries.to_report(clock.now()) if silent else queries.to_approve()
    mine_to_see = queries.looked_after_by(found, me(), my_organizations())
    page = page_of(session(), mine_to_see, _number())
    return render_template(
        "outcomes/index.html", page=page, silent=silent, sides=SIDE_WORDS,
        told=pages.sides_told(session(), [match.id for match in page.items]),
        may_approve=lambda match: policy.may_approve(me(), match, my_organizations()),
        may_report=lambda match: policy.may_report(me(), match, my_organizations()),
    )  # fmt: skip


@bp.route("/matches/<id:match_id>/approve", methods=["GET", "POST"])
@signed_in()
def approve(match_id: int) -> ResponseReturnValue:
    match, now = mine(match_id, policy.may_approve), clock.now()
    if session().scalar(queries.is_approved(match.id)):
        return redirect(url_for(".ledger", match_id=match.id), 303)
    form = ApprovalForm(data=pages.to_approve(session(), match, now))
    form.offer(pages.initiatives(session(), form, now))
    valid = form.validate_on_submit()
    found = problems_of_approval(form.draft(), now=now, frame=pages.frame(match))
    if not valid or form.blame(found):
        return _approval_page(match, form, NoShowForm(formdata=None))
    with committing() as held:
        actions.approve(held, match, form.draft(), by=me(), at=now)
    flash(_("承認しました。活動の時間を記録し、手伝った方にお知らせしました。"))
    return redirect(url_for(".ledger", match_id=match.id), 303)


@bp.post("/matches/<id:match_id>/no-show")
@signed_in()
def no_show(match_id: int) -> ResponseReturnValue:
    match, form, now = mine(match_id, policy.may_approve), NoShowForm(), clock.now()
    if not form.validate_on_submit():
        approval = ApprovalForm(formdata=None, data=pages.to_approve(session(), match, now))
        approval.offer(pages.initiatives(session(), approval, now))
        return _approval_page(match, approval, form)
    with committing() as held:
        actions.no_show(held, match, by=me(), at=now, note=form.note.data or "")
    flash(_("来られなかったことを記録しました。活動の時間には数えません。"))
    return redirect(url_for(".index"), 303)


def _approval_page(match: Match, form: ApprovalForm, missed: NoShowForm) -> ResponseReturnValue:
    made = render_template(
        "outcomes/approve.html", match=match, form=missed if missed.errors else form,
        approval=form, missed=missed, compared=pages.compared(session(), match.id),
        sides=SIDE_WORDS, solved_words=SOLVED_WORDS,
        reads_problems=policy.may_read_problems(me()),
    )  # fmt: skip
    return made, 422 if form.is_submitted() else 200


# ------------------------------------------------------------------ what was approved


@bp.get("/matches/<id:match_id>/outcome")
@signed_in()
def ledger(match_id: int) -> ResponseReturnValue:
    """What counts of a match, entry by entry."""
    match = mine(match_id, policy.may_see)
    entries = session().scalars(queries.entries(match.id)).all()
    return render_template(
        "outcomes/ledger.html", match=match, entries=entries, solved_words=SOLVED_WORDS,
        is_staff=me().is_staff, may_correct=policy.may_correct(me(), match, my_organizations()),
        may_report=policy.may_report(me(), match, my_organizations()),
        minutes=sum(entry.minutes for entry in entries),
        people=sum(entry.people for entry in entries),
    )  # fmt: skip


@bp.route("/matches/<id:match_id>/outcome/correct", methods=["GET", "POST"])
@signed_in()
def correct(match_id: int) -> ResponseReturnValue:
    match, now = mine(match_id, policy.may_correct), clock.now()
    if not session().scalar(queries.is_approved(match.id)):
        return redirect(url_for(".ledger", match_id=match.id), 303)
    form = CorrectionForm(data=pages.to_correct(session(), match))
    form.offer(pages.initiatives(session(), form, now))
    valid = form.validate_on_submit()
    found = problems_of_correction(form.draft(), now=now, frame=pages.frame(match))
    if not valid or form.blame(found):
        made = render_template("outcomes/correct.html", match=match, form=form)
        return made, 422 if form.is_submitted() else 200
    with committing() as held:
        actions.correct(held, match, form.draft(), by=me(), at=now)
    flash(_("訂正を記録し、手伝った方にお知らせしました。"))
    return redirect(url_for(".ledger", match_id=match.id), 303)


@bp.get("/my/activity")
@signed_in()
def activity() -> ResponseReturnValue:
    """What the person, or the organisation they speak for, did, by fiscal year."""
    organization = acting_for()
    whose = (me(), organization.id if organization else None)
    return render_template(
        "outcomes/activity.html",
        page=rows_of(session(), queries.activities(*whose), _number()),
        years=session().execute(queries.yearly(*whose)).all(), organization=organization,
    )  # fmt: skip
