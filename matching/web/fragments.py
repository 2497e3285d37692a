"""Parts of pages: htmx asks the address of the page itself, and is given what changes."""

from __future__ import annotations

from flask import Response, request

ASKING, GOING_BACK = "HX-Request", "HX-History-Restore-Request"


def is_fragment() -> bool:
    """Whether only the part that changes is wanted; Back in the history wants whole pages."""
    return ASKING in request.headers and GOING_BACK not in request.headers


def varied(response: Response, address: str) -> Response:
    """The answer, which differs for htmx; `address` is what the browser then shows as its own."""
    response.vary.update((ASKING, GOING_BACK))
    if is_fragment():
        response.headers["HX-Push-Url"] = address
    return response
