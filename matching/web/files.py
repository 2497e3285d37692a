"""Files that a browser saves or shows under a name."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def named(response: Response, name: str, how: str = "attachment") -> Response:
    """The answer under this name; `how`: "attachment" saves it, "inline" shows it first."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    return response
