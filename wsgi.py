"""What the web server loads: `gunicorn wsgi:app`."""

import os

from config import Config
from matching.app import create_app

app = create_app(Config.from_env(os.environ))
