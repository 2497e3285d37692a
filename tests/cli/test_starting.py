"""Starting: what cannot work is one sentence, never a traceback."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from config import ROOT

KEY = "0123456789abcdef0123456789abcdef"
FLASK = ("-m", "flask")
SERVE, WORKER = (*FLASK, "serve"), (*FLASK, "worker")
GUNICORN = ("-m", "gunicorn", "wsgi:app")
ONE_JOB = (*FLASK, "jobs", "run", "expire-offers")
COMMANDS = [SERVE, WORKER, GUNICORN, ONE_JOB]
IGNORE_MODES, READ_ANYTHING, DROP = 1, 2, 24
"""Of prctl: what lets the superuser write where nobody may, and taking that away."""


def tried(var: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The command with these settings, as somebody whom files can be closed to; it must give up."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HOST", "PORT"}}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**kept, "YUI_VAR": str(var), **env},
        capture_output=True, text=True, timeout=60, check=False, preexec_fn=_ordinary,
    )  # fmt: skip


def _ordinary() -> None:
    if os.geteuid() == 0:
        for right in (IGNORE_MODES, READ_ANYTHING):
            assert ctypes.CDLL(None).prctl(DROP, right, 0, 0, 0) == 0


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


def sentence(tried: subprocess.CompletedProcess[str]) -> str:
    assert tried.returncode == 1, tried
    assert "Traceback" not in tried.stderr
    return tried.stderr


@pytest.mark.parametrize(
    ("command", "env", "words"),
    [
        (GUNICORN, {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin"),
        (SERVE, {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/yui"}, "cannot be opened"),
        (GUNICORN, {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/yui"}, "cannot be opened"),
        (SERVE, {"DATABASE_URL": "postgresql://u@[::1/yui"}, "DATABASE_URL"),
        (GUNICORN, {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:port/yui"}, "DATABASE_URL"),
        (SERVE, {"DATABASE_URL": "sqlite:////no/such/folder/yui.db"}, "cannot be opened"),
        (WORKER, {"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin"),
        (WORKER, {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/yui"}, "it is running"),
        (ONE_JOB, {"DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/yui"}, "it is running"),
        (ONE_JOB, {"DATABASE_URL": "sqlite:////no/such/folder/yui.db"}, "the file and its folder"),
        (SERVE, {"PORT": "eighty"}, "PORT must be"),
        (GUNICORN, {"PORT": "eighty"}, "PORT must be"),
        (SERVE, {"YUI_ENV": "production"}, "SECRET_KEY"),
        (WORKER, {"YUI_ENV": "production"}, "SECRET_KEY"),
    ],
)
def test_a_setting_that_cannot_work_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    said = sentence(tried(tmp_path, *command, **{"PORT": free_port(), **env}))

    assert words in said
    assert "secret@" not in said


@pytest.mark.parametrize("command", [SERVE, GUNICORN])
def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()

    assert "YUI_VAR" in sentence(tried(tmp_path / "file" / "var", *command, PORT=free_port()))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_can_only_be_read_is_said_in_a_sentence(
    prepared: Path, command: tuple[str, ...]
) -> None:
    prepared.chmod(0o555)

    said = sentence(tried(prepared, *command, PORT=free_port()))

    assert f"The folder {prepared} cannot be written (Permission denied)" in said
    assert "make it writable for this user, or set YUI_VAR" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_can_only_be_read_is_said_in_a_sentence(
    prepared: Path, command: tuple[str, ...]
) -> None:
    for file in prepared.glob("yui.db*"):
        file.chmod(0o444)

    said = sentence(tried(prepared, *command, PORT=free_port()))

    assert "attempt to write a readonly database" in said
    assert "this user may write the file and its folder" in said


@pytest.mark.parametrize("command", [WORKER, GUNICORN])
def test_a_file_that_is_no_database_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "yui.db").write_bytes(b"no database" * 500)

    assert "file is not a database" in sentence(tried(tmp_path, *command, PORT=free_port()))


@pytest.mark.parametrize("command", [SERVE, WORKER, (*FLASK, "db", "upgrade")])
def test_a_database_of_a_newer_program_is_said_in_a_sentence(
    prepared: Path, command: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(prepared / "yui.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()

    said = sentence(tried(prepared, *command, PORT=free_port()))

    assert "changed by a newer version of this program" in said


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (b"", 0o600, "not whole"),
        (b"\xff" * 64, 0o600, "cannot be read"),
        (b"x", 0, "cannot be read"),
    ],
)
def test_a_key_that_is_none_is_said_in_a_sentence(
    tmp_path: Path, content: bytes, mode: int, words: str
) -> None:
    (tmp_path / "secret_key").write_bytes(content)
    (tmp_path / "secret_key").chmod(mode)

    said = sentence(tried(tmp_path, *ONE_JOB))

    assert words in said
    assert "SECRET_KEY" in said


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has every migration."""
    var = tmp_path_factory.mktemp("prepared")
    assert tried(var, *FLASK, "db", "upgrade").returncode == 0
    return var


@pytest.fixture
def prepared(made_once: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it."""
    var = tmp_path / "var"
    shutil.copytree(made_once, var)
    yield var
    var.chmod(0o755)


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = sentence(tried(tmp_path, *FLASK, "serve", PORT=str(port)))

    assert f"Port {port} on 127.0.0.1 cannot be used" in said
    assert f"PORT={port + 1}" in said
    assert not (tmp_path / "yui.db").exists()


@pytest.mark.parametrize("command", [WORKER, GUNICORN, ONE_JOB, (*FLASK, "jobs", "list")])
def test_a_database_without_migrations_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert "flask db upgrade" in sentence(tried(tmp_path, *command, PORT=free_port()))


@pytest.mark.parametrize(
    "arguments",
    [(), ("jobs",), ("mail",), ("people",), ("plan",), ("db",), ("serve",), ("worker",)],
)
def test_help_needs_no_database(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    shown = tried(
        tmp_path, *FLASK, *arguments, "--help", DATABASE_URL="postgresql://u:p@127.0.0.1:9/yui"
    )

    assert shown.returncode == 0
    assert "Usage" in shown.stdout
