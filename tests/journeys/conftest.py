"""A served site and a real browser, at phone and desktop width, with and without JavaScript."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Config
from matching import clock
from matching.accounts.models import Person, SignIn
from matching.accounts.queries import hashed
from matching.app import create_app
from matching.db import Database
from matching.outbox.models import Message

WIDTHS = {"phone": (375, 812), "desktop": (1280, 900)}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


class Quiet(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        """The server's own lines would drown the test's."""


class Site:
    """The running site and what a test needs to know behind it."""

    def __init__(self, url: str, database: Database) -> None:
        self.url = url
        self.database = database

    def letters(self, address: str) -> list[Message]:
        """E-mails to this address, newest first."""
        with self.database.read() as session:
            return list(
                session.scalars(
                    select(Message).where(Message.address == address).order_by(Message.id.desc())
                )
            )

    def code(self, address: str) -> str:
        """The six digits in the newest sign-in letter."""
        found = re.search(r"\b(\d{6})\b", self.letters(address)[0].text)
        assert found
        return found.group(1)

    def add(self, make: Callable[[Session], Person]) -> Person:
        """Prepare rows; the person that `make` returns is given back detached."""
        with self.database.writing() as session:
            person = make(session)
            session.flush()
            session.refresh(person, ["id"])
            return person

    def token(self, person_id: int) -> str:
        """A sign-in of this person, as their cookie would hold it."""
        token = os.urandom(12).hex()
        now = clock.now()
        with self.database.writing() as session:
            session.add(
                SignIn(
                    token_hash=hashed(token),
                    person_id=person_id,
                    created_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )
        return token


@pytest.fixture
def site(config: Config, own_database: Database) -> Iterator[Site]:
    app = create_app(config, own_database)
    app.testing = False  # a defect is a 500 page here, as people would see it
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", own_database)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no chromium")
        pytest.skip("NO CHROMIUM: the browser journeys are skipped")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with JavaScript")


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(site: Site, chromium: Chromium, javascript: bool) -> Iterator[OpenPage]:
    """`open_page("phone")`: a new browser of its own, whose console must stay silent."""
    contexts = []
    said: list[str] = []

    def opened(width: str = "desktop") -> Page:
        size = WIDTHS[width]
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: said.append(str(e)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


def sign_in(page: Page, site: Site, address: str) -> None:
    """Through the pages: e-mail, then the six digits of the letter."""
    page.goto("/sign-in")
    page.get_by_label("メールアドレス").fill(address)
    page.get_by_role("button", name=re.compile("メールを送る|コードを送る")).click()
    page.get_by_label(re.compile("6けた|コード")).fill(site.code(address))
    page.get_by_role("button", name=re.compile("サインイン|進む|確かめる")).click()
