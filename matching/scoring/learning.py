"""Learning from answers what each feature is worth, held near what was believed before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import scipy
from numpy.typing import ArrayLike

from matching.scoring.arrays import Bools, Column, Floats
from matching.scoring.score import (
    BIAS_PRIOR,
    PRIORS,
    Feature,
    Prior,
    Weights,
    chances,
    log_odds_parts,
    scores,
)

STEPS = 500  # of L-BFGS-B at most; seven numbers need a few dozen
TOLERANCE = 1e-6  # largest slope left, in answers


@dataclass(frozen=True)
class Beliefs:
    """What is believed of the bias and of each weight before anybody has answered.

    Raises:
        ValueError: a feature is missing, a precision is not above 0, a value is nan or infinite.
    """

    bias: Prior
    weights: Mapping[Feature, Prior]

    def __post_init__(self) -> None:
        if set(self.weights) != set(Feature):
            raise ValueError("beliefs: one per feature")
        if not (np.isfinite(self.means()).all() and np.isfinite(self.precisions()).all()):
            raise ValueError("beliefs: a value is nan or infinite")
        if (self.precisions() <= 0).any():
            raise ValueError("beliefs: a precision must be above 0")

    def means(self) -> Floats:
        """(7,) the bias, then the weights in the order of `Feature`."""
        return np.array([self.bias.mean, *(self.weights[each].mean for each in Feature)])

    def precisions(self) -> Floats:
        """(7,) 1/σ² of each, above 0."""
        return np.array([self.bias.precision, *(self.weights[each].precision for each in Feature)])


NAMED = Beliefs(BIAS_PRIOR, PRIORS)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What a re-fit came to, judged by answers it had not seen.

    Attributes:
        weights: fitted to all answers.
        answers: how many there were.
        before, after: mean log-loss of the later answers, by the weights in use and by weights
            fitted to the earlier answers only; nan when there were too few to judge.
    """

    weights: Weights
    answers: int
    before: float
    after: float

    @property
    def better(self) -> bool:
        """Whether it may be taken into use: the later answers were told no worse."""
        return self.after <= self.before  # false for nan


def refitted(
    features: ArrayLike, yes: ArrayLike, weights: Weights, beliefs: Beliefs = NAMED
) -> Weights:
    """The most probable weights after these answers (maximum a posteriori).

    Logistic regression with a Gaussian prior round each named mean; weights stay at least 0, so
    that more of a good thing never lowers a score. Without answers the result is the priors.

    Args:
        features: (k, 6) in [0, 1], as they were when people were asked; columns as in `Feature`.
        yes: (k,) whether they said yes.
        weights: in use; only its two base rates are kept.

    Raises:
        ValueError: shapes or values that do not fit, nan.

    Source:
        C. M. Bishop, Pattern Recognition and Machine Learning (2006), section 4.5.1; bounded
        optimisation: R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, SIAM J. Sci. Comput. 16 (1995), p. 1190.
    """
    measured, said = _checked(features, yes)
    rows = np.column_stack([np.ones(len(measured)), measured])
    means, precisions = beliefs.means(), beliefs.precisions()

    def cost(at: Floats) -> tuple[float, Floats]:
        score, off = rows @ at, at - means
        loss = np.logaddexp(0, score).sum() - score[said].sum() + (precisions * off**2).sum() / 2
        slope = rows.T @ (chances(score) - said) + precisions * off
        return float(loss), slope

    bounds = scipy.optimize.Bounds(np.array([-np.inf, *np.zeros(len(Feature))]), np.inf)
    start = np.maximum(means, bounds.lb)
    found = scipy.optimize.minimize(
        cost,
        start,
        jac=True,
        bounds=bounds,
        method="L-BFGS-B",
        options={"maxiter": STEPS, "ftol": 1e-13, "gtol": TOLERANCE},
    )
    return _named(found.x, weights)


def judged(
    features: ArrayLike, yes: ArrayLike, weights: Weights, later: int, beliefs: Beliefs = NAMED
) -> Fit:
    """Re-fit, and tell by the last answers whether the new weights would have told them better.

    Args:
        features, yes: as in `refitted`, in the order of asking.
        weights: in use.
        later: how many of the last answers judge, at least 1.

    Raises:
        ValueError: as `refitted`, or `later` below 1.
    """
    measured, said = _checked(features, yes)
    if later < 1:
        raise ValueError("later: at least one answer must judge")
    before = after = np.nan
    if len(said) > later:
        tried = refitted(measured[:-later], said[:-later], weights, beliefs)
        before = log_loss(measured[-later:], said[-later:], weights)
        after = log_loss(measured[-later:], said[-later:], tried)
    fit = refitted(measured, said, weights, beliefs)
    return Fit(weights=fit, answers=len(said), before=before, after=after)


def log_loss(features: ArrayLike, yes: ArrayLike, weights: Weights) -> float:
    """How far off the chances were, in nats per answer: 0 is perfect; nan without answers.

    Args:
        features, yes: as in `refitted`.

    Raises:
        ValueError: shapes or values that do not fit, nan.
    """
    measured, said = _checked(features, yes)
    score = scores(log_odds_parts(measured, weights), weights)
    loss: Floats = np.logaddexp(0, np.where(said, -score, score))
    return float(loss.mean()) if loss.size else np.nan


def calibration(chance: ArrayLike, yes: ArrayLike) -> float:
    """Predicted over actual: how many yes were expected for each that came; 1 is right.

    Args:
        chance: (k,) p when they were asked, 0 to 1.
        yes: (k,) whether they said yes.

    Returns:
        At least 0; inf when some were expected and nobody said yes, nan without answers.

    Raises:
        ValueError: shapes or values that do not fit, nan.
    """
    sizes: dict[str, int] = {}
    expected = Column(("k",), low=0, high=1).checked("chance", chance, sizes).sum()
    came = Column(("k",), np.bool_).checked("yes", yes, sizes).sum()
    if came:
        return float(expected / came)
    return np.inf if expected else np.nan


def _checked(features: ArrayLike, yes: ArrayLike) -> tuple[Floats, Bools]:
    sizes: dict[str, int] = {}
    measured = Column(("k", len(Feature)), low=0, high=1).checked("features", features, sizes)
    return measured, Column(("k",), np.bool_).checked("yes", yes, sizes)


def _named(found: Floats, weights: Weights) -> Weights:
    bias, *each = found.tolist()
    learnt = {feature.name.lower(): value for feature, value in zip(Feature, each, strict=True)}
    return replace(weights, bias=bias, **learnt)
