"""The diagrams in the docs say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matching.matches import rules as matches
from matching.needs import rules as needs

PAGE = (Path(__file__).parents[2] / "docs" / "life-cycles.md").read_text("utf-8")
ARROW = re.compile(r"^\s*(\w+) --> (\w+): (\w+)$", re.MULTILINE)


@pytest.mark.parametrize(("heading", "table"), [("A need", needs.NEXT), ("A match", matches.NEXT)])
def test_the_diagram_is_the_table(heading: str, table: dict[tuple[str, str], str]) -> None:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]

    drawn = {(start, verb): end for start, end, verb in ARROW.findall(section)}

    assert drawn == {(str(s), str(verb)): str(end) for (s, verb), end in table.items()}
