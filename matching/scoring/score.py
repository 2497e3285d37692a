"""From features to the chance of a yes: weights, parts in log-odds, probability."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from enum import IntEnum

import numpy as np
import scipy

from matching.scoring.arrays import Floats


class Feature(IntEnum):
    """The columns of every feature matrix, in this order."""

    SKILL = 0
    NEAR = 1
    TIME = 2
    INTEREST = 3
    WILLING = 4
    RESTED = 5


@dataclass(frozen=True)
class Prior:
    """What is believed of a weight before anybody has answered: its mean and precision (1/σ²)."""

    mean: float
    precision: float


BIAS_PRIOR = Prior(-4.0, 0.3)
PRIORS: Mapping[Feature, Prior] = {
    Feature.SKILL: Prior(1.2, 2.0),
    Feature.NEAR: Prior(1.5, 2.0),
    Feature.TIME: Prior(0.8, 2.0),
    Feature.INTEREST: Prior(1.5, 2.0),
    Feature.WILLING: Prior(3.0, 1.0),
    Feature.RESTED: Prior(1.0, 2.0),
}


@dataclass(frozen=True)
class Weights:
    """What each feature is worth, in log-odds; the named priors until answers teach better.

    Weights are at least 0, so that more of a good thing never lowers a score; the bias is free.
    `base_yes` and `base_confirm` are the rates among everybody, towards which few answers shrink.

    Raises:
        ValueError: a value is nan or infinite, a weight negative, a rate outside 0 to 1.
    """

    bias: float = BIAS_PRIOR.mean
    skill: float = PRIORS[Feature.SKILL].mean
    near: float = PRIORS[Feature.NEAR].mean
    time: float = PRIORS[Feature.TIME].mean
    interest: float = PRIORS[Feature.INTEREST].mean
    willing: float = PRIORS[Feature.WILLING].mean
    rested: float = PRIORS[Feature.RESTED].mean
    base_yes: float = 0.3
    base_confirm: float = 0.8

    def __post_init__(self) -> None:
        if not np.isfinite(astuple(self)).all():
            raise ValueError("weights: a value is nan or infinite")
        if (self.by_feature() < 0).any():
            raise ValueError("weights: a weight is negative")
        if max(abs(self.base_yes - 0.5), abs(self.base_confirm - 0.5)) > 0.5:
            raise ValueError("weights: a rate is outside 0 to 1")

    def by_feature(self) -> Floats:
        """(6,) weights in the order of `Feature`."""
        return np.array([getattr(self, feature.name.lower()) for feature in Feature])


def log_odds_parts(features: Floats, weights: Weights) -> Floats:
    """What each feature adds to the score; with the bias they are the score, nothing else is.

    Args:
        features: (k, 6) in [0, 1].

    Returns:
        (k, 6) weight · feature, at least 0.
    """
    return features * weights.by_feature()


def scores(parts: Floats, weights: Weights) -> Floats:
    """The score of each row in log-odds: the bias plus its parts, added from left to right.

    Args:
        parts: (k, 6) as from `log_odds_parts`.

    Returns:
        (k,) log-odds.
    """
    total = np.full(len(parts), weights.bias)
    for column in parts.T:
        total += column
    return total


def chances(score: Floats) -> Floats:
    """The chance of a yes, from 0 to 1: the logistic function of the score."""
    chance: Floats = scipy.special.expit(score)
    return chance
