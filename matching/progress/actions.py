"""Gathers a year's figures for every initiative of the plan that covers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching.plan.models import Initiative
from matching.plan.queries import initiatives_of
from matching.progress import queries
from matching.progress.rules import NOTHING, Figure, Figures


@dataclass(frozen=True)
class Line:
    """One initiative with its figures."""

    initiative: Initiative
    figures: Figures


def year(session: Session, fiscal_year: int) -> Sequence[Line]:
    """Every initiative of the plan in force, in the plan's order, in three statements."""
    figures: dict[int | None, dict[Figure, int]] = {}
    for initiative, needs, unmet in session.execute(queries.need_figures(fiscal_year)):
        figures.setdefault(initiative, dict(NOTHING)).update(
            {Figure.NEEDS: needs, Figure.UNMET: unmet}
        )
    for initiative, matches, people, minutes in session.execute(
        queries.outcome_figures(fiscal_year)
    ):
        figures.setdefault(initiative, dict(NOTHING)).update(
            {Figure.MATCHES: matches, Figure.PEOPLE: people, Figure.MINUTES: minutes}
        )
    return [
        Line(initiative, figures.get(initiative.id, NOTHING))
        for initiative in session.scalars(initiatives_of(fiscal_year))
    ]


def total(lines: Sequence[Line]) -> Figures:
    """The lines added up."""
    return {figure: sum(line.figures[figure] for line in lines) for figure in Figure}
