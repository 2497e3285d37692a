"""Students and their universities: domains, claims, the office's answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.accounts import letters as accounts
from matching.audit.models import Entry
from matching.organizations import actions, letters, queries
from matching.organizations.drafts import domains_above, read_domain, read_website
from matching.organizations.models import Affiliation, Organization, UniversityDomain
from matching.organizations.rules import Approval, Kind, Proof
from matching.outbox.models import Message
from matching.outbox.render import render
from tests.make import NOON, make_organization, make_person, posted


@pytest.fixture
def eiwa(session):
    """The university whose domain is checked."""
    return session.scalars(select(Organization).where(Organization.name == "山梨英和大学")).one()


@pytest.fixture
def office(session, yoko, eiwa):
    """An officer of the university."""
    actions.accept_invitation(
        session,
        actions.invite(session, eiwa, yoko.email, "学生支援課", by=yoko, at=NOON),
        yoko,
        at=NOON,
    )
    for message in session.scalars(select(Message)):
        session.delete(message)
    return yoko


def test_the_four_universities_are_there_and_one_domain_is_checked(session):
    names = session.scalars(queries.universities()).all()
    checked = session.scalars(select(UniversityDomain).where(UniversityDomain.checked)).all()

    assert {it.name for it in names} == {
        "山梨大学", "山梨県立大学", "山梨学院大学", "山梨英和大学",
    }  # fmt: skip
    assert [row.domain for row in checked] == ["yamanashi-eiwa.ac.jp"]


def test_loading_the_masters_again_brings_nothing_back(session):
    session.delete(session.scalars(select(UniversityDomain)).first())
    session.flush()
    actions.load_masters(session, at=NOON)

    assert len(session.scalars(select(UniversityDomain)).all()) == 3
    assert len(session.scalars(queries.universities()).all()) == 4


def claim(browser, university):
    browser.get("/organizations/affiliation")
    browser.submit({"university": str(university.id)})
    return browser.follow()


@pytest.mark.parametrize("domain", ["yamanashi-eiwa.ac.jp", "st.yamanashi-eiwa.ac.jp"])
def test_a_checked_domain_confirms_at_once(browser, session, eiwa, domain):
    student = make_person(session, "髙橋", "葵", email=f"aoi@{domain}")
    browser.sign_in(student)
    claim(browser, eiwa)

    assert "確認しました" in browser.text
    row = session.scalars(select(Affiliation)).one()
    assert (row.approval, row.proof) == (Approval.APPROVED, Proof.DOMAIN)
    assert posted(session) == [(student.email, "organizations/affiliated")]


@pytest.mark.parametrize(
    "email",
    [
        "aoi@evil-yamanashi-eiwa.ac.jp",
        "aoi@yamanashi-eiwa.ac.jp.example.org",
        "aoi@yamanashi.ac.jp",
        None,
    ],
)
def test_any_other_address_waits_for_the_office(browser, session, eiwa, office, email):
    browser.sign_in(make_person(session, "髙橋", "葵", email=email))
    claim(browser, eiwa)

    assert "確認待ち" in browser.text
    assert posted(session) == [(office.email, "organizations/claimed")]


def test_an_unchecked_domain_proves_nothing(browser, session):
    university = session.scalars(select(Organization).where(Organization.name == "山梨大学")).one()
    browser.sign_in(make_person(session, "髙橋", "葵", email="aoi@yamanashi.ac.jp"))
    claim(browser, university)

    assert session.scalars(select(Affiliation.approval)).one() is Approval.PENDING


@pytest.mark.parametrize("verdict", ["approved", "refused"])
def test_the_office_answers_and_the_student_is_told(
    browser, session, eiwa, office, misaki, verdict
):
    actions.claim_affiliation(session, misaki, eiwa, at=NOON)
    browser.sign_in(office)
    browser.get(f"/organizations/{eiwa.id}/students?approval=pending")
    assert "髙橋 美咲" in browser.text
    row = session.scalars(select(Affiliation)).one()
    path = f"/organizations/{eiwa.id}/students/{row.id}"
    for _ in range(2):  # the second changes nothing
        browser.post(path, {"approval": verdict})

    session.refresh(row)
    assert (row.approval, row.proof, row.decided_by_id) == (verdict, Proof.OFFICE, office.id)
    assert posted(session)[1:] == [(misaki.email, "organizations/affiliated")]


def test_a_claim_is_made_once_and_can_be_withdrawn(browser, session, eiwa, misaki, taro):
    browser.sign_in(misaki)
    claim(browser, eiwa)
    browser.post("/organizations/affiliation", {"university": str(eiwa.id)}, status=409)
    row = session.scalars(select(Affiliation)).one()

    browser.sign_in(taro)
    browser.get("/organizations/mine")
    browser.post(f"/organizations/affiliation/{row.id}/withdraw", status=404)
    browser.sign_in(misaki)
    browser.get("/organizations/mine")
    browser.submit(form="withdraw")
    assert session.scalars(select(Affiliation)).all() == []


@pytest.mark.parametrize("who", ["sachiko", "root", "misaki"])
def test_only_the_office_sees_and_answers_claims(browser, session, request, eiwa, taro, who):
    actions.claim_affiliation(session, taro, eiwa, at=NOON)
    row = session.scalars(select(Affiliation)).one()
    browser.sign_in(request.getfixturevalue(who))
    browser.get(f"/organizations/{eiwa.id}/students", status=403)
    browser.post(
        f"/organizations/{eiwa.id}/students/{row.id}", {"approval": "approved"}, status=403
    )


def test_one_office_does_not_answer_for_another(browser, session, eiwa, taro, jiro):
    theirs = make_organization(session, "別の大学", Kind.UNIVERSITY, jiro)
    actions.claim_affiliation(session, taro, eiwa, at=NOON)
    row = session.scalars(select(Affiliation)).one()
    browser.sign_in(jiro)
    browser.get(f"/organizations/{theirs.id}/students")
    browser.post(
        f"/organizations/{theirs.id}/students/{row.id}", {"approval": "approved"}, status=404
    )


def test_the_students_page_costs_the_same_for_3_and_30(browser, session, eiwa, office):
    def enrol(numbers):
        for number in numbers:
            person = make_person(session, "学生", f"{number}")
            actions.claim_affiliation(session, person, eiwa, at=NOON)

    enrol(range(3))
    browser.sign_in(office)
    browser.get(f"/organizations/{eiwa.id}/students")
    few = browser.statements
    enrol(range(3, 30))
    browser.get(f"/organizations/{eiwa.id}/students")

    assert browser.statements == few <= 15


def test_the_operator_keeps_the_list_of_domains(browser, session, root, eiwa):
    browser.sign_in(root)
    browser.get("/organizations/domains")
    browser.submit({"university": str(eiwa.id), "domain": "＠ＥＩＷＡ．example"}, form=-1)
    added = session.scalars(
        select(UniversityDomain).where(UniversityDomain.domain == "eiwa.example")
    ).one()
    assert not added.checked

    for verb in ("confirm", "doubt", "confirm", "remove"):
        browser.get("/organizations/domains")
        browser.submit(form=f"{added.id}/{verb}")
    assert len(session.scalars(select(UniversityDomain)).all()) == 4
    actions_ = select(Entry.action).where(Entry.subject == "university_domain")
    assert session.scalars(actions_.order_by(Entry.id)).all() == [
        "create", "confirm", "doubt", "confirm", "remove",
    ]  # fmt: skip
    browser.get("/organizations/domains")
    browser.submit({"university": str(eiwa.id), "domain": "yamanashi.ac.jp"}, form=-1, status=409)


@pytest.mark.parametrize(
    ("email", "domains"),
    [
        ("a@st.example.ac.jp", ("st.example.ac.jp", "example.ac.jp", "ac.jp", "jp")),
        ("", ()),
        (None, ()),
    ],
)
def test_every_part_of_a_domain_may_prove(email, domains):
    assert domains_above(email) == domains


@pytest.mark.parametrize(
    "text", ["", "@", "a b", "x" * 300, "http://", "[", "例え", "a..jp", "<a>.jp", "\ud83d.jp"]
)
def test_what_is_no_domain_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the contract is ValueError alone
        read_domain(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("example.org", "https://example.org"),
        ("http://example.org/a?b=c", "http://example.org/a?b=c"),
        ("https://例え.jp/", "https://例え.jp/"),
    ],
)
def test_a_web_address_is_read(text, address):
    assert read_website(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "https://",
        "http://[",
        "a b.jp",
        "x",
        'http://a"b.jp',
    ],
)
def test_what_is_no_web_address_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the contract is ValueError alone
        read_website(text)


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_every_letter_can_be_written_in_every_language(session, eiwa, misaki, yoko, language):
    misaki.language = language
    invitation = actions.invite(session, eiwa, "new@example.org", "会長", by=yoko, at=NOON)
    written = [
        accounts.sign_in(misaki, "123456", "token"),
        accounts.sign_in(accounts.Stranger("a@example.org", language), "123456", "token"),
        accounts.password_changed(misaki),
        letters.decided(eiwa, misaki),
        letters.invited(misaki, eiwa, invitation),
        letters.dismissed(eiwa, misaki),
        letters.claimed(eiwa, misaki),
        letters.affiliated(eiwa, misaki, Approval.APPROVED),
        letters.affiliated(eiwa, misaki, Approval.REFUSED),
    ]
    for letter in written:
        shown = render(letter)
        assert shown.subject
        assert letter.path in shown.text
