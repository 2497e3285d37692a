"""A served site and a real browser, at phone and desktop width, with and without JavaScript."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from config import Config
from matching import clock
from matching.accounts.models import Person
from matching.app import create_app
from matching.db import Database
from matching.outbox.models import Message
from matching.outbox.rules import SITE
from matching.registry import JOBS
from tests.journeys.visitor import Visitor
from tests.make import NOON

WIDTHS = {"phone": (375, 812), "desktop": (1280, 900)}
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


class Quiet(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        """The server's own lines would drown the test's."""


class Site:
    """The running site and what a test needs to know behind it."""

    def __init__(self, url: str, database: Database, clock: time_machine.Traveller) -> None:
        self.url = url
        self.database = database
        self.clock = clock

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

    def link(self, address: str, template: str) -> str:
        """The path to which the newest letter of this kind leads."""
        letter = next(one for one in self.letters(address) if one.template == template)
        found = re.search(rf"{re.escape(SITE)}(/\S+)", letter.text)
        assert found, letter.text
        return found.group(1)

    def wait(self, **time: float) -> None:
        """Time passes: `wait(days=4)`."""
        self.clock.shift(timedelta(**time))

    def work(self, name: str) -> int:
        """The clock's job of this name is run; how many things it did."""
        job = next(job for job in JOBS if job.name == name)
        with self.database.writing() as session:
            return job.work(session, now=clock.now())

    def add(self, make: Callable[[Session], Person]) -> Person:
        """Prepare rows; the person that `make` returns is given back detached."""
        with self.database.writing() as session:
            person = make(session)
            session.flush()
            session.refresh(person, ["id"])
            return person


@pytest.fixture(scope="session")
def own_app(config: Config, filled: Database) -> Flask:
    """Made once, for its templates take a while to compile; each site gives it its database."""
    app = create_app(config, filled)
    app.testing = False  # a defect is a 500 page here, as people would see it
    return app


@pytest.fixture
def site(own_app: Flask, own_database: Database) -> Iterator[Site]:
    """The site at NOON; `wait` moves its clock, and the browsers' cookies live by it."""
    with time_machine.travel(NOON, tick=True) as time:
        own_app.extensions["database"] = own_database
        yield from _served(own_app, own_database, time)


def _served(app: Flask, own_database: Database, time: time_machine.Traveller) -> Iterator[Site]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", own_database, time)
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


OpenPage = Callable[..., Visitor]


@pytest.fixture
def open_page(site: Site, chromium: Chromium, javascript: bool) -> Iterator[OpenPage]:
    """`open_page("phone")`: a new browser of its own, whose console must stay silent."""
    visitors: list[Visitor] = []

    def opened(width: str = "desktop") -> Visitor:
        size = WIDTHS[width]
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        visitors.append(Visitor(context.new_page(), javascript=javascript))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.page.context.close()
    assert [text for visitor in visitors for text in visitor.said] == []
