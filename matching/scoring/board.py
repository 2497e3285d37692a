"""Dials for the whole board: which needs come first, how many are asked, what tiredness costs."""

import numpy as np

from matching.scoring.arrays import Bools, Floats, Ints

SLOPE = 0.39  # 1 − exp(−½): what the first ask takes off `rested`
FAN_OUT = 2  # asks per open place
FAN_OUT_MOST = 8  # asks per open place of an urgent need


def urgency(has_yes: Bools, days_to_start: Floats) -> Floats:
    """u: needs without any helper and needs that start soon come first.

    Args:
        has_yes: (n,) somebody has said yes already.
        days_to_start: (n,) days until the need begins; nan when it has no date.

    Returns:
        (n,) [no yes yet] + 1 / max(1, days), 0 to 2; without a date the second term is 0.
    """
    soon: Floats = 1 / np.maximum(1, np.where(np.isnan(days_to_start), np.inf, days_to_start))
    return np.where(has_yes, 0.0, 1.0) + soon


def ask_again_price(rested_weight: float, mean_chance: float, caution: float = 2.5) -> float:
    """λ: what one earlier ask within 14 days takes off the value of asking the same person.

    Args:
        rested_weight: learned weight of `rested`, at least 0; where people do not tire, λ is 0.
        mean_chance: p̄, mean chance of a yes among the candidates, 0 to 1.
        caution: κ, 2 to 3.

    Returns:
        κ · weight · 0.39 · p̄ · (1 − p̄).
    """
    return caution * rested_weight * SLOPE * mean_chance * (1 - mean_chance)


def edge_values(urgencies: Floats, values: Floats, asks_14d: Ints, price: float) -> Floats:
    """What each candidate edge is worth to the whole board: u · p · q − λ · asks₁₄.

    Args:
        urgencies: (e,) u of the need.  values: (e,) p · q.
        asks_14d: (e,) asks of the person in the last 14 days.
        price: λ, as from `ask_again_price`.
    """
    worth: Floats = urgencies * values - price * asks_14d
    return worth


def asks_per_need(open_places: Ints, mean_chance: Floats, urgent: Bools) -> Ints:
    """How many people to ask for each need in one wave.

    Args:
        open_places: (n,) at least 0.
        mean_chance: (n,) mean chance of a yes among the need's candidates, 0 to 1.
        urgent: (n,) whether it cannot wait for a second wave.

    Returns:
        (n,) twice the open places; for urgent needs as many as fill the gap in expectation,
        between twice and eight times the open places.
    """
    most = FAN_OUT_MOST * open_places
    expected = np.ceil(open_places / np.maximum(mean_chance, 1 / FAN_OUT_MOST))
    asks = np.where(urgent, np.clip(expected, FAN_OUT * open_places, most), FAN_OUT * open_places)
    return asks.astype(np.int64)
