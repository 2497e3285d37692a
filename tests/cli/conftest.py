"""The command line on a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import Result

from config import Config
from matching import masters
from matching.app import create_app
from matching.db import Database, migrations
from tests.engines import Server, make_tables

Run = Callable[..., Result]


@pytest.fixture
def own_database(server: Server) -> Iterator[Database]:
    """As the operator has it: made by the migrations."""
    made = Database(server.create())
    migrations.upgrade(made.engine)
    make_tables(made)
    with made.writing() as session:
        masters.load(session)
    yield made
    made.dispose()


@pytest.fixture
def flask(config: Config, own_database: Database) -> Run:
    """`flask ARGUMENTS`: exit code and output, with no traceback."""
    app = create_app(config, own_database)

    def run(*arguments: str, status: int = 0) -> Result:
        result = app.test_cli_runner().invoke(args=arguments)
        assert result.exit_code == status, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return run
