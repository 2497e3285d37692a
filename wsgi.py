"""What the web server and the flask command load: `gunicorn wsgi:app`, `flask serve`."""

import os
import sys

from config import BadConfig, Config
from matching.app import create_app
from matching.db.checks import NotReady

try:
    app = create_app(Config.from_env(os.environ))
except (BadConfig, NotReady) as why:
    sys.exit(str(why))
