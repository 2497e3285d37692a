"""The page of an organisation's year: for whom, what it shows, the paper, how many statements."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.contributions.paper import MOST_ACTIVITIES
from matching.matches.rules import State
from matching.needs.rules import Closing
from matching.needs.rules import State as NeedState
from matching.offers.models import Resource
from matching.organizations.models import Organization
from matching.organizations.rules import Approval, Kind
from matching.outcomes.models import Report
from matching.outcomes.rules import Side as Teller
from matching.skills.rules import ResourceKind
from tests.browser import Browser
from tests.contributions.make import OCTOBER, helped, offer_of_group
from tests.make import NOON, district, make_match, make_need, make_organization, make_person
from tests.progress.make import need_on


@pytest.fixture
def company(session: Session, yoko: Person) -> Organization:
    return make_organization(session, "結テック", Kind.COMPANY, yoko)


def path_of(it: Organization, rest: str = "") -> str:
    return f"/organizations/{it.id}/contributions{rest}"


def read(browser: Browser, path: str) -> tuple[PdfReader, str]:
    page = browser.raw(path)
    assert (page.status_code, page.mimetype) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(page.data))
    return reader, "".join("".join(p.extract_text().split()) for p in reader.pages)


def thank(session: Session, match_id: int, by: Person, words: str) -> None:
    session.add(
        Report(
            match_id=match_id, side=Teller.ASKER, by_id=by.id, held_on=OCTOBER, minutes=60,
            thanks=words, reported_at=NOON,
        )
    )  # fmt: skip


# ------------------------------------------------------------------ what waits, comes, is given


def test_an_officer_sees_first_what_waits_then_who_goes_where(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    offer = offer_of_group(session, company, yoko)
    asked = make_need(session, hanako, title="倉庫の引っ越し")
    coming = make_need(session, hanako, title="河川清掃", contact_phone="+81552220101")
    over = make_need(session, hanako, title="落ち葉掃き", starts_at=NOON - timedelta(days=3))
    make_match(session, hanako, yoko, need=asked, offer=offer)
    known = {"state": State.CONFIRMED, "confirmed_at": NOON, "places": 4}
    for need in (coming, over):
        make_match(session, hanako, yoko, need=need, offer=offer, **known)
    browser.sign_in(yoko)

    browser.get(path_of(company))

    text = browser.text
    order = ["待っていること", "倉庫の引っ越し", "落ち葉掃き", "これから行く活動", "河川清掃"]
    assert sorted(order, key=text.index) == order
    assert "中込 花子 055-222-0101" in text
    assert "4人" in text
    links = browser.links()
    assert any(link.endswith("/report") for link in links)


def test_before_both_sides_agreed_nobody_learns_whom_to_call(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    need = make_need(session, hanako, contact_phone="+81552220101")
    offer = offer_of_group(session, company, yoko)
    make_match(session, hanako, yoko, need=need, offer=offer, state=State.ACCEPTED)
    browser.sign_in(yoko)

    browser.get(path_of(company))

    assert need.title in browser.text
    assert "確定待ち" in browser.text
    assert "055-222-0101" not in browser.text
    assert "中込" not in browser.text


def test_what_a_company_gives_is_changed_in_its_name(
    browser: Browser, session: Session, company: Organization, yoko: Person
) -> None:
    offer = offer_of_group(session, company, yoko)
    van = Resource(kind=ResourceKind.VEHICLE, name="軽トラック", quantity=2, unit="台")
    offer.resources = [van]
    browser.sign_in(yoko)
    browser.get(path_of(company))
    assert "軽トラック" in browser.text
    assert "2台" in browser.text

    browser.submit(form="/organizations/act")
    browser.follow()
    browser.get(path_of(company))
    edit = f"/offers/mine/resources/{van.id}"
    assert edit in browser.links()
    browser.get(edit)


def test_an_association_sees_who_comes_and_prints_the_roster(
    browser: Browser, session: Session, yoko: Person, taro: Person
) -> None:
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    need = make_need(session, yoko, organization_id=it.id, helpers_wanted=3, places_taken=1)
    make_match(session, yoko, taro, need=need, state=State.ACCEPTED, accepted_at=NOON)
    browser.sign_in(yoko)

    browser.get(path_of(it))

    assert "手伝う方が見つかりました" in browser.text
    assert "1 / 3人" in browser.text
    roster = f"/needs/{need.id}/roster"
    assert roster in browser.links()
    browser.get(roster)


# ------------------------------------------------------------------ the year


def test_the_year_of_a_company_opens_to_its_records(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    near, far = district(session, "里垣"), district(session, "相川")
    for number, place in enumerate((near, near, far)):
        need = need_on(
            session, hanako, OCTOBER, "III-1-(2)", district_id=place.id, title=f"草取り{number}"
        )
        match = helped(session, need, yoko, 60 + number, OCTOBER, organization=company, people=2)
    thank(session, match.id, hanako, "きれいになりました。")
    browser.sign_in(yoko)
    browser.get(path_of(company, "?year=2026"))
    for words in ("令和8年度", "3回", "6人", "3時間3分", "III-1-(2)", "里垣", "相川"):
        assert words in browser.text

    behind = {
        path_of(company, "/given?year=2026"): {"草取り0", "草取り1", "草取り2"},
        path_of(company, "/given?year=2026&thanked=1"): {"草取り2"},
        path_of(company, f"/given?year=2026&district={near.id}"): {"草取り0", "草取り1"},
        path_of(company, "/given?year=2026&month=10"): {"草取り0", "草取り1", "草取り2"},
    }
    links = set(browser.links())
    assert behind.keys() <= links
    for path, titles in behind.items():
        browser.get(path)
        assert {f"草取り{n}" for n in range(3) if f"草取り{n}" in browser.text} == titles
    browser.get(path_of(company, "/given?year=2026&thanked=1"))
    assert "きれいになりました。" in browser.text


def test_an_association_reads_what_came_of_what_it_asked(
    browser: Browser, session: Session, yoko: Person, taro: Person, hanako: Person
) -> None:
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    met = need_on(
        session, yoko, OCTOBER, None, organization_id=it.id, title="秋の清掃", places_taken=1
    )
    helped(session, met, taro, 75, OCTOBER)
    closed = {"state": NeedState.CLOSED, "closing": Closing.UNFILLED}
    need_on(session, yoko, OCTOBER, None, organization_id=it.id, title="夜回り", **closed)
    need_on(session, hanako, OCTOBER, None, title="ほかの人の依頼")
    browser.sign_in(yoko)

    browser.get(path_of(it))
    assert "頼んだこと" in browser.text
    assert "手伝ったこと" not in browser.text, "it gave nothing"
    for words in ("2件", "1時間15分"):
        assert words in browser.text
    browser.get(path_of(it, "/needs?year=2026&unmet=1"))
    assert "夜回り" in browser.text
    assert "秋の清掃" not in browser.text
    browser.get(path_of(it, "/needs?year=2026"))
    assert "秋の清掃" in browser.text
    assert "ほかの人の依頼" not in browser.text


@pytest.mark.parametrize("year", ["", "abc", "99999", "0", "-1", "2016", "1" * 400, "二千"])
def test_a_year_that_is_none_is_this_year(
    browser: Browser,
    session: Session,
    company: Organization,
    hanako: Person,
    yoko: Person,
    year: str,
) -> None:
    helped(session, make_need(session, hanako), yoko, 77, OCTOBER, organization=company)
    browser.sign_in(yoko)

    browser.get(path_of(company, f"?year={year}"))

    assert "令和8年度のまとめ" in browser.text
    assert "1時間17分" in browser.text
    for rest in ("/given", "/needs", ".csv", ".pdf"):
        assert browser.raw(path_of(company, f"{rest}?year={year}")).status_code == 200


def test_earlier_years_are_chosen_from_a_list(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    helped(session, make_need(session, hanako), yoko, 77, date(2024, 5, 1), organization=company)
    browser.sign_in(yoko)
    browser.get(path_of(company))
    options = [option.get("value") for option in browser.tree.iter("option")]
    assert options == ["2026", "2025", "2024"]

    browser.get(path_of(company, "?year=2024"))
    assert "令和6年度のまとめ" in browser.text
    assert "1時間17分" in browser.text


def test_where_nothing_was_done_yet_the_page_says_what_comes(
    browser: Browser, company: Organization, yoko: Person
) -> None:
    browser.sign_in(yoko)
    browser.get(path_of(company))
    assert "この年度の記録はまだありません。" in browser.text
    for rest in ("/given", "/asked", "/needs"):
        browser.get(path_of(company, rest))
        assert "記録はまだありません" in browser.text
    _reader, text = read(browser, path_of(company, ".pdf"))
    assert "この年度の記録はまだありません。" in text


# ------------------------------------------------------------------ who


def test_who_no_longer_speaks_for_it_no_longer_sees_its_year(
    browser: Browser, session: Session, company: Organization, yoko: Person, jiro: Person
) -> None:
    paths = [path_of(company, rest) for rest in ("", "/given", "/needs", ".csv", ".pdf")]
    for approval, status in ((Approval.APPROVED, 200), (Approval.REFUSED, 403)):
        company.approval = approval
        session.flush()
        browser.sign_in(yoko)
        assert [browser.raw(path).status_code for path in paths] == [status] * 5
        browser.sign_in(jiro)
        assert [browser.raw(path).status_code for path in paths] == [403] * 5


def test_the_city_sees_figures_and_nothing_of_what_comes(
    browser: Browser,
    session: Session,
    company: Organization,
    yoko: Person,
    kenji: Person,
    sachiko: Person,
) -> None:
    hanako = make_person(session, "中込", "花子", email="hanako@example.org")
    offer = offer_of_group(session, company, yoko)
    need = make_need(session, hanako, contact_phone="+81552220101")
    make_match(session, hanako, yoko, need=need, offer=offer, state=State.CONFIRMED)
    helped(session, make_need(session, hanako), yoko, 77, OCTOBER, organization=company)

    browser.sign_in(kenji)
    browser.get(path_of(company))
    assert "1時間17分" in browser.text
    for words in ("これから行く活動", "055-222-0101", need.title, "待っていること"):
        assert words not in browser.text
    browser.sign_in(sachiko)
    browser.get(path_of(company))
    assert "055-222-0101" in browser.text
    assert "待っていること" not in browser.text, "that is theirs, not the centre's"


# ------------------------------------------------------------------ paper


def test_the_paper_says_the_years_figures_and_names_nobody(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, hanako)
    first = need_on(session, hanako, OCTOBER, "III-1-(2)", title="中込さんの庭の草取り")
    second = need_on(session, hanako, OCTOBER, None, title="清掃", organization_id=it.id)
    helped(session, first, yoko, 95, OCTOBER, organization=company, people=2)
    helped(session, second, yoko, 60, date(2026, 11, 1), organization=company)
    browser.sign_in(yoko)

    reader, text = read(browser, path_of(company, ".pdf?year=2026"))

    for words in (
        "結テック",
        "令和8年度",
        "2回",
        "3人",
        "2時間35分",
        "令和8年10月3日(土)",
        "里垣地区自治会",
        "III-1-(2)",
        "令和8年4月1日(水)から令和9年3月31日(水)まで",
    ):
        assert words in text, words
    for name in ("中込", "深澤", "花子"):
        assert name not in text
    assert reader.metadata is not None
    assert "活動のまとめ" in (reader.metadata.title or "")
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ja"


def test_the_paper_is_said_in_english_too(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    helped(session, make_need(session, hanako), yoko, 95, OCTOBER, organization=company)
    browser.sign_in(yoko)
    browser.post("/preferences", {"language": "en", "next": "/"})

    _reader, text = read(browser, path_of(company, ".pdf"))

    assert "FY2026" in text
    assert "1h35min" in text


def test_a_long_year_fills_several_pages_and_says_what_is_left_out(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    for _number in range(MOST_ACTIVITIES + 3):
        helped(session, make_need(session, hanako), yoko, 60, OCTOBER, organization=company)
    browser.sign_in(yoko)

    reader, text = read(browser, path_of(company, ".pdf"))

    assert len(reader.pages) > 3
    assert f"{MOST_ACTIVITIES + 3}回" in text
    assert "ほか3件の活動" in text


# ------------------------------------------------------------------ cost


def test_the_page_costs_the_same_however_much_there_is(
    browser: Browser, session: Session, company: Organization, hanako: Person, yoko: Person
) -> None:
    offer = offer_of_group(session, company, yoko)
    offer.resources = [Resource(kind=ResourceKind.GOODS, name="台車")]

    def one_more() -> None:
        need = need_on(session, hanako, OCTOBER, "III-1-(2)")
        helped(session, need, yoko, 60, OCTOBER, organization=company)
        make_match(session, hanako, yoko, need=make_need(session, hanako), offer=offer)
        make_need(session, yoko, organization_id=company.id)

    one_more()
    browser.sign_in(yoko)
    paths = [path_of(company, rest) for rest in ("", "/given", "/needs")]
    costs = []
    for _round in range(2):
        row = []
        for path in paths:
            browser.get(path)
            row.append(browser.statements)
        costs.append(row)
        for _number in range(15):
            one_more()

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 15
