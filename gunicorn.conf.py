"""How gunicorn serves Yui: `gunicorn wsgi:app` reads this by itself."""

import os
import sys

from config import BadConfig, Config
from matching.db.checks import NotReady, current, opened

try:
    config = Config.from_env(os.environ)
except BadConfig as why:
    sys.exit(str(why))

bind = f"[{config.host}]:{config.port}" if ":" in config.host else f"{config.host}:{config.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = False  # database connections do not survive a fork
loglevel = "warning"


def on_starting(_server: object) -> None:
    """Nothing is served from a database that is not ready: one sentence says what to do."""
    try:
        current(opened(config.database_url)).dispose()
    except NotReady as why:
        sys.exit(str(why))
