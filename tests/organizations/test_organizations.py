"""Applying, approving, editing, officers, and speaking for an organisation."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matching.audit.models import Entry
from matching.organizations import queries
from matching.organizations.models import Invitation, Officer, Organization
from matching.organizations.rules import Approval, Kind
from matching.outbox.models import Message
from tests.browser import Browser
from tests.make import make_organization, make_person, posted

SHEET = {"kind": "association", "name": "里垣地区自治会", "title": "会長", "phone": "055-237-1161"}


@pytest.fixture
def other(app, session):
    return Browser(app, session)


def officers(session, organization):
    rows = session.scalars(queries.officers_of(organization.id))
    return [row.person.display_name for row in rows]


# ------------------------------------------------------------------ applying


def test_an_organisation_applies_and_is_approved(browser, other, session, yoko, sachiko):
    browser.sign_in(yoko)
    browser.get("/organizations/new")
    browser.submit(SHEET | {"kana": "サトガキ", "website": "example.org/satogaki"})
    browser.follow()
    assert "確認待ち" in browser.text
    assert "結果はメールでお知らせします。" in browser.text
    made = session.scalars(select(Organization).where(Organization.name == SHEET["name"])).one()
    assert (made.kana, made.website) == ("さとがき", "https://example.org/satogaki")

    browser.sign_out()
    browser.get(f"/organizations/{made.id}", status=404)

    other.sign_in(sachiko)
    other.get("/organizations?approval=pending")
    assert "里垣地区自治会" in other.text
    other.submit({"approval": "approved"}, form=f"/{made.id}/decide")

    session.refresh(made)
    assert (made.approval, made.decided_by_id) == (Approval.APPROVED, sachiko.id)
    assert posted(session) == [("yoko@example.org", "organizations/decided")]
    assert session.scalars(select(Entry.action).where(Entry.subject == "organization")).all() == [
        "approved"
    ]
    browser.get(f"/organizations/{made.id}")
    assert "055-237-1161" not in browser.page.text
    assert "深澤" not in browser.page.text


def test_a_refused_organisation_stays_out_of_sight(browser, session, yoko, sachiko, taro):
    made = make_organization(session, "あやしい会", Kind.GROUP, yoko, approval=Approval.PENDING)
    browser.sign_in(sachiko)
    browser.get(f"/organizations/{made.id}")
    browser.post(f"/organizations/{made.id}/decide", {"approval": "refused"})

    assert posted(session) == [("yoko@example.org", "organizations/decided")]
    browser.sign_in(taro)
    browser.get(f"/organizations/{made.id}", status=404)


def test_a_name_is_given_once(browser, session, yoko):
    make_organization(session, "里垣地区自治会")
    browser.sign_in(yoko)
    browser.get("/organizations/new")
    browser.submit(SHEET, status=409)

    assert "同じ名前の団体がもうあります" in browser.text


def test_what_is_missing_is_said_and_what_was_typed_is_kept(browser, yoko):
    browser.sign_in(yoko)
    browser.get("/organizations/new")
    browser.submit({"purpose": "清掃", "website": "javascript:alert(1)"}, status=422)

    for words in ("団体の種類を選んで", "団体の名前を入力", "ホームページの住所"):
        assert words in browser.text
    assert "清掃" in browser.text


@pytest.mark.parametrize("verdict", ["pending", "king", ""])
def test_only_a_yes_or_a_no_decides(browser, session, sachiko, verdict):
    made = make_organization(session, "会", approval=Approval.PENDING)
    browser.sign_in(sachiko)
    browser.get("/organizations")
    browser.post(f"/organizations/{made.id}/decide", {"approval": verdict}, status=400)


def test_buttons_to_decide_are_shown_to_who_may_press_them(browser, session, sachiko, root, yoko):
    it = make_organization(session, "会", Kind.GROUP, yoko, approval=Approval.PENDING)
    for person, decides in ((sachiko, True), (root, False)):
        browser.sign_in(person)
        for page in ("/organizations", f"/organizations/{it.id}"):
            browser.get(page)
            buttons = browser.main().findall(f".//form[@action='/organizations/{it.id}/decide']")
            assert bool(buttons) == decides, page
        browser.post(
            f"/organizations/{it.id}/decide", {"approval": "approved"},
            status=303 if decides else 403,
        )  # fmt: skip
        it.approval = Approval.PENDING
        session.flush()


def test_nobody_decides_on_their_own_organisation(browser, session, sachiko, yoko):
    it = make_organization(session, "会", Kind.GROUP, yoko, sachiko, approval=Approval.PENDING)
    browser.sign_in(sachiko)
    for page in ("/organizations", f"/organizations/{it.id}"):
        browser.get(page)
        assert not browser.main().findall(f".//form[@action='/organizations/{it.id}/decide']")
    assert "ほかのコーディネーターが確かめます" in browser.text

    browser.post(f"/organizations/{it.id}/decide", {"approval": "approved"}, status=403)

    assert it.approval is Approval.PENDING


# ------------------------------------------------------------------ editing


def test_officers_edit_and_the_second_is_told(browser, other, session, yoko, taro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, taro)
    browser.sign_in(yoko)
    other.sign_in(taro)
    for visitor in (browser, other):
        visitor.get(f"/organizations/{it.id}/edit")
    browser.submit({"purpose": "清掃と防災"})

    other.submit({"town": "酒折"}, status=409)

    assert "ほかの人がこの内容を変更しました" in other.text
    assert "清掃と防災" in other.text
    assert other.tree.find(".//input[@name='town']").get("value") == "酒折"
    other.submit({"purpose": "清掃と防災と祭り"})
    session.refresh(it)
    assert (it.purpose, it.town, it.name) == ("清掃と防災と祭り", "酒折", "里垣地区自治会")


def test_only_the_centre_changes_the_name(browser, session, yoko, sachiko):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/edit")
    browser.submit({"name": "甲府市役所"})
    session.refresh(it)
    assert it.name == "里垣地区自治会"

    browser.sign_in(sachiko)
    browser.get(f"/organizations/{it.id}/edit")
    browser.submit({"name": "里垣地区自治会連合会"})
    session.refresh(it)
    assert it.name == "里垣地区自治会連合会"


# ------------------------------------------------------------------ officers


def test_an_officer_invites_another_who_accepts(browser, other, session, yoko, taro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/officers")
    browser.submit({"email": "Taro@example.org", "title": "副会長"}, form=0)
    browser.follow()
    assert "taro@example.org" in browser.text
    assert officers(session, it) == ["深澤 陽子"]

    other.sign_in(taro)
    other.get("/organizations/mine")
    assert "副会長" in other.text
    other.submit(form="accept")
    other.follow()

    assert officers(session, it) == ["深澤 陽子", "雨宮 太郎"]
    assert "里垣地区自治会" in other.text
    assert posted(session) == [("taro@example.org", "organizations/invited")]


def test_an_invitation_says_the_same_whether_the_address_is_known(browser, session, yoko, taro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    said = []
    for email in (taro.email, "nobody@example.org"):
        browser.get(f"/organizations/{it.id}/officers")
        browser.submit({"email": email}, form=-1)
        browser.follow()
        said.append(browser.text.split("本人が承諾")[0].replace(email, ""))

    assert said[0] == said[1]
    assert len(posted(session)) == 2


def test_nobody_answers_anothers_invitation(browser, session, yoko, taro, jiro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/officers")
    browser.submit({"email": taro.email}, form=0)
    invitation = session.scalars(select(Invitation)).one()

    browser.sign_in(jiro)
    browser.get("/organizations/mine")
    for verb in ("accept", "decline"):
        browser.post(f"/organizations/invitations/{invitation.id}/{verb}", status=404)
    assert officers(session, it) == ["深澤 陽子"]


def test_an_invitation_is_declined_or_taken_back(browser, session, yoko, taro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    for verb, who in (("decline", taro), ("cancel", yoko)):
        browser.sign_in(yoko)
        browser.get(f"/organizations/{it.id}/officers")
        browser.submit({"email": taro.email}, form=-1)
        browser.sign_in(who)
        page = "/organizations/mine" if who is taro else f"/organizations/{it.id}/officers"
        browser.get(page)
        browser.submit(form=verb)
        assert session.scalars(select(Invitation)).all() == []


def test_only_an_approved_organisation_invites(browser, session, yoko):
    it = make_organization(session, "会", Kind.GROUP, yoko, approval=Approval.PENDING)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/officers")
    browser.post(f"/organizations/{it.id}/officers", {"email": "x@example.org"}, status=409)

    assert session.scalars(select(Message)).all() == []


def test_the_same_person_is_invited_once_and_not_too_often(browser, session, yoko):
    it = make_organization(session, "会", Kind.GROUP, yoko)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/officers")
    path, fields = f"/organizations/{it.id}/officers", {"email": "x@example.org"}
    browser.post(path, fields)
    for _ in range(4):
        browser.post(path, fields, status=409)
    browser.post(path, fields, status=429)


def test_the_last_officer_stays(browser, session, yoko, taro):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko, taro)
    browser.sign_in(yoko)
    browser.get(f"/organizations/{it.id}/officers")
    rows = {row.person_id: row.id for row in session.scalars(select(Officer))}
    browser.submit(form=f"officers/{rows[taro.id]}/remove")
    assert posted(session) == [("taro@example.org", "organizations/dismissed")]
    browser.post(f"/organizations/{it.id}/officers/{rows[yoko.id]}/remove", status=409)

    assert officers(session, it) == ["深澤 陽子"]


# ------------------------------------------------------------------ speaking for


def test_a_person_speaks_for_their_organisation_and_for_themselves_again(browser, session, yoko):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get("/organizations/mine")
    browser.submit(form="act")
    browser.get("/organizations/mine")
    assert "里垣地区自治会として操作しています" in browser.page.text

    browser.submit(form="act")
    browser.follow()
    assert "として操作しています" not in browser.page.text
    assert it.id


@pytest.mark.parametrize("change", ["officer", "approval"])
def test_who_may_no_longer_speak_for_it_speaks_for_themselves(browser, session, yoko, change):
    it = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get("/organizations/mine")
    browser.submit(form="act")
    if change == "officer":
        session.delete(session.scalars(select(Officer)).one())
    else:
        it.approval = Approval.REFUSED
    session.flush()

    browser.get("/account")
    assert "として操作しています" not in browser.page.text


def test_nobody_speaks_for_what_is_not_theirs(browser, session, yoko, taro):
    approved = make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    pending = make_organization(session, "会", Kind.GROUP, taro, approval=Approval.PENDING)
    browser.sign_in(taro)
    browser.get("/organizations/mine")
    for chosen in (approved.id, pending.id, 2**31, "x", -1):
        browser.post("/organizations/act", {"organization": str(chosen)}, status=403)


def test_speaking_for_oneself_costs_no_statement_and_for_another_one(browser, session, yoko):
    make_organization(session, "里垣地区自治会", Kind.ASSOCIATION, yoko)
    browser.sign_in(yoko)
    browser.get("/account/password")
    alone = browser.statements
    browser.get("/organizations/mine")
    browser.submit(form="act")
    browser.get("/account/password")

    assert browser.statements == alone + 1


# ------------------------------------------------------------------ lists and doors


def test_what_waits_for_a_decision_stands_first(browser, session, sachiko):
    make_organization(session, "あおぞら会")
    make_organization(session, "わかば会", approval=Approval.PENDING, decided_at=None)
    browser.sign_in(sachiko)
    browser.get("/organizations")

    assert browser.text.index("わかば会") < browser.text.index("あおぞら会")


def test_the_list_is_filtered_and_costs_the_same_for_3_and_30(browser, session, sachiko):
    for number in range(3):
        make_organization(session, f"会社{number}", Kind.COMPANY)
    browser.sign_in(sachiko)
    browser.get("/organizations?kind=company")
    few = browser.statements
    assert "3団体" in browser.text
    for number in range(3, 30):
        make_organization(session, f"会社{number}", Kind.COMPANY)
    browser.get("/organizations?kind=company")

    assert browser.statements == few <= 15
    assert "全30件" in browser.text
    for odd in ("kind=king", "approval=x", "page=-1", f"page={2**63}", "kind=%00"):
        browser.get(f"/organizations?{odd}")


WHO = ("hanako", "yoko", "sachiko", "kenji", "root")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/organizations", {"sachiko", "root"}),
        ("/organizations/domains", {"root"}),
        ("/organizations/mine", set(WHO)),
        ("/organizations/new", set(WHO)),
        ("/organizations/{it}", set(WHO)),
        ("/organizations/{it}/edit", {"yoko", "sachiko", "root"}),
        ("/organizations/{it}/officers", {"yoko", "sachiko", "root"}),
        ("/organizations/{it}/students", set()),
    ],
)
@pytest.mark.parametrize("who", WHO)
def test_who_may_open_what(browser, session, request, path, allowed, who):
    it = make_organization(
        session, "里垣地区自治会", Kind.ASSOCIATION, request.getfixturevalue("yoko")
    )
    browser.sign_in(request.getfixturevalue(who))

    browser.get(path.format(it=it.id), status=200 if who in allowed else 403)


def test_an_organisation_nobody_has_is_not_found(browser, root):
    browser.sign_in(root)
    for number in (0, 999_999, 2**31, 2**63):
        for path in ("", "/edit", "/officers", "/students"):
            browser.get(f"/organizations/{number}{path}", status=404)


def test_officers_see_their_own_page_of_many(session, yoko):
    for number in range(3):
        make_organization(session, f"会{number}", Kind.GROUP, yoko)
    make_person(session, "他人", "一")

    assert len(session.scalars(queries.officer_rows(yoko.id)).all()) == 3
