"""The towns of the city by their postal codes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

SOURCE = Path(__file__).with_name("postal_codes.csv")


@dataclass(frozen=True)
class Town:
    """One town; `district` is the code of its district, empty where that cannot be said."""

    name: str
    kana: str
    district: str = ""


def town_of(postal_code: str) -> Town | None:
    """The town with this code (4000858), or None outside the city."""
    return towns().get(postal_code)


@cache
def towns() -> Mapping[str, Town]:
    """Every postal code of the city."""
    lines = [line for line in SOURCE.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    return MappingProxyType(
        {row["code"]: Town(row["town"], row["kana"], row["district"]) for row in rows}
    )
