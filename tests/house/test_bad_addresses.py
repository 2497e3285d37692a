"""Whatever stands in an address, after its question mark or in a cookie: a page, never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from tests.awkward import AWKWARD
from tests.house.forms import Visits, endpoint, opened, quoted, scenes, walked
from tests.house.things import CHOSEN
from tests.house.walk import ARGUMENT

NUMBERS = ["0", "-1", "abc", "１", "二", "1e9", str(2**31), str(2**63), "9" * 5000, "²"]
WORDS = (
    "nothing", "far too long", "NUL", "controls", "half an emoji", "emoji", "right to left",
    "old kanji", "wildcards", "markup", "formula", "a day there is not",
)  # fmt: skip
VALUES = [*(AWKWARD[words] for words in WORDS), *NUMBERS]
EVIL = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\\\\evil.example",
    "///evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "https:evil.example",
    "/%0d%0aLocation:%20https://evil.example", "/ok\r\nSet-Cookie: a=b", "@evil.example", "\ud83d", "\0//evil.example",
]  # fmt: skip
WHERE_ONE_WAS = "/about"


class Heard(ImmutableMultiDict[str, str]):
    """What is asked of an address's arguments is remembered."""

    names: set[str] = set()  # noqa: RUF012 - shared on purpose: one list per request

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().getlist(key, *rest, **more)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)


@pytest.fixture
def names(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The arguments that the last page looked at."""
    listening = type("Request", (app.request_class,), {"parameter_storage_class": Heard})
    monkeypatch.setattr(app, "request_class", listening)
    return Heard.names


def in_words(page: TestResponse, told: object) -> None:
    """A page that people can read, or a file, or the way to another page of ours."""
    assert page.status_code < 500, told
    if page.status_code >= 400:
        assert "<h1" in page.text, told
        assert 'lang="ja"' in page.text, told
    if 300 <= page.status_code < 400:
        assert is_ours(page.headers["Location"]), (told, page.headers["Location"])


def is_ours(location: str) -> bool:
    return (
        location.startswith("/")
        and not location.startswith(("//", "/\\"))
        and location.isprintable()
    )


@pytest.mark.slow
def test_whatever_is_asked_of_a_page_after_its_question_mark(
    app: Flask, visits: Visits, names: set[str]
) -> None:
    done: set[str] = set()
    names.clear()
    for who, path, page in opened(visits):
        heard, view = sorted(names), endpoint(app, "GET", path)
        names.clear()
        if page.status_code != 200 or not heard or view in done:
            continue
        done.add(view)
        for turn in range(len(VALUES)):
            chosen = {n: VALUES[(turn + at) % len(VALUES)] for at, n in enumerate(heard)}
            query = "&".join(f"{quoted(n)}={quoted(value)}" for n, value in chosen.items())
            in_words(visits.open(who, f"{path}?{query}", method="GET"), (view, chosen))
        names.clear()
    assert done >= {
        "board.index", "people.index", "organizations.index", "offers.index", "progress.index",
        "desk.index", "desk.week", "outcomes.index", "needs.index", "mailbox.index", "progress.records",
        "progress.download", "accounts.sign_in", "outcomes.activity", "matches.of_need", "desk.week_asks",
    }  # fmt: skip


@pytest.mark.slow
def test_whatever_stands_in_an_address(app: Flask, visits: Visits) -> None:
    assert list(scenes(visits))  # now there is something that could be found by mistake
    tried: set[str] = set()
    for rule in app.url_map.iter_rules():
        for name in rule.arguments - {"filename"}:
            if name in tried and "id" in name:
                continue  # one way to read a number serves them all
            tried.add(name)
            for value in VALUES:
                given = {
                    **CHOSEN,
                    **dict.fromkeys(rule.arguments - CHOSEN.keys(), "1"),
                    name: value,
                }
                path = ARGUMENT.sub(
                    lambda f, given=given: quoted(str(given[f"{f[1]}{f[2] or ''}"])), str(rule)
                )
                for method in {"GET", "POST"} & (rule.methods or set()):
                    fields = {} if method == "POST" else None
                    page = visits.open("a coordinator", path, fields, method=method)
                    in_words(page, (str(rule), value, method))
    assert tried >= {"need_id", "token", "link", "licence", "part", "figure"}


@pytest.mark.slow
def test_nobody_is_led_to_another_site(visits: Visits) -> None:
    done: set[str] = set()
    for form in walked(visits, "pages for everybody", "a company's registration"):
        sends_on = "next" in form.inputs or form.endpoint in {"organizations.act"}
        if form.method == "POST" and sends_on and form.key not in done:
            done.add(form.key)
            for evil in EVIL:
                page = visits.open(form.who, form.action, form.sound() | {"next": [evil]})
                in_words(page, (form.action, evil))
    for evil in EVIL:
        page = visits.open("anonymous", "/preferences", {"text": ["large"], "next": [evil]})
        assert page.status_code == 303
        in_words(page, evil)
    assert len(done) >= 3


@pytest.mark.parametrize(
    "cookie",
    [
        "yui=garbage", "yui=", "yui=.eJ.x.y", "yui=\\ud83d", "language=xx; text=huge", "language=\x7f",
        "language=en; language=ja", "a=" + "b" * 4000, ";;;=;", "yui=" + "\x01",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["", "xx", "ja;q=nan", ",,,;q=", "*", "en-" + "x" * 2000])
def test_whatever_a_browser_says_of_itself(app: Flask, cookie: str, language: str) -> None:
    headers = {"Cookie": cookie, "Accept-Language": language}
    page = app.test_client(use_cookies=False).get(WHERE_ONE_WAS, headers=headers)

    assert page.status_code == 200
