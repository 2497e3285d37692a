"""Putting the published plans into tables, and carrying one over into its successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.audit.models import record
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.plan import queries, rules
from matching.plan.models import Initiative, Measure, Pillar, Plan, Policy, Stage

GOES_ON = "実施(継続)"


@dataclass(frozen=True)
class Successor:
    """What the city says about the plan that follows."""

    slug: str
    name: str
    first_year: int
    last_year: int


def load(session: Session) -> int:
    """Add the published plans that are missing; returns how many were added."""
    known = set(session.scalars(select(Plan.slug)))
    missing = [facts for facts in rules.plans() if facts.id not in known]
    for facts in missing:
        before = session.scalar(select(Plan.id).where(Plan.phase == facts.phase - 1))
        plan = Plan(
            slug=facts.id,
            name=facts.name,
            phase=facts.phase,
            first_year=facts.fiscal_years[0],
            last_year=facts.fiscal_years[-1],
            predecessor_id=before,
        )
        session.add(plan)
        session.flush()
        for pillar in facts.pillars:
            _add_pillar(session, plan, pillar)
    session.flush()
    return len(missing)


def _add_pillar(session: Session, plan: Plan, facts: rules.PillarFacts) -> None:
    pillar = Pillar(plan_id=plan.id, code=facts.code, name=facts.name)
    session.add(pillar)
    session.flush()
    for entry in facts.policies:
        policy = Policy(pillar_id=pillar.id, number=entry.number, name=entry.name)
        session.add(policy)
        session.flush()
        session.add_all(
            Measure(
                policy_id=policy.id,
                number=measure.number,
                name=measure.name,
                done=measure.done,
                carried_to=measure.carried_to,
                figures=dict(measure.figures),
            )
            for measure in entry.measures
        )
        for initiative in entry.initiatives:
            _add_initiative(session, plan, policy, initiative)


def _add_initiative(
    session: Session, plan: Plan, policy: Policy, facts: rules.InitiativeFacts
) -> None:
    made = Initiative(
        plan_id=plan.id,
        policy_id=policy.id,
        number=facts.number,
        code=facts.code,
        name=facts.name,
        summary=facts.summary,
    )
    session.add(made)
    session.flush()
    session.add_all(
        Stage(initiative_id=made.id, fiscal_year=stage.year, stage=stage.stage)
        for stage in facts.schedule
    )


def carry_over(
    session: Session, plan: Plan, successor: Successor, *, by_id: int | None, at: datetime
) -> Plan:
    """The successor with the same pillars, policies and initiatives, each linked to its origin.

    Raises:
        RuleBroken: the years do not follow, or a plan of that name is there already.
    """
    if not plan.last_year < successor.first_year <= successor.last_year:
        raise RuleBroken(
            N_("次の計画は%(year)s年度より後に始まり、終わりの年度は始まりより前にできません。"),
            year=plan.last_year,
        )
    if session.scalar(select(Plan.id).where(Plan.slug == successor.slug)):
        raise RuleBroken(N_("その計画はもうあります。"))
    made = Plan(
        slug=successor.slug,
        name=successor.name,
        phase=plan.phase + 1,
        first_year=successor.first_year,
        last_year=successor.last_year,
        predecessor_id=plan.id,
    )
    session.add(made)
    session.flush()
    _copy(session, plan, made)
    record(session, "carry_over", "plan", made.id, by_id=by_id, at=at, predecessor=plan.id)
    return made


def _copy(session: Session, plan: Plan, made: Plan) -> None:
    pillars: dict[int, Pillar] = {}
    policies: dict[int, Policy] = {}
    for initiative in session.scalars(
        queries.initiatives().where(Initiative.plan_id == plan.id)
    ).all():
        old_policy, old_pillar = initiative.policy, initiative.policy.pillar
        if old_pillar.id not in pillars:
            pillar = Pillar(plan_id=made.id, code=old_pillar.code, name=old_pillar.name)
            session.add(pillar)
            session.flush()
            pillars[old_pillar.id] = pillar
        if old_policy.id not in policies:
            pillar_id = pillars[old_pillar.id].id
            policy = Policy(pillar_id=pillar_id, number=old_policy.number, name=old_policy.name)
            session.add(policy)
            session.flush()
            policies[old_policy.id] = policy
        copied = Initiative(
            plan_id=made.id,
            policy_id=policies[old_policy.id].id,
            number=initiative.number,
            code=initiative.code,
            name=initiative.name,
            summary=initiative.summary,
            carried_from_id=initiative.id,
        )
        session.add(copied)
        session.flush()
        session.add(Stage(initiative_id=copied.id, fiscal_year=made.first_year, stage=GOES_ON))
