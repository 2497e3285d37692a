"""Web server and worker together: both answer, and whatever ends one of them ends both."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import ROOT
from tests.reliability.conftest import free_port

SECONDS = 90.0
pytestmark = pytest.mark.slow


@contextmanager
def serving(var: Path) -> Iterator[subprocess.Popen[str]]:
    """`flask serve` in a terminal of its own, once a page has been answered."""
    port = str(free_port())
    settings = {
        "YUI_ENV": "production",
        "YUI_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'yui.db'}",
        "SECRET_KEY": "a key that only the tests of serving know, long enough",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "HOST": "127.0.0.1",
        "PORT": port,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "serve"], cwd=ROOT, env={**os.environ, **settings},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(settings["BASE_URL"], process)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=5) as page:  # noqa: S310 - loopback only
                assert page.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no page was answered")


def members(group: int) -> dict[int, str]:
    """The processes of this terminal that are still there, and what each of them runs."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group and (folder / "cmdline").read_bytes():
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                found[int(folder.name)] = command.decode(errors="replace")
        except OSError:
            continue  # ended meanwhile
    return found


def test_ctrl_c_ends_web_server_and_worker(tmp_path: Path) -> None:
    with serving(tmp_path) as process:
        running = " ".join(members(process.pid).values())
        assert ("gunicorn" in running, "flask worker" in running) == (True, True)

        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of them hear it
        said, _errors = process.communicate(timeout=SECONDS)

        assert process.returncode == 0
        assert "Ctrl-C ends it." in said
        assert members(process.pid) == {}


@pytest.mark.parametrize("part", ["gunicorn wsgi:app", "flask worker"])
def test_when_one_of_them_ends_so_does_the_other(tmp_path: Path, part: str) -> None:
    with serving(tmp_path) as process:
        ended = min(pid for pid, command in members(process.pid).items() if part in command)

        os.kill(ended, signal.SIGTERM)
        process.communicate(timeout=SECONDS)

        assert process.returncode == 1
        assert members(process.pid) == {}
