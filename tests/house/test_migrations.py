"""Migrations: from empty to the models and back, on both engines."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from matching import tables
from matching.db import Base, Database, migrations
from tests.engines import Server

assert tables


def test_the_steps_make_what_the_models_say_and_undo_it(server: Server) -> None:
    database = Database(server.create())
    try:
        assert not migrations.is_current(database.engine)

        for _ in range(2):
            migrations.upgrade(database.engine)
            assert migrations.is_current(database.engine)
            with database.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                assert compare_metadata(context, Base.metadata) == []
            migrations.downgrade(database.engine, "base")
            assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    finally:
        database.dispose()


def test_the_steps_are_known_without_alembic_as_alembic_reads_them() -> None:
    script = ScriptDirectory(str(migrations.FOLDER))

    assert migrations.steps() == {
        step.revision: step.down_revision for step in script.walk_revisions()
    }
    assert migrations.newest() == script.get_current_head()
