"""The built front-end parts: hashed names for pages, compressed copies for browsers."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.security import safe_join

COPIES = (("br", ".br"), ("gzip", ".gz"))  # best first


def asset(name: str) -> str:
    """The address of a built part: `app.css` → `/static/dist/app-XXXX.css`.

    Raises:
        RuntimeError: the parts have not been built, or none has this name.
    """
    names = built()
    if name not in names:
        raise RuntimeError(f"there is no front-end part {name!r}: see deployment/assets.mjs")
    return url_for("static", filename=f"dist/{names[name]}")


def built() -> dict[str, str]:
    """Each part of this site's name and the hashed name it was built under."""
    return manifest(Path(folder()) / "dist")


def folder() -> str:
    """Where the files under /static/ are."""
    return current_app.static_folder or "static"


def manifest(dist: Path) -> dict[str, str]:
    """Each part's name and the hashed name it was built under.

    Raises:
        RuntimeError: the parts have not been built.
    """
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


def serve(filename: str) -> Response:
    """A static file, in the smallest form that was built and that the browser takes."""
    for encoding, suffix in COPIES:
        if request.accept_encodings[encoding] > 0 and _is_there(filename + suffix):
            return _copy(filename, encoding, suffix)
    return current_app.send_static_file(filename)


def _is_there(filename: str) -> bool:
    path = safe_join(folder(), filename)
    return path is not None and Path(path).is_file()


def _copy(filename: str, encoding: str, suffix: str) -> Response:
    kind = mimetypes.guess_type(filename)[0]
    response = send_from_directory(folder(), filename + suffix, mimetype=kind)
    response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    return response


def init(app: Flask) -> None:
    app.view_functions["static"] = serve
