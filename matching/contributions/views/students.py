"""Students who agreed that the office of their university sees their hours; for that office alone."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from matching.accounts.access import signed_in
from matching.contributions.access import university_of_mine
from matching.contributions.queries import students as queries
from matching.contributions.views.blueprint import bp, chosen_year
from matching.contributions.views.pages import page_number, trail
from matching.db import rows_of
from matching.i18n import _
from matching.web.csv import csv_file, csv_text
from matching.web.transaction import session


@bp.get("/<id:organization_id>/contributions/students")
@signed_in()
def students(organization_id: int) -> ResponseReturnValue:
    """Their names with their hours of the year."""
    it, year = university_of_mine(organization_id), chosen_year()
    page = rows_of(session(), queries.named(it.id, year), page_number())
    crumbs = trail(it, _("時間を見せている学生"))
    return render_template(
        "contributions/students.html", it=it, year=year, page=page, breadcrumbs=crumbs
    )


@bp.get("/<id:organization_id>/contributions/students.csv")
@signed_in()
def student_table(organization_id: int) -> Response:
    """The same for spreadsheets; times in minutes."""
    it, year = university_of_mine(organization_id), chosen_year()
    rows = [
        (person.display_name, activities, minutes)
        for person, activities, minutes in session().execute(queries.named(it.id, year))
    ]
    name = _("学生の活動-%(name)s-%(year)s.csv", name=it.name, year=year)
    return csv_file(name, csv_text([_("名前"), _("活動"), _("活動時間（分）")], rows))
