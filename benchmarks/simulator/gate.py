"""The short version: have the default weights or formulas made a headline figure worse?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from benchmarks.simulator.desk import Desk
from benchmarks.simulator.experiments import Asking, Runs, ours, tried
from benchmarks.simulator.figures import interval
from benchmarks.simulator.setting import SMALL, Setting
from matching.scoring.score import Weights

REFERENCE = Path(__file__).parent / "reference.json"
SEEDS = 20
ROWS = ("ours", "default weights alone")
HEADLINES: Mapping[str, int] = {"helped": -1, "asks_per_yes": 1, "gini": 1}
"""Figure → the sign of what is worse: +1 where more is worse."""
NOTICED: Mapping[str, float] = {"helped": 0.3, "asks_per_yes": 0.1, "gini": 0.003}
"""The smallest change that counts."""
Reference: TypeAlias = Mapping[str, Mapping[str, Sequence[float]]]
"""Row → figure → its value seed by seed."""


@dataclass(frozen=True)
class Verdict:
    """One headline figure of one row beside its reference, over the same seeds."""

    row: str
    figure: str
    before: float
    change: float
    margin: float
    worse: bool

    def __str__(self) -> str:
        word = "WORSE" if self.worse else "ok"
        return (
            f"{word:5} {self.row}: {self.figure} {self.before:.3f}, "
            f"changed by {self.change:+.3f}, allowed {self.margin:.3f}"
        )


def measured(
    setting: Setting = SMALL,
    seeds: int = SEEDS,
    weights: Weights | None = None,
    rows: Sequence[str] = ROWS,
) -> dict[str, dict[str, list[float]]]:
    """The headline figures of ours, with learning and with the default weights alone.

    Args:
        weights: tried in place of the defaults.  rows: which to run.
    """
    start = Weights() if weights is None else weights
    trials = {
        ROWS[0]: Asking(ours(start=start)),
        ROWS[1]: Asking(ours(start=start, learning=False, size=Desk.fan_out)),
    }
    return _headlines(tried({row: trials[row] for row in rows}, {"": setting}, seeds, first=1))


def _headlines(runs: Runs) -> dict[str, dict[str, list[float]]]:
    return {row: {name: [float(each[name]) for each in figures] for name in HEADLINES}
            for row, figures in runs.items()}  # fmt: skip


def verdicts(reference: Reference, now: Reference) -> Iterator[Verdict]:
    """Each figure against the reference, seed by seed: the same cities and the same luck.

    Worse is what is worse on average by more than half of the 95 % interval of the difference, and
    by more than what nobody would notice.
    """
    for row, figures in reference.items():
        for name, before in figures.items():
            change = np.subtract(now[row][name], before).tolist()
            mean, half = interval(change)
            margin = max(half, NOTICED[name])
            worse = HEADLINES[name] * mean > margin
            yield Verdict(row, name, float(np.mean(before)), mean, margin, worse)


def stored() -> Reference:
    """The reference as it stands in the repository."""
    reference: Reference = json.loads(REFERENCE.read_text("utf-8"))
    return reference


def store(now: Reference) -> None:
    """Take today's figures as the reference."""
    rounded = {row: {name: [round(value, 4) for value in values] for name, values in each.items()}
               for row, each in now.items()}  # fmt: skip
    REFERENCE.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")
