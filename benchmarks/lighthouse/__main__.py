"""`make lighthouse`: how Lighthouse judges the public pages of the demo city, on a phone and a desktop."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
TABLE = PROJECT / "docs" / "benchmarks" / "lighthouse.md"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FORMS = {"phone": (), "desktop": ("--preset=desktop",)}
LEAST = 95
RUNS = int(os.environ.get("RUNS", "3"))
START_SECONDS = 300
Score = dict[str, float]


def main() -> int:
    rows = []
    with demo() as site:
        pages = {"home": "/", "board": "/board", "need": need(site)}
        for (name, path), form in ((page, form) for page in pages.items() for form in FORMS):
            score = median([judged(site + path, form) for _ in range(RUNS)])
            rows.append((f"{name}, {form}", score))
            print(line(*rows[-1]), flush=True)
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(rows), "utf-8")
    return any(score[category] < LEAST for _name, score in rows for category in CATEGORIES)


# ------------------------------------------------------------------ the site


@contextmanager
def demo() -> Iterator[str]:
    """The address of the demo city, served as `make run` serves it."""
    folder, port = tempfile.mkdtemp(), free_port()
    environment = {**os.environ, "YUI_VAR": folder, "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "flask", "serve"], cwd=PROJECT, env=environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        site = f"http://127.0.0.1:{port}"
        wait_for(site)
        yield site
    finally:
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def wait_for(site: str) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            opened(site)
        except urllib.error.URLError:
            time.sleep(1)
        else:
            return
    sys.exit("The demo city did not come up.")


def opened(address: str) -> str:
    with urllib.request.urlopen(address) as page:  # noqa: S310 - the site on loopback
        text: str = page.read().decode()
        return text


def need(site: str) -> str:
    """The page of the first need on the board."""
    found = re.search(r'href="(/needs/\d+)"', opened(f"{site}/board"))
    assert found
    return found[1]


# ------------------------------------------------------------------ judging


def judged(address: str, form: str) -> Score:
    """Each category, 0 to 100, and when the largest thing was there, in milliseconds."""
    environment = {
        **os.environ, "PY": sys.executable, "NODE_LEAST": "22",
        "CHROME_PATH": shutil.which("chromium") or "",
    }  # fmt: skip
    said = subprocess.run(  # noqa: S603 - our own command, our own site
        ["/bin/sh", str(PROJECT / "deployment" / "node.sh"), "node", str(LIGHTHOUSE), address,
         "--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
         f"--only-categories={','.join(CATEGORIES)}", *FORMS[form]],
        env=environment, cwd=PROJECT, capture_output=True, check=False,
    )  # fmt: skip
    if said.returncode:
        sys.exit(said.stderr.decode())
    report: dict[str, Any] = json.loads(said.stdout)
    (Path(tempfile.gettempdir()) / "lighthouse.json").write_bytes(said.stdout)
    score = {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
    return score | {"lcp": report["audits"]["largest-contentful-paint"]["numericValue"]}


def median(scores: list[Score]) -> Score:
    return {name: statistics.median(score[name] for score in scores) for name in scores[0]}


# ------------------------------------------------------------------ telling


def line(name: str, score: Score) -> str:
    figures = " | ".join(f"{score[category]:.0f}" for category in CATEGORIES)
    return f"| {name} | {figures} | {score['lcp'] / 1000:.1f} s |"


def table(rows: list[tuple[str, Score]]) -> str:
    version = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]["lighthouse"]
    return "\n".join(
        (
            "# Lighthouse",
            "",
            f"Written by `make lighthouse`: Lighthouse {version}, the demo city on loopback, median of {RUNS} runs"
            f" (its simulated slow telephone network; at least {LEAST} everywhere).",
            "",
            "| page | performance | accessibility | best practices | SEO | largest paint |",
            "|---|---|---|---|---|---|",
            *(line(*row) for row in rows),
            "",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
