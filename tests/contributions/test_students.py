"""What a university learns of its students: sums of enough people, names of those who agreed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.contributions.campus import Campus, learned
from matching.contributions.rules import Group
from matching.errors import RuleBroken
from matching.organizations import actions
from matching.organizations.models import Affiliation, Organization
from matching.organizations.rules import Approval
from tests.browser import Browser
from tests.contributions.make import OCTOBER, helped, student_of, university
from tests.make import NOON, appoint, make_need, make_organization, make_person

AGREED = {"shared_at": NOON}


@pytest.fixture
def campus(session: Session, yoko: Person) -> Organization:
    """A university; Yoko is of its office."""
    it = university(session)
    appoint(session, it, yoko)
    return it


@pytest.fixture
def students(session: Session, campus: Organization) -> list[Person]:
    """Six confirmed ones; the first two agreed to be named."""
    return [student_of(session, campus, n, **(AGREED if n < 2 else {})) for n in range(6)]


def look(session: Session, it: Organization, year: int = 2026) -> Campus:
    return learned(session, it.id, year, 2026)


def of(session: Session, it: Organization, person: Person) -> Affiliation:
    return session.scalars(
        select(Affiliation).where(
            Affiliation.organization_id == it.id, Affiliation.person_id == person.id
        )
    ).one()  # fmt: skip


def names_on(browser: Browser, it: Organization, year: int = 2026) -> set[str]:
    """Which students' names stand on any page or file that the visitor may open."""
    base = f"/organizations/{it.id}/contributions"
    paths = [base, f"{base}/students", f"{base}/students.csv", f"{base}.csv", f"{base}/given"]
    pages = [browser.raw(f"{path}?year={year}") for path in paths]
    said = "".join(page.get_data(as_text=True) for page in pages if page.status_code == 200)
    paper = browser.raw(f"{base}.pdf?year={year}")
    if paper.status_code == 200:
        said += "".join(p.extract_text() for p in PdfReader(io.BytesIO(paper.data)).pages)
    return {f"学生{n}" for n in range(9) if f"学生{n}" in said}


def test_figures_are_those_of_confirmed_students_in_their_own_names(
    session: Session, campus: Organization, students: list[Person], hanako: Person
) -> None:
    club = make_organization(session, "学生の会", "group", students[0])
    waiting = student_of(session, campus, 7, approval=Approval.PENDING)
    elsewhere = student_of(session, university(session, "山梨県立大学"), 8)
    for number, person in enumerate([*students[:5], waiting, elsewhere]):
        helped(session, make_need(session, hanako), person, 30 + number, OCTOBER)
    helped(session, make_need(session, hanako), students[0], 15, date(2026, 4, 1))
    helped(session, make_need(session, hanako), students[0], 500, date(2026, 3, 31))
    helped(session, make_need(session, hanako), students[0], 700, OCTOBER, organization=club)

    found = look(session, campus)

    assert (found.confirmed, found.agreed, found.waiting) == (6, 2, 1)
    assert found.total == Group(5, 6, 30 + 31 + 32 + 33 + 34 + 15)
    assert found.years == {2026: found.total, 2025: Group(1, 1, 500)}
    assert look(session, campus, 2025).total == Group(1, 1, 500), "who agreed hides nobody"


def test_of_fewer_than_three_who_have_not_agreed_no_sum_is_said(
    browser: Browser,
    session: Session,
    campus: Organization,
    students: list[Person],
    hanako: Person,
    yoko: Person,
) -> None:
    for number, person in enumerate(students[:4]):  # two of them have not agreed
        helped(session, make_need(session, hanako), person, 61 + number, OCTOBER)

    found = look(session, campus)

    assert found.total is None
    assert found.years == {2026: None}
    assert not any([found.months, found.kinds, found.districts])
    browser.sign_in(yoko)
    browser.get(f"/organizations/{campus.id}/contributions")
    assert "合計は出していません" in browser.text
    for secret in ("1時間3分", "1時間4分", "4時間10分"):
        assert secret not in browser.text

    helped(session, make_need(session, hanako), students[4], 65, OCTOBER)
    assert look(session, campus).total == Group(5, 5, 61 + 62 + 63 + 64 + 65)


def test_a_kind_that_few_did_is_told_only_together_with_others(
    browser: Browser,
    session: Session,
    campus: Organization,
    students: list[Person],
    hanako: Person,
    yoko: Person,
) -> None:
    more = [student_of(session, campus, n) for n in (6, 7, 8)]
    for person in [*students[2:], *more]:
        helped(session, make_need(session, hanako, kind="cleaning"), person, 60, OCTOBER)
    alone = make_need(session, hanako, kind="transport")
    helped(session, alone, students[5], 333, OCTOBER)
    for person in students[2:5]:
        helped(session, make_need(session, hanako, kind="children"), person, 10, OCTOBER)

    found = look(session, campus)

    assert set(found.kinds.groups) == {"cleaning"}
    assert found.kinds.rest == Group(4, 4, 363)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{campus.id}/contributions")
    assert "5時間33分" not in browser.text
    assert "送迎" not in browser.text


def test_names_are_of_those_alone_who_agreed_and_for_their_office_alone(
    browser: Browser, session: Session, campus: Organization, students: list[Person], yoko: Person
) -> None:
    jiro = make_person(session, "望月", "次郎", email="jiro@example.org")
    staff = [
        make_person(session, "仮名", role, role, email=f"{role}@example.org")
        for role in (Role.COORDINATOR, Role.CITY)
    ]
    appoint(session, university(session, "山梨県立大学"), jiro)
    for person in students:
        helped(session, make_need(session, jiro), person, 60, OCTOBER)

    seen = {}
    for who in (yoko, jiro, *staff, students[0]):
        browser.sign_in(who)
        seen[who.email] = names_on(browser, campus)

    assert seen.pop(yoko.email) == {"学生0", "学生1"}
    assert not any(seen.values()), seen


def test_who_agrees_is_named_and_who_takes_it_back_is_not_from_that_moment(
    browser: Browser,
    session: Session,
    campus: Organization,
    students: list[Person],
    hanako: Person,
    yoko: Person,
) -> None:
    student = students[3]
    helped(session, make_need(session, hanako), student, 61, OCTOBER)

    def seen_by_the_office() -> bool:
        browser.sign_in(yoko)
        return "学生3" in names_on(browser, campus)

    assert not seen_by_the_office()
    browser.sign_in(student)
    browser.get("/organizations/affiliation")
    assert "見せていません" in browser.text
    browser.submit(form="/share")
    browser.follow()
    assert "見せています" in browser.text
    assert seen_by_the_office()

    browser.sign_in(student)
    browser.get("/organizations/affiliation")
    browser.submit(form="/hide")
    assert not seen_by_the_office()
    assert of(session, campus, student).shared_at is None


def test_agreeing_twice_keeps_the_first_time(
    session: Session, campus: Organization, students: list[Person]
) -> None:
    row = of(session, campus, students[0])
    actions.share_activity(session, row, at=NOON.replace(year=2027))

    assert row.shared_at == NOON


def test_nobody_agrees_to_a_university_that_does_not_know_them(
    browser: Browser, session: Session, campus: Organization
) -> None:
    waiting = student_of(session, campus, 7, approval=Approval.PENDING)
    row = of(session, campus, waiting)

    with pytest.raises(RuleBroken):
        actions.share_activity(session, row, at=NOON)
    browser.sign_in(waiting)
    browser.get("/organizations/affiliation")
    assert "見せる内容" not in browser.text
    browser.post(f"/organizations/affiliation/{row.id}/share", status=409)


def test_whom_the_office_refuses_it_no_longer_sees_nor_when_it_confirms_them_anew(
    browser: Browser, session: Session, campus: Organization, students: list[Person], yoko: Person
) -> None:
    row = of(session, campus, students[0])
    browser.sign_in(yoko)
    for verdict in (Approval.REFUSED, Approval.APPROVED):
        actions.decide_affiliation(session, row, verdict, by=yoko, at=NOON)
        assert names_on(browser, campus) == {"学生1"}


def test_another_students_wish_is_nobody_elses(
    browser: Browser, session: Session, campus: Organization, students: list[Person]
) -> None:
    browser.sign_in(students[3])
    for wish in ("share", "hide"):
        row = of(session, campus, students[0])
        browser.post(f"/organizations/affiliation/{row.id}/{wish}", status=404)
        assert row.shared_at == NOON


def test_the_file_of_those_who_agreed(
    browser: Browser,
    session: Session,
    campus: Organization,
    students: list[Person],
    hanako: Person,
    yoko: Person,
) -> None:
    students[1].family_name = "=学生1"
    for minutes in (61, 30):
        helped(session, make_need(session, hanako), students[0], minutes, OCTOBER)
    browser.sign_in(yoko)

    page = browser.raw(f"/organizations/{campus.id}/contributions/students.csv?year=2026")

    rows = list(csv.reader(io.StringIO(page.data.decode("utf-8-sig"))))
    assert rows == [
        ["名前", "活動", "活動時間（分）"],
        ["学生0 第0", "2", "91"],
        ["'=学生1 第1", "0", "0"],
    ]


def test_the_office_finds_its_way(
    browser: Browser, session: Session, campus: Organization, yoko: Person
) -> None:
    student_of(session, campus, 7, approval=Approval.PENDING)
    browser.sign_in(yoko)
    path = f"/organizations/{campus.id}/contributions"
    for start in ("/my", "/organizations/mine", f"/organizations/{campus.id}"):
        browser.get(start)
        assert path in browser.links(), start
    browser.get(path)
    assert "1人が待っています" in browser.text
    assert f"/organizations/{campus.id}/students?approval=pending" in browser.links()
    assert "/verify" in browser.links()
