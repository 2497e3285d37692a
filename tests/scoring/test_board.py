"""The dials of the whole board."""

import numpy as np
import pytest

from matching.scoring.board import ask_again_price, asks_per_need, edge_values, urgency


@pytest.mark.parametrize(
    ("has_yes", "days", "expected"),
    [(False, 1, 2), (False, 4, 1.25), (True, 4, 0.25), (True, 0.2, 1), (False, np.nan, 1)],
)
def test_needs_without_help_and_soon_come_first(has_yes, days, expected):
    assert urgency(np.array([has_yes]), np.array([days], dtype=float)).tolist() == [expected]


def test_asking_again_costs_what_tiredness_costs():
    assert ask_again_price(1.0, 0.5, 2) == pytest.approx(2 * 0.39 * 0.25)
    assert ask_again_price(0.0, 0.5) == 0


def test_an_edge_is_worth_its_urgency_less_the_price_of_asking_again():
    worth = edge_values(np.array([2.0]), np.array([0.3]), np.array([2]), 0.1)
    assert worth == pytest.approx([0.4])


@pytest.mark.parametrize(
    ("places", "chance", "urgent", "asks"),
    [
        (3, 0.3, False, 6),
        (3, 0.3, True, 10),
        (3, 0.9, True, 6),
        (3, 0.01, True, 24),
        (3, 0.0, True, 24),
        (0, 0.3, True, 0),
    ],
)
def test_urgent_needs_ask_as_many_as_fill_the_gap(places, chance, urgent, asks):
    found = asks_per_need(np.array([places]), np.array([chance]), np.array([urgent]))
    assert found.tolist() == [asks]
