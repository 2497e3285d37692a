"""Commands for the operator: flask serve, worker, db, jobs, mail, people, plan, demo, import."""

from flask import Flask

from matching.cli.city import demo, people, plan
from matching.cli.database import db
from matching.cli.post import jobs, mail
from matching.cli.register import imports
from matching.cli.serve import serve, worker


def init(app: Flask) -> None:
    """Give the application its commands."""
    for command in (serve, worker, db, jobs, mail, people, plan, demo, imports):
        app.cli.add_command(command)
