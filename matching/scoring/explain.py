"""Why somebody is where they are on a list: numbers and codes, worded elsewhere."""

from dataclasses import dataclass

import numpy as np

from matching.scoring.ranking import Ranked, Shortlist
from matching.scoring.score import Feature


@dataclass(frozen=True, kw_only=True)
class Part:
    """One feature's share of a score.

    Attributes:
        feature: which.
        value: how well it fits, 0 to 1.
        log_odds: what it adds to the score, at least 0.
        stated: False when a side has not stated the fact, so that `value` is the neutral one.
    """

    feature: Feature
    value: float
    log_odds: float
    stated: bool


@dataclass(frozen=True, kw_only=True)
class Overtaking:
    """The one fact because of which somebody is not a place higher.

    Attributes:
        ahead: row in `People` of the person one place higher.
        feature: with the other's value of it, this person would be level with them or past them.
        own, theirs: the two values, 0 to 1.
    """

    ahead: int
    feature: Feature
    own: float
    theirs: float


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One person's place on the list of one need.

    Attributes:
        row: row in `People`.  place: 1 for the first.
        bias: what everybody starts with, in log-odds.
        parts: all six, largest first; bias and parts sum to `score`.
        strongest: up to three stated parts that add something, largest first.
        weakest: the part that adds least.
        chance: of a yes.  value: chance · the asker's side.
        overtaking: None for the first, and where no single fact makes the difference.
    """

    row: int
    place: int
    bias: float
    parts: tuple[Part, ...]
    strongest: tuple[Part, ...]
    weakest: Part
    score: float
    chance: float
    value: float
    overtaking: Overtaking | None


def explain(ranked: Ranked, shortlist: Shortlist, place: int) -> Explanation:
    """Explain one place of `ranked.suggested` or `ranked.near_misses`.

    Args:
        shortlist: one of the two lists of `ranked`.
        place: 1 for the first.

    Raises:
        IndexError: the list has no such place.
    """
    if not 1 <= place <= len(shortlist):
        raise IndexError(f"there is no place {place} among {len(shortlist)}")
    at = place - 1
    parts = _parts(ranked, shortlist, at)
    return Explanation(
        row=int(shortlist.rows[at]),
        place=place,
        bias=ranked.bias,
        parts=parts,
        strongest=tuple(part for part in parts if part.stated and part.log_odds > 0)[:3],
        weakest=parts[-1],
        score=float(shortlist.score[at]),
        chance=float(shortlist.chance[at]),
        value=float(shortlist.value[at]),
        overtaking=_overtaking(shortlist, at),
    )


def _parts(ranked: Ranked, shortlist: Shortlist, at: int) -> tuple[Part, ...]:
    unknown = {
        Feature.SKILL: not ranked.skills_wanted,
        Feature.NEAR: bool(np.isnan(shortlist.km[at])),
        Feature.TIME: bool(np.isnan(shortlist.free_hours[at])),
    }
    parts = [
        Part(
            feature=feature,
            value=float(shortlist.features[at, feature]),
            log_odds=float(shortlist.parts[at, feature]),
            stated=not unknown.get(feature, False),
        )
        for feature in Feature
    ]
    return tuple(sorted(parts, key=lambda part: (-part.log_odds, part.feature)))


def _overtaking(shortlist: Shortlist, at: int) -> Overtaking | None:
    if at == 0:
        return None
    behind = shortlist.parts[at - 1] - shortlist.parts[at]
    feature = Feature(int(behind.argmax()))
    if behind[feature] <= 0 or behind[feature] < shortlist.score[at - 1] - shortlist.score[at]:
        return None
    return Overtaking(
        ahead=int(shortlist.rows[at - 1]),
        feature=feature,
        own=float(shortlist.features[at, feature]),
        theirs=float(shortlist.features[at - 1, feature]),
    )
