"""The blueprint of organisations, and what every page knows: for whom its reader speaks."""

from __future__ import annotations

from flask import Blueprint

from matching.organizations.access import acting_for

bp = Blueprint("organizations", __name__, url_prefix="/organizations")


@bp.app_context_processor
def _speaking() -> dict[str, object]:
    return {"acting_for": acting_for()}
