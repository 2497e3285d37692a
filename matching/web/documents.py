"""Paper: PDFs and pictures set by Typst from templates/print; facts are handed over as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import budoux
import segno
import typst
from flask import current_app

from matching.web.assets import folder

DOTS_PER_INCH = 72.0
"""One dot of a picture is one point of its page."""


def pdf(name: str, facts: Mapping[str, Any]) -> bytes:
    """templates/print/<name>.typ as a tagged PDF that screen readers can read (PDF/UA-1).

    Raises:
        TypstError: a fact the template needs is missing, or a picture has no words.
    """
    return _set(name, facts, format="pdf", pdf_standards=["ua-1"])


def png(name: str, facts: Mapping[str, Any]) -> bytes:
    """The first page of templates/print/<name>.typ as a picture, one dot a point."""
    return _set(name, facts, format="png", ppi=DOTS_PER_INCH)


def qr(address: str) -> str:
    """A QR code of this address as SVG, to be one of the facts."""
    held = io.BytesIO()
    segno.make(address, error="m").save(held, kind="svg", border=1)
    return held.getvalue().decode()


def phrases(text: str) -> list[str]:
    """The text cut where a line may end: 買い物バスの／乗り降りの／手助け."""
    return list(_parser().parse(text)) if text else []


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def _set(name: str, facts: Mapping[str, Any], **wish: Any) -> bytes:
    place = Path(current_app.jinja_loader.searchpath[0]) / "print"  # type: ignore[union-attr]
    made = typst.compile(
        place / f"{name}.typ",
        root=place,
        font_paths=_fonts(Path(folder()) / "dist" / "print"),
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        **wish,
    )
    return made[0] if isinstance(made, list) else cast(bytes, made)


@cache
def _fonts(place: Path) -> typst.Fonts:
    """Read once: nothing of the machine's own fonts, so that paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[place])
