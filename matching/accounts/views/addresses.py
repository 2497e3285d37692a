"""The town of a postal code, asked for by the page while somebody types."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue

from matching.accounts.access import public
from matching.accounts.forms import district_of
from matching.districts.rules import town_of

bp = Blueprint("addresses", __name__)

A_DAY = 86_400


@bp.get("/postal-codes/<string(length=7):postal_code>")
@public
def town(postal_code: str) -> ResponseReturnValue:
    """Its town and district; both empty outside the city."""
    if not postal_code.isascii() or not postal_code.isdigit():
        abort(404)
    found = town_of(postal_code)
    district = district_of(found) if found else None
    answer = jsonify(town=found.name if found else "", district=district.id if district else None)
    answer.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    return answer
