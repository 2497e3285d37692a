"""Walking to every door as everybody: who gets in, and whether being refused leaves no trace."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matching.accounts.models import SignIn
from matching.accounts.queries import hashed
from matching.db import Base
from tests.house.sent import FORMS
from tests.house.things import CHOSEN, Thing, Visitor
from tests.make import NOON

TABLE: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("access.toml").read_text("utf-8")
)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
IN, NOT_NOW, OUT = "in", "not now", "out"
REFUSALS = {401, 403, 404, 410}
WRONG_MOMENT = {409, 422}
ENDS_AT_SIGN_IN = "/account/sign-ins/end"
"""Who has signed out everywhere is led to the sign-in page, like those who were refused."""
WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|ALTER|CREATE|DROP)\b", re.IGNORECASE
)
ARGUMENT = re.compile(r"<(?:[^<>]*:)?(\w+?)(_id)?>")


# ------------------------------------------------------------------ doors


@dataclass(frozen=True)
class Door:
    """One method of one address."""

    method: str
    rule: str
    """As the application spells it."""

    @property
    def address(self) -> str:
        """As the table spells it: /needs/<need>/own."""
        return ARGUMENT.sub(r"<\1>", self.rule)

    @property
    def name(self) -> str:
        return f"{self.method} {self.address}"

    @property
    def arguments(self) -> list[str]:
        """Everything its address is filled in with."""
        return [f"{found[1]}{found[2] or ''}" for found in ARGUMENT.finditer(self.rule)]

    @property
    def numbers(self) -> list[str]:
        """The numbers of rows in its address."""
        return [f"{found[1]}_id" for found in ARGUMENT.finditer(self.rule) if found[2]]

    def path(self, values: Mapping[str, object]) -> str:
        """The address of this thing."""
        return ARGUMENT.sub(lambda found: str(_value(found, values)), self.rule)

    def fields(self, values: Mapping[str, object]) -> dict[str, Any]:
        """What a page of theirs would send there."""
        return {name: _filled(held, values) for name, held in FORMS.get(self.address, {}).items()}


def _value(found: re.Match[str], values: Mapping[str, object]) -> object:
    name = f"{found[1]}{found[2] or ''}"
    return values[name] if name in values else CHOSEN[name]


def _filled(held: Any, values: Mapping[str, object]) -> Any:
    if isinstance(held, bytes):
        return (io.BytesIO(held), "chosen.csv")
    return held.format_map(defaultdict(str, values)) if isinstance(held, str) else held


def doors(app: Flask) -> dict[str, Door]:
    """Every door of the application but the files of `static`, by its name in the table."""
    rules: Iterable[Rule] = (r for r in app.url_map.iter_rules() if r.endpoint != "static")
    found = [
        Door(method, str(rule)) for rule in rules for method in (rule.methods or set()) & METHODS
    ]
    return {door.name: door for door in sorted(found, key=lambda door: door.name)}


# ------------------------------------------------------------------ the table's words


def wanted(words: str, visitors: Iterable[str]) -> dict[str, str]:
    """What a line of the table says of each visitor: in, not now, out."""
    names = list(visitors)
    found = dict.fromkeys(names, OUT)
    for part in words.split(";"):
        how, _colon, who = part.rpartition(":")
        found |= dict.fromkeys(_named(who.strip(), names), NOT_NOW if how else IN)
    return found


def _named(words: str, names: list[str]) -> list[str]:
    if words == "everyone":
        return names
    if words == "signed in":
        return [name for name in names if name != "anonymous" and "browser" not in name]
    named = [] if words == "nobody" else [one.strip() for one in words.split(",")]
    assert not set(named) - set(names), f"not among {names}: {words}"
    return named


def worded(found: Mapping[str, str]) -> str:
    """The same as the table would say it."""
    parts = [_said(found, how) for how in (IN, NOT_NOW) if how in found.values()]
    return "; ".join(parts) or "nobody"


def _said(found: Mapping[str, str], how: str) -> str:
    names = [name for name, answer in found.items() if answer == how]
    for words in ("everyone", "signed in"):
        if names == _named(words, list(found)):
            names = [words]
            break
    return ("not now: " if how == NOT_NOW else "") + ", ".join(names)


# ------------------------------------------------------------------ walking


@dataclass
class Walker:
    """Asks at doors. What somebody who got in changed is undone; what a refusal changed stays."""

    app: Flask
    session: Session
    connection: Connection
    cookies: dict[str, str] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    """What the last request tried to write."""
    suspects: list[str] = field(default_factory=list)
    """Doors that refused somebody and tried to write; whether anything was kept, a checksum says."""

    def let(self, visitors: Mapping[str, Visitor]) -> None:
        """Give everybody a browser of their own."""
        self.cookies = {name: self._cookie(visitor) for name, visitor in visitors.items()}
        self.session.commit()

    def _cookie(self, visitor: Visitor) -> str:
        held: dict[str, object] = {"csrf_token": "raw", **visitor.carries}
        if visitor.person:
            token = secrets.token_urlsafe(16)
            self.session.add(
                SignIn(
                    token_hash=hashed(token), person_id=visitor.person.id, created_at=NOON,
                    expires_at=NOON + timedelta(days=1), acting_for_id=visitor.speaks_for,
                )
            )  # fmt: skip
            held |= {"_user_id": token, "_fresh": True}
        interface: Any = self.app.session_interface
        signed = interface.get_signing_serializer(self.app).dumps(held)
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signed}"

    def token(self) -> str:
        """What a form of theirs carries against forgery."""
        signer = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token")
        return str(signer.dumps("raw"))

    def ask(
        self, who: str, method: str, path: str, fields: Mapping[str, Any] | None = None
    ) -> TestResponse:
        """One request; `fields` is None for a form without its token."""
        client = self.app.test_client(use_cookies=False)
        sent = None if method == "GET" or fields is None else {**fields, "csrf_token": self.token()}
        self.tried = []
        with self._listening():
            return client.open(
                path, method=method, data=sent, headers={"Cookie": self.cookies[who]}
            )

    @contextmanager
    def _listening(self) -> Iterator[None]:
        def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if WRITES.match(statement):
                self.tried.append(statement)

        event.listen(self.connection.engine, "before_cursor_execute", hear)
        try:
            yield
        finally:
            event.remove(self.connection.engine, "before_cursor_execute", hear)

    def try_door(self, door: Door, who: str, values: Mapping[str, object]) -> str:
        """Whether this visitor gets in. What was done is undone, unless they were refused."""
        fields = door.fields(values) if door.method != "GET" else {}
        point = self.connection.begin_nested()
        page = self.ask(who, door.method, door.path(values), fields)
        answer = judged(door, page)
        assert door.method != "GET" or not self.tried, f"looking wrote: {door.name} {self.tried}"
        if answer == OUT:
            point.commit()
            self.suspects += [f"{door.name} by {who}: {tried}" for tried in self.tried]
        else:
            point.rollback()
        return answer

    def walk(
        self, lines: Mapping[str, str], made: Thing, visitors: Iterable[str]
    ) -> dict[str, tuple[str, str]]:
        """The lines that do not hold: what the table says, and who got in."""
        known, names, wrong = doors(self.app), list(visitors), {}
        for name, words in lines.items():
            found = {who: self.try_door(known[name], who, made.values) for who in names}
            if found != wanted(words, names):
                wrong[name] = (words, worded(found))
        return wrong


def judged(door: Door, page: TestResponse) -> str:
    """In, out, or at the wrong moment; anything else is a failure of the page."""
    status = page.status_code
    if status in REFUSALS:
        return OUT
    if status in WRONG_MOMENT:
        return NOT_NOW
    assert status in {200, 302, 303}, f"{door.name}: {status}"
    to_sign_in = urlsplit(page.headers.get("Location", "")).path == "/sign-in"
    return OUT if to_sign_in and door.address != ENDS_AT_SIGN_IN else IN


# ------------------------------------------------------------------ the whole database


def checksum(connection: Connection) -> dict[str, tuple[int, str]]:
    """Of each table: how many rows, and a sum over everything in them."""
    return {table.name: _summed(connection, table.name) for table in Base.metadata.sorted_tables}


def _summed(connection: Connection, table: str) -> tuple[int, str]:
    rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()  # noqa: S608 - our names
    digest = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode("utf-8", "replace"))
    return len(rows), digest.hexdigest()


DICE = {"key", "message_id", "unsubscribe_token", "token_hash", "password_hash"}
DICED = {"sign_in_code", "attempt"}
"""Columns and tables that are never the same twice."""


def contents(connection: Connection) -> dict[str, list[str]]:
    """Everything that two runs of the same request must leave the same."""
    return {
        table.name: sorted(
            repr(tuple(row))
            for row in connection.execute(
                select(*(column for column in table.columns if column.name not in DICE))
            )
        )
        for table in Base.metadata.sorted_tables
        if table.name not in DICED
    }


def renumbered(connection: Connection) -> None:
    """New rows get the numbers they would have got before others were undone (PostgreSQL)."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), "  # noqa: S608
                f'coalesce(max(id), 0) + 1, false) FROM "{table.name}"'
            )
