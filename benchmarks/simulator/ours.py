"""Our rule: the engine's filters, features, weights, prices and whole-board choice, as they are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.simulator.desk import Asks, Desk, WaveSize
from matching.scoring import features
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.assignment import assign
from matching.scoring.board import ask_again_price, edge_values, urgency
from matching.scoring.learning import NAMED, Beliefs, judged
from matching.scoring.score import (
    PRIORS,
    Feature,
    Prior,
    Weights,
    chances,
    log_odds_parts,
    scores,
)

WRONG = Beliefs(
    Prior(-2.0, 0.3),
    {
        Feature.SKILL: Prior(3.0, 2.0),
        Feature.NEAR: Prior(0.1, 2.0),
        Feature.TIME: Prior(2.5, 2.0),
        Feature.INTEREST: Prior(0.1, 2.0),
        Feature.WILLING: Prior(0.2, 1.0),
        Feature.RESTED: Prior(0.1, 2.0),
    },
)
WEEK, FORTNIGHT = 7, 14


@dataclass(frozen=True, kw_only=True)
class Dials:
    """What can be set about our rule.

    Attributes:
        beliefs: priors of the weights.  start: weights to begin with, else those of the beliefs.
        learning: whether they are re-fitted every week.
        caution: κ, of the price of asking the same person again; 0 for none.
        memory: days of asks that the price looks back on, as asks per fortnight.
        edges: candidates per need that the whole board chooses among.
        size: how many are asked in a wave.
    """

    beliefs: Beliefs = NAMED
    start: Weights | None = None
    learning: bool = True
    caution: float = 2.0
    memory: int = 42
    edges: int = 40
    size: WaveSize = Desk.planned


def believed(beliefs: Beliefs) -> Weights:
    """The weights before anybody has answered."""
    named = {each.name.lower(): beliefs.weights[each].mean for each in PRIORS}
    return Weights(bias=beliefs.bias.mean, **named)


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidates:
    """Those who may be asked for one need; columns as in `Asks`."""

    people: Ints
    features: Floats
    chance: Floats

    def likely(self, wave: int) -> float:
        """Mean chance among the best of them, as many as one wave asks; 0 when there are none."""
        best = np.sort(self.chance)[::-1][:wave]
        return float(best.mean()) if best.size else 0.0


@dataclass(eq=False)
class Ours:
    """The engine, wave by wave; keeps its log of asks and re-fits from it."""

    dials: Dials = field(default_factory=Dials)

    def __post_init__(self) -> None:
        self.weights = self.dials.start or believed(self.dials.beliefs)
        self.fitted_on = 0

    def __call__(self, desk: Desk, rows: Ints) -> Asks:
        if self.dials.learning and desk.day >= self.fitted_on + WEEK:
            self.learn(desk)
        found = self._candidates(desk, rows)
        chosen = [(rows[at], found[at], places) for at, places in self._chosen(desk, rows, found)]
        return Asks(
            needs=np.repeat([row for row, _, _ in chosen], [len(at) for _, _, at in chosen]),
            people=np.concatenate([each.people[at] for _, each, at in chosen]),
            chance=np.concatenate([each.chance[at] for _, each, at in chosen]),
            features=np.concatenate([each.features[at] for _, each, at in chosen]),
        )

    def learn(self, desk: Desk) -> None:
        """Re-fit from all asks whose answer-by time has passed; keep it unless later ones suffer."""
        self.fitted_on = desk.day
        at = desk.sent.column("at")
        known = at <= desk.now - 48
        later = int((known & (at > desk.now - 48 - 24 * WEEK)).sum())
        if not later:
            return
        measured, yes = desk.sent.column("features")[known], desk.sent.column("yes")[known]
        fit = judged(measured, yes.astype(np.bool_), self.weights, later, self.dials.beliefs)
        if fit.better:
            self.weights = fit.weights

    # ------------------------------------------------------------ candidates

    def _candidates(self, desk: Desk, rows: Ints) -> list[Candidates]:
        rate = features.shrunk_rate(desk.yes, desk.asked, self.weights.base_yes)
        rest = features.rested(desk.lately(14))
        room = desk.room() > 0
        return [self._of(desk, int(row), room, rate, rest) for row in rows]

    def _of(self, desk: Desk, need: int, room: Bools, rate: Floats, rest: Floats) -> Candidates:
        passing = desk.city.passing[need]
        kept = room[passing] & ~desk.barred[need, passing]
        people, measured = passing[kept], desk.city.features[need][kept]
        measured[:, Feature.WILLING], measured[:, Feature.RESTED] = rate[people], rest[people]
        did = desk.did[people, desk.city.demand.category[need]]
        measured[:, Feature.INTEREST] = features.interest(did, measured[:, Feature.INTEREST])
        chance = chances(scores(log_odds_parts(measured, self.weights), self.weights))
        return Candidates(people=people, features=measured, chance=chance)

    # ------------------------------------------------------------ the whole board

    def _burden(self, desk: Desk) -> Floats:
        """(p,) asks per fortnight over the days that the price remembers."""
        memory = self.dials.memory
        return desk.lately(memory) * (FORTNIGHT / memory)

    def _chosen(self, desk: Desk, rows: Ints, found: list[Candidates]) -> list[tuple[int, Ints]]:
        """For each need (position in `rows`) which of its candidates are asked."""
        needs, lately = desk.city.demand, self._burden(desk)
        likely = np.array([each.likely(2 * seats) for each, seats
                           in zip(found, desk.open_places(rows), strict=True)])  # fmt: skip
        price = ask_again_price(self.weights.rested, float(likely.mean()), self.dials.caution)
        urgencies = urgency(desk.taken[rows] > 0, (needs.start[rows] - desk.now) / 24)
        worth = [
            edge_values(np.full(len(each.people), u), each.chance, lately[each.people], price)
            for u, each in zip(urgencies, found, strict=True)
        ]
        kept = [np.argsort(-each, kind="stable")[: self.dials.edges] for each in worth]
        owner = np.repeat(np.arange(len(rows)), [len(each) for each in kept])
        chosen = assign(
            owner,
            np.concatenate([each.people[best] for each, best in zip(found, kept, strict=True)]),
            np.concatenate([each[best] for each, best in zip(worth, kept, strict=True)]),
            self.dials.size(desk, rows, likely),
            desk.room(),
            [range(int(needs.start[row]), int(needs.end[row])) for row in rows],
        )
        place = np.concatenate(kept)[chosen]
        return [(at, place[owner[chosen] == at]) for at in range(len(rows))]
