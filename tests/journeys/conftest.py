"""A served site and a real browser, at phone and desktop width, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from matching import clock
from matching.accounts.models import Person
from matching.app import create_app
from matching.db import Database
from matching.outbox.models import Message
from matching.outbox.rules import SITE
from matching.registry import JOBS
from tests.chromium import served
from tests.journeys.keyboard import ByKeyboard
from tests.journeys.visitor import Visitor
from tests.make import NOON

WIDTHS = {"phone": (375, 812), "desktop": (1280, 900)}


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
        with served(own_app) as url:
            yield Site(url, own_database, time)


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "with JavaScript")


OpenPage = Callable[..., Visitor]


@pytest.fixture
def open_page(site: Site, chromium: Chromium, javascript: bool) -> Iterator[OpenPage]:
    """`open_page("phone")`: a new browser of its own, whose console must stay silent."""
    with _opening(
        lambda width: Visitor(_window(chromium, site, width, javascript), javascript=javascript)
    ) as opened:
        yield opened


@pytest.fixture
def by_keyboard(site: Site, chromium: Chromium) -> Iterator[OpenPage]:
    """The same for somebody who has no pointer."""
    with _opening(
        lambda width: ByKeyboard(_window(chromium, site, width, True), javascript=True)
    ) as opened:
        yield opened


def _window(chromium: Chromium, site: Site, width: str, javascript: bool) -> Page:
    size = WIDTHS[width]
    return chromium.new_context(
        base_url=site.url,
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=javascript,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
    ).new_page()


@contextmanager
def _opening(made: Callable[[str], Visitor]) -> Iterator[OpenPage]:
    visitors: list[Visitor] = []

    def opened(width: str = "desktop") -> Visitor:
        visitors.append(made(width))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.page.context.close()
    assert [text for visitor in visitors for text in visitor.said] == []
