"""When the database fails, whoever is signed in still gets a page that says what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from config import Config
from matching import clock
from matching.accounts import actions
from matching.accounts.rules import Role
from matching.app import create_app
from matching.db import Database
from matching.organizations.rules import Kind
from tests.browser import check, parsed, words
from tests.make import make_organization, make_person

MISSING = {"sqlite": 503, "postgresql": 500}
"""What a table that is not there is taken for."""


@pytest.fixture
def public_app(config: Config, own_database: Database) -> Flask:
    """As visitors have it: what goes wrong ends in a page, not in the test."""
    return create_app(replace(config, environment="production"), own_database)


@pytest.fixture
def officer(public_app: Flask, own_database: Database) -> FlaskClient:
    """Somebody who is signed in and speaks for an association."""
    with own_database.writing() as session:
        person = make_person(session, "深澤", "陽子", Role.RESIDENT, email="yoko@example.org")
        group = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, person)
        token, kept = actions.sign_in(session, person, at=clock.now())
        kept.acting_for_id = group.id
    client = public_app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert "里垣地区自治会として操作しています" in client.get("/").text
    return client


def drop(database: Database, table: str) -> None:
    """Nothing can be asked of this table any more."""
    with database.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {table}"))


def test_what_fails_while_writing_ends_in_a_page_although_all_that_was_known_is_forgotten(
    officer: FlaskClient, own_database: Database, engine_name: str
) -> None:
    form = parsed(officer.get("/").text).find(".//input[@name='csrf_token']")
    assert form is not None
    drop(own_database, "notice")

    page = officer.post("/letters/read", data={"csrf_token": form.get("value")})

    assert page.status_code == MISSING[engine_name]
    assert_tells_what_to_do(page)


def test_what_fails_before_it_is_known_who_asks_ends_in_a_page(
    officer: FlaskClient, own_database: Database, engine_name: str
) -> None:
    drop(own_database, "role_grant")

    page = officer.get("/my")

    assert page.status_code == MISSING[engine_name]
    assert_tells_what_to_do(page)


def assert_tells_what_to_do(page: TestResponse) -> None:
    tree = parsed(page.text)
    check(tree)
    assert "もう一度お試しください。" in words(tree)
    assert "サインイン" in words(tree)
