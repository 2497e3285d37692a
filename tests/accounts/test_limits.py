"""Limits count across processes, and what fails afterwards does not undo the count."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from matching.accounts import actions, jobs
from matching.accounts.models import Attempt
from matching.accounts.rules import LIMITS, Tried, network, window_start
from matching.db import Database
from tests.make import NOON

MINUTE = timedelta(minutes=1)


def hit(url: str, times: int, key: str = "key") -> int:
    """How many of so many tries were allowed, each in a transaction of its own."""
    database = Database(url)
    allowed = 0
    for _ in range(times):
        with database.writing() as session:
            allowed += actions.count_attempt(session, key, limit=20, window=MINUTE, now=NOON)
    database.dispose()
    return allowed


@pytest.mark.slow
def test_eight_processes_are_allowed_twenty_together(own_database):
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as pool:
        allowed = list(pool.map(hit, [own_database.url] * 8, [50] * 8))

    assert sum(allowed) == 20
    with own_database.read() as session:
        assert session.scalars(select(Attempt.hits)).all() == [400]


def test_eight_threads_are_allowed_twenty_together(own_database):
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(hit, [own_database.url] * 8, [10] * 8))

    assert sum(allowed) == 20


def test_a_new_window_and_another_key_begin_at_nothing(session):
    def tried(key, now):
        return actions.count_attempt(session, key, limit=1, window=MINUTE, now=now)

    assert [tried("a", NOON), tried("a", NOON), tried("b", NOON)] == [True, False, True]
    assert tried("a", NOON + MINUTE)


def test_windows_of_one_length_follow_each_other():
    assert window_start(NOON + timedelta(seconds=59), MINUTE) == NOON
    assert window_start(NOON + MINUTE, MINUTE) == NOON + MINUTE
    assert window_start(NOON, timedelta(days=1)) == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_a_network_is_what_one_visitor_holds(address, held):
    assert network(address) == held


@pytest.mark.parametrize(
    ("what", "path", "fields"),
    [
        (Tried.LETTER, "/sign-in", {}),
        (Tried.PASSWORD, "/sign-in/password", {"password": "wrong wrong wrong"}),
    ],
)
def test_too_many_tries_for_one_address_are_refused(browser, what, path, fields):
    most = LIMITS[what][0].most
    browser.get(path)
    for _ in range(most):
        page = browser.raw(path, "POST", data=_sent(browser, "a@example.org", fields))
        assert page.status_code in (303, 422)

    refused = browser.raw(path, "POST", data=_sent(browser, "a@example.org", fields))
    assert refused.status_code == 429
    assert "しばらく待ってから" in refused.text
    other = browser.raw(path, "POST", data=_sent(browser, "b@example.org", fields))
    assert other.status_code in (303, 422)


def test_too_many_tries_from_one_network_are_refused(browser):
    most = LIMITS[Tried.LETTER][1].most
    browser.get("/sign-in")
    answers = [
        browser.raw("/sign-in", "POST", data=_sent(browser, f"p{n}@example.org", {})).status_code
        for n in range(most + 1)
    ]

    assert answers == [303] * most + [429]


def test_codes_cannot_be_guessed_by_asking_for_more_letters(browser):
    wrong = 0
    for _ in range(3):
        browser.get("/sign-in")
        browser.submit({"email": "hanako@example.org"})
        browser.follow()
        for _ in range(4):
            page = browser.raw(
                "/sign-in/code", "POST",
                data={"code": "000000", "csrf_token": browser.csrf_token()},
            )  # fmt: skip
            wrong += page.status_code == 422
    assert wrong == LIMITS[Tried.CODE][0].most


def _sent(browser, email, fields):
    return {"email": email, "csrf_token": browser.csrf_token(), **fields}


def test_old_counts_are_forgotten_once(session):
    actions.count_attempt(session, "a", limit=1, window=MINUTE, now=NOON - timedelta(days=2))
    actions.count_attempt(session, "b", limit=1, window=MINUTE, now=NOON)

    assert jobs.forget_expired(session, now=NOON) == 1
    assert jobs.forget_expired(session, now=NOON) == 0
    assert session.scalars(select(Attempt.key)).all() == ["b"]
