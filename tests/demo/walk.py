"""Walking through the demo city: where to, and what each page costs."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session, joinedload
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from matching.accounts.access import may_open
from matching.accounts.models import Person, SignIn
from matching.accounts.queries import hashed
from matching.db import Database
from matching.needs.models import Need
from matching.offers.models import Resource
from tests.demo.lists import lists
from tests.demo.scenes import Scene, Visitor, busiest, filters, scenes, visitors
from tests.make import NOON


@dataclass(frozen=True)
class Opened:
    """What a visitor was answered, and how many statements that took."""

    visitor: Visitor
    path: str
    page: TestResponse
    statements: int


class City:
    """The demo city, and those who walk through it."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app = app
        self.database = database
        with database.writing() as session:
            self.scenes = scenes(session, app)
            self.visitors = visitors(session)
            self.filters = filters(session)
            concerned = {person for scene in self.scenes for person in scene.people}
            self.busiest = busiest(session)
            self.lists = lists(session, self.visitors)
            self.written = written(session)
            readers = {visitor for one in self.lists for visitor, _path in (one.few, one.many)}
            walkers = {*self.visitors.values(), *self.busiest, *concerned, *readers}
            self.cookies = {one: self._cookie(session, one) for one in walkers}
            everybody = session.scalars(select(Person).options(joinedload(Person.grants)))
            self.people = {person.id: person for person in everybody.unique()}

    def _cookie(self, session: Session, visitor: Visitor) -> str:
        held: dict[str, object] = {**visitor.carries}
        if visitor.person_id:
            token = secrets.token_urlsafe(16)
            session.add(
                SignIn(
                    token_hash=hashed(token), person_id=visitor.person_id, created_at=NOON,
                    expires_at=NOON + timedelta(days=1), acting_for_id=visitor.speaks_for,
                )
            )  # fmt: skip
            held |= {"_user_id": token, "_fresh": True}
        interface: Any = self.app.session_interface
        signed = interface.get_signing_serializer(self.app).dumps(held)
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signed}"

    # ------------------------------------------------------------------ where to

    def rules(self) -> list[Rule]:
        """Every address that can be opened, as the application spells it."""
        found = (rule for rule in self.app.url_map.iter_rules() if "GET" in (rule.methods or ()))
        return sorted(found, key=str)

    def fitting(self, rule: Rule) -> list[Scene]:
        """The scenes that hold everything which this address names."""
        named = rule.arguments - set(words_in(rule))
        return [scene for scene in self.scenes if named <= set(scene.values)]

    def paths(self, rule: Rule, fitting: Iterable[Scene]) -> list[str]:
        """Its addresses in these scenes, with each of the words that may stand there."""
        found: dict[str, None] = {}
        for scene in fitting:
            named = {name: scene.values[name] for name in scene.values if name in rule.arguments}
            for chosen in product(*words_in(rule).values()):
                found[address(rule, named | dict(zip(words_in(rule), chosen, strict=True)))] = None
        return list(found)

    # ------------------------------------------------------------------ going there

    def open(self, visitor: Visitor, path: str, language: str = "ja") -> Opened:
        """One page, as this visitor is answered."""
        cookie = f"{self.cookies[visitor]}; language={language}"
        with counted(self.database) as statements:
            page = self.app.test_client(use_cookies=False).get(
                path, headers={"Cookie": cookie}, buffered=True
            )
        return Opened(visitor, path, page, len(statements))

    def opened(self, visitor: Visitor, rule: Rule, path: str) -> Iterator[Opened]:
        """One page, and where it opens at all, the same with each of its filters."""
        page = self.open(visitor, path)
        yield page
        if page.page.status_code == 200:
            for asked in self.filters.get(rule.endpoint, ()):
                yield self.open(visitor, f"{path}?{asked}")

    def walk(self, visitor: Visitor) -> Iterator[Opened]:
        """Every page that anybody could come by.

        Who is refused for what they are is refused before the address is looked at: once is enough.
        """
        for rule in self.rules():
            paths = self.paths(rule, self.fitting(rule))
            for path in paths if self._is_for(visitor, rule) else paths[:1]:
                yield from self.opened(visitor, rule, path)

    def _is_for(self, visitor: Visitor, rule: Rule) -> bool:
        with self.app.app_context():
            return may_open(rule.endpoint, self.people.get(visitor.person_id or 0))

    def walk_at_home(self) -> Iterator[Opened]:
        """The pages of one's own, opened by those who have most there."""
        for rule in self.rules():
            if rule.arguments == set(words_in(rule)):
                for visitor, path in product(self.busiest, self.paths(rule, [Scene({})])):
                    yield from self.opened(visitor, rule, path)

    def walk_where_known(self) -> Iterator[Opened]:
        """The pages of each thing, opened by those whom it concerns."""
        for rule in self.rules():
            for scene in self.fitting(rule):
                if not rule.arguments & set(scene.values):
                    continue
                for visitor, path in product(scene.people, self.paths(rule, [scene])):
                    yield from self.opened(visitor, rule, path)


def written(session: Session) -> set[str]:
    """Short words of people that could be taken for words of the site."""
    things = session.execute(select(Resource.quantity, Resource.unit)).all()
    return {f"{quantity}{unit}" for quantity, unit in things} | {
        *session.scalars(select(Need.title))
    }


def words_in(rule: Rule) -> dict[str, list[str]]:
    """The parts of an address for which it lists the words that may stand there."""
    converters = rule._converters
    return {
        name: sorted(converter.items)
        for name, converter in converters.items()
        if isinstance(converter, AnyConverter)
    }


def address(rule: Rule, values: dict[str, Any]) -> str:
    built = rule.build(values, append_unknown=False)
    assert built is not None, (rule, values)
    return built[1]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile; that a transaction begins is none."""
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    engines = {database.engine, database.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)
