"""Whoever comes by a page, in whichever language, finds it whole: read here, and looked at in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.chromium import served
from tests.demo.crawl import LANGUAGES, Claims, Page, Rules, led_to, pages, to_be_seen, wrong
from tests.demo.eyes import Eyes
from tests.demo.test_ceilings import WALKERS
from tests.demo.valid import remarks
from tests.demo.walk import City, Opened

CONTRAST = ("color-contrast",)
pytestmark = [
    pytest.mark.crawl,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.usefixtures("noon"),
]
WAYS: dict[str, Callable[[City], Iterable[Opened]]] = {
    "those whom it concerns": City.walk_where_known,
    "those who have most": City.walk_at_home,
    **{name: lambda city, name=name: city.walk(city.visitors[name]) for name in reversed(WALKERS)},
}
"""Who takes long begins."""


@pytest.fixture(scope="session")
def claims(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Claims:
    """One for all processes of this run."""
    run = tmp_path_factory.getbasetemp()
    folder = (run if worker_id == "master" else run.parent) / "claims"
    folder.mkdir(exist_ok=True)
    return Claims(folder)


@pytest.fixture
def eyes(request: pytest.FixtureRequest, city: City) -> Iterator[Callable[[], Eyes]]:
    """A window, asked for only when everything that needs none has been looked at."""
    opened: list[Eyes] = []
    with served(city.app) as url:

        def open_() -> Eyes:
            opened.append(Eyes(request.getfixturevalue("chromium"), city, url))
            return opened[-1]

        yield open_
        for window in opened:
            window.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", WAYS)
def test_every_page_is_whole(
    city: City, claims: Claims, eyes: Callable[[], Eyes], project: Path, tmp_path: Path, name: str
) -> None:
    walked = list(WAYS[name](city))
    found = list(pages(city, walked, claims))
    followed = [city.open(*where) for where in sorted(led_to(found, walked), key=str)]
    assert [one.path for one in followed if one.page.status_code >= 400] == []
    found += pages(city, followed, claims, ("ja",))

    assert {str(page): faults for page in found if (faults := list(wrong(city, page)))} == {}

    chosen = list(to_be_seen(city, found, claims))
    assert invalid(project, tmp_path, [page for page, _rules in chosen]) == ""
    assert seen(eyes(), chosen) == {}


def invalid(project: Path, folder: Path, chosen: Iterable[Page]) -> str:
    """What html-validate says of these pages."""
    files = [
        (folder / f"{number}.html").write_text(page.html, "utf-8")
        for number, page in enumerate(chosen)
    ]
    return remarks(project, folder) if files else ""


def seen(eyes: Eyes, chosen: Iterable[tuple[Page, Rules]]) -> dict[str, list[str]]:
    """What is wrong with these pages in a browser."""
    return {str(page): faults for page, rules in chosen if (faults := eyes.look(page, rules))}


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_refuse_what_was_sent_are_whole(
    city: City, eyes: Callable[[], Eyes], language: str
) -> None:
    """Refused for its fields, for what has happened meanwhile, and for coming from elsewhere."""
    coordinator, window = city.visitors["coordinator"], eyes()
    desk = Page(coordinator, language, "/desk", 200, "")
    intake = Page(coordinator, language, "/desk/intake", 200, "")
    over = next(scene for scene in city.scenes if "match_id" in scene.values).values["match_id"]

    assert window.send(intake, "/desk/intake", 422) == []
    assert window.page.locator(".error-summary").is_visible()
    assert window.send(desk, f"/matches/{over}/confirm", 409) == []
    assert window.send(desk, "/preferences", 400, csrf_token="-") == []


DARK = ("/components", "/", "/board", "/progress", "/my", "/desk", "/needs/new")


@pytest.mark.browser
def test_the_dark_scheme_can_be_read(city: City, eyes: Callable[[], Eyes]) -> None:
    window = eyes()
    window.page.emulate_media(color_scheme="dark")
    found = (Page(city.visitors["coordinator"], "ja", path, 200, "") for path in DARK)

    assert {page.path: faults for page in found if (faults := window.look(page, CONTRAST))} == {}
    assert window.page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
