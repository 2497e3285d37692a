"""Statements about plans and their initiatives."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from matching.plan.models import Initiative, Pillar, Plan, Policy, Stage


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
