"""Language, やさしい日本語, text size, keys: small choices kept in cookies."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, g, redirect, request
from flask.typing import ResponseReturnValue

from matching import i18n

bp = Blueprint("preferences", __name__)
CHOICES = {
    "language": ("ja", "en", "easy"),
    "text": ("standard", "large"),
    "start": ("now", "later"),  # whether my page reminds of what was not said at sign-up
    "keys": ("on", "off"),  # single keys at the desk; whoever speaks to the computer needs them off
}
A_YEAR = 31_536_000


def here(path: str | None) -> str:
    """The path if it leads back into this site, else the front page."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or any(ord(c) < 33 for c in path):
        return "/"
    return path


def way_back(home: str) -> str:
    """Where a page was opened from, if its address says so (?next=); else where it usually leads."""
    return here(request.args["next"]) if "next" in request.args else home


@bp.post("/preferences")
def update() -> ResponseReturnValue:
    response = redirect(here(request.form.get("next")), 303)
    for name, allowed in CHOICES.items():
        value = request.form.get(name)
        if value in allowed:
            response.set_cookie(
                name, value, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
            )
    return response


def _listen() -> None:
    chosen = request.cookies.get("language", "")
    if chosen not in CHOICES["language"]:
        chosen = request.accept_languages.best_match(i18n.LANGUAGES) or "ja"
        chosen = "ja" if chosen not in i18n.LANGUAGES else chosen
    g.large_text = request.cookies.get("text") == "large"
    i18n.speak(chosen)


def init(app: Flask) -> None:
    update.access = None  # type: ignore[attr-defined] # everybody may choose
    app.register_blueprint(bp)
    app.before_request(_listen)

    @app.context_processor
    def chosen() -> dict[str, object]:
        return {
            "language": i18n.language(),
            "easy_japanese": i18n.is_easy(),
            "large_text": g.get("large_text", False),
            "desk_keys": request.cookies.get("keys") != "off",
        }
