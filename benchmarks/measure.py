"""How figures are taken and printed: two ways beside each other, in turns, in the same run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

RUNS = 5
TURNS = 60


def seconds(work: Callable[[], object]) -> float:
    """Median of some runs after one that is not counted."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def fastest(work: Callable[[], object]) -> float:
    """The best of some runs: what the work takes where nothing else wants the machine."""
    work()
    taken = []
    for _ in range(4 * RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def in_turns(*works: Callable[[], object]) -> list[float]:
    """Median seconds of each, taken in turns, so that a busy moment strikes all of them alike."""
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(TURNS + 3):
        for work, kept in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            if turn >= 3:
                kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in taken]


def row(name: str, ours: float, other: str, theirs: float) -> None:
    ratio = theirs / ours
    print(f"{name}: {ours * 1000:.2f} ms; {other}: {theirs * 1000:.2f} ms; ratio {ratio:.2f}")


def bound(name: str, figure: float, most: float, unit: str = "×") -> None:
    """A figure that must not exceed something, and whether it does."""
    verdict = "holds" if figure <= most else "BROKEN"
    print(f"{name}: {figure:.2f}{unit} (at most {most:g}{unit}: {verdict})")
