"""The plans themselves: pillars, initiatives, stages, verification; carrying one over."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from matching import clock
from matching.accounts.access import may_open, me, me_or_nobody, public, signed_in
from matching.accounts.rules import Role
from matching.i18n import _
from matching.plan import actions, queries
from matching.plan.models import Initiative, Plan
from matching.progress.forms import CarryOverForm
from matching.progress.rules import STAGE_WORDS, stage_in
from matching.web.transaction import committing, session

bp = Blueprint("plans", __name__, url_prefix="/plans")


def _plan(plan_id: int) -> Plan:
    found = session().get(Plan, plan_id)
    if found is None:
        abort(404)
    return found


@bp.get("")
@public
def index() -> ResponseReturnValue:
    return render_template("progress/plans.html", plans=session().scalars(queries.plans()).all())


@bp.get("/<id:plan_id>")
@public
def show(plan_id: int) -> ResponseReturnValue:
    plan, held = _plan(plan_id), session()
    foreseen: dict[int, list[tuple[int, str]]] = {}
    for stage in held.scalars(queries.stages(plan.id)):
        foreseen.setdefault(stage.initiative_id, []).append((stage.fiscal_year, stage.stage))
    carried = held.scalar(select(Plan).where(Plan.predecessor_id == plan.id))
    found = held.scalars(queries.initiatives().where(Initiative.plan_id == plan.id)).all()
    return render_template(
        "progress/plan.html", plan=plan, years=range(plan.first_year, plan.last_year + 1),
        initiatives=found, measures=held.scalars(queries.measures(plan.id)).all(),
        verified=held.execute(queries.verification(plan.id)).all(), successor=carried,
        stage=lambda one, year: stage_in(foreseen.get(one.id, ()), year), words=STAGE_WORDS,
        may_carry=bool(found) and not carried and may_open("plans.carry_over", me_or_nobody()),
        breadcrumbs=[(_("計画の一覧"), url_for(".index")), (plan.name, "")],
    )  # fmt: skip


@bp.route("/<id:plan_id>/carry-over", methods=["GET", "POST"])
@signed_in(Role.CITY, Role.ADMIN)
def carry_over(plan_id: int) -> ResponseReturnValue:
    """The same pillars, policies and initiatives in a plan that follows."""
    plan, form = _plan(plan_id), CarryOverForm()
    form.offer(plan)
    if not form.validate_on_submit():
        made = render_template("progress/carry_over.html", plan=plan, form=form)
        return made, 422 if form.is_submitted() else 200
    with committing() as held:
        successor = form.successor(plan)
        new = actions.carry_over(held, plan, successor, by_id=me().id, at=clock.now())
    flash(_("「%(name)s」を作りました。", name=new.name))
    return redirect(url_for(".show", plan_id=new.id), 303)
