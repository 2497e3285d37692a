"""How many to ask in a wave: enough in time, few in vain."""

import numpy as np
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.waves import FIRST, MOST, asks_in_all, asks_per_wave


def per_wave(places: int, has_yes: bool, chance: float, waves: float) -> int:
    asks = asks_per_wave(
        np.array([places]), np.array([has_yes]), np.array([chance]), np.array([waves])
    )
    return int(asks[0])


@given(st.integers(1, 12), st.floats(0.02, 0.9), st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_so_many_asks_bring_as_many_yes_about_as_surely_as_wanted(places, chance, surety):
    asks = np.ceil(asks_in_all(np.array([places]), np.array([chance]), surety))[0]
    found = scipy.stats.binom.sf(places - 1, asks, chance)
    assert found >= surety - 0.08


def test_one_half_asks_for_as_many_as_fill_the_places_in_expectation():
    asks = asks_in_all(np.array([0, 1, 4]), np.array([0.5, 0.1, 0.25]), 0.5)
    assert asks == pytest.approx([0, 10, 16])


@given(st.integers(0, 12), st.booleans(), st.floats(0, 1), st.floats(0, 40))
def test_a_wave_asks_at_least_one_and_at_most_twelve_per_open_place(places, has_yes, chance, waves):
    assert places <= per_wave(places, has_yes, chance, waves) <= MOST * places


@given(st.integers(1, 12), st.booleans(), st.floats(0.01, 1), st.floats(0, 40))
def test_less_time_or_a_smaller_chance_never_asks_fewer(places, has_yes, chance, waves):
    asks = per_wave(places, has_yes, chance, waves)
    assert per_wave(places, has_yes, chance, waves / 2) >= asks
    assert per_wave(places, has_yes, chance / 2, waves) >= asks
    assert per_wave(places, False, chance, waves) >= asks


def test_a_need_without_a_helper_asks_more_when_it_starts_soon():
    first = asks_in_all(np.array([1]), np.array([0.3]), FIRST)[0]
    assert per_wave(1, False, 0.3, 1) == min(np.ceil(first), MOST)
    assert per_wave(1, True, 0.3, 1) == 4
    assert per_wave(1, False, 0.3, 20) == 1


def test_without_a_date_there_is_time_for_many_waves():
    assert per_wave(3, False, 0.1, np.nan) == 3


@pytest.mark.parametrize(
    ("places", "chance", "surety", "words"),
    [
        ([-1], [0.5], 0.9, "open_places"),
        ([1], [1.5], 0.9, "chance"),
        ([1], [np.nan], 0.9, "chance"),
        ([1], [0.5], 1.0, "surety"),
        ([1], [0.5], 0.0, "surety"),
    ],
)
def test_impossible_figures_are_refused(places, chance, surety, words):
    with pytest.raises(ValueError, match=words):
        asks_in_all(np.array(places), np.array(chance, dtype=float), surety)
