"""Candidates for a need, needs for an offer, and the whole board at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from matching.needs.models import Need
from matching.needs.rules import Urgency
from matching.pairing.columns import SKILLS
from matching.pairing.register import Register, read
from matching.pairing.rules import Candidate, Explained, Helpful, PartFacts, Proposal
from matching.scoring import board
from matching.scoring.assignment import assign
from matching.scoring.explain import Explanation, Part, explain
from matching.scoring.filters import Reason
from matching.scoring.ranking import Ranked, Shortlist, candidates
from matching.scoring.score import Feature, Weights
from matching.scoring.whynot import ChangeKind, why_not

CODES = {column: code for code, column in SKILLS.items()}
EDGES_PER_NEED = 20


def proposal(session: Session, need: Need, *, now: datetime, top: int = 20) -> Proposal:
    """Ranked candidates with reasons, people to ask if …, and why the others are not suggested.

    `need` must be loaded as `queries.scored` loads it.
    """
    register = read(session, [need], now=now)
    ranked = next(candidates(register.needs, register.people, register.pairs, Weights(), top))
    refused = why_not(register.needs, 0, register.people, register.pairs)
    return Proposal(
        suggested=tuple(_candidates(register, ranked, ranked.suggested)),
        near_misses=tuple(_candidates(register, ranked, ranked.near_misses)),
        passed=refused.passed,
        counts={
            str(reason.name): count
            for reason, count in sorted(refused.counts.items(), key=lambda item: -item[1])
            if count
        },
        changes=tuple(_helpful(change.kind, change.amount, len(change.brings), len(change.loses))
                      for change in refused.changes),
    )  # fmt: skip


def _helpful(kind: ChangeKind, amount: int, brings: int, loses: int) -> Helpful:
    is_skill = kind is ChangeKind.SKILL_OPTIONAL
    skill = CODES[amount] if is_skill else ""
    return Helpful(kind.value, 0 if is_skill else amount, skill, brings, loses)


def _candidates(register: Register, ranked: Ranked, shortlist: Shortlist) -> Iterator[Candidate]:
    for place in range(1, len(shortlist) + 1):
        yield _candidate(register, ranked, shortlist, place)


def _candidate(register: Register, ranked: Ranked, shortlist: Shortlist, place: int) -> Candidate:
    explanation = explain(ranked, shortlist, place)
    row = explanation.row
    facts = register.rows[row]
    against = Reason(int(ranked.reasons[row]))
    return Candidate(
        offer_id=facts.id,
        person_id=facts.person_id,
        name=register.name(row),
        district=facts.district or "",
        head_count=facts.head_count,
        chance=explanation.chance,
        value=explanation.value,
        features={
            feature.name.lower(): float(shortlist.features[place - 1, feature])
            for feature in Feature
        },
        explained=_explained(register, ranked, shortlist, explanation),
        unless=str(against.name) if against else "",
    )


def _explained(
    register: Register, ranked: Ranked, shortlist: Shortlist, explanation: Explanation
) -> Explained:
    overtaking = explanation.overtaking
    km = float(shortlist.km[explanation.place - 1])
    return {
        "bias": explanation.bias,
        "score": explanation.score,
        "chance": explanation.chance,
        "place": explanation.place,
        "parts": [
            _part(part, _facts(register, ranked.need, explanation.row, part.feature, km))
            for part in explanation.parts
        ],
        "overtaken_by": overtaking.feature.name.lower() if overtaking else None,
    }


def _part(part: Part, facts: dict[str, object]) -> PartFacts:
    return {
        "feature": part.feature.name.lower(),
        "value": part.value,
        "log_odds": part.log_odds,
        "stated": part.stated,
        "facts": facts,
    }


def _facts(
    register: Register, need: int, row: int, feature: Feature, km: float
) -> dict[str, object]:
    """The stored facts that a sentence about this feature may name."""
    needs, people = register.needs, register.people
    if feature is Feature.SKILL:
        wanted = needs.wanted[need] | needs.required[need]
        held = np.flatnonzero(wanted & (people.skills[row] > 0))
        return {"skills": [CODES[int(column)] for column in held]}
    if feature is Feature.NEAR:
        return {} if np.isnan(km) else {"km": round(km, 2)}
    if feature is Feature.INTEREST:
        category = int(needs.category[need])
        return {"same_kind": category >= 0 and bool(people.categories[row, category])}
    if feature is Feature.WILLING:
        return {"asked": int(people.asked[row]), "yes": int(people.yes[row])}
    if feature is Feature.RESTED:
        return {"asks_14d": int(people.asks_14d[row])}
    return {}


# ------------------------------------------------------------------ for helpers


def suiting(
    session: Session, needs: Sequence[Need], *, now: datetime, top: int = 5
) -> dict[int, list[tuple[Need, Explained]]]:
    """For every offer the open needs that suit it best, best first (offer id → needs).

    `needs` must be loaded as `queries.scored` loads them. Offers nobody would ask are left out.
    """
    if not needs:
        return {}
    register = read(session, needs, now=now)
    found: dict[int, list[tuple[float, int, Explained]]] = {}
    everybody = len(register.people)
    ranks = candidates(register.needs, register.people, register.pairs, Weights(), everybody)
    for ranked in ranks:
        for place in range(1, len(ranked.suggested) + 1):
            made = _candidate(register, ranked, ranked.suggested, place)
            found.setdefault(made.offer_id, []).append((made.value, ranked.need, made.explained))
    return {
        offer: [(needs[need], told) for _, need, told in _best(options, top)]
        for offer, options in found.items()
    }


def _best(
    options: Iterable[tuple[float, int, Explained]], top: int
) -> list[tuple[float, int, Explained]]:
    return sorted(options, key=lambda option: (-option[0], option[1]))[:top]


# ------------------------------------------------------------------ the whole board


def pair_board(
    session: Session, needs: Sequence[Need], *, now: datetime
) -> list[tuple[Need, Candidate]]:
    """Whom to ask for each of these needs when all of them are looked at together.

    Nobody is asked for two needs at the same hour, nor above their own limits; needs without any
    helper and needs that start soon come first. Deterministic.
    """
    if not needs:
        return []
    register = read(session, needs, now=now)
    ranks = list(
        candidates(register.needs, register.people, register.pairs, Weights(), EDGES_PER_NEED)
    )
    edges = [(r.need, p) for r in ranks for p in range(1, len(r.suggested) + 1)]
    if not edges:
        return []
    by_need = {r.need: r for r in ranks}
    chosen = _assigned(register, needs, by_need, edges, now)
    return [
        (needs[n], _candidate(register, by_need[n], by_need[n].suggested, p))
        for n, p in (edges[at] for at in chosen)
    ]


def _assigned(
    register: Register,
    needs: Sequence[Need],
    ranks: Mapping[int, Ranked],
    edges: Sequence[tuple[int, int]],
    now: datetime,
) -> list[int]:
    rows = np.array([ranks[n].suggested.rows[p - 1] for n, p in edges], dtype=np.int64)
    values = np.array([ranks[n].suggested.value[p - 1] for n, p in edges])
    chances = np.array([ranks[n].suggested.chance[p - 1] for n, p in edges])
    owners = np.array([n for n, _ in edges], dtype=np.int64)
    mean = float(chances.mean())
    worth = board.edge_values(
        board.urgency(
            np.array([need.places_taken > 0 for need in needs], dtype=np.bool_),
            np.array([_days_to_start(need, now) for need in needs]),
        )[owners],
        values,
        register.people.asks_14d[rows],
        board.ask_again_price(Weights().rested, mean),
    )
    seats = board.asks_per_need(
        np.array([need.places_left for need in needs], dtype=np.int64),
        np.array([float(chances[owners == n].mean()) if (owners == n).any() else mean
                  for n in range(len(needs))]),
        np.array([need.urgency is Urgency.URGENT for need in needs], dtype=np.bool_),
    )  # fmt: skip
    capacity = _room(register)
    busy = [_hours(need) for need in needs]
    return [int(at) for at in assign(owners, rows, worth, seats, capacity, busy)]


def _room(register: Register) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many more asks each person's own limits allow today."""
    people = register.people
    day = people.asks_day_limit - people.asks_today
    month = people.asks_month_limit - people.asks_month
    return np.maximum(np.minimum(day, month), 0).astype(np.int64)


def _hours(need: Need) -> list[int]:
    """The hours a need takes on its own dates, counted from the epoch; none where it is flexible."""
    return [
        hour
        for slot in need.slots
        for hour in range(
            int(slot.starts_at.timestamp() // 3600), -int(-slot.ends_at.timestamp() // 3600)
        )
    ]


def _days_to_start(need: Need, now: datetime) -> float:
    if need.first_start_at is None:
        return float("nan")
    return max((need.first_start_at - now) / timedelta(days=1), 0)
