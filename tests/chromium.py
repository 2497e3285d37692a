"""A real browser for tests: one Chromium for the session, a site that it is shown, axe in its pages."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import CDPSession, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN_AXE = """
axe.run(document, {{runOnly: {only}, resultTypes: ["violations"], preload: false}}).then(found =>
  found.violations.flatMap(one => one.nodes.map(node => one.id + ": " + node.html)))
"""


class Quiet(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        """The server's own lines would drown the test's."""


def at_once(app: Any) -> Any:
    """The same application, done with its files before anything is sent.

    The server leaves a file open whose reader has gone away while it was being sent.
    """

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as parts:
            return [b"".join(parts)]

    return answer


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address at which this application answers meanwhile."""
    server = make_server("127.0.0.1", 0, at_once(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no chromium")
        pytest.skip("NO CHROMIUM: what needs a browser is skipped")
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=path, args=list(ARGUMENTS), env={**os.environ, "LANGUAGE": "en"}
        )
        yield browser
        browser.close()


def violations(page: Page, only: Sequence[str] = WCAG) -> list[str]:
    """What axe finds on the page against these tags or rules: each rule, and where."""
    speaking = page.context.new_cdp_session(page)
    if not evaluated(speaking, "typeof axe !== 'undefined'"):
        evaluated(speaking, _axe())  # past the content security policy, which bars pages only
    found: list[str] = evaluated(speaking, RUN_AXE.format(only=list(only)))
    speaking.detach()
    return found


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def evaluated(speaking: CDPSession, script: str) -> Any:
    answer = speaking.send(
        "Runtime.evaluate", {"expression": script, "awaitPromise": True, "returnByValue": True}
    )
    assert "exceptionDetails" not in answer, answer["exceptionDetails"]
    return answer["result"].get("value")
