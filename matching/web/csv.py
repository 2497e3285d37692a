"""CSV answers that spreadsheets open without guessing and without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> str:
    """The cell as text; what a spreadsheet would run as a formula is shown instead."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RUNS) and not isinstance(cell, int | float) else text


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download in UTF-8 with BOM."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in headers])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    response = Response(out.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
