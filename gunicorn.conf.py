"""How gunicorn serves Yui: `gunicorn wsgi:app` reads this by itself."""

import os
import sys

from sqlalchemy.orm import configure_mappers

from config import BadConfig, Config
from matching import app as loaded
from matching.db.checks import NotReady, current, opened

try:
    settings = Config.from_env(os.environ)
except BadConfig as why:
    sys.exit(str(why))

bind = (
    f"[{settings.host}]:{settings.port}"
    if ":" in settings.host
    else f"{settings.host}:{settings.port}"
)
workers = settings.web_processes
# The code is loaded once, here, and every process is forked with it; each makes an application and
# connections of its own.
assert loaded
configure_mappers()
worker_class = "gthread"
threads = 4
preload_app = False  # database connections do not survive a fork
loglevel = "warning"


def on_starting(_server: object) -> None:
    """Nothing is served from a database that is not ready: one sentence says what to do."""
    try:
        current(opened(settings.database_url)).dispose()
    except NotReady as why:
        sys.exit(str(why))
