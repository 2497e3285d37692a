"""The city's plans as published, read from plans.toml: facts, not tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

SOURCE = Path(__file__).with_name("plans.toml")


@dataclass(frozen=True)
class StageFacts:
    """What the plan foresees for a fiscal year, in its own word (検討, 実施(継続) …)."""

    year: int
    stage: str


@dataclass(frozen=True)
class InitiativeFacts:
    """事業; `code` is III-1-(2) style."""

    number: int
    code: str
    name: str
    summary: str
    schedule: tuple[StageFacts, ...]


@dataclass(frozen=True)
class MeasureFacts:
    """具体的な取組 with its verification; `carried_to` is an initiative of the next plan or ''."""

    number: int
    code: str
    name: str
    done: bool
    carried_to: str
    figures: Mapping[str, int]


@dataclass(frozen=True)
class PolicyFacts:
    """基本施策: phase 1 has measures under it, phase 2 initiatives."""

    number: int
    name: str
    measures: tuple[MeasureFacts, ...]
    initiatives: tuple[InitiativeFacts, ...]


@dataclass(frozen=True)
class PillarFacts:
    """施策の柱."""

    code: str
    name: str
    policies: tuple[PolicyFacts, ...]

    @property
    def measures(self) -> tuple[MeasureFacts, ...]:
        return tuple(measure for policy in self.policies for measure in policy.measures)


@dataclass(frozen=True)
class Verified:
    """One row of the verification: how many policies and measures, how many were carried out."""

    policies: int
    measures: int
    done: int
    not_done: int


@dataclass(frozen=True)
class PlanFacts:
    """One action plan; fiscal year N = 1 April N to 31 March N+1."""

    id: str
    name: str
    phase: int
    fiscal_years: tuple[int, ...]
    verified: str
    pillars: tuple[PillarFacts, ...]
    published_summary: Mapping[str, Verified]
    """The verification as the city published it, by pillar and `total`; empty where there is none."""

    @property
    def initiatives(self) -> Mapping[str, InitiativeFacts]:
        """Initiatives under their codes, in the plan's order."""
        policies = [policy for pillar in self.pillars for policy in pillar.policies]
        return {one.code: one for policy in policies for one in policy.initiatives}

    def verification(self) -> Mapping[str, Verified]:
        """The verification counted from the measures, by pillar code and `total`."""
        rows = {pillar.code: _counted((pillar,)) for pillar in self.pillars}
        return rows | {"total": _counted(self.pillars)}


@cache
def plans() -> tuple[PlanFacts, ...]:
    """Both plans, the older first."""
    entries = tomllib.loads(SOURCE.read_text(encoding="utf-8"))["plan"]
    return tuple(_plan(entry) for entry in entries)


def plan_facts(plan_id: str) -> PlanFacts:
    """The plan with this id.

    Raises:
        KeyError: there is none.
    """
    return {plan.id: plan for plan in plans()}[plan_id]


def _counted(pillars: tuple[PillarFacts, ...]) -> Verified:
    measures = [measure for pillar in pillars for measure in pillar.measures]
    done = sum(measure.done for measure in measures)
    policies = sum(len(pillar.policies) for pillar in pillars)
    return Verified(policies, len(measures), done, len(measures) - done)


def _plan(entry: dict[str, Any]) -> PlanFacts:
    summary = entry.get("published_summary", {})
    return PlanFacts(
        id=entry["id"],
        name=entry["name"],
        phase=entry["phase"],
        fiscal_years=tuple(entry["fiscal_years"]),
        verified=entry.get("verified", ""),
        pillars=tuple(_pillar(pillar) for pillar in entry["pillar"]),
        published_summary=MappingProxyType({row: Verified(*summary[row]) for row in summary}),
    )


def _pillar(entry: dict[str, Any]) -> PillarFacts:
    code = entry["code"]
    return PillarFacts(code, entry["name"], tuple(_policy(code, one) for one in entry["policy"]))


def _policy(pillar: str, entry: dict[str, Any]) -> PolicyFacts:
    prefix = f"{pillar}-{entry['number']}"
    return PolicyFacts(
        number=entry["number"],
        name=entry["name"],
        measures=tuple(_measure(prefix, one) for one in entry.get("measures", ())),
        initiatives=tuple(_initiative(prefix, one) for one in entry.get("initiative", ())),
    )


def _measure(prefix: str, entry: dict[str, Any]) -> MeasureFacts:
    return MeasureFacts(
        number=entry["number"],
        code=f"{prefix}-({entry['number']})",
        name=entry["name"],
        done=entry["done"],
        carried_to=entry.get("carried_to", ""),
        figures=MappingProxyType(entry.get("figures", {})),
    )


def _initiative(prefix: str, entry: dict[str, Any]) -> InitiativeFacts:
    return InitiativeFacts(
        number=entry["number"],
        code=f"{prefix}-({entry['number']})",
        name=entry["name"],
        summary=entry["summary"],
        schedule=tuple(StageFacts(**stage) for stage in entry["schedule"]),
    )
