"""The journeys once more, by somebody who has only a keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser as Chromium

from tests.journeys import test_company, test_coordinator, test_resident, test_student
from tests.journeys.conftest import OpenPage, Site
from tests.journeys.keyboard import ByKeyboard

Journey = Callable[[Site, OpenPage], None]
JOURNEYS: dict[str, Journey] = {
    "resident": test_resident.test_a_resident_asks_on_a_phone_and_is_helped,
    "student": test_student.test_a_student_gives_a_morning_and_gets_her_hours,
    "company": test_company.test_a_company_lends_a_van_and_four_of_its_staff,
    "coordinator": test_coordinator.test_a_coordinator_takes_a_call_and_the_plan_moves,
}
pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_is_made_by_keyboard_alone(site: Site, by_keyboard: OpenPage, name: str) -> None:
    JOURNEYS[name](site, by_keyboard)


HEAD = "<style>:focus { outline: 3px solid }</style><a class=skip-link href=#main>先へ</a>"
FAULTS = {
    "a ring that is not drawn": (
        "<style>:focus { outline: none }</style><a href=/a>あちら</a>", "no focus is seen",
    ),
    "a field that keeps the focus": (
        "<input aria-label=わな onkeydown=event.preventDefault()><a href=/a>あちら</a>",
        "the focus is caught",
    ),
    "a link that keys pass by": ("<a href=/a tabindex=-1>あちら</a><a href=/b>x</a>", "do not lead"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_keys_cannot_do_is_noticed(chromium: Chromium, fault: str) -> None:
    inside, said = FAULTS[fault]
    page = chromium.new_page()
    page.set_content(f"{HEAD}<main id=main tabindex=-1>{inside}</main>")

    with pytest.raises(AssertionError, match=said):
        ByKeyboard(page, javascript=True).reach(page.get_by_role("link", name="あちら"))
    page.context.close()
