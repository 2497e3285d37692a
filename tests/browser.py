"""A browser without JavaScript for tests: it checks every page it is given."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matching import clock
from matching.accounts.models import Person, SignIn
from matching.accounts.queries import hashed

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Browser:
    """A visitor. `get` and `submit` return the page; `tree` is its parsed form."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.session = session
        self.client = app.test_client()
        self.page: TestResponse | None = None
        self.statements = 0

    # ------------------------------------------------------------------ who

    def sign_in(self, person: Person) -> None:
        """Be this person from now on."""
        token = secrets.token_urlsafe(16)
        now = clock.now()
        self.session.add(
            SignIn(
                token_hash=hashed(token), person_id=person.id, created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )  # fmt: skip
        self.session.flush()
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def sign_out(self) -> None:
        with self.client.session_transaction() as cookie:
            cookie.clear()

    # ------------------------------------------------------------------ pages

    def get(self, path: str, *, status: int = 200, follow: bool = False) -> Element:
        """Open a page; it must answer with this status and be well made."""
        self._ask("GET", path, follow_redirects=follow)
        return self._checked(status)

    def raw(self, path: str, method: str = "GET", **options: Any) -> TestResponse:
        """Ask without checking; for files and refusals."""
        return self._ask(method, path, **options)

    def post(
        self, path: str, fields: Mapping[str, Any] | None = None, *, status: int = 303
    ) -> TestResponse:
        """Send fields to an address, with a valid CSRF token, as a page's form would."""
        page = self._ask("POST", path, data={**(fields or {}), "csrf_token": self.csrf_token()})
        assert page.status_code == status, _story(page)
        if page.mimetype == "text/html" and status != 303:
            self._checked(status)
        return page

    def submit(
        self, fields: Mapping[str, Any] | None = None, *, status: int = 303, form: int | str = 0
    ) -> TestResponse:
        """Fill in a form of the page that is open and send it.

        `form`: its number among the POST forms of `main`, or part of its action.
        What the page pre-filled is sent too, as a browser does.
        """
        forms = [f for f in self.main().iter("form") if f.get("method", "").lower() == "post"]
        chosen = (
            forms[form] if isinstance(form, int) else
            next(f for f in forms if form in (f.get("action") or ""))
        )  # fmt: skip
        filled = _prefilled(chosen)
        filled.update(fields or {})
        action = chosen.get("action") or self._path()
        page = self._ask("POST", action, data={k: v for k, v in filled.items() if v is not None})
        assert page.status_code == status, _story(page)
        if page.mimetype == "text/html" and status != 303:
            self._checked(status)
        return page

    def follow(self) -> Element:
        """Go where the last answer sent us."""
        assert self.page is not None
        assert self.page.status_code in (301, 302, 303), _story(self.page)
        return self.get(self.page.headers["Location"].removeprefix("http://localhost"))

    # ------------------------------------------------------------------ reading

    def main(self) -> Element:
        found = self.tree.find(".//main")
        assert found is not None
        return found

    @property
    def text(self) -> str:
        """What main says, in one line."""
        return words(self.main())

    def csrf_token(self) -> str:
        if (
            not getattr(self, "tree", None)
            or self.tree.find(".//input[@name='csrf_token']") is None
        ):
            self.get("/", status=200)
        found = self.tree.find(".//input[@name='csrf_token']")
        assert found is not None
        return found.get("value") or ""

    def links(self) -> list[str]:
        return [a.get("href") or "" for a in self.tree.iter("a")]

    # ------------------------------------------------------------------ inside

    def _path(self) -> str:
        assert self.page is not None
        request = self.page.request
        return request.full_path.rstrip("?")

    def _ask(self, method: str, path: str, **options: Any) -> TestResponse:
        self.session.commit()  # what the test prepared is visible to the page
        self.statements = 0
        connection = self.session.connection()

        def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            # Savepoints are this test's own way of undoing what the page wrote.
            self.statements += "SAVEPOINT" not in statement

        event.listen(connection.engine, "before_cursor_execute", count)
        try:
            self.page = self.client.open(path, method=method, **options)
        finally:
            event.remove(connection.engine, "before_cursor_execute", count)
        self.session.expire_all()  # what the page did is visible to the test
        return self.page

    def _checked(self, status: int) -> Element:
        page = self.page
        assert page is not None
        assert page.status_code == status, _story(page)
        if page.mimetype == "text/html":
            self.tree = parsed(page.text)
            check(self.tree)
        return self.tree


def parsed(html: str) -> Element:
    """The page as a tree without namespaces; broken HTML is an error."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    serious = [e for e in parser.errors if e[1] != "unexpected-char-after-body"]
    assert not serious, serious[:5]
    return tree


def words(element: Element) -> str:
    """What stands there, without the readings over it."""
    return re.sub(r"\s+", " ", "".join(_letters(element))).strip()


def _letters(element: Element) -> Iterator[str]:
    if element.tag not in {"rt", "rp"}:
        yield element.text or ""
        for child in element:
            yield from _letters(child)
            yield child.tail or ""


def check(tree: Element) -> None:
    """What every page must have."""
    assert tree.get("lang") in {"ja", "en"}
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, [words(h) for h in headings]
    title = tree.findtext(".//title") or ""
    assert words(headings[0]).replace(" ", "") in title.replace(" ", "").replace("\n", ""), title
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id") is not None)
    assert not [name for name, n in ids.items() if n > 1], ids.most_common(3)
    _labels(tree, set(ids))
    for link in tree.iter("a"):
        assert link.get("href"), words(link)
        assert words(link) or link.get("aria-label") or link.find(".//img[@alt]") is not None
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post":
            assert form.find(".//input[@name='csrf_token']") is not None, form.get("action")
    for element in tree.iter():
        assert element.get("style") is None, element.tag
        assert not [name for name in element.attrib if name.startswith("on")], element.tag
    for script in tree.iter("script"):
        assert script.get("src") or script.get("type") == "application/ld+json"


def _labels(tree: Element, ids: set[str | None]) -> None:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(e) for label in tree.iter("label") for e in label.iter()}
    assert not [f for f in labelled if f and f not in ids], labelled - ids
    for tag in ("input", "select", "textarea"):
        for e in tree.iter(tag):
            if e.get("type") in UNLABELLED:
                continue
            named = e.get("id") in labelled or id(e) in wrapped
            assert named or e.get("aria-label") or e.get("aria-labelledby"), e.attrib


def _prefilled(form: Element) -> dict[str, Any]:
    fields: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        fields.setdefault(name, []).append(value)

    for e in form.iter():
        name = e.get("name")
        if not name or e.get("disabled") is not None:
            continue
        if e.tag == "input" and e.get("type") in {"checkbox", "radio"}:
            if e.get("checked") is not None:
                add(name, e.get("value", "on"))
        elif e.tag == "input" and e.get("type") not in {"submit", "button", "file", "image"}:
            add(name, e.get("value") or "")
        elif e.tag == "textarea":
            add(name, "".join(e.itertext()).removeprefix("\n"))
        elif e.tag == "select":
            options = list(e.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            for option in chosen:
                value = option.get("value")
                add(name, value if value is not None else words(option))
    return fields


def _story(page: TestResponse) -> str:
    text = page.text if page.mimetype == "text/html" else repr(page.data[:500])
    if page.mimetype == "text/html":
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        found = tree.find(".//main")
        text = words(found if found is not None else tree)
    return f"{page.request.method} {page.request.path} → {page.status} {page.headers.get('Location', '')}: {text[:1500]}"
