"""The document: tables and curves from stored figures, with what was reached and what was missed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from benchmarks.simulator.curves import Curve, drawn
from benchmarks.simulator.experiments import Runs
from benchmarks.simulator.figures import over_seeds

Summary: TypeAlias = Mapping[str, tuple[float, float]]
Stored: TypeAlias = dict[str, Any]
Column: TypeAlias = tuple[str, str, int]  # heading, figure, decimals

FOLDER = Path("docs/benchmarks")
PAGE, FIGURES = "simulator.md", "simulator.json"
MAIN: Sequence[Column] = (
    ("places filled %", "filled", 1),
    ("needs with a helper %", "helped", 1),
    ("asks per yes", "asks_per_yes", 1),
    ("Gini of asks", "gini", 2),
    ("Gini of fills, districts", "gini_districts", 2),
    ("hours to first yes", "first_h", 0),
    ("hours to full", "full_h", 0),
    ("opted out", "left", 0),
    ("worst category %", "worst", 0),
    ("km", "km", 1),
    ("turned away", "turned_away", 0),
    ("predicted / actual", "calibration", 2),
)
WORLDS: Sequence[Column] = (
    ("places filled %", "filled", 1),
    ("needs with a helper %", "helped", 1),
    ("asks per yes", "asks_per_yes", 1),
    ("Gini of asks", "gini", 2),
    ("opted out", "left", 0),
    ("learnt weight of rested", "rested", 2),
)
WAVES: Sequence[Column] = (
    ("contacts", "asks", 0),
    ("places filled %", "filled", 1),
    ("needs with a helper %", "helped", 1),
    ("asks per yes", "asks_per_yes", 1),
    ("turned away", "turned_away", 0),
    ("opted out", "left", 0),
)
BOARD: Sequence[Column] = (
    ("places filled %", "filled", 1),
    ("needs with a helper %", "helped", 1),
    ("needs with a sign-up, a week", "weekly", 1),
    ("sign-ups", "sign_ups", 0),
    ("of them too many", "over", 0),
    ("Gini of fills, needs", "gini_needs", 2),
    ("hours to first", "first_h", 0),
)


def summarised(runs: Runs) -> dict[str, dict[str, tuple[float, float]]]:
    """Mean and half of the 95 % interval of every figure of every row."""
    return {row: dict(over_seeds(each)) for row, each in runs.items()}


def keep(folder: Path, name: str, runs: Runs, facts: Mapping[str, Any]) -> None:
    """Store the figures of one experiment beside those of the others."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FIGURES
    stored = json.loads(path.read_text("utf-8")) if path.exists() else {}
    rows = {
        row: {figure: [_short(mean), _short(half)] for figure, (mean, half) in each.items()}
        for row, each in summarised(runs).items()
    }
    stored[name] = {**facts, "rows": rows}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _short(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def write(folder: Path) -> None:
    """Make the page and its curves from all stored figures."""
    stored: Stored = json.loads((folder / FIGURES).read_text("utf-8"))
    told = (Path(__file__).parent / "page.md").read_text("utf-8")
    for name, columns in (("rules", MAIN), ("worlds", WORLDS), ("waves", WAVES),
                          ("board", BOARD), ("exposure", BOARD)):  # fmt: skip
        shown = _section(stored[name], columns) if name in stored else "*Not run yet.*"
        told = told.replace(f"<!-- {name} -->", shown)
    told = told.replace(
        "<!-- saved -->", saved(stored["waves"]["rows"]) if "waves" in stored else ""
    )
    (folder / PAGE).write_text(told, "utf-8")
    for name, picture in _pictures(stored):
        (folder / name).write_text(picture, "utf-8")


def _section(stored: Stored, columns: Sequence[Column]) -> str:
    facts = (f"{stored['date']} · {stored['seeds']} seeds · {stored['people']:,} people, "
             f"{stored['days']} days, {stored['needs_a_day']:g} needs a day · "
             f"{stored['versions']}")  # fmt: skip
    return "\n".join([facts, "", *table(stored["rows"], columns)])


def table(rows: Mapping[str, Mapping[str, Any]], columns: Sequence[Column]) -> Iterable[str]:
    """A Markdown table, mean ± half of the 95 % interval."""
    yield "| | " + " | ".join(heading for heading, _, _ in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for row, each in rows.items():
        cells = (_cell(each.get(figure, (None, None)), places) for _, figure, places in columns)
        yield f"| {row} | " + " | ".join(cells) + " |"


def _cell(value: Sequence[float | None], places: int) -> str:
    mean, half = value
    if mean is None:
        return ""
    return f"{mean:,.{places}f}" + ("" if half is None else f" ± {half:,.{places}f}")


# ------------------------------------------------------------------ contacts at equal fill


def saved(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Sentences: how many contacts each way needs to fill as many places as our waves."""
    fill, contacts = (rows["our waves"][figure][0] for figure in ("filled", "asks"))
    return "\n".join(
        f"- {kind}: {_at_equal_fill(rows, kind, fill, contacts)}"
        for kind in ("nearest", "best by score")
    )


def _at_equal_fill(
    rows: Mapping[str, Mapping[str, Any]], kind: str, fill: float, contacts: float
) -> str:
    curve = sorted((each["asks"][0], each["filled"][0])
                   for row, each in rows.items() if row.startswith(kind))  # fmt: skip
    asks, filled = np.array(curve).T
    if filled.max() < fill:
        most = int(filled.argmax())
        return (f"never fills {fill:.1f} % of the places; at best {filled[most]:.1f} % "
                f"with {asks[most]:,.0f} contacts, where waves make {contacts:,.0f}")  # fmt: skip
    upto = int((filled >= fill).argmax()) + 1
    needed = float(np.interp(fill, filled[:upto], asks[:upto]))
    return (f"{needed:,.0f} contacts for the same {fill:.1f} %, waves {contacts:,.0f}: "
            f"{100 * (1 - contacts / needed):.0f} % saved")  # fmt: skip


# ------------------------------------------------------------------ curves


def _pictures(stored: Stored) -> Iterable[tuple[str, str]]:
    if "worlds" in stored:
        yield (
            "fairness.svg",
            drawn(
                "Needs with a helper against the Gini of asks, as the price κ rises",
                ("Gini of asks over people", "needs with a helper %"),
                _curves(stored["worlds"]["rows"], "gini", "helped"),
            ),
        )
        yield (
            "fairness-asks.svg",
            drawn(
                "Asks per yes against the Gini of asks, as the price κ rises",
                ("Gini of asks over people", "asks per yes"),
                _curves(stored["worlds"]["rows"], "gini", "asks_per_yes"),
            ),
        )


def _curves(rows: Mapping[str, Mapping[str, Any]], across: str, up: str) -> list[Curve]:
    """One curve per city of the sweep; the last part of a row's name is its price."""
    found: dict[str, list[tuple[float, float, str]]] = {}
    for row, each in rows.items():
        place, price = row.rsplit(" · ", 1)
        found.setdefault(place, []).append((each[across][0], each[up][0], price))
    return [Curve(name, tuple(points)) for name, points in found.items()]
