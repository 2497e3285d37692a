"""Statements about plans and their initiatives."""

from __future__ import annotations

from sqlalchemy import Select, case, distinct, func, select
from sqlalchemy.orm import joinedload

from matching.plan.models import Initiative, Measure, Pillar, Plan, Policy, Stage


def plans() -> Select[Plan]:
    """All plans, the newest first."""
    return select(Plan).order_by(Plan.first_year.desc(), Plan.id.desc())


def covering(fiscal_year: int) -> Select[Plan]:
    """The plans in force in that year, the newest first."""
    return plans().where(Plan.first_year <= fiscal_year, Plan.last_year >= fiscal_year)


def initiatives() -> Select[Initiative]:
    """Initiatives with policy and pillar, in the plan's order."""
    return (
        select(Initiative)
        .join(Initiative.policy)
        .join(Policy.pillar)
        .options(
            joinedload(Initiative.policy).joinedload(Policy.pillar), joinedload(Initiative.plan)
        )
        .order_by(Pillar.code, Policy.number, Initiative.number)
    )


def initiatives_of(fiscal_year: int) -> Select[Initiative]:
    """Initiatives of the plan that covers that year (of the newest, if two do)."""
    newest = covering(fiscal_year).with_only_columns(Plan.id).limit(1).scalar_subquery()
    return initiatives().where(Initiative.plan_id == newest)


def stages(plan_id: int) -> Select[Stage]:
    """What the plan foresees, initiative by initiative, year by year."""
    return (
        select(Stage)
        .join(Initiative, Initiative.id == Stage.initiative_id)
        .where(Initiative.plan_id == plan_id)
        .order_by(Stage.initiative_id, Stage.fiscal_year, Stage.id)
    )


def measures(plan_id: int) -> Select[Measure]:
    """The measures of a plan with policy and pillar, in the plan's order."""
    return (
        select(Measure)
        .join(Measure.policy)
        .join(Policy.pillar)
        .options(joinedload(Measure.policy).joinedload(Policy.pillar))
        .where(Pillar.plan_id == plan_id)
        .order_by(Pillar.code, Policy.number, Measure.number)
    )


def verification(plan_id: int) -> Select[str, str, int, int, int]:
    """(pillar, its name, policies, measures, of these carried out), counted from the measures."""
    carried_out = func.coalesce(func.sum(case((Measure.done, 1), else_=0)), 0)
    return (
        select(
            Pillar.code,
            Pillar.name,
            func.count(distinct(Measure.policy_id)),
            func.count(Measure.id),
            carried_out,
        )
        .join(Policy, Policy.pillar_id == Pillar.id)
        .join(Measure, Measure.policy_id == Policy.id)
        .where(Pillar.plan_id == plan_id)
        .group_by(Pillar.code, Pillar.name)
        .order_by(Pillar.code)
    )
