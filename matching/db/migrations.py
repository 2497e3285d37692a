"""Bringing a database to the newest shape, and telling whether it is."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).parents[2] / "migrations"


def _config(connection: Connection) -> AlembicConfig:
    made = AlembicConfig(str(FOLDER / "alembic.ini"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run every step up to `revision`."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Undo every step after `revision` ("base" undoes all)."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Whether the database has every step there is."""
    return _revision(engine) == ScriptDirectory(str(FOLDER)).get_current_head()


def is_known(engine: Engine) -> bool:
    """Whether the database has no step but those there are."""
    steps = {step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()}
    return _revision(engine) in {None, *steps}


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
