"""What a board shows first: less of what many have signed up for, more of what nobody saw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.scoring.exposure import equilibrium, penalised


@st.composite
def markets(draw):
    """A few people and needs, utility, visits and places."""
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    p, n = draw(st.integers(0, 8)), draw(st.integers(0, 6))
    return dice.normal(0, 2, (p, n)), dice.uniform(0.1, 3, p), dice.uniform(0.1, 4, n)


@settings(max_examples=50)
@given(markets(), st.floats(0.1, 3))
def test_nobody_gives_more_than_they_have_and_no_need_takes_more_than_its_places(market, scale):
    utility, visits, places = market
    pairs = equilibrium(utility, visits, places, scale)
    assert pairs.shape == utility.shape
    assert (pairs >= 0).all()
    assert (pairs.sum(axis=1) < visits).all()
    assert (pairs.sum(axis=0) < places).all()


@settings(max_examples=50)
@given(markets(), st.floats(1, 3))
def test_every_pair_weighs_what_it_gains_against_both_staying_alone(market, scale):
    utility, visits, places = market
    pairs = equilibrium(utility, visits, places, scale)
    alone, unfilled = visits - pairs.sum(axis=1), places - pairs.sum(axis=0)
    expected = np.sqrt(np.outer(alone, unfilled)) * np.exp(utility / (2 * scale))
    assert pairs == pytest.approx(expected, rel=1e-3, abs=1e-4)


@settings(max_examples=50)
@given(markets())
def test_the_order_of_people_and_needs_does_not_matter(market):
    utility, visits, places = market
    turned = equilibrium(utility[::-1, ::-1], visits[::-1], places[::-1])
    assert turned[::-1, ::-1] == pytest.approx(equilibrium(utility, visits, places), rel=1e-5)


def test_of_needs_liked_alike_the_emptier_is_shown_first():
    pairs = equilibrium(np.full((20, 2), 2.0), np.ones(20), np.array([1.0, 6.0]))
    assert (pairs[:, 1] > pairs[:, 0]).all()


def test_what_everybody_wants_grows_dear():
    utility = np.tile([2.0, 1.5], (50, 1))
    utility[:25, 1] = -9  # the second need appeals to half the people only
    pairs = equilibrium(utility, np.ones(50), np.ones(2))
    assert (pairs[25:, 1] > pairs[25:, 0]).all()


def test_a_steep_market_ends_too_and_nearly_everybody_helps():
    pairs = equilibrium([[14.0]], [1.0], [1.0], 0.5)
    assert pairs[0, 0] == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("utility", "visits", "places", "scale", "words"),
    [
        ([[0.0]], [1.0], [1.0], 0.0, "scale"),
        ([[0.0]], [1.0], [1.0], np.inf, "scale"),
        ([[np.nan]], [1.0], [1.0], 1.0, "utility"),
        ([[1e4]], [1.0], [1.0], 1.0, "too large"),
        ([[0.0]], [0.0], [1.0], 1.0, "visits"),
        ([[0.0]], [1.0], [0.0], 1.0, "places"),
        ([[0.0]], [1.0, 1.0], [1.0], 1.0, "visits"),
        ([0.0], [1.0], [1.0], 1.0, "utility"),
    ],
)
def test_markets_that_make_no_sense_are_refused(utility, visits, places, scale, words):
    with pytest.raises(ValueError, match=words):
        equilibrium(utility, visits, places, scale)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 5))
def test_a_sign_up_lowers_its_need_by_the_penalty_and_no_other(appeal, penalty):
    none = np.zeros(len(appeal))
    once = none.copy()
    once[0] = 1
    before, after = penalised(appeal, none, penalty), penalised(appeal, once, penalty)
    assert before.tolist() == appeal
    assert after[1:].tolist() == before[1:].tolist()
    assert after[0] == pytest.approx(before[0] * np.exp(-penalty))


def test_every_visitor_has_their_own_appeal():
    worth = penalised(np.array([[0.5, 0.4], [0.1, 0.9]]), np.array([1, 0]), 1.0)
    assert worth.argmax(axis=1).tolist() == [1, 1]
    assert penalised(np.empty((0, 2)), [0, 0], 1.0).shape == (0, 2)


@pytest.mark.parametrize(
    ("appeal", "sign_ups", "penalty", "words"),
    [
        ([0.5], [0], -0.1, "penalty"),
        ([0.5], [0], np.nan, "penalty"),
        ([0.5], [0], np.inf, "penalty"),
        ([-0.5], [0], 1, "appeal"),
        ([np.nan], [0], 1, "appeal"),
        ([0.5], [-1], 1, "sign_ups"),
        ([0.5], [0, 1], 1, "sign_ups"),
        (0.5, [0], 1, "appeal"),
    ],
)
def test_boards_that_make_no_sense_are_refused(appeal, sign_ups, penalty, words):
    with pytest.raises(ValueError, match=words):
        penalised(appeal, sign_ups, penalty)
