"""The people to ask for each need, best first, with every number behind the order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from matching.scoring import features
from matching.scoring.arrays import Flags, Floats, Ints, ticked
from matching.scoring.filters import distance_km, free_hours, near_misses, reasons, unstated
from matching.scoring.score import Weights, chances, log_odds_parts, scores
from matching.scoring.tables import Needs, Pairs, People, check_fit


@dataclass(frozen=True, kw_only=True, eq=False)
class Shortlist:
    """Some people for one need, highest value first; of equals the smaller id first.

    Columns (k people):
        rows: (k,) rows in `People`.
        features: (k, 6) in [0, 1], columns as in `Feature`.
        parts: (k, 6) weight · feature in log-odds; `score` is the bias plus these.
        score: (k,) log-odds.  chance: (k,) p, of a yes.  value: (k,) p · q.
        km: (k,) distance; 0 when remote, nan when a place is not stated.
        free_hours: (k,) free by their week within the slots; nan when not stated.
        unstated: (k,) `Reason` flags of REACH, TIME, AGE that could not be checked.
    """

    rows: Ints
    features: Floats
    parts: Floats
    score: Floats
    chance: Floats
    value: Floats
    km: Floats
    free_hours: Floats
    unstated: Flags

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranked:
    """One need's answer.

    Attributes:
        need: row in `Needs`.
        bias: the score of somebody whose features are all 0, in log-odds.
        skills_wanted: whether the need wants or requires a skill; if not, SKILL is neutral.
        asker_side: q, the chance that the asker confirms; the same for everybody here.
        suggested: the best who pass every filter.
        near_misses: the best whom only reach or only time keeps out: "people to ask if …".
        reasons: (p,) `Reason` flags of everybody, 0 for those who pass.
    """

    need: int
    bias: float
    skills_wanted: bool
    asker_side: float
    suggested: Shortlist
    near_misses: Shortlist
    reasons: Flags


def candidates(
    needs: Needs, people: People, pairs: Pairs, weights: Weights, top: int = 50
) -> Iterator[Ranked]:
    """The best people for every need, one `Ranked` per need, in the order of the needs.

    One after the other, so that a whole city need not be held in memory at once; the tables are
    checked before the first. The order of people in the table has no influence.

    Args:
        top: how many at most in `suggested`, and in `near_misses`; at least 0.

    Raises:
        ValueError: the tables do not fit each other, or `top` is negative.
    """
    check_fit(needs, people, pairs)
    if top < 0:
        raise ValueError("top: negative")
    return (_ranked(needs, need, people, pairs, weights, top) for need in range(len(needs)))


def measure(needs: Needs, need: int, people: People, rows: Ints, base_yes: float) -> Floats:
    """The features of some people for one need; what the log of asks keeps for learning.

    Args:
        need: row of the need.  rows: (k,) rows of the people.
        base_yes: the rate of yes among everybody, 0 to 1.

    Returns:
        (k, 6) in [0, 1], columns as in `Feature`.
    """
    wanted = np.flatnonzero(needs.wanted[need] | needs.required[need])
    levels = people.skills[:, wanted]
    same, cosine = ticked(people.categories, needs.category[need]), _cosine(needs, need, people)
    return np.column_stack(
        [
            features.skill(levels[rows], features.rarity(levels)),
            features.near(distance_km(needs, need, people)[rows], people.half_km[rows]),
            features.time(_hours_with_slack(needs, need, people)[rows], needs.hours[need]),
            features.interest(same[rows], cosine[rows]),
            features.shrunk_rate(people.yes[rows], people.asked[rows], base_yes),
            features.rested(people.asks_14d[rows]),
        ]
    )


def _hours_with_slack(needs: Needs, need: int, people: People) -> Floats:
    """Free hours within the slots, widened so that a slot of the hours wanted counts double."""
    hours = needs.hours[need]
    slack = 0 if np.isnan(hours) else round(hours * 30)
    return free_hours(replace(needs, slots=needs.slots.widened(slack)), need, people)


def _cosine(needs: Needs, need: int, people: People) -> Floats:
    likeness: Floats = people.text @ needs.text[[need]].toarray()[0]
    return likeness


def _ranked(
    needs: Needs, need: int, people: People, pairs: Pairs, weights: Weights, top: int
) -> Ranked:
    flags = reasons(needs, need, people, pairs)
    passed, missed = np.flatnonzero(flags == 0), np.flatnonzero(near_misses(flags))
    return Ranked(
        need=need,
        bias=weights.bias,
        skills_wanted=bool((needs.wanted[need] | needs.required[need]).any()),
        asker_side=_asker_side(needs, need, weights),
        suggested=_shortlist(needs, need, people, weights, passed, top),
        near_misses=_shortlist(needs, need, people, weights, missed, top),
        reasons=flags,
    )


def _asker_side(needs: Needs, need: int, weights: Weights) -> float:
    confirmed, proposed = needs.confirmed[[need]], needs.proposed[[need]]
    return float(features.shrunk_rate(confirmed, proposed, weights.base_confirm)[0])


def _shortlist(
    needs: Needs, need: int, people: People, weights: Weights, rows: Ints, top: int
) -> Shortlist:
    measured = measure(needs, need, people, rows, weights.base_yes)
    parts = log_odds_parts(measured, weights)
    score = scores(parts, weights)
    best = np.lexsort((people.ids[rows], -score))[:top]
    chosen, chance = rows[best], chances(score[best])
    return Shortlist(
        rows=chosen,
        features=measured[best],
        parts=parts[best],
        score=score[best],
        chance=chance,
        value=chance * _asker_side(needs, need, weights),
        km=distance_km(needs, need, people)[chosen],
        free_hours=free_hours(needs, need, people)[chosen],
        unstated=unstated(needs, need, people)[chosen],
    )
