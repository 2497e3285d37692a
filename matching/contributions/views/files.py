"""A year to take along: a summary on paper, and a list for spreadsheets."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from matching import clock
from matching.accounts.access import signed_in
from matching.contributions import pages, paper, words
from matching.contributions.access import looked_at
from matching.contributions.queries import counted
from matching.contributions.rules import SIDE_WORDS, Only, Side
from matching.contributions.views.blueprint import bp, chosen_year, this_year
from matching.contributions.views.pages import campus_of
from matching.i18n import _
from matching.organizations.models import Organization
from matching.web import documents
from matching.web.csv import csv_file, csv_text
from matching.web.files import named
from matching.web.transaction import session


@bp.get("/<id:organization_id>/contributions.pdf")
@signed_in()
def summary(organization_id: int) -> ResponseReturnValue:
    """The year on A4, for the organisation's own report."""
    it, year = looked_at(organization_id), chosen_year()
    facts = paper.facts(it, year, _sections(it, year), today=clock.today())
    made = Response(documents.pdf("contributions/summary", facts), mimetype="application/pdf")
    return named(made, _("活動のまとめ-%(name)s-%(year)s.pdf", name=it.name, year=year), "inline")


def _sections(it: Organization, year: int) -> list[dict[str, Any]]:
    """What there is to tell of the year."""
    asked = pages.asked(session(), it.id, year, clock.now())
    campus = campus_of(it, year)
    students = [paper.students(campus)] if campus and campus.confirmed else []
    return students + [
        paper.section(found, asked, _rows(it, found.side, year))
        for found in pages.summaries(session(), it.id, year, this_year())
        if found.total.activities or (found.side is Side.ASKED and asked.needs)
    ]


def _rows(it: Organization, side: Side, year: int) -> list[Row[Any]]:
    return list(session().execute(counted.activities(side, it.id, year, Only())).all())


@bp.get("/<id:organization_id>/contributions.csv")
@signed_in()
def table(organization_id: int) -> Response:
    """Every activity of the year; times in minutes."""
    it, year = looked_at(organization_id), chosen_year()
    headers = [
        _("区分"), _("活動した日"), _("題名"), _("内容"), _("地区"), _("事業"), _("頼んだ人"),
        _("手伝った人"), _("人数"), _("活動時間（分）"),
    ]  # fmt: skip
    rows = [_line(side, row) for side in Side for row in _rows(it, side, year)]
    name = _("活動-%(name)s-%(year)s.csv", name=it.name, year=year)
    return csv_file(name, csv_text(headers, rows))


def _line(side: Side, row: Row[Any]) -> list[object]:
    return [
        _(SIDE_WORDS[side]), row.held_on.isoformat(), row.title, words.kind(row.kind),
        words.district(row.district),
        words.initiative(f"{row.code} {row.initiative}" if row.code else None),
        row.asker or _("個人"), row.helper or _("個人"), row.people, row.minutes,
    ]  # fmt: skip
