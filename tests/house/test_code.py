"""How the code is laid out: sizes, names, doors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 300
MOST_FUNCTION = 50
FORBIDDEN_FILES = {"util", "utils", "helpers", "common", "services", "manager", "misc"}
ASKED_BY_LIBRARIES = {"get_id", "process_bind_param", "process_result_value", "process_formdata"}
FORBIDDEN_VERBS = re.compile(r"^(get|do|handle|process)_")


@cache
def modules() -> tuple[Path, ...]:
    found = [ROOT / "config.py", ROOT / "wsgi.py", *(ROOT / "matching").rglob("*.py")]
    return tuple(sorted(found))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_has_one_subject_said_in_its_first_line(path: Path) -> None:
    text = path.read_text("utf-8")

    assert len(text.splitlines()) <= MOST_LINES
    assert ast.get_docstring(tree(path)), "the first line says what the module is"
    assert path.stem not in FORBIDDEN_FILES


def test_functions_are_short() -> None:
    sizes = {name: length(node) for name, node in functions()}

    assert not {name: n for name, n in sizes.items() if n > MOST_FUNCTION}
    assert quantiles(sizes.values(), n=10)[8] <= 25
    assert quantiles(sizes.values(), n=2)[0] <= 8


def test_names_say_what_is_meant() -> None:
    vague = [
        name
        for name, node in functions()
        if FORBIDDEN_VERBS.match(node.name) and node.name not in ASKED_BY_LIBRARIES
    ]

    assert not vague


def calls(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            found.add(f"{getattr(node.value, 'id', '')}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
    return found


def places(*names: str) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in modules() if not calls(path).isdisjoint(names)}


def test_only_the_doors_read_the_environment() -> None:
    # config.py is given the mapping; wsgi and the command line are who give it.
    assert {p for p in places("os.environ", "os.getenv") if not p.startswith("matching/cli/")} <= {
        "wsgi.py"
    }


def test_only_one_place_reads_the_wall_clock() -> None:
    assert places("datetime.now", "datetime.utcnow", "date.today", "time.time") <= {
        "matching/clock.py"
    }


def test_the_door_commits() -> None:
    allowed = {"matching/web/transaction.py", "matching/db/engines.py"}

    assert {
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r"\.commit\(\)", path.read_text("utf-8"))
    } <= allowed


def test_queries_are_never_executed_where_they_are_written() -> None:
    pattern = re.compile(r"session\.(scalars?|execute)\(")

    assert not [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name == "queries.py" and pattern.search(path.read_text("utf-8"))
    ]
