"""The plan's figures by initiative and year, each opening to its records; for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import may_open, me_or_nobody, public
from matching.calendar import fiscal_year, fiscal_year_name
from matching.districts.models import District
from matching.districts.queries import districts
from matching.i18n import _, language
from matching.needs.rules import CLOSING_WORDS
from matching.needs.rules import STATE_WORDS as NEED_WORDS
from matching.plan.models import Initiative, Pillar, Plan
from matching.plan.queries import initiatives, plans
from matching.progress import pages
from matching.progress.rules import DEFINITIONS, STAGE_WORDS, Figure, Figures, Place, Scope
from matching.skills.rules import groups_by_code
from matching.web.csv import csv_file, csv_text
from matching.web.fields import record_id
from matching.web.transaction import session

bp = Blueprint("progress", __name__, url_prefix="/progress")
FIGURES = "any({}):figure".format(",".join(Figure))


@dataclass(frozen=True)
class Chosen:
    """What the visitor looks at: a plan, one of its years, a district or all."""

    plan: Plan
    year: int
    years: Sequence[int]
    district: District | None
    districts: Sequence[District]

    @property
    def scope(self) -> Scope:
        return Scope(self.plan.id, (self.year,), self.district.id if self.district else None)

    def arguments(self, **more: object) -> dict[str, Any]:
        """For addresses that lead to the same year and district."""
        own = {"year": self.year, "district": self.district.id if self.district else None}
        return {name: value for name, value in (own | more).items() if value is not None}


def chosen() -> Chosen:
    """What the address asks for; where that is nothing we have, this year and all districts.

    Raises:
        NotFound: there is no plan at all.
    """
    known = session().scalars(plans()).all()
    this = fiscal_year(clock.today())
    by_year = {
        year: plan
        for plan in reversed(known)
        for year in range(plan.first_year, plan.last_year + 1)
        if year <= this
    }
    if not by_year:
        abort(404)
    asked = record_id(request.args.get("year", ""))
    year = asked if asked in by_year else max(by_year)
    assert year is not None
    city = session().scalars(districts()).all()
    wanted = record_id(request.args.get("district", ""))
    district = next((one for one in city if one.id == wanted), None)
    return Chosen(by_year[year], year, sorted(by_year, reverse=True), district, city)


@bp.get("")
@public
def index() -> ResponseReturnValue:
    look = chosen()
    district_id = look.district.id if look.district else None
    found = pages.overview(session(), look.plan, look.year, district_id, clock.now())
    return render_template(
        "progress/index.html", look=look, overview=found, figures=Figure,
        definitions=DEFINITIONS, stage_words=STAGE_WORDS, shown=shown,
    )  # fmt: skip


def shown(figure: Figure, amount: int) -> str:
    """A figure as its table shows it."""
    filters = current_app.jinja_env.filters
    return str(filters["minutes" if figure is Figure.MINUTES else "number"](amount))


# ------------------------------------------------------------------ records


@bp.get(f"/<id:initiative_id>/<{FIGURES}>")
@public
def records(initiative_id: int, figure: str) -> ResponseReturnValue:
    """What makes the figure of one initiative."""
    look = chosen()
    statement = initiatives().where(Initiative.id == initiative_id)
    found = session().scalars(statement).one_or_none()
    if found is None or found.plan_id != look.plan.id:
        abort(404)
    name = f"{found.code} {found.name}"
    return _records(look, Figure(figure), Place(initiative_id=found.id), name)


@bp.get(f"/pillars/<id:pillar_id>/<{FIGURES}>")
@public
def pillar_records(pillar_id: int, figure: str) -> ResponseReturnValue:
    """What makes the figure of a pillar."""
    look, found = chosen(), session().get(Pillar, pillar_id)
    if found is None or found.plan_id != look.plan.id:
        abort(404)
    name = f"{found.code} {found.name}"
    return _records(look, Figure(figure), Place(pillar_id=found.id), name)


@bp.get(f"/outside/<{FIGURES}>")
@public
def outside_records(figure: str) -> ResponseReturnValue:
    """What counts for no initiative of the plan."""
    return _records(chosen(), Figure(figure), Place(outside=True), _("計画の事業以外"))


@bp.get(f"/all/<{FIGURES}>")
@public
def all_records(figure: str) -> ResponseReturnValue:
    """What makes the figure of the whole year."""
    return _records(chosen(), Figure(figure), Place(), _("全体"))


def _records(look: Chosen, figure: Figure, place: Place, name: str) -> ResponseReturnValue:
    number = record_id(request.args.get("page", "1")) or 1
    now, person = clock.now(), me_or_nobody()
    definition = DEFINITIONS[figure]
    return render_template(
        "progress/records.html", look=look, name=name, definition=definition,
        page=pages.records(session(), figure, look.scope, place, now, number),
        kinds=groups_by_code(), language=language(), closing_words=CLOSING_WORDS,
        need_words=NEED_WORDS, sees_all=bool(person and person.is_staff), way=_way,
        breadcrumbs=[
            (_("計画の進み具合"), url_for("progress.index", **look.arguments())),
            (_(definition.name), ""),
        ],
    )  # fmt: skip


def _way(endpoint: str, **values: Any) -> str:
    """The address of another room's page if there is one and the visitor may open it, else ""."""
    there = endpoint in current_app.view_functions
    return url_for(endpoint, **values) if there and may_open(endpoint, me_or_nobody()) else ""


# ------------------------------------------------------------------ file


@bp.get("/figures.csv")
@public
def download() -> Response:
    """Every initiative in every year of the plan; times in minutes."""
    look = chosen()
    district_id = look.district.id if look.district else None
    found = pages.overview(session(), look.plan, look.year, district_id, clock.now())
    headers = [_("年度"), _("施策の柱"), _("基本施策"), _("事業"), _("事業の名前")]
    headers += [_csv_name(figure) for figure in Figure]
    rows = [
        [*_named(year, line), *_numbers(figures)]
        for line in found.lines
        for year, figures in line.by_year.items()
        if year in look.years
    ]
    return csv_file(f"yui-{look.plan.slug}.csv", csv_text(headers, rows))


def _csv_name(figure: Figure) -> str:
    name = _(DEFINITIONS[figure].name)
    return _("%(name)s（分）", name=name) if figure is Figure.MINUTES else name


def _named(year: int, line: pages.Line) -> list[str]:
    one = line.initiative
    year_name = fiscal_year_name(year, language())
    return [year_name, one.policy.pillar.name, one.policy.name, one.code, one.name]


def _numbers(figures: Figures) -> list[int]:
    return [figures[figure] for figure in Figure]
