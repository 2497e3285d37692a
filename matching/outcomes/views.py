"""Pages of what came of it: reporting, approving, correcting, one's own activity."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, one, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.calendar import in_tokyo
from matching.db import page_of
from matching.i18n import _
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.organizations.access import my_organizations
from matching.outcomes import actions, policy, queries
from matching.outcomes.drafts import problems
from matching.outcomes.forms import ApprovalForm, CorrectionForm, FiguresForm, ReportForm
from matching.outcomes.models import Report
from matching.outcomes.rules import SIDE_WORDS, SOLVED_WORDS
from matching.web.fields import record_id
from matching.web.transaction import committing, session

bp = Blueprint("outcomes", __name__)
May = Callable[[Person, Match, Container[int]], bool]


def _match(match_id: int, may: May) -> Match:
    def allowed(person: Person, match: Match) -> bool:
        return may(person, match, my_organizations())

    return one(matches().where(Match.id == match_id), allowed)


@bp.route("/matches/<id:match_id>/report", methods=["GET", "POST"])
@signed_in()
def report(match_id: int) -> ResponseReturnValue:
    match = _match(match_id, policy.may_report)
    side = policy.side_of(me(), match, my_organizations())
    assert side is not None  # may_report said so
    said = session().scalars(queries.report_of(match.id, side)).one_or_none()
    form = ReportForm(data=_shown(match, said))
    sent = form.validate_on_submit()
    if not sent or form.blame(problems(form.draft(), now=clock.now())):
        page = render_template("outcomes/report.html", match=match, form=form, side=side)
        return page, 422 if form.is_submitted() else 200
    with committing() as held:
        actions.report(held, match, side, form.draft(), by=me(), at=clock.now())
    flash(_("ご報告をありがとうございました。センターが確かめます。"))
    return redirect(url_for("matches.show", match_id=match.id), 303)


def _shown(match: Match, said: Report | None) -> dict[str, object]:
    """What the form shows: what was said before, else what was agreed."""
    each = said.minutes if said else match.need.minutes_wanted
    shown: dict[str, object] = {
        "held_on": said.held_on if said else _day(match),
        "hours": each // 60,
        "minutes": each % 60,
        "people": said.people if said else match.places,
    }
    if said:
        solved = said.solved.value if said.solved else ""
        shown |= {
            "done": said.done,
            "thanks": said.thanks,
            "problems": said.problems,
            "solved": solved,
        }
    return shown


def _day(match: Match) -> date:
    starts = match.need.first_start_at
    today = clock.today()
    return min(in_tokyo(starts).date(), today) if starts else today


@bp.get("/outcomes")
@signed_in(Role.COORDINATOR)
def index() -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    silent = request.args.get("show") == "silent"
    statement = queries.waiting_report(clock.now()) if silent else queries.waiting_approval()
    return render_template(
        "outcomes/index.html", page=page_of(session(), statement, number), silent=silent
    )


@bp.route("/matches/<id:match_id>/approve", methods=["GET", "POST"])
@signed_in()
def approve(match_id: int) -> ResponseReturnValue:
    match = _match(match_id, policy.may_approve)
    reports = session().scalars(queries.reports(match.id)).all()
    form = ApprovalForm(data=_shown(match, reports[0] if reports else None))
    if not form.validate_on_submit():
        page = render_template(
            "outcomes/approve.html", match=match, form=form, reports=reports, sides=SIDE_WORDS,
            solved_words=SOLVED_WORDS, reads_problems=policy.may_read_problems(me()),
        )  # fmt: skip
        return page, 422 if form.is_submitted() else 200
    with committing() as held:
        actions.approve(held, match, _approval(form, match), by=me(), at=clock.now())
    flash(_("承認しました。計画の数値に入りました。"))
    return redirect(url_for("outcomes.ledger", match_id=match.id), 303)


def _approval(form: FiguresForm, match: Match) -> actions.Approval:
    return actions.Approval(
        held_on=form.held_on.data or _day(match),
        minutes_each=form.minutes_each(),
        people=form.people.data or 1,
        solved=form.solved_value() if isinstance(form, ApprovalForm) else None,
    )


@bp.route("/matches/<id:match_id>/outcome", methods=["GET", "POST"])
@signed_in()
def ledger(match_id: int) -> ResponseReturnValue:
    """What was approved, entry by entry; coordinators may enter a correction."""
    match = _match(match_id, policy.may_report)
    form = CorrectionForm(data={"held_on": _day(match)})
    if form.is_submitted():
        _match(match_id, policy.may_correct)
    if form.validate_on_submit():
        with committing() as held:
            actions.correct(
                held, match, _approval(form, match), reason=form.reason.data or "", by=me(),
                at=clock.now(),
            )  # fmt: skip
        flash(_("訂正を加えました。"))
        return redirect(url_for(".ledger", match_id=match.id), 303)
    page = render_template(
        "outcomes/ledger.html", match=match, form=form,
        entries=session().scalars(queries.entries(match.id)).all(),
        may_correct=policy.may_correct(me(), match),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@bp.get("/my/activity")
@signed_in()
def activity() -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    return render_template(
        "outcomes/activity.html",
        page=page_of(session(), queries.activity(me(), my_organizations()), number),
        years=session().execute(queries.yearly(me())).all(),
    )
