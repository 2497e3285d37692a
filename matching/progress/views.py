"""The plan's progress, for everybody: figures by initiative and year, each opening to its records."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import public
from matching.calendar import fiscal_year, fiscal_year_name
from matching.db import page_of
from matching.i18n import _, language
from matching.plan.models import Plan
from matching.plan.queries import covering, plans, stages
from matching.progress import actions, queries
from matching.progress.rules import DEFINITIONS, Figure
from matching.web.csv import csv_file, csv_text
from matching.web.fields import record_id
from matching.web.transaction import session

bp = Blueprint("progress", __name__, url_prefix="/progress")
YEARS_BACK = 4


def _chosen() -> int:
    """The fiscal year asked for; this one where none or nonsense is."""
    this = fiscal_year(clock.today())
    asked = record_id(request.args.get("year", ""))
    return asked if asked is not None and 2017 <= asked <= this else this


def _years() -> Sequence[int]:
    this = fiscal_year(clock.today())
    return range(this, this - YEARS_BACK, -1)


@bp.get("")
@public
def index() -> ResponseReturnValue:
    chosen = _chosen()
    lines = actions.year(session(), chosen)
    plan = session().scalars(covering(chosen)).first()
    return render_template(
        "progress/index.html",
        lines=lines, total=actions.total(lines), year=chosen, years=_years(), plan=plan,
        figures=Figure, definitions=DEFINITIONS, stages=_stages(plan, chosen),
        most=max([line.figures[Figure.MINUTES] for line in lines], default=0),
    )  # fmt: skip


def _stages(plan: Plan | None, year: int) -> dict[int, str]:
    """What the plan foresees for each initiative in this year: its newest word up to then."""
    if plan is None:
        return {}
    rows = session().scalars(stages(plan.id))
    return {row.initiative_id: row.stage for row in rows if row.fiscal_year <= year}


@bp.get("/<id:initiative_id>/<any(needs,matches,people,minutes,unmet):figure>")
@public
def records(initiative_id: int, figure: str) -> ResponseReturnValue:
    """What makes a figure: activities without anybody's name."""
    initiative = session().scalars(queries.initiative(initiative_id)).one_or_none()
    if initiative is None:
        abort(404)
    chosen, number = _chosen(), record_id(request.args.get("page", "1")) or 1
    of_needs = figure in {Figure.NEEDS, Figure.UNMET}
    if of_needs:
        behind = queries.unmet_behind if figure == Figure.UNMET else queries.needs_behind
        page: object = page_of(session(), behind(initiative_id, chosen), number)
    else:
        page = page_of(session(), queries.outcomes_behind(initiative_id, chosen), number)
    return render_template(
        "progress/records.html", initiative=initiative, page=page, year=chosen, of_needs=of_needs,
        definition=DEFINITIONS[Figure(figure)],
    )  # fmt: skip


@bp.get("/figures.csv")
@public
def download() -> Response:
    chosen = _chosen()
    headers = [_("年度"), _("事業"), _("名称"), *(_(DEFINITIONS[f].name) for f in Figure)]
    rows = [
        [
            fiscal_year_name(chosen, language()),
            line.initiative.code,
            line.initiative.name,
            *(line.figures[figure] for figure in Figure),
        ]
        for line in actions.year(session(), chosen)
    ]
    return csv_file(f"figures-{chosen}.csv", csv_text(headers, rows))


@bp.get("/plans")
@public
def all_plans() -> ResponseReturnValue:
    return render_template("progress/plans.html", plans=session().scalars(plans()).all())
