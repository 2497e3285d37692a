"""Weights, parts, scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.scoring.score import (
    BIAS_PRIOR,
    PRIORS,
    Feature,
    Weights,
    chances,
    log_odds_parts,
    scores,
)

shares = arrays(np.float64, (6,), elements=st.floats(0, 1))


def test_the_first_weights_are_the_named_priors():
    weights = Weights()
    assert weights.bias == BIAS_PRIOR.mean == -4
    assert weights.by_feature().tolist() == [PRIORS[feature].mean for feature in Feature]
    assert [PRIORS[feature].precision for feature in Feature] == [2, 2, 2, 2, 1, 2]
    assert BIAS_PRIOR.precision == 0.3


def test_a_perfect_fit_is_almost_a_yes():
    parts = log_odds_parts(np.ones((1, 6)), Weights())
    score = scores(parts, Weights())
    assert score == pytest.approx([5.0])
    assert chances(score) == pytest.approx([1 / (1 + np.exp(-5))])


@given(shares)
def test_the_parts_sum_to_the_score(values):
    parts = log_odds_parts(values[None], Weights())
    assert scores(parts, Weights())[0] == pytest.approx(-4 + parts.sum(), abs=1e-9)


@given(shares, shares)
def test_more_of_any_feature_never_lowers_the_chance(one, other):
    pair = np.array([np.minimum(one, other), np.maximum(one, other)])
    low, high = chances(scores(log_odds_parts(pair, Weights()), Weights()))
    assert 0 <= low <= high <= 1


@given(shares, st.sampled_from(Feature), st.floats(0, 1))
def test_changing_one_fact_changes_exactly_its_part(values, feature, instead):
    changed = values.copy()
    changed[feature] = instead
    before, after = log_odds_parts(np.array([values, changed]), Weights())
    others = [each for each in Feature if each is not feature]
    assert before[others].tolist() == after[others].tolist()
    assert after[feature] == instead * PRIORS[feature].mean


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"near": -0.1}, "negative"),
        ({"bias": np.nan}, "nan"),
        ({"skill": np.inf}, "infinite"),
        ({"base_yes": 1.1}, "rate"),
        ({"base_confirm": -0.1}, "rate"),
    ],
)
def test_impossible_weights_are_refused(values, words):
    with pytest.raises(ValueError, match=words):
        Weights(**values)
