"""Tables as CSV files that spreadsheets open well and safely."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import Response

from matching.web.files import named

ENCODINGS = ("utf-8", "cp932")
FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
TWINS = str.maketrans(
    {"〜": "～", "−": "－", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "–": "-"}
)
"""Signs that cp932 has under another code."""
PUT_INSTEAD = "〓"  # the printer's sign for a letter that is missing


@dataclass(frozen=True)
class Replaced:
    """A letter that cp932 does not have, and where it stood (the headers are row 1)."""

    row: int
    column: str
    letter: str


def neutral(cell: object) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole table, formulas neutralised, lines ending as spreadsheets expect."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([neutral(header) for header in headers])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return held.getvalue()


def missing_in_cp932(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Replaced]:
    """Every letter that has to be replaced for cp932."""
    return [
        Replaced(number, header, letter)
        for number, row in enumerate(rows, 2)
        for header, cell in zip(headers, row, strict=False)
        for letter in _missing("" if cell is None else str(cell))
    ]


def _missing(text: str) -> Iterator[str]:
    for letter in text.translate(TWINS):
        try:
            letter.encode("cp932")
        except UnicodeEncodeError:
            yield letter


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """UTF-8 with its mark, or cp932 with 〓 for letters it does not have."""
    if encoding != "cp932":
        return text.encode("utf-8-sig", "replace")
    plain = text.translate(TWINS)
    missing = set(_missing(plain))
    return "".join(PUT_INSTEAD if letter in missing else letter for letter in plain).encode("cp932")


def csv_file(name: str, text: str, encoding: str = "utf-8") -> Response:
    """The answer with which a browser saves the table under this name."""
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    made = Response(encoded(text, encoding), content_type=f"text/csv; charset={charset}")
    return named(made, name)
