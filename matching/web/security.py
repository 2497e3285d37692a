"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "Content-Security-Policy"
DIRECTIVES = (
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
TILES = "https://cyberjapandata.gsi.go.jp"
"""地理院タイル: the one host besides our own, and only where there is a map."""
HEADERS = {
    POLICY: "; ".join(DIRECTIVES),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = 31_536_000


def with_map(response: Response) -> Response:
    """The answer, whose page may show the tiles of a map."""
    plain = DIRECTIVES[1]
    response.headers[POLICY] = HEADERS[POLICY].replace(plain, f"{plain} {TILES}")
    return response


def init(app: Flask, *, secure: bool) -> None:
    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
        if request.path.startswith("/static/dist/"):
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"  # pages may show personal data
        return response
