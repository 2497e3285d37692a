"""The demo city's words: what is asked, invented names, what people say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("words.toml")


@cache
def words() -> Mapping[str, Any]:
    """Everything in words.toml; the file's head explains it."""
    return tomllib.loads(SOURCE.read_text("utf-8"))
