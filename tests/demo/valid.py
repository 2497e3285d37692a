"""HTML as html-validate reads the standard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def remarks(project: Path, folder: Path) -> str:
    """What html-validate says of the pages in the folder; nothing where all is well."""
    script = project / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    said = subprocess.run(
        ["sh", str(project / "deployment" / "node.sh"), "node", str(script),
         "--config", str(project / ".htmlvalidate.json"), "--formatter", "text", f"{folder}/*.html"],
        cwd=project, env={**os.environ, "PY": sys.executable, "NODE_LEAST": "22"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode in {0, 1}, said.stderr
    return said.stdout.strip()
