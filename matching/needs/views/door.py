"""What all pages of this room share: the blueprint, and how large a sent file may be."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

bp = Blueprint("needs", __name__, url_prefix="/needs")

TAKES_PHOTOS = frozenset({"needs.step", "needs.photos"})
MOST_SENT = 64 * 1024 * 1024
"""So much is taken in (to disk) that too large a photo can be refused beside its field."""


@bp.url_value_preprocessor
def take_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    del values
    if endpoint in TAKES_PHOTOS:
        request.max_content_length = MOST_SENT
