"""Wires the web application together; holds no logic."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config
from matching import cli
from matching.accounts import access
from matching.db import Database
from matching.db.checks import opened
from matching.mailbox import dev as dev_mail
from matching.registry import BLUEPRINTS, MENU
from matching.web import (
    assets,
    components,
    errors,
    preferences,
    ruby,
    security,
    templating,
    transaction,
)


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The application; tests pass a database of their own."""
    app = Flask(
        "matching", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.from_mapping(_settings(config))
    app.extensions["config"] = config
    app.testing = config.environment == "test"
    if config.proxies:
        count = config.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    CSRFProtect(app)
    security.init(app, secure=config.secure)
    transaction.init(app, database or opened(config.database_url))
    templating.init(app)
    preferences.init(app)
    ruby.init(app)
    assets.init(app)
    access.init(app, MENU)
    errors.init(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if config.environment != "production":
        app.register_blueprint(components.bp)
        app.register_blueprint(dev_mail.bp)
    app.jinja_env.globals["demo"] = config.demo
    cli.init(app)
    return app


def _settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "WTF_CSRF_TIME_LIMIT": None,  # an hour-long limit swallows what slow typists wrote
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-yui" if config.secure else "yui",
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=90),
        "TEMPLATES_AUTO_RELOAD": config.environment == "development",
    }
