"""Each feature by hand, and what must hold for all values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring import features

levels = st.sampled_from([0.0, 0.5, 0.8, 1.0])
shares = st.floats(0, 1)


def at(*values):
    return np.array(values, dtype=np.float64)


def test_a_rare_skill_says_more():
    held = at(1, 0, 0, 0)[:, None] * [1, 0] + at(1, 1, 1, 0)[:, None] * [0, 1]
    assert features.rarity(held) == pytest.approx([np.log(1 + 4 / 2), np.log(1 + 4 / 4)])


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((1, 1), 1.0),
        ((0, 0), 0.0),
        ((1, 0), 0.75),
        ((0, 1), 0.25),
        ((0.5, 0.8), (3 * 0.5 + 0.8) / 4),
    ],
)
def test_skill_is_the_weighted_share_held(held, expected):
    assert features.skill(at(*held)[None], at(3, 1)) == pytest.approx([expected])


def test_skill_is_neutral_when_none_is_wanted():
    assert features.skill(np.zeros((2, 0)), at()).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("km", "half", "expected"),
    [(0, 2, 1), (2, 2, 0.5), (5, 5, 0.5), (4, 2, 0.2), (6, 2, 0.1), (np.nan, 2, 0.5)],
)
def test_near_is_one_half_at_the_usual_distance(km, half, expected):
    assert features.near(at(km), at(half)) == pytest.approx([expected])


@pytest.mark.parametrize(
    ("overlap", "wanted", "expected"),
    [(0, 2, 0), (2, 2, 0.5), (3, 2, 0.75), (4, 2, 1), (9, 2, 1), (np.nan, 2, 0.5)],
)
def test_time_counts_the_slack_round_the_slot(overlap, wanted, expected):
    assert features.time(at(overlap), wanted) == pytest.approx([expected])


@pytest.mark.parametrize(
    ("same", "cosine", "expected"),
    [(False, 0, 0), (True, 0, 0.6), (True, 0.4, 0.6), (True, 0.7, 0.7), (False, 1 + 1e-12, 1)],
)
def test_interest_is_the_category_or_the_words(same, cosine, expected):
    assert features.interest(np.array([same]), at(cosine)).tolist() == [expected]


@pytest.mark.parametrize(
    ("yes", "asked", "base", "expected"),
    [(0, 0, 0.3, 0.3), (8, 8, 0.25, 0.625), (0, 8, 0.5, 0.25), (2, 2, 0.5, 0.6)],
)
def test_willing_starts_at_the_base_and_follows_the_answers(yes, asked, base, expected):
    rate = features.shrunk_rate(np.array([yes]), np.array([asked]), base)
    assert rate == pytest.approx([expected])


@pytest.mark.parametrize(("asks", "expected"), [(0, 1), (2, np.exp(-1)), (4, np.exp(-2))])
def test_rested_falls_with_every_ask(asks, expected):
    assert features.rested(np.array([asks])) == pytest.approx([expected])


@given(st.lists(levels, min_size=2, max_size=2), st.lists(levels, min_size=2, max_size=2))
def test_more_skill_never_fits_worse(one, other):
    weight = at(1.7, 0.4)
    low, high = np.minimum(one, other)[None], np.maximum(one, other)[None]
    assert 0 <= features.skill(low, weight)[0] <= features.skill(high, weight)[0] <= 1


@given(st.floats(0, 1e4), st.floats(0, 1e4), st.floats(0.1, 50))
def test_nearer_never_fits_worse(one, other, half):
    near, far = sorted((one, other))
    values = features.near(at(far, near), at(half, half))
    assert 0 <= values[0] <= values[1] <= 1


@given(st.floats(0, 168), st.floats(0, 168), st.floats(1 / 60, 168))
def test_more_free_time_never_fits_worse(one, other, wanted):
    values = features.time(at(*sorted((one, other))), wanted)
    assert 0 <= values[0] <= values[1] <= 1


@given(shares, shares)
def test_more_interest_never_fits_worse(one, other):
    low, high = sorted((one, other))
    values = features.interest(np.array([False, False, True]), at(low, high, high))
    assert 0 <= values[0] <= values[1] <= values[2] <= 1


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 99), shares)
def test_more_yeses_never_make_less_willing(one, other, more, base):
    low, high = sorted((one, other))
    values = features.shrunk_rate(np.array([low, high]), np.array([high + more] * 2), base)
    assert 0 <= values[0] <= values[1] <= 1


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_fewer_asks_never_make_less_rested(one, other):
    values = features.rested(np.array(sorted((one, other))))
    assert 1 >= values[0] >= values[1] >= 0
