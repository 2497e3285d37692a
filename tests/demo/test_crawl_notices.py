"""The crawl notices what is wrong: each fault is put into a page that is whole, and is seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from tests.chromium import served
from tests.demo.crawl import Claims, Page, led_to, pages, to_be_seen, wrong
from tests.demo.eyes import Eyes
from tests.demo.walk import City

Spoil = Callable[[str], str]
pytestmark = [
    pytest.mark.crawl,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.usefixtures("noon"),
]


def into_main(added: str) -> Spoil:
    return lambda html: html.replace('<div class="heading">', added + '<div class="heading">', 1)


NO_LABELS: Spoil = lambda html: re.sub(r"<label.*?</label>", "", html, flags=re.DOTALL)  # noqa: E731
READ: dict[str, tuple[Spoil, str]] = {
    "a label is gone": (NO_LABELS, "email"),
    "another title": (lambda html: html.replace("<title>", "<title>Other "), "its title is"),
    "a sentence in Japanese": (into_main("<p>公開する</p>"), "not in English: 公開する"),
    "a sentence with a place": (
        into_main("<p>架空の会として操作しています。</p>"), "not in English: 架空の会として",
    ),
    "a day in Japanese": (into_main("<p>11月28日(土)</p>"), "not in English: 11月28日(土)"),
    "the same id twice": (into_main("<p id=\"main\">x</p>"), "main"),
    "a form that nobody takes": (
        lambda html: html.replace("action=\"/preferences\"", "action=\"/nowhere\""), "/nowhere",
    ),
}  # fmt: skip
SEEN: dict[str, tuple[Spoil, str]] = {
    "a label is gone": (NO_LABELS, "label: <input"),
    "too wide": (into_main("<table width=\"900\"><tr><td>x</td></tr></table>"), "px wide on 320 px"),
    "too wide for large letters": (
        into_main("<h2><nobr>" + "x" * 60 + "</nobr></h2>"), "letters twice as large",
    ),
    "a word in the console": (into_main("<script>1</script>"), "console: "),
    "a part that is not there": (into_main("<img src=\"/nowhere.png\" alt=\"\">"), "404: "),
    "pale letters": (into_main("<p><font color=\"#bbbbbb\">pale letters</font></p>"), "color-contrast: "),
}  # fmt: skip


@pytest.fixture
def whole(city: City, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page with a form, in English, with which all is well."""
    nobody = city.visitors["nobody"]
    claims = Claims(tmp_path_factory.mktemp("claims"))
    found = list(pages(city, [city.open(nobody, "/sign-in")], claims))
    assert [page.language for page in found] == ["ja", "easy", "en"]
    assert [fault for page in found for fault in wrong(city, page)] == []
    return found[-1]


@pytest.mark.parametrize("fault", READ)
def test_what_can_be_read_is_noticed(city: City, whole: Page, fault: str) -> None:
    spoil, said = READ[fault]
    spoilt = replace(whole, html=spoil(whole.html))

    assert spoilt.html != whole.html
    assert [words for words in wrong(city, spoilt) if said in words]


def test_a_link_to_nowhere_is_followed(city: City, whole: Page) -> None:
    lost = replace(whole, language="ja", html=whole.html.replace('href="/"', 'href="/lost"'))

    (visitor, path) = next(way for way in led_to([lost], []) if way[1] == "/lost")
    assert city.open(visitor, path).page.status_code == 404


def test_a_new_shape_is_looked_at_and_other_words_are_not(
    city: City, whole: Page, tmp_path: Path
) -> None:
    claims = Claims(tmp_path)
    other_words = replace(whole, html=whole.html.replace("Sign in", "Come in"))
    other_shape = replace(whole, html=into_main("<p><em>x</em></p>")(whole.html))

    looked_at = [page for page, _ in to_be_seen(city, [whole, other_words, other_shape], claims)]
    assert looked_at == [whole, other_shape]
    assert (
        list(to_be_seen(city, [other_shape], Claims(tmp_path))) == []
    )  # another process was first


class Spoilt:
    """The site, with something spoilt on each of its pages."""

    def __init__(self, city: City, spoil: Spoil) -> None:
        self.city, self.spoil = city, spoil

    def __call__(self, environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        answer = Response(*_in_order(run_wsgi_app(self.city.app, environ, buffered=True)))
        if answer.mimetype == "text/html":
            answer.set_data(self.spoil(answer.get_data(as_text=True)))
        return answer(environ, start)


def _in_order(answer: tuple[Iterable[bytes], str, object]) -> tuple[object, ...]:
    body, status, headers = answer
    return body, status, headers


@pytest.mark.browser
@pytest.mark.parametrize("fault", SEEN)
def test_what_can_be_seen_is_noticed(
    chromium: Chromium, city: City, whole: Page, fault: str
) -> None:
    spoil, said = SEEN[fault]
    with served(Spoilt(city, spoil)) as url:
        eyes = Eyes(chromium, city, url)
        assert [words for words in eyes.look(whole) if said in words]
        eyes.close()
