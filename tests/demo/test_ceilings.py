"""No page of the demo city is dear: at most fifteen statements, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.browser import check, parsed
from tests.demo.walk import City, Opened

CEILING = 15
WALKERS = (
    "nobody", "resident", "student", "volunteer", "association", "company", "university",
    "coordinator", "city", "reviewer", "admin", "somebody with a sign-in letter",
    "somebody who signs up",
)  # fmt: skip
ALWAYS_LEADS_ELSEWHERE = {"texts.favicon"}
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("noon")]


def faults(opened: Iterable[Opened]) -> dict[str, str]:
    """What is wrong with these pages, by address; of the pages that refuse, one of each status."""
    found, refusals = {}, set()
    for one in opened:
        status = one.page.status_code
        if one.statements > CEILING:
            found[one.path] = f"{one.statements} statements"
        elif status >= 500:
            found[one.path] = one.page.status
        elif status not in refusals and (wrong := ill_made(one.page)):
            found[one.path] = wrong
        refusals |= {status} - {200}
    return found


def ill_made(page: TestResponse) -> str:
    """What every page must have and this one lacks."""
    if page.mimetype != "text/html" or page.status_code in range(300, 400):
        return ""
    try:
        check(parsed(page.text))
    except AssertionError as lacks:
        return f"{page.status}: {lacks}"
    return ""


@pytest.mark.parametrize("name", WALKERS)
def test_no_page_is_dear_or_ill_made(city: City, name: str) -> None:
    assert faults(city.walk(city.visitors[name])) == {}


def test_no_page_is_dear_or_ill_made_for_those_whom_it_concerns(city: City) -> None:
    assert faults(city.walk_where_known()) == {}


def test_no_page_is_dear_or_ill_made_for_those_who_have_most(city: City) -> None:
    assert faults(city.walk_at_home()) == {}


def test_everybody_of_the_city_walks(city: City) -> None:
    assert set(WALKERS) == set(city.visitors)


def test_every_address_is_walked_to_and_opens_for_somebody(city: City) -> None:
    closed = [
        str(rule)
        for rule in city.rules()
        if rule.endpoint not in ALWAYS_LEADS_ELSEWHERE and not opens(city, rule)
    ]

    assert closed == []


def opens(city: City, rule: Rule) -> bool:
    """Whether somebody finds a page there."""
    everybody = {city.visitors["coordinator"]: None, **dict.fromkeys(city.visitors.values())}
    return any(
        city.open(visitor, path).page.status_code == 200
        for visitors in ([], everybody)
        for scene in city.fitting(rule)
        for visitor in visitors or scene.people
        for path in city.paths(rule, [scene])
    )


def test_every_filter_is_one_of_a_page(city: City) -> None:
    assert set(city.filters) <= {rule.endpoint for rule in city.rules()}


def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(city: City) -> None:
    costs = {one.name: [cost(city.open(*way)) for way in (one.few, one.many)] for one in city.lists}

    assert {name: cost for name, cost in costs.items() if not is_constant(*cost)} == {}


def cost(opened: Opened) -> tuple[int, int]:
    """Rows on the page, and statements."""
    assert opened.page.status_code == 200, opened.path
    main = parsed(opened.page.text).find(".//main")
    assert main is not None
    return sum(e.tag in {"tr", "li"} for e in main.iter()), opened.statements


def is_constant(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """There is more to see on one of the pages, and it costs the same."""
    return one[0] != other[0] and one[1] == other[1]
