"""Putting the starting master data into the table."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.districts.models import District

MASTERS = Path(__file__).parent / "masters.csv"


def load(session: Session) -> int:
    """Add the districts that are missing; what the operator edited is left alone."""
    known = set(session.scalars(select(District.code)))
    lines = [line for line in MASTERS.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [row for row in csv.DictReader(lines) if row["code"] not in known]
    session.add_all(
        District(
            code=row["code"], name=row["name"], kana=row["kana"],
            lat=float(row["lat"]), lng=float(row["lng"]),
        )
        for row in rows
    )  # fmt: skip
    session.flush()
    return len(rows)
