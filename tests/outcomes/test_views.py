"""Pages about what came of it: who gets in, what they show and refuse."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.rules import State
from matching.needs.models import Need
from matching.organizations.rules import Kind
from matching.outcomes import actions
from matching.outcomes.models import Outcome, Report
from matching.outcomes.rules import Side
from matching.plan.models import Initiative
from tests.browser import Browser
from tests.make import NOON, make_match, make_organization, make_person, offer_of
from tests.outcomes.make import approved, loaded, over, said

PAGES = ("report", "approve", "outcome", "outcome/correct")
WHO = ("hanako", "taro", "jiro", "sachiko", "kenji", "yoko", "nobody")
# who may open: the officer of the asking association who entered the need, the helper, another
# volunteer, the centre, the city, another officer of the association, a visitor
EXPECTED = {
    "report": {"hanako": 200, "taro": 200, "sachiko": 200, "yoko": 200},
    "approve": {"hanako": 200, "sachiko": 200, "yoko": 200},
    "outcome": {"hanako": 200, "taro": 200, "sachiko": 200, "kenji": 200, "yoko": 200},
    "outcome/correct": {"sachiko": 303},
}


def path(match: Match, page: str) -> str:
    return f"/matches/{match.id}/{page}"


@pytest.mark.parametrize("page", PAGES)
def test_only_those_concerned_open_a_page(
    browser: Browser, session: Session, request: pytest.FixtureRequest, page: str
) -> None:
    people = {name: request.getfixturevalue(name) for name in WHO[:-1]}
    officers = (people["hanako"], people["yoko"])
    association = make_organization(session, "善光寺自治会", Kind.ASSOCIATION, *officers)
    match = over(session, people["hanako"], people["taro"], organization_id=association.id)
    actions.report(session, match, said(), side=Side.HELPER, by=people["taro"], at=NOON)
    found = {}
    for name in WHO:
        browser.sign_out()
        if name in people:
            browser.sign_in(people[name])
        found[name] = browser.raw(path(match, page)).status_code

    expected = {name: EXPECTED[page].get(name, 403) for name in WHO} | {"nobody": 303}
    assert found == expected


@pytest.mark.parametrize("page", PAGES)
def test_who_entered_the_need_and_is_an_officer_no_longer_opens_none_of_them(
    browser: Browser, session: Session, hanako: Person, taro: Person, yoko: Person, page: str
) -> None:  # fmt: skip
    association = make_organization(session, "善光寺自治会", Kind.ASSOCIATION, yoko)
    match = over(session, hanako, taro, organization_id=association.id)
    actions.report(session, match, said(), side=Side.HELPER, by=taro, at=NOON)
    browser.sign_in(hanako)

    browser.get(path(match, page), status=403)


def test_the_asker_of_their_own_need_does_not_approve_it(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    match = over(session, hanako, taro)
    browser.sign_in(hanako)
    assert browser.raw(path(match, "approve")).status_code == 403


def test_a_coordinator_who_helped_does_not_approve_or_correct(
    browser: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    match = over(session, hanako, sachiko)
    browser.sign_in(sachiko)
    for page in ("approve", "outcome/correct"):
        assert browser.raw(path(match, page)).status_code == 403
    browser.get("/")
    browser.post(path(match, "no-show"), {"note": "x"}, status=403)


def offered_on(browser: Browser, match: Match) -> dict[str, str]:
    """What the page of a match offers about reports: address and look of each button."""
    browser.get(f"/matches/{match.id}")
    ways = {path(match, page): page for page in ("report", "approve", "outcome")}
    return {
        ways[link.get("href", "")]: link.get("class", "").split()[1].removeprefix("button-")
        for link in browser.main().iter("a")
        if link.get("href") in ways
    }


def test_the_page_of_a_match_knows_what_was_reported(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    browser.sign_in(taro)
    assert offered_on(browser, match) == {"report": "primary"}

    it = loaded(session, match)
    actions.report(session, it, said(), side=Side.HELPER, by=taro, at=NOON)

    assert offered_on(browser, match) == {"report": "secondary"}
    assert "ご報告をいただきました。" in browser.text
    browser.sign_in(hanako)
    assert offered_on(browser, match) == {"report": "primary"}
    browser.sign_in(sachiko)
    assert offered_on(browser, match) == {"approve": "primary", "report": "secondary"}
    approved(session, loaded(session, match), by=sachiko)
    for person in (taro, hanako, sachiko):
        browser.sign_in(person)
        assert offered_on(browser, match) == {"outcome": "secondary"}


def test_nothing_is_to_be_told_before_it_took_place(
    browser: Browser, session: Session, hanako: Person, taro: Person, kenji: Person
) -> None:
    match = make_match(session, hanako, taro, state=State.CONFIRMED)
    browser.sign_in(taro)
    assert offered_on(browser, match) == {}
    browser.sign_in(kenji)  # the city looks, and tells nothing
    assert offered_on(browser, over(session, hanako, taro)) == {}


def test_a_helper_tells_on_the_page_what_was_agreed_with_one_change(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    match = over(session, hanako, taro)
    browser.sign_in(taro)
    browser.get(path(match, "report"))
    assert "お礼のことば" not in browser.text

    browser.submit({"hours": "１", "minutes": "三十五", "done": "草を刈りました"}, form=0)

    browser.follow()
    report = session.scalars(select(Report)).one()
    assert (report.side, report.minutes, report.people) == (Side.HELPER, 95, 1)


def test_what_is_refused_stands_beside_its_field(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    match = over(session, hanako, taro)
    browser.sign_in(taro)
    browser.get(path(match, "report"))

    browser.submit({"hours": "25", "held_on": "2027-01-01"}, status=422)

    assert "時間が長すぎます" in browser.text
    assert "今日までの日付" in browser.text
    assert session.scalars(select(Report)).all() == []


def test_who_opens_the_page_too_early_is_told_when(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    match = make_match(session, hanako, taro, state=State.CONFIRMED)
    browser.sign_in(taro)
    browser.get(path(match, "report"))
    assert "活動の日が来てから" in browser.text
    browser.post(
        path(match, "report"),
        {"came": "yes", "held_on": "2026-11-24", "hours": "1", "people": "1"},
        status=409,
    )


def test_the_coordinator_sees_differences_and_approves_what_was_right(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    actions.report(session, match, said(), side=Side.HELPER, by=taro, at=NOON)
    asker = said(minutes=60, problems="門が開いていた", solved=None)
    actions.report(session, match, asker, side=Side.ASKER, by=hanako, at=NOON)
    browser.sign_in(sachiko)
    browser.get("/outcomes")
    browser.get(path(match, "approve"))
    assert "食い違い" in browser.text
    assert "門が開いていた" in browser.text

    browser.submit({"hours": "1", "minutes": "20"}, form=0)

    browser.follow()
    assert "1時間20分" in browser.text
    assert "/outcomes" in browser.links()  # on to the next one
    assert session.scalars(select(Outcome.minutes)).all() == [80]
    assert session.get_one(Match, match.id).state is State.DONE


def test_what_went_wrong_is_for_staff_only(
    browser: Browser, session: Session, hanako: Person, taro: Person, yoko: Person
) -> None:
    association = make_organization(session, "善光寺自治会", Kind.ASSOCIATION, yoko)
    match = over(session, hanako, taro, organization_id=association.id)
    draft = said(problems="けがをしかけた")
    actions.report(session, match, draft, side=Side.HELPER, by=taro, at=NOON)
    browser.sign_in(yoko)
    browser.get(path(match, "approve"))
    assert "けがをしかけた" not in browser.text


def test_nobody_came_is_recorded_with_what_is_known(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    absent = said(came=False, minutes=0, people=0)
    actions.report(session, match, absent, side=Side.ASKER, by=hanako, at=NOON)
    browser.sign_in(sachiko)
    browser.get(path(match, "approve"))
    browser.submit({"note": ""}, form="no-show", status=422)

    browser.submit({"note": "連絡がつかない"}, form="no-show")

    assert session.get_one(Match, match.id).state is State.NO_SHOW


def test_a_correction_needs_a_reason_and_shows_in_the_history(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    approved(session, match, sachiko)
    browser.sign_in(sachiko)
    browser.get(path(match, "outcome/correct"))
    browser.submit({"minutes": "5"}, status=422)

    browser.submit({"minutes": "5", "reason": "時計の見まちがい"})

    browser.follow()
    assert "−30分" in browser.text
    assert "時計の見まちがい" in browser.text


def test_what_is_approved_is_shown_instead_of_the_form(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    match = over(session, hanako, taro)
    approved(session, match, sachiko)
    browser.sign_in(taro)
    browser.raw(path(match, "report"))
    browser.follow()
    assert "1時間35分" in browser.text
    initiative = session.get_one(Need, match.need_id).initiative_id
    named = session.get_one(Initiative, initiative)
    assert f"{named.code} {named.name}" in browser.text
    browser.get("/my/activity")
    assert "令和8年度" in browser.text


def many(session: Session, asker: Person, number: int) -> None:
    for n in range(number):
        helper = make_person(session, "手伝", f"その{n}", email=f"h{n}.{number}@example.org")
        offer_of(session, helper)
        match = over(session, asker, helper)
        actions.report(session, match, said(), side=Side.HELPER, by=helper, at=NOON)


def test_the_lists_need_as_many_statements_for_thirty_as_for_three(
    browser: Browser, session: Session, hanako: Person, taro: Person, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    counts = {"/outcomes": [], "/outcomes?show=silent": [], "/my/activity": []}
    for number in (3, 27):
        many(session, hanako, number)
        for _ in range(number):
            over(session, hanako, taro)
        for _ in range(number):
            approved(session, over(session, hanako, taro), sachiko)
        for address, found in counts.items():
            if address == "/my/activity":
                browser.sign_in(taro)
            browser.get(address)
            found.append(browser.statements)
            browser.sign_in(sachiko)
    for found in counts.values():
        assert found[0] == found[1] <= 15


def test_officers_see_what_waits_for_them_and_others_nothing(
    browser: Browser, session: Session, hanako: Person, taro: Person, yoko: Person
) -> None:
    association = make_organization(session, "善光寺自治会", Kind.ASSOCIATION, yoko)
    own = over(session, hanako, taro, organization_id=association.id)
    other = over(session, hanako, taro)
    for match in (own, other):
        actions.report(session, loaded(session, match), said(), side=Side.HELPER, by=taro, at=NOON)
    titles = [session.get_one(Need, match.need_id).title for match in (own, other)]
    browser.sign_in(yoko)
    browser.get("/outcomes")
    assert titles[0] in browser.text
    assert titles[1] not in browser.text
    browser.sign_in(taro)
    assert browser.raw("/outcomes").status_code == 403
