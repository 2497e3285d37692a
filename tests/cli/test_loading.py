"""What a start loads: nothing that is slow to load and that only some pages or commands need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SLOW = ("alembic", "apscheduler", "feedgen", "icalendar", "openpyxl", "scipy.optimize", "scipy.sparse")  # fmt: skip


def test_neither_web_server_nor_commands_wait_for_what_few_pages_need(
    project: Path, tmp_path: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import json, sys, wsgi; print(json.dumps(sorted(sys.modules)))"],
        cwd=project, env={"YUI_VAR": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    loaded = set(json.loads(told.stdout))
    assert "matching.scoring.assignment" in loaded
    assert loaded.isdisjoint(SLOW)
