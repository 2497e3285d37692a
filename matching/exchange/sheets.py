"""Files of tables: CSV in the encodings of Japanese offices, and XLSX, as rows of clean text."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from matching.errors import RuleBroken
from matching.exchange.rules import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    is_header,
)
from matching.i18n import N_
from matching.text import clean_text

FIRST_LINES = 20
"""Where the line of headers is looked for: titles may stand above it."""
XLSX, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
GUARDED = re.compile(r"""^(?:="(?P<quoted>[^"]*)"|'(?P<marked>[=+\-@'].*))$""", re.DOTALL)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class BadFile(RuleBroken):
    """The file cannot be read as a table; the text says what to do."""


@dataclass(frozen=True)
class Line:
    """One row: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()
    """Places of cells that a spreadsheet would compute."""


@dataclass(frozen=True)
class Sheet:
    """A line of headers and the rows below it that are not blank."""

    headers: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes) -> Sheet:
    """The table in a CSV or XLSX file, told apart by what is in it.

    Raises:
        BadFile: it is neither, too large, damaged, or has no line of headers.
    """
    if not content.strip():
        raise BadFile(N_("ファイルが空です。名簿の入ったファイルを選んでください。"))
    if len(content) > MOST_BYTES:
        raise BadFile(N_("ファイルが大きすぎます。10MBより小さいファイルを選んでください。"))
    if content.startswith(OLD_EXCEL):
        raise BadFile(
            N_(
                "古いExcel形式（.xls）か、パスワードつきのファイルです。「.xlsx」か「CSV」で保存し直してください。"
            )
        )
    rows = _workbook(content) if content.startswith(XLSX) else _csv(content)
    return _sheet(rows)


def _sheet(rows: Iterable[Sequence[str]]) -> Sheet:
    headers: tuple[str, ...] | None = None
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        raw = [clean_text(cell) for cell in row[:MOST_COLUMNS]]
        cells = tuple(_unguarded(cell) for cell in raw)
        if headers is None:
            headers = cells if is_header(cells) else None
            if headers is None and number >= FIRST_LINES:
                break
        elif any(cells):
            lines.append(Line(number, cells, _formulas(raw)))
        if len(lines) > MOST_ROWS:
            raise BadFile(
                N_("一度に取り込めるのは%(most)s行までです。分けて取り込んでください。"),
                most=MOST_ROWS,
            )
    if headers is None:
        raise BadFile(
            N_(
                "見出しの行が見つかりません。1行目に「氏名」「電話」などの見出しがあるか、確かめてください。"
            )
        )
    return Sheet(headers, tuple(lines))


def _unguarded(cell: str) -> str:
    """What offices write so that a spreadsheet leaves a cell alone: '090…, ="090…"."""
    found = GUARDED.match(cell)
    return (found["quoted"] or found["marked"] or "") if found else cell


def _formulas(raw: Sequence[str]) -> frozenset[int]:
    return frozenset(
        place for place, cell in enumerate(raw) if cell.startswith("=") and not GUARDED.match(cell)
    )


# ------------------------------------------------------------------ CSV


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without mark), UTF-16 with its mark, or cp932.

    Raises:
        BadFile: it is none of them.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(NOT_TEXT.findall(text)) <= len(text) // 500 + 3:  # a stray one is cleaned away
            return text
    raise BadFile(
        N_("CSVでもExcel（.xlsx）でもないファイルのようです。名簿のファイルを選んでください。")
    )


def _csv(content: bytes) -> Iterator[list[str]]:
    text = decoded(content)
    csv.field_size_limit(MOST_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except csv.Error:
        raise BadFile(
            N_('CSVとして読めない行があります。引用符（"）の閉じ忘れがないか、確かめてください。')
        ) from None


def _delimiter(text: str) -> str:
    """Whatever separates most in the first lines."""
    head = "\n".join(text.splitlines()[:FIRST_LINES])
    return max(",\t;", key=head.count)


# ------------------------------------------------------------------ XLSX


def _workbook(content: bytes) -> list[list[str]]:
    _refuse_bomb(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that are not read
            return list(_rows(content))
    except BadFile:
        raise
    except Exception:  # a damaged workbook fails in every imaginable way
        raise BadFile(_DAMAGED) from None


_DAMAGED = N_(
    "Excelのファイルが壊れているようです。開いて保存し直してから、もう一度選んでください。"
)


def _refuse_bomb(content: bytes) -> None:
    """Before anything is unpacked: how large would it be, and does it define entities?"""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > 2_000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadFile(
                    N_(
                        "Excelのファイルが大きすぎます。名簿のシートだけを新しいファイルに保存してください。"
                    )
                )
            for part in parts:
                with packed.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(1024):
                        raise BadFile(_DAMAGED)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise BadFile(_DAMAGED) from None


def _rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and few files are XLSX

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims of its size is not believed
        yield from (
            [_text(cell) for cell in row]
            for row in sheet.iter_rows(
                max_row=MOST_ROWS + FIRST_LINES + 2, max_col=MOST_COLUMNS, values_only=True
            )
        )
    finally:
        book.close()


def _text(value: object) -> str:
    """A cell as people see it; a telephone number kept as a number gets its zero back later."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
