"""The plan's pages: for whom, what they show, how many statements they take."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.plan.models import Plan
from matching.plan.queries import covering
from matching.progress.rules import Figure
from tests.browser import Browser
from tests.make import district, make_person, offer_of
from tests.outcomes.make import initiative_id
from tests.progress.make import done, need_on

SUPPORT = "III-1-(2)"


def plan_of(session: Session, phase: int) -> Plan:
    return session.scalars(select(Plan).where(Plan.phase == phase)).one()


@pytest.fixture
def helped(session: Session, hanako: Person, taro: Person) -> None:
    need = need_on(session, hanako, date(2026, 10, 3), SUPPORT, title="中込さんの庭の草取り")
    done(session, need, taro, 95, date(2026, 10, 3))


@pytest.mark.usefixtures("helped")
def test_everybody_sees_the_plan_with_its_figures(browser: Browser) -> None:
    browser.get("/progress")
    for words in ("第3期推進行動計画", "令和8年度", "施策の柱III", "1時間35分", "実施(継続)"):
        assert words in browser.text


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("figure", Figure)
def test_a_figure_opens_to_its_records_without_anybodys_name(
    browser: Browser, session: Session, figure: Figure, taro: Person
) -> None:
    for path in (f"/progress/{initiative_id(session)}/{figure}", f"/progress/all/{figure}"):
        browser.get(path)
        assert "中込" not in browser.text
        assert taro.family_name not in browser.text
    assert ("記録はまだありません" in browser.text) is (figure is Figure.UNMET)


@pytest.mark.usefixtures("helped")
def test_a_reviewer_sees_what_everybody_sees_and_staff_see_more(
    browser: Browser, session: Session, kenji: Person, sachiko: Person
) -> None:
    reviewer = make_person(session, "懇話", "会", "reviewer", email="reviewer@example.org")
    browser.sign_in(reviewer)
    browser.get("/progress/all/done")
    assert "中込さんの庭" not in browser.text
    for person in (kenji, sachiko):
        browser.sign_in(person)
        browser.get("/progress/all/done")
        assert "中込さんの庭の草取り" in browser.text
        assert any("/outcome" in link for link in browser.links())
        browser.get("/progress/all/helpers")
        assert "雨宮 太郎" in browser.text


def test_the_year_and_the_district_stay_when_a_figure_is_opened(
    browser: Browser, session: Session, hanako: Person, taro: Person
) -> None:
    here = district(session, "相川")
    need = need_on(session, hanako, date(2025, 10, 3), SUPPORT, district_id=here.id)
    done(session, need, taro, 33, date(2025, 10, 3))
    browser.get(f"/progress?year=2025&district={here.id}")
    assert "33分" in browser.text
    path = next(link for link in browser.links() if link.startswith("/progress/all/minutes"))
    browser.get(path)
    assert "令和7年度" in browser.text
    assert "33分" in browser.text


@pytest.mark.parametrize(
    "query", ["year=1999", "year=9999999999", "year=x", "district=99999", "page=0"]
)
def test_an_address_that_makes_no_sense_shows_this_year(browser: Browser, query: str) -> None:
    browser.get(f"/progress?{query}")
    assert "令和8年度" in browser.text
    browser.get(f"/progress/all/needs?{query}")


def test_a_year_of_the_first_plan_leads_to_its_verification(browser: Browser) -> None:
    browser.get("/progress?year=2018")
    assert "数字を数える事業がありません" in browser.text


@pytest.mark.parametrize(
    "path",
    [
        "/progress/2147483648/needs",
        "/progress/99999/needs",
        "/progress/pillars/99999/needs",
        "/progress/all/nonsense",
        "/plans/99999",
        "/plans/2147483648",
    ],
)
def test_what_is_not_there_is_no_page(browser: Browser, path: str) -> None:
    assert browser.raw(path).status_code == 404


def test_an_initiative_of_another_plan_has_no_records_in_this_year(
    browser: Browser, session: Session
) -> None:
    old = initiative_id(session, year=2021)
    assert browser.raw(f"/progress/{old}/needs?year=2026").status_code == 404
    browser.get(f"/progress/{old}/needs?year=2021")


@pytest.mark.usefixtures("helped")
def test_the_file_has_every_initiative_in_every_year(browser: Browser) -> None:
    page = browser.raw("/progress/figures.csv")

    assert page.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(page.data.decode("utf-8-sig"))))
    assert rows[0][:5] == ["年度", "施策の柱", "基本施策", "事業", "事業の名前"]
    assert len(rows) == 1 + 11 * 4  # 2023 to 2026; the last year of the plan has not come
    row = next(r for r in rows if r[0] == "令和8年度" and r[3] == SUPPORT)
    assert dict(zip(rows[0], row, strict=True))["活動時間（分）"] == "95"


def test_as_many_statements_for_thirty_activities_as_for_three(
    browser: Browser, session: Session, hanako: Person, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    counts: dict[str, list[int]] = {
        path: [] for path in ["/progress", "/plans", *(f"/progress/all/{f}" for f in Figure)]
    }
    for number in (3, 27):
        for n in range(number):
            helper = make_person(session, "手伝", f"{n}", email=f"h{n}.{number}@example.org")
            offer_of(session, helper)
            need = need_on(session, hanako, date(2026, 10, 3), SUPPORT)
            done(session, need, helper, 60, date(2026, 10, 3))
        for path, found in counts.items():
            browser.get(path)
            found.append(browser.statements)
    for path, found in counts.items():
        assert found[0] == found[1] <= 15, (path, found)


# ------------------------------------------------------------------ plans


def test_the_first_plan_shows_its_verification_as_published(
    browser: Browser, session: Session
) -> None:
    browser.get(f"/plans/{plan_of(session, 1).id}")
    text = browser.text
    for row in (
        "I 意識の醸成と人材育成 2 10 7 3",
        "II 情報の発信と共有 1 4 3 1",
        "合計 7 27 15 12",
    ):
        assert row in text


def test_a_plan_shows_its_initiatives_with_their_stages(browser: Browser, session: Session) -> None:
    browser.get(f"/plans/{plan_of(session, 2).id}")
    assert "市民が市民の活動を支援する仕組みづくり" in browser.text
    assert "検討 検討 実施(継続)" in browser.text
    assert browser.statements <= 15


WHO = ("hanako", "sachiko", "kenji", "root", "nobody")


def test_only_the_city_and_the_operator_carry_a_plan_over(
    browser: Browser, session: Session, request: pytest.FixtureRequest
) -> None:
    people = {name: request.getfixturevalue(name) for name in WHO[:-1]}
    found = {}
    for name in WHO:
        browser.sign_out()
        if name in people:
            browser.sign_in(people[name])
        found[name] = browser.raw(f"/plans/{plan_of(session, 3).id}/carry-over").status_code
    assert found == {"hanako": 403, "sachiko": 403, "kenji": 200, "root": 200, "nobody": 303}


def test_the_city_carries_the_plan_over_into_its_successor(
    browser: Browser, session: Session, kenji: Person
) -> None:
    browser.sign_in(kenji)
    browser.get(f"/plans/{plan_of(session, 3).id}")
    browser.get(f"/plans/{plan_of(session, 3).id}/carry-over")
    browser.submit({"name": "", "first_year": "2030", "last_year": "2029"}, status=422)

    browser.submit({"name": "第4期推進行動計画", "first_year": "2028", "last_year": "2032"})

    browser.follow()
    assert "第4期推進行動計画" in browser.text
    assert session.scalars(covering(2030)).one().phase == 4
    browser.get(f"/plans/{plan_of(session, 3).id}")
    assert "次の計画：第4期推進行動計画" in browser.text
    path = f"/plans/{plan_of(session, 3).id}/carry-over"
    fields = {"name": "もう一度", "first_year": "2028", "last_year": "2032"}
    browser.post(path, fields, status=409)
