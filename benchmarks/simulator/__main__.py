"""`python -m benchmarks.simulator`: run experiments, print their tables, write the document."""

from __future__ import annotations

import os

# Before NumPy loads: many tiny products, which waiting threads only slow down.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import scipy

from benchmarks.simulator import gate, report
from benchmarks.simulator.experiments import EXPERIMENTS, names
from benchmarks.simulator.setting import SMALL, STANDARD, TINY, Setting
from matching.scoring.score import Weights

SIZES: Mapping[str, Setting] = {"standard": STANDARD, "small": SMALL, "tiny": TINY}


def main(arguments: list[str] | None = None) -> int:
    told = _arguments().parse_args(arguments)
    if told.only == ["gate"]:
        return _gate(told)
    for name in told.only or names():
        size = "tiny" if told.quick else told.size
        start = time.perf_counter()
        runs = EXPERIMENTS[name](SIZES[size], told.seeds)
        print(f"\n{name}: {told.seeds} seeds, {size} city, {time.perf_counter() - start:.0f} s")
        columns = {"rules": report.MAIN, "worlds": report.WORLDS, "waves": report.WAVES}
        shown = columns.get(name, report.BOARD)
        print("\n".join(report.table(report.summarised(runs), shown)), flush=True)
        report.keep(told.folder, name, runs, _facts(SIZES[size], told.seeds))
    report.write(told.folder)
    return 0


def _gate(told: argparse.Namespace) -> int:
    weights = Weights()
    for spoilt in told.spoil:
        name, value = spoilt.split("=")
        weights = replace(weights, **{name: float(value)})
    now = gate.measured(weights=weights)
    if told.store:
        gate.store(now)
    found = list(gate.verdicts(gate.stored(), now))
    print("\n".join(map(str, found)))
    return int(any(verdict.worse for verdict in found))


def _facts(setting: Setting, seeds: int) -> dict[str, object]:
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seeds": seeds,
        **{each.name: getattr(setting, each.name) for each in fields(setting)},
        "versions": f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"SciPy {scipy.__version__}",
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="cities drawn per row")
    parser.add_argument("--quick", action="store_true", help="tiny cities: does it run?")
    parser.add_argument("--size", choices=SIZES, default="standard", help="of the cities")
    parser.add_argument("--only", nargs="+", choices=[*names(), "gate"], metavar="NAME",
                        help="some of: " + ", ".join([*names(), "gate"]))  # fmt: skip
    parser.add_argument("--folder", type=Path, default=report.FOLDER, help="of the document")
    parser.add_argument("--store", action="store_true", help="gate: make these the reference")
    parser.add_argument("--spoil", nargs="+", default=[], metavar="WEIGHT=VALUE",
                        help="gate: try other weights than the defaults")  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
