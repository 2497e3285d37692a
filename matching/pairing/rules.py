"""What pairing tells people: candidates, explanations as numbers and facts, changes that help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict


class PartFacts(TypedDict):
    """One feature's share of a score with the stored facts behind it, as JSON keeps it."""

    feature: str
    value: float
    log_odds: float
    stated: bool
    facts: dict[str, object]


class Explained(TypedDict):
    """A score in parts; `bias` and the `log_odds` of the parts sum to `score`."""

    bias: float
    score: float
    chance: float
    place: int
    parts: list[PartFacts]
    overtaken_by: str | None
    """Feature because of which this candidate is not one place higher."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked, as the coordinator sees them."""

    offer_id: int
    person_id: int
    name: str
    district: str
    head_count: int
    chance: float
    value: float
    features: Mapping[str, float]
    explained: Explained
    unless: str = ""
    """For near misses: the one reason against them."""


@dataclass(frozen=True)
class Helpful:
    """The smallest change of one kind that would bring people in."""

    kind: str
    amount: int
    skill: str
    brings: int
    loses: int


@dataclass(frozen=True)
class Proposal:
    """Everything the desk shows about one need's candidates."""

    suggested: tuple[Candidate, ...]
    near_misses: tuple[Candidate, ...]
    passed: int
    counts: Mapping[str, int]
    """Reason → how many it keeps out."""
    changes: tuple[Helpful, ...]
