"""Alembic's door to our tables: the address comes from the settings, or from the caller."""

import os

from alembic import context
from sqlalchemy import create_engine, pool

from config import Config
from matching import tables
from matching.db import Base

connection = context.config.attributes.get("connection")


def _migrate(on: object) -> None:
    context.configure(
        connection=on, target_metadata=Base.metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


assert tables
if connection is not None:
    _migrate(connection)
else:
    engine = create_engine(Config.from_env(os.environ).database_url, poolclass=pool.NullPool)
    with engine.connect() as own:
        _migrate(own)
