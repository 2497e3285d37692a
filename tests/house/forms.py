"""Every form of the product as somebody sees it: found by walking, read, filled in soundly."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from matching.accounts.rules import Role
from matching.matches.access import answer_path
from matching.matches.rules import State
from matching.needs.rules import State as NeedState
from tests.house.things import (
    CHOSEN,
    THINGS,
    Thing,
    Visitor,
    World,
    companys_offer,
    loaded,
    match,
    need,
)
from tests.house.walk import ARGUMENT, Walker
from tests.make import NOON, make_person

SCENES: dict[str, dict[str, tuple[str, ...]]] = {
    "pages for everybody": {
        "anonymous": (
            "/",
            "/board",
            "/sign-in",
            "/sign-in/password",
            "/progress",
            "/progress/figures.csv",
            "/verify",
        ),
    },
    "pages of one's own": {
        "a volunteer": (
            "/account",
            "/account/profile",
            "/account/password",
            "/needs/new",
            "/needs/sheet",
            "/offers/mine/resources/new",
            "/organizations/new",
            "/organizations/affiliation",
            "/letters/wishes",
            "/certificates",
            "/needs/mine",
            "/my",
            "/my/activity",
            "/my/calendar",
        ),
    },
    "the centre's lists": {
        "a coordinator": (
            "/people",
            "/people/new",
            "/organizations",
            "/offers",
            "/desk/intake",
            "/exchange/register",
            "/exchange/export",
            "/desk",
            "/desk/week",
            "/outcomes",
        ),
        "an operator": ("/organizations/domains",),
    },
    "a sign-in letter in the browser that asked for it": {
        "the browser that asked": ("/sign-in/code",),
    },
    "an e-mail address that was just proven": {"the browser that proved it": ("/sign-up",)},
    "a resident's draft that was never handed in": {"asker": ()},
    "a resident's open need": {"a volunteer": (), "asker": ()},
    "a resident's need that waits to be checked": {"a coordinator": ()},
    "an open need with somebody to ask": {"a coordinator": ("/desk/week/asks",)},
    "an open need of which its asker was asked": {"asker": ()},
    "a question that waits for an answer": {"helper": ("/my",), "a coordinator": ()},
    "a yes that an association may confirm": {"a coordinator": ()},
    "a company's question": {"company officer": (), "a coordinator": ()},
    "a meeting that is over and reported": {"asker": (), "a coordinator": ()},
    "an approved outcome": {"a coordinator": ()},
    "a certificate that holds": {
        "helper": ("/certificates", "/certificates/new"),
        "a coordinator": (),
    },
    "a volunteer's registration": {"helper": (), "a coordinator": ()},
    "a company's registration": {
        "officer who speaks for it": ("/organizations/mine", "/offers/mine"),
    },
    "an association with officers": {
        "officer who asks": ("/organizations/mine",),
        "person who is invited": ("/organizations/mine",),
    },
    "a group that waits to be approved": {"a coordinator": ()},
    "a student of a university": {"university officer": (), "student": ("/organizations/mine",)},
    "a student whom the university has confirmed": {
        "student they know": ("/organizations/affiliation",),
    },
    "a volunteer's entries": {"an operator": (), "a coordinator": ()},
    "somebody who was shut out": {"an operator": ()},
    "a letter and the link that ends the weekly digest": {"reader": ("/letters",)},
    "a subscribed calendar": {"reader of a calendar": ("/my/calendar",)},
    "a register file that waits to be imported": {"coordinator who chose it": ()},
    "the plan": {"an official": ()},
}
"""Things, who comes to them, and which pages they open besides those about the thing."""
STAFF = {
    "a coordinator": Role.COORDINATOR,
    "an operator": Role.ADMIN,
    "an official": Role.CITY,
    "a volunteer": Role.VOLUNTEER,
}
WORDS = {
    "step": ("kind", "what", "where", "when", "who"),
    "part": ("skills", "times", "places", "languages", "asks", "staff"),
}
"""Words in addresses of which each has a form of its own."""
SOUND = {
    "title": "庭の草取り", "body": "庭の草が伸びて困っています。", "family_name": "長田",
    "given_name": "ふみ", "family_kana": "おさだ", "given_kana": "ふみ", "phone": "055-237-1161",
    "street": "1-2-3", "agrees": "y", "email": "somebody@people.example", "code": "000000",
    "password": "ummyaku-na-nagai-kotoba-2026", "again": "ummyaku-na-nagai-kotoba-2026",
    "note": "日にちを変えたいため。", "reason": "聞き違い", "message": "近くに住んでいます。",
    "name": "新しい名前", "domain": "st.example.ac.jp", "day": "2026-11-28", "starts": "9:00",
    "ends": "11:00", "held_on": "2026-11-21", "hours": "1", "minutes": "35", "people": "1",
    "slots-0-on": "2026-12-06", "slots-0-begins": "8:00", "slots-0-ends": "10:00",
    "roles": "volunteer", "town": "善光寺町", "helpers_wanted": "3", "hour": "2",
    "offers": None, "pairs": None, "university": None, "kind": None, "closing": None, "way": None,
    "answer": None, "override": "先の活動は早く終わると聞いた。",
    "district_id": None, "organization": None, "encoding": None, "mode": None, "came": None,
    "helpers": "3", "agreed": "y",
}  # fmt: skip
"""What people would fill in where nothing stands; None: the first choice that is one."""
OTHERWISE: dict[str, dict[str, str]] = {
    "timing": {
        "timing": "flexible", "from_on": "2026-12-01", "to_on": "2026-12-20", "week": "9",
        "parts": "weekend-morning", "minutes_wanted": "60",
    },
    "first_on": {"period": "chosen", "first_on": "2026-04-01", "last_on": "2026-11-24"},
    "elsewhere": {"elsewhere": "y", "place_district": "1", "place_town": "国玉町"},
}  # fmt: skip
"""Another sound way to fill in a form that has this field."""
CHANGED = {"outcomes.correct": {"hours": "2"}}
"""Where sending what stands there changes nothing."""
OPENED = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass
class Input:
    """One field: how it looks, what stands in it, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Reads the fields and buttons of a form."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inputs: dict[str, Input] = {}
        self.buttons: list[tuple[str, str]] = []
        self.inside: tuple[str, list[str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        name, value = known.get("name", ""), known.get("value", "")
        if tag == "button":
            self.buttons.append((name, value or "1"))
        elif tag == "option" and self.inside:
            held = self.inputs[self.inside[0]]
            held.choices.append(value)
            if "selected" in known:
                held.values = [value]
        elif name and tag in ("input", "select", "textarea"):
            self._field(tag, name, known)

    def _field(self, tag: str, name: str, known: Mapping[str, str]) -> None:
        kind = tag if tag != "input" else known.get("type", "text")
        kind = "number" if known.get("inputmode") == "numeric" and "code" not in name else kind
        held = self.inputs.setdefault(name, Input(name, kind))
        if tag in {"select", "textarea"}:
            self.inside = (name, [])
        elif kind in ("radio", "checkbox"):
            held.choices.append(known.get("value", "on"))
            held.values += [known.get("value", "on")] if "checked" in known else []
        elif kind != "file":
            held.values = [known.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.inside[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea") and self.inside:
            name, texts = self.inside
            if tag == "textarea":
                self.inputs[name].values = ["".join(texts).strip()]
            elif not self.inputs[name].values:
                self.inputs[name].values = self.inputs[name].choices[:1]
            self.inside = None


Fields = dict[str, list[str]]


@dataclass
class Form:
    """A form on a page, with what makes it sound."""

    who: str
    page: str
    action: str
    method: str
    endpoint: str
    """Where it is sent."""
    inputs: Mapping[str, Input]
    button: tuple[str, str] | None

    @property
    def key(self) -> str:
        """The same for the same form on another page."""
        names = ",".join(sorted(self.inputs))
        word = next((w for ws in WORDS.values() for w in ws if f"/{w}" in self.action), "")
        return f"{self.method} {self.endpoint} {word} {names}"

    @property
    def fields(self) -> list[Input]:
        """What people fill in."""
        hidden = ("csrf_token", "version", "shown", "next")
        return [one for one in self.inputs.values() if one.name not in hidden]

    def otherwise(self) -> Iterator[Fields]:
        """Other sound ways: the fields that matter then."""
        for name, fields in OTHERWISE.items():
            if name in self.inputs:
                yield {n: [self._written(n, v)] for n, v in fields.items() if n in self.inputs}

    def _written(self, name: str, value: str) -> str:
        return "平日午前" if name == "week" and self.inputs[name].kind == "text" else value

    def sound(self) -> Fields:
        """As people would send it."""
        filled = {one.name: _sound(one) for one in self.inputs.values()}
        filled |= {n: [v] for n, v in CHANGED.get(self.endpoint, {}).items()}
        if self.button and self.button[0]:
            filled[self.button[0]] = [self.button[1]]
        return filled


def _sound(one: Input) -> list[str]:
    if any(one.values) or one.name not in SOUND:
        return one.values
    value = SOUND[one.name]
    if value is not None and not one.choices:
        return [value]
    return [value] if value in one.choices else [c for c in one.choices if c][:1]


def forms_of(app: Flask, who: str, path: str, page: str) -> Iterator[Form]:
    """The forms of a page, but for those of its frame (language, signing out)."""
    main = page.partition("<main")[2].partition("</main>")[0]
    for attributes, inner in OPENED.findall(main):
        known = dict(ATTRIBUTE.findall(attributes))
        read = Reader(inner)
        action = html.unescape(known.get("action", "")) or path
        method = known.get("method", "get").upper()
        named = [button for button in read.buttons if button[0]]
        button = named[-1] if named and len(named) == len(read.buttons) else None
        target = endpoint(app, method, action)
        yield Form(who, path, action, method, target, read.inputs, button)


def endpoint(app: Flask, method: str, path: str) -> str:
    """The view that answers at a path."""
    adapter = app.url_map.bind("localhost")
    try:
        found, _values = adapter.match(urlsplit(path).path, method=method)
    except HTTPException as wrong:
        raise AssertionError(f"{method} {path} leads nowhere") from wrong
    return str(found)


# ------------------------------------------------------------------ walking


@dataclass
class Visits:
    """Requests of several people in a database that forgets them; what they write is heard."""

    app: Flask
    session: Session
    connection: Connection
    walker: Walker = field(init=False)
    cookies: dict[str, str] = field(default_factory=dict)
    written: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.walker = Walker(self.app, self.session, self.connection)
        event.listen(self.connection.engine, "before_cursor_execute", self._hear)

    def let(self, visitors: Mapping[str, Visitor]) -> None:
        """Give these a browser of their own; those who came before keep theirs."""
        self.walker.let(visitors)
        self.cookies |= self.walker.cookies

    def close(self) -> None:
        event.remove(self.connection.engine, "before_cursor_execute", self._hear)

    def _hear(self, *heard: Any) -> None:
        statement, parameters = heard[2], heard[3]
        if statement.startswith(("INSERT", "UPDATE")):
            self.written.append((statement.split()[2], parameters))

    def open(
        self,
        who: str,
        path: str,
        fields: Fields | None = None,
        method: str = "POST",
        **options: Any,
    ) -> TestResponse:
        """One request, byte by byte also where it is no Unicode; afterwards it never was."""
        client = self.app.test_client(use_cookies=False)
        options["headers"] = {"Cookie": self.cookies[who]}
        if fields is not None:
            fields = fields | {"csrf_token": fields.get("csrf_token") or [self.walker.token()]}
            options["data"] = sent(fields)
            options["content_type"] = "application/x-www-form-urlencoded"
        self.written = []
        point = self.connection.begin_nested()
        try:
            return client.open(path, method=method, **options)
        except Exception as error:
            raise AssertionError((who, method, path, fields)) from error
        finally:
            point.rollback()


def sent(fields: Fields) -> str:
    return "&".join(f"{quoted(n)}={quoted(v)}" for n, values in fields.items() for v in values)


def quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def asked_whether_open(world: World) -> Thing:
    return need(world, NeedState.OPEN, asked_open_at=NOON)


def companys_question(world: World) -> Thing:
    """Asked of a company that can send several people and has promised to be elsewhere then."""
    offer = companys_offer(world)
    match(world, State.CONFIRMED, offer=offer)
    made = match(world, State.OFFERED, offer=offer)
    made.people |= world.visitors("company officer")
    with world.app.test_request_context("/"):
        made.values["token"] = answer_path(loaded(world, made)).split("/")[-1]
    return made


def shut_out(world: World) -> Thing:
    gone = make_person(world.session, "仮名", "停止", disabled_at=NOON)
    return Thing({"person_id": gone.id})


MORE = {
    "an open need of which its asker was asked": asked_whether_open,
    "a company's question": companys_question,
    "somebody who was shut out": shut_out,
}


def scenes(visits: Visits, *only: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Scene after scene is made; who comes to it, and which pages they may open there."""
    world = World(visits.session, visits.app)
    staff = {name: world.visitor(name, role) for name, role in STAFF.items()}
    for scene in only or SCENES:
        made = (MORE | THINGS)[scene](world)
        there = {"anonymous": Visitor()} | staff | made.people
        visits.let({name: there[name] for name in SCENES[scene]})
        for who, pages in SCENES[scene].items():
            yield who, [*pages, *about(visits.app, made.values)]


def opened(visits: Visits, *only: str) -> Iterator[tuple[str, str, TestResponse]]:
    """Every page of these scenes (of all): who opens it, where, what comes."""
    for who, paths in scenes(visits, *only):
        for path in paths:
            yield who, path, visits.open(who, path, method="GET")


def walked(visits: Visits, *only: str) -> Iterator[Form]:
    """Every form, some of them often, while all is as its page has just shown it."""
    for who, path, page in opened(visits, *only):
        if page.status_code == 200 and page.mimetype == "text/html":
            yield from forms_of(visits.app, who, path, page.text)


def about(app: Flask, values: Mapping[str, object]) -> Iterator[str]:
    """Pages about this thing."""
    for rule in app.url_map.iter_rules():
        named = rule.arguments & values.keys()
        if "GET" not in (rule.methods or ()) or not named:
            continue
        if rule.arguments <= values.keys() | CHOSEN.keys():
            words = next(iter(WORDS.keys() & rule.arguments), "")
            for word in WORDS.get(words, ("",)):
                yield _path(str(rule), {**CHOSEN, **values, words: word})


def _path(rule: str, values: Mapping[str, object]) -> str:
    return ARGUMENT.sub(lambda found: str(values[f"{found[1]}{found[2] or ''}"]), rule)
