"""Bringing a database to the newest shape, and telling whether it is.

Alembic is slow to load, and most starts find nothing to do: telling so needs no Alembic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

FOLDER = Path(__file__).parents[2] / "migrations"
STEP = re.compile(
    r"""^revision = ["'](?P<itself>\w+)["']\ndown_revision = (?:["'](?P<before>\w+)["']|None)$""",
    re.MULTILINE,
)


class NoSuchStep(Exception):
    """There is no step of that name, or none that leads there."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run every step up to `revision`."""
    from alembic import command  # noqa: PLC0415 - see above

    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Undo every step after `revision` ("base" undoes all).

    Raises:
        NoSuchStep: nothing was undone.
    """
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415

    try:
        with engine.begin() as connection:
            command.downgrade(_config(connection), revision)
    except CommandError as why:
        raise NoSuchStep(str(why)) from None


def _config(connection: Connection) -> AlembicConfig:
    from alembic.config import Config as AlembicConfig  # noqa: PLC0415 - see above

    made = AlembicConfig(str(FOLDER / "alembic.ini"))
    made.attributes["connection"] = connection
    return made


def is_current(engine: Engine) -> bool:
    """Whether the database has every step there is."""
    return _revision(engine) == newest()


def is_known(engine: Engine) -> bool:
    """Whether the database has no step but those there are."""
    return _revision(engine) in {None, *steps()}


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def steps() -> Mapping[str, str | None]:
    """Every step there is, and the one before it."""
    found: dict[str, str | None] = {}
    for path in (FOLDER / "versions").glob("*.py"):
        said = STEP.search(path.read_text("utf-8"))
        assert said, f"{path} does not say which step it is"
        found[said["itself"]] = said["before"]
    return found


def newest() -> str:
    """The step that none comes after: the history is one line."""
    known = steps()
    (last,) = set(known) - set(known.values())
    return last
