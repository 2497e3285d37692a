"""Weights learnt from answers stay near the priors, at least 0, and tell chances rightly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.scoring.learning import (
    NAMED,
    Beliefs,
    calibration,
    judged,
    log_loss,
    refitted,
)
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

TRUE = Weights(bias=-3.0, skill=2.0, near=0.5, time=1.0, interest=3.0, willing=0.0, rested=2.0)


def answers(count: int, seed: int = 1, weights: Weights = TRUE):
    """Features drawn at random and answers by these weights."""
    dice = np.random.default_rng(seed)
    features = dice.random((count, 6))
    chance = chances(scores(log_odds_parts(features, weights), weights))
    return features, dice.random(count) < chance, chance


def cost(weights: Weights, features, yes, beliefs: Beliefs = NAMED) -> float:
    at = np.array([weights.bias, *weights.by_feature()])
    prior = (beliefs.precisions() * (at - beliefs.means()) ** 2).sum() / 2
    return log_loss(features, yes, weights) * len(yes) + prior


def test_without_answers_the_weights_are_the_named_priors():
    fit = refitted(np.empty((0, 6)), np.empty(0, dtype=bool), Weights(base_yes=0.2))
    assert fit == Weights(base_yes=0.2)


@settings(max_examples=30)
@given(st.integers(1, 120), st.integers(0, 2**32))
def test_a_fit_is_at_least_0_and_no_worse_than_the_priors_or_any_neighbour(count, seed):
    features, yes, _ = answers(count, seed)
    fit = refitted(features, yes, Weights())
    assert (fit.by_feature() >= 0).all()
    best = cost(fit, features, yes)
    assert best <= cost(Weights(), features, yes) + 1e-9
    for each in Feature:
        moved = fit.by_feature()
        moved[each] += 1e-3
        names = [feature.name.lower() for feature in Feature]
        near = Weights(bias=fit.bias, **dict(zip(names, moved, strict=True)))
        assert best <= cost(near, features, yes) + 1e-6


@settings(max_examples=30)
@given(st.integers(1, 200), st.integers(0, 2**32))
def test_the_expected_yes_equal_those_that_came_but_for_the_prior_of_the_bias(count, seed):
    features, yes, _ = answers(count, seed)
    fit = refitted(features, yes, Weights())
    expected = chances(scores(log_odds_parts(features, fit), fit)).sum()
    pull = BIAS_PRIOR.precision * (fit.bias - BIAS_PRIOR.mean)
    assert expected + pull == pytest.approx(yes.sum(), abs=1e-3)


@settings(max_examples=30)
@given(st.integers(2, 60), st.integers(0, 2**32))
def test_the_order_of_answers_does_not_matter(count, seed):
    features, yes, _ = answers(count, seed)
    order = np.random.default_rng(seed).permutation(count)
    one, other = (refitted(f, y, Weights()) for f, y in ((features, yes),
                                                         (features[order], yes[order])))  # fmt: skip
    assert other.by_feature() == pytest.approx(one.by_feature(), abs=1e-4)


def test_many_answers_outweigh_wrong_priors_and_tell_chances_rightly():
    features, yes, chance = answers(20_000)
    wrong = Beliefs(Prior(0.0, 0.3), {each: Prior(5.0, 2.0) for each in Feature})
    fit = refitted(features, yes, Weights(), wrong)
    assert fit.by_feature() == pytest.approx(TRUE.by_feature(), abs=0.3)
    told = chances(scores(log_odds_parts(features, fit), fit))
    assert calibration(told, yes) == pytest.approx(1, abs=0.02)
    assert np.abs(told - chance).mean() < 0.02


def test_a_surer_prior_holds_the_weights_nearer():
    features, yes, _ = answers(200)
    sure = Beliefs(BIAS_PRIOR, {each: Prior(PRIORS[each].mean, 1e4) for each in Feature})
    assert refitted(features, yes, Weights(), sure).by_feature() == pytest.approx(
        Weights().by_feature(), abs=0.02
    )


def test_a_fit_is_judged_by_later_answers_that_it_has_not_seen():
    features, yes, _ = answers(2_000)
    fit = judged(features, yes, Weights(), later=500)
    assert fit.answers == 2_000
    assert fit.before == log_loss(features[-500:], yes[-500:], Weights())
    assert fit.after < fit.before
    assert fit.better
    assert fit.weights == refitted(features, yes, Weights())


def test_a_fit_that_tells_later_answers_worse_is_not_better():
    before, yes, _ = answers(1_000)
    after, turned, _ = answers(200, 2, Weights())
    fit = judged(np.concatenate([before, after]), np.concatenate([yes, turned]), Weights(), 200)
    assert fit.after > fit.before
    assert not fit.better


def test_too_few_answers_to_judge_are_no_reason_to_change():
    features, yes, _ = answers(10)
    fit = judged(features, yes, Weights(), later=10)
    assert np.isnan([fit.before, fit.after]).all()
    assert not fit.better


@pytest.mark.parametrize(
    ("chance", "yes", "expected"),
    [
        ([0.5, 0.5], [True, False], 1),
        ([0.9, 0.6], [True, False], 1.5),
        ([0.1], [False], np.inf),
        ([0.0], [False], np.nan),
        ([], [], np.nan),
    ],
)
def test_calibration_is_predicted_over_actual(chance, yes, expected):
    found = calibration(np.array(chance), np.array(yes, dtype=bool))
    assert found == pytest.approx(expected, nan_ok=True)


def test_log_loss_of_nothing_is_not_a_number_and_of_certainty_small():
    assert np.isnan(log_loss(np.empty((0, 6)), np.empty(0, dtype=bool), Weights()))
    assert log_loss(np.ones((1, 6)), [True], Weights()) == pytest.approx(np.log1p(np.exp(-5)))


@pytest.mark.parametrize(
    ("features", "yes"),
    [
        (np.full((1, 6), np.nan), [True]),
        (np.full((1, 6), 1.1), [True]),
        (np.ones((1, 5)), [True]),
        (np.ones((2, 6)), [True]),
        (np.ones((1, 6)), [2.0]),
    ],
)
def test_answers_that_make_no_sense_are_refused(features, yes):
    with pytest.raises(ValueError, match=r"features|yes"):
        refitted(features, yes, Weights())


def test_somebody_must_judge():
    with pytest.raises(ValueError, match="later"):
        judged(np.ones((1, 6)), [True], Weights(), 0)


@pytest.mark.parametrize(
    ("bias", "weights", "words"),
    [
        (Prior(0, 1), {Feature.SKILL: Prior(1, 1)}, "one per feature"),
        (Prior(np.nan, 1), PRIORS, "nan"),
        (Prior(0, np.inf), PRIORS, "infinite"),
        (Prior(0, 0), PRIORS, "precision"),
    ],
)
def test_beliefs_that_make_no_sense_are_refused(bias, weights, words):
    with pytest.raises(ValueError, match=words):
        Beliefs(bias, weights)
