"""Gathers what the pages about the plan's progress show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from matching.db import Page, rows_of
from matching.plan.models import Initiative, Pillar, Plan, Policy
from matching.plan.queries import initiatives, stages
from matching.progress import behind, queries
from matching.progress.queries import Level
from matching.progress.rules import (
    DEFINITIONS,
    NOTHING,
    Figure,
    Figures,
    Place,
    Records,
    Scope,
    stage_in,
    summed,
)

Key = tuple[int | None, int]
"""An initiative or pillar (None: not of this plan), and a fiscal year."""
Found = dict[Key, dict[Figure, int]]
OF_OUTCOMES = (Figure.DONE, Figure.HELPERS, Figure.PEOPLE, Figure.MINUTES)


@dataclass(frozen=True)
class Line:
    """One initiative: its stage and figures in the year, its minutes in every year."""

    initiative: Initiative
    stage: Sequence[str]
    figures: Figures
    by_year: Mapping[int, Figures]


@dataclass(frozen=True)
class PolicyLines:
    policy: Policy
    lines: Sequence[Line]


@dataclass(frozen=True)
class PillarLines:
    pillar: Pillar
    policies: Sequence[PolicyLines]
    figures: Figures

    @property
    def lines(self) -> list[Line]:
        return [line for policy in self.policies for line in policy.lines]


@dataclass(frozen=True)
class Overview:
    """The plan as its own diagram, with the figures of one year."""

    plan: Plan
    year: int
    years: Sequence[int]
    pillars: Sequence[PillarLines]
    outside: Figures
    """What counts for no initiative of this plan."""
    total: Figures

    @property
    def lines(self) -> list[Line]:
        return [line for pillar in self.pillars for line in pillar.lines]

    @property
    def most_minutes(self) -> int:
        return max([line.figures[Figure.MINUTES] for line in self.lines], default=0)


def figures(session: Session, scope: Scope, now: datetime) -> Found:
    """Figures by initiative and year, in three statements."""
    found: Found = {}
    for code, year, needs, unmet in session.execute(queries.need_figures(scope, now)):
        row = found.setdefault((code, year), dict(NOTHING))
        row[Figure.NEEDS], row[Figure.UNMET] = needs, unmet
    for code, year, number in session.execute(queries.match_figures(scope)):
        found.setdefault((code, year), dict(NOTHING))[Figure.MATCHES] = number
    for (code, year), row in of_outcomes(session, scope, Level.INITIATIVE).items():
        found.setdefault((code, year), dict(NOTHING)).update(row)
    return found


def of_outcomes(session: Session, scope: Scope, level: Level) -> Found:
    """Figures from approved entries; one statement."""
    return {
        (code, year): dict(zip(OF_OUTCOMES, numbers, strict=True))
        for code, year, *numbers in session.execute(queries.outcome_figures(scope, level))
    }


def overview(
    session: Session, plan: Plan, year: int, district_id: int | None, now: datetime
) -> Overview:
    """Every initiative of the plan with its figures, in seven statements however many there are."""
    years = tuple(range(plan.first_year, plan.last_year + 1))
    found = figures(session, Scope(plan.id, years, district_id), now)
    this = Scope(plan.id, (year,), district_id)
    pillars = of_outcomes(session, this, Level.PILLAR)
    whole = of_outcomes(session, this, Level.PLAN)
    lines = _lines(session, plan, year, years, found)
    outside = found.get((None, year), NOTHING)
    total = summed([*(line.figures for line in lines), outside])
    return Overview(
        plan, year, years, _by_pillar(lines, year, pillars), outside,
        total | {Figure.HELPERS: whole.get((None, year), NOTHING)[Figure.HELPERS]},
    )  # fmt: skip


def _lines(
    session: Session, plan: Plan, year: int, years: Sequence[int], found: Found
) -> list[Line]:
    foreseen: dict[int, list[tuple[int, str]]] = {}
    for stage in session.scalars(stages(plan.id)):
        foreseen.setdefault(stage.initiative_id, []).append((stage.fiscal_year, stage.stage))
    return [
        Line(
            initiative=one,
            stage=stage_in(foreseen.get(one.id, ()), year),
            figures=found.get((one.id, year), NOTHING),
            by_year={each: found.get((one.id, each), NOTHING) for each in years},
        )
        for one in session.scalars(initiatives().where(Initiative.plan_id == plan.id))
    ]


def _by_pillar(lines: Sequence[Line], year: int, pillars: Found) -> list[PillarLines]:
    made = []
    for pillar, of_pillar in groupby(lines, lambda line: line.initiative.policy.pillar):
        policies = [
            PolicyLines(policy, list(of_policy))
            for policy, of_policy in groupby(of_pillar, lambda line: line.initiative.policy)
        ]
        sums = summed(line.figures for policy in policies for line in policy.lines)
        helpers = pillars.get((pillar.id, year), NOTHING)[Figure.HELPERS]
        made.append(PillarLines(pillar, policies, sums | {Figure.HELPERS: helpers}))
    return made


def records(
    session: Session, figure: Figure, scope: Scope, place: Place, now: datetime, number: int
) -> Page[Row[Any]]:
    """One page of the records that make a figure."""
    statements: dict[Records, Select[*tuple[Any, ...]]] = {
        Records.NEEDS: behind.needs(scope, place, now, figure),
        Records.MATCHES: behind.matches(scope, place),
        Records.ACTIVITIES: behind.activities(scope, place),
        Records.HELPERS: behind.helpers(scope, place),
    }
    return rows_of(session, statements[DEFINITIONS[figure].behind], number)
