"""The built front-end parts: hashed names for pages, compressed copies for browsers."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import current_app, url_for


def asset(name: str) -> str:
    """The address of a built part: `app.css` → `/static/dist/app-XXXX.css`.

    Raises:
        RuntimeError: the parts have not been built, or none has this name.
    """
    names = _manifest(folder())
    if name not in names:
        raise RuntimeError(f"there is no front-end part {name!r}: see deployment/assets.mjs")
    return url_for("static", filename=f"dist/{names[name]}")


def folder() -> Path:
    """Where the build puts its files."""
    return Path(current_app.static_folder or "static") / "dist"


def _manifest(dist: Path) -> dict[str, str]:
    try:
        built_at = (dist / "manifest.json").stat().st_mtime_ns
    except OSError:
        raise RuntimeError("front-end parts are not built: run `make assets`") from None
    return _read(dist, built_at)


@cache
def _read(dist: Path, built_at: int) -> dict[str, str]:
    """Read once for each build."""
    del built_at
    names: dict[str, str] = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    return names
