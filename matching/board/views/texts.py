"""Standing texts (about, privacy, accessibility, help) and what machines ask for."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from config import Config
from matching.accounts.access import public
from matching.i18n import N_, _
from matching.web.assets import asset
from matching.web.transaction import session

bp = Blueprint("texts", __name__)

FOOTER = (
    (N_("結（Yui）とは"), "texts.about"),
    (N_("使い方"), "texts.guide"),
    (N_("個人情報の取り扱い"), "texts.privacy"),
    (N_("アクセシビリティ"), "texts.accessibility"),
    (N_("活動証明書を確かめる"), "certificates.verify"),
)
WRITTEN_ON = date(2026, 11, 28)
"""When the texts about privacy and accessibility were last looked through."""
ROBOTS = """User-agent: *
Disallow: /account
Disallow: /answer
Disallow: /calendar
Disallow: /my
Disallow: /desk
Disallow: /sign-in
Disallow: /offers
Disallow: /matches
Disallow: /people
"""


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    return render_template("board/about.html")


@bp.get("/help")
@public
def guide() -> ResponseReturnValue:
    config: Config = current_app.extensions["config"]
    return render_template("board/guide.html", center_phone=config.center_phone)


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("board/privacy.html", written_on=WRITTEN_ON)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("board/accessibility.html", written_on=WRITTEN_ON)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    sitemap = url_for("board.sitemap", _external=True)
    return Response(f"{ROBOTS}\nSitemap: {sitemap}\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    return redirect(asset("icon.svg"))


@bp.get("/healthz")
@public
def healthy() -> ResponseReturnValue:
    """For whoever watches over the service: the process answers, and so does the database."""
    session().execute(select(1))
    return Response("ok\n", mimetype="text/plain")


@bp.app_context_processor
def footer() -> dict[str, object]:
    """The lines at the foot of every page."""
    return {"footer_links": [{"label": _(text), "url": url_for(page)} for text, page in FOOTER]}
