"""What is measured of a run, and how sure the mean over seeds is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import scipy

from benchmarks.simulator.desk import Desk
from matching.scoring.arrays import Bools, Floats
from matching.scoring.learning import calibration

Figures: TypeAlias = dict[str, float]
LEARNT_AFTER = 28 * 24.0  # calibration is read from here on: a month's answers are in


def figures(desk: Desk) -> Figures:
    """Every figure of one run."""
    needs = desk.city.demand
    counted = needs.start <= 24 * desk.city.setting.days
    taken, seats = desk.taken[counted], needs.seats[counted]
    helped = ~np.isnan(desk.first[counted])
    asks = float(desk.asked.sum())
    return {
        "filled": 100 * taken.sum() / seats.sum(),
        "helped": 100 * helped.mean(),
        "asks_per_yes": asks / max(desk.taken.sum(), 1),
        "gini": gini(desk.asked.astype(np.float64)),
        "gini_districts": gini(_rates(needs.district[counted], taken, seats)),
        "first_h": _mean(desk.first[counted] - needs.posted[counted]),
        "full_h": _mean(desk.full[counted] - needs.posted[counted]),
        "left": float((~desk.active).sum()),
        "worst": 100 * _rates(needs.category[counted], taken, seats).min(),
        "km": float(np.mean(desk.km)) if desk.km else np.nan,
        "turned_away": float(desk.turned_away),
        "asks": asks,
        "calibration": calibrated(desk, LEARNT_AFTER),
        "calibration_first": calibrated(desk, 0.0, 14 * 24.0),
    }


def calibrated(desk: Desk, since: float, until: float = np.inf) -> float:
    """Predicted over actual yes among the asks of a span of time; nan where nothing is predicted."""
    at, chance, yes = (desk.sent.column(name) for name in ("at", "chance", "yes"))
    told: Bools = (at >= since) & (at < until) & ~np.isnan(chance)
    return calibration(chance[told], yes[told].astype(np.bool_))


def gini(counts: Floats) -> float:
    """0 when all have the same, towards 1 when one has everything; 0 for nothing at all."""
    total = counts.sum()
    if not total:
        return 0.0
    rank = np.arange(1, len(counts) + 1)
    return float(2 * (rank * np.sort(counts)).sum() / (len(counts) * total) - 1 - 1 / len(counts))


def _rates(group: Floats, taken: Floats, seats: Floats) -> Floats:
    """Places filled by group, of groups that asked for any."""
    wanted = np.bincount(group, weights=seats)
    return np.bincount(group, weights=taken)[wanted > 0] / wanted[wanted > 0]


def _mean(hours: Floats) -> float:
    return float(np.nanmean(hours)) if (~np.isnan(hours)).any() else np.nan


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Mean and half of the 95 % interval (Student's t); nan half for a single seed."""
    array = np.asarray(values, dtype=np.float64)
    if len(array) < 2:
        return float(array.mean()), np.nan
    error = array.std(ddof=1) / np.sqrt(len(array))
    return float(array.mean()), float(scipy.stats.t.ppf(0.975, len(array) - 1) * error)


def over_seeds(runs: Sequence[Figures]) -> Mapping[str, tuple[float, float]]:
    """Mean and half interval of every figure."""
    return {name: interval([each[name] for each in runs]) for name in runs[0]}
