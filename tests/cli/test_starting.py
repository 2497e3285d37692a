"""Starting: what cannot work is one sentence, never a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

KEY = "0123456789abcdef0123456789abcdef"
FLASK = ("-m", "flask")


def tried(var: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """The command with these settings; it must give up by itself."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HOST", "PORT"}}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**kept, "YUI_VAR": str(var), **env},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def sentence(tried: subprocess.CompletedProcess[str]) -> str:
    assert tried.returncode == 1, tried
    assert "Traceback" not in tried.stderr
    return tried.stderr


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must begin"),
        ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:9/yui"}, "cannot be opened"),
        ({"DATABASE_URL": "postgresql://u@[::1/yui"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:port/yui"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/yui.db"}, "cannot be opened"),
        ({"PORT": "eighty"}, "PORT must be"),
        ({"YUI_ENV": "production"}, "SECRET_KEY"),
    ],
)
@pytest.mark.parametrize("command", [(*FLASK, "serve"), ("-m", "gunicorn", "wsgi:app")])
def test_a_setting_that_cannot_work_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])

    assert words in sentence(tried(tmp_path, *command, **{"PORT": port, **env}))


@pytest.mark.parametrize("arguments", [("serve",), ("worker",), ("jobs", "list")])
def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()

    assert "YUI_VAR" in sentence(tried(tmp_path / "file" / "var", *FLASK, *arguments))


def test_a_port_that_is_taken_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        said = sentence(tried(tmp_path, *FLASK, "serve", PORT=str(port)))

    assert f"Port {port} on 127.0.0.1 cannot be used" in said
    assert f"PORT={port + 1}" in said
    assert not (tmp_path / "yui.db").exists()


@pytest.mark.parametrize(
    "command", [(*FLASK, "worker"), ("-m", "gunicorn", "wsgi:app"), (*FLASK, "jobs", "list")]
)
def test_a_database_without_migrations_is_said_in_a_sentence(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    assert "flask db upgrade" in sentence(tried(tmp_path, *command, PORT="8765"))


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
