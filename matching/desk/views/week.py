"""A week of needs by day, and whom to ask for all of them together."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import calendar, clock
from matching.accounts.access import me, signed_in
from matching.accounts.rules import Role
from matching.desk import actions, pages, policy, words
from matching.desk.forms.asking import WeekForm
from matching.desk.rules import default_answer_by
from matching.desk.views.door import bp
from matching.i18n import _
from matching.matches.access import answer_path
from matching.web.transaction import committing, session


@bp.get("/desk/week")
@signed_in(*policy.LOOK)
def week() -> ResponseReturnValue:
    found, today = pages.week(session(), _first()), clock.today()
    return render_template(
        "desk/week.html",
        week=found,
        today=today,
        days_off=[day for day in found.days if calendar.is_day_off(day)],
        breadcrumbs=[(_("受付デスク"), url_for("desk.index")), (_("週の一覧"), "")],
    )


@bp.route("/desk/week/asks", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def week_asks() -> ResponseReturnValue:
    first, form, now = _first(), WeekForm(), clock.now()
    proposed = pages.week_proposals(session(), first, now)
    form.offer(proposed)
    if not form.is_fine():
        return _page(form, proposed), 422 if form.errors else 200
    with committing() as kept:
        terms = form.terms(answer_path, now)
        for asked in form.chosen(proposed):
            actions.ask(kept, asked.need, asked.candidates, terms(asked.need), by=me(), at=now)
    flash(_("%(n)s件のお願いを送りました。", n=len(form.pairs.data or ())))
    return redirect(url_for("desk.week", first=first), 303)


def _page(form: WeekForm, proposed: list[pages.Proposed]) -> str:
    first = _first()
    return render_template(
        "desk/week_asks.html", form=form, proposed=proposed, first=first, reasons=words.reasons,
        answer_by=lambda need: default_answer_by(pages.fixed_start(need), clock.now()),
        breadcrumbs=[
            (_("受付デスク"), url_for("desk.index")),
            (_("週の一覧"), url_for("desk.week", first=first)),
            (_("まとめて選ぶ"), ""),
        ],
    )  # fmt: skip


def _first() -> date:
    asked = calendar.parse_date(request.args.get("first", ""))
    return calendar.week_of(asked or clock.today())
