"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: https://cyberjapandata.gsi.go.jp",  # 地理院タイル
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}
A_YEAR = 31_536_000


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
