"""Pages of certificates: asking for one, looking at it, taking it back; and the page that verifies."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from matching.accounts.models import Attempt
from matching.accounts.rules import LIMITS, Tried
from matching.certificates import actions
from matching.certificates.drafts import Wish
from matching.certificates.models import Certificate
from matching.certificates.rules import LETTERS, Period, check_letter, new_code, shown
from tests.certificates.make import THIS_YEAR, corrected, helped, issued, read
from tests.make import NOON

SURE = {"period": "this_year", "prints_list": "y", "sure": "1"}
UNKNOWN = "この番号の証明書はありません"


@pytest.fixture
def entry(session, hanako, misaki, sachiko):
    """Misaki helped for 95 minutes, and it was approved."""
    return helped(session, hanako, misaki, sachiko)


@pytest.fixture
def paper(session, entry, misaki):
    """A paper about it."""
    assert entry.minutes == 95
    return issued(session, misaki)


def fresh_code(*known):
    """A sound code that no paper has."""
    return next(shown(code) for code in iter(new_code, "") if code not in known)


# ------------------------------------------------------------------ asking for one


@pytest.mark.usefixtures("entry")
def test_who_helped_looks_at_the_sums_and_has_it_certified(browser, session, misaki):
    browser.sign_in(misaki)
    browser.get("/my/activity")
    assert "/certificates" in browser.links()
    browser.get("/certificates")
    assert "証明書はまだありません" in browser.text
    browser.get("/certificates/new")
    assert "1回・1時間35分" in browser.text

    browser.submit({"recipient": "山梨英和大学　学生課"}, status=200)
    for words in (
        "まだ発行していません",
        "1時間35分",
        "髙橋 美咲",
        "山梨英和大学 学生課",
        "庭の草取り",
    ):
        assert words in browser.text
    assert session.scalars(select(Certificate)).all() == []
    browser._checked(200)
    browser.submit()

    browser.follow()
    it = session.scalars(select(Certificate)).one()
    assert it.shown_code in browser.text
    assert (it.person_id, it.minutes, it.recipient) == (misaki.id, 95, "山梨英和大学 学生課")
    assert f"/certificates/{it.id}.pdf" in browser.links()
    assert f"http://localhost/verify/{it.shown_code}" in browser.links()


@pytest.mark.usefixtures("entry")
def test_who_wants_something_else_goes_back_with_what_was_typed(browser, session, misaki):
    browser.sign_in(misaki)
    browser.get("/certificates/new")
    browser.submit({"recipient": "学生課", "period": "all", "prints_list": None}, status=200)
    browser._checked(200)
    assert "印刷しない" in browser.text

    browser.submit(form=1, status=200)

    browser._checked(200)
    fields = {one.get("name"): one for one in browser.main().iter("input")}
    assert fields["recipient"].get("value") == "学生課"
    assert fields["prints_list"].get("checked") is None
    assert session.scalars(select(Certificate)).all() == []


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"period": "last_year"}, "この期間には、承認された活動がありません"),
        ({"period": "chosen"}, "はじめの日を入力してください"),
        (
            {"period": "chosen", "first_on": "2026-05-02", "last_on": "2026-05-01"},
            "あとにしてください",
        ),
        ({"period": "chosen", "first_on": "きのう", "last_on": ""}, "日付を確かめてください"),
        (
            {"period": "chosen", "first_on": "令和8年5月1日", "last_on": "R8.5.31"},
            "活動がありません",
        ),
        ({"recipient": "長" * 61}, "60文字まで"),
    ],
)
def test_what_cannot_be_certified_is_said_at_its_field(browser, session, misaki, fields, words):
    browser.sign_in(misaki)
    browser.get("/certificates/new")

    browser.submit(fields | {"sure": "1"}, status=422)

    assert words in browser.text
    assert session.scalars(select(Certificate)).all() == []


def test_who_has_done_nothing_yet_is_told_so_instead_of_asked(browser, misaki):
    browser.sign_in(misaki)
    browser.get("/my/activity")
    assert "/certificates" not in browser.links()
    browser.get("/certificates/new")

    assert "証明できる活動が、まだありません" in browser.text
    assert browser.main().find(".//form") is None


@pytest.mark.usefixtures("entry")
def test_pressed_twice_there_is_one_paper(browser, session, misaki):
    browser.sign_in(misaki)
    for _ in range(2):
        browser.post("/certificates/new", SURE)

    assert len(session.scalars(select(Certificate)).all()) == 1


def test_a_new_one_begins_with_the_old_and_replaces_it(
    browser, session, misaki, sachiko, entry, paper
):
    corrected(session, entry, sachiko, minutes=65)
    browser.sign_in(misaki)
    browser.get(f"/certificates/{paper.id}")
    assert "発行したあとで、活動の記録が訂正されました" in browser.text
    assert "今の記録では、1回・1時間5分です" in browser.text
    assert f"/certificates/{paper.id}.pdf" not in browser.links()
    browser.get(f"/certificates/new?replaces={paper.id}")
    assert paper.shown_code in browser.text
    browser.submit(status=200)
    browser._checked(200)

    browser.submit()

    browser.follow()
    assert "1時間5分" in browser.text
    old = read(session, paper)
    browser.get(f"/certificates/{old.id}")
    assert f"/certificates/{old.superseded_by_id}" in browser.links()
    browser.get("/certificates")
    assert "新しい証明書に替わりました" in browser.text


def test_nobody_replaces_somebody_elses_paper(browser, taro, paper):
    browser.sign_in(taro)

    assert browser.raw(f"/certificates/new?replaces={paper.id}").status_code == 403
    assert browser.raw("/certificates/new?replaces=999999").status_code == 404


def test_what_was_approved_since_is_said(browser, session, hanako, misaki, sachiko, paper):
    helped(session, hanako, misaki, sachiko, days=4)
    browser.sign_in(misaki)

    browser.get(f"/certificates/{paper.id}")

    assert "この期間に1回あります" in browser.text


@pytest.mark.usefixtures("entry")
def test_the_list_needs_as_many_statements_for_thirty_as_for_three(browser, session, misaki):
    browser.sign_in(misaki)
    found = []
    for number in (3, 30):
        for n in range(number):
            issued(session, misaki, Wish(Period.ALL, recipient=f"{number}-{n}"))
        browser.get("/certificates")
        found.append(browser.statements)

    assert found[0] == found[1] <= 15


# ------------------------------------------------------------------ taking it back


def test_the_owner_takes_it_back(browser, misaki, paper):
    browser.sign_in(misaki)
    browser.get(f"/certificates/{paper.id}")
    browser.submit(form="/revoke")

    browser.follow()
    assert "に取り消されました。この証明書は使えません" in browser.text
    assert browser.main().find(".//form") is None
    assert browser.raw(f"/certificates/{paper.id}.pdf").status_code == 409


def test_a_coordinator_finds_it_by_its_code_and_takes_it_back_with_a_reason(
    browser, sachiko, paper
):
    browser.sign_in(sachiko)
    browser.get(f"/verify/{paper.shown_code}")
    assert f"/certificates/{paper.id}" in browser.links()
    browser.get(f"/certificates/{paper.id}")
    assert f"/certificates/new?replaces={paper.id}" not in browser.links()
    browser.submit({"reason": ""}, form="/revoke", status=422)
    assert "取り消す理由を入力してください" in browser.text

    browser.submit({"reason": "別の人の活動でした。"}, form="/revoke")

    browser.follow()
    assert "別の人の活動でした。" in browser.text


# ------------------------------------------------------------------ verifying


def verify(browser, typed, status=303):
    browser.sign_out()
    browser.get("/verify")
    return browser.submit({"code": typed}, status=status)


def test_anybody_types_the_code_and_reads_what_the_paper_says(browser, paper):
    verify(browser, f"　{paper.code.lower().replace('0', 'ｏ')} ")

    browser.follow()
    for words in (
        "有効な証明書です", "髙橋 美咲", "1時間35分", "令和8年4月1日(水)から令和8年11月24日(火)まで",
        "甲府市ボランティアセンター", "庭の草取り",
    ):  # fmt: skip
        assert words in browser.text
    assert not [link for link in browser.links() if link.startswith("/certificates/")]


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "証明書番号を入力してください"),
        ("1234", "16文字です。いまは4文字です"),
        ("UUUU", "使わない文字があります"),
        ("0000-0000-0000-0001", "番号のどこかが違います"),
        ("0" * 16, UNKNOWN),
    ],
)
def test_a_wrong_code_is_told_at_its_field(browser, typed, words):
    verify(browser, typed, 422)
    assert words in browser.text

    if typed:
        browser.get(f"/verify/{typed}", status=404)
        assert words in browser.text


def test_every_state_is_said(browser, session, misaki, sachiko, entry, paper):
    def says():
        browser.get(f"/verify/{paper.shown_code}")
        return browser.text

    assert "有効な証明書です" in says()
    corrected(session, entry, sachiko, minutes=65)
    assert "本物の証明書ですが、発行したあとで活動の記録が変わりました" in says()
    assert "今の記録では1回・1時間5分です" in says()
    assert "1時間35分" in says(), "what the paper says stands beside it"
    corrected(session, entry, sachiko, minutes=0, people=0)
    assert "今の記録では0回・0分です" in says()
    actions.revoke(session, read(session, paper), by=misaki, at=NOON, reason="なくしました。")
    assert "取り消された証明書です。使えません" in says()
    assert "なくしました" not in says(), "why is nobody else's business"


def test_a_replaced_paper_says_so_and_does_not_give_the_new_code(browser, session, misaki, paper):
    new = actions.issue(session, misaki, THIS_YEAR, at=NOON, replaces=read(session, paper))

    browser.get(f"/verify/{paper.shown_code}")

    assert "新しい証明書に替わったため、今は使えません" in browser.text
    assert new.shown_code not in browser.page.text


@pytest.mark.usefixtures("entry")
def test_a_paper_without_its_list_shows_no_list(browser, session, misaki):
    it = issued(session, misaki, Wish(Period.ALL, prints_list=False))

    browser.get(f"/verify/{it.shown_code}")

    assert "活動の一覧は印刷されていません" in browser.text
    assert "庭の草取り" not in browser.text


def test_pages_are_kept_nowhere_and_found_by_no_search(browser, paper):
    for path in ("/verify", f"/verify/{paper.shown_code}", f"/verify/{fresh_code(paper.code)}"):
        page = browser.raw(path)
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert "/verify" not in browser.raw("/sitemap.xml").text


def test_codes_that_there_are_not_are_all_answered_alike(browser, paper):
    """But for the code itself and what differs from one page to the next anyway."""

    def told(code):
        page = browser.raw(f"/verify/{code}").text
        return re.sub(r'value="[^"]*"', "", page)

    assert len({told(fresh_code(paper.code)) for _ in range(5)}) == 1


def test_who_guesses_by_the_form_is_held_back(browser, session, paper):
    most = LIMITS[Tried.CERTIFICATE][1].most
    browser.get("/verify")
    sent = {"csrf_token": browser.csrf_token()}
    answers = [
        browser.raw("/verify", "POST", data=sent | {"code": fresh_code(paper.code)}).status_code
        for _ in range(most + 1)
    ]

    assert answers == [422] * most + [429]
    refused = browser.raw("/verify", "POST", data=sent | {"code": paper.code})
    assert refused.status_code == 429, "also with the right one"
    kept = session.scalars(select(Attempt.key)).all()
    assert not [key for key in kept if paper.code in key], "codes are counted by their hash"


def test_who_guesses_by_addresses_is_held_back_and_others_are_not(browser, app, paper):
    app.extensions.pop("certificate guesses", None)
    most = LIMITS[Tried.CERTIFICATE][1].most
    answers = [
        browser.raw(f"/verify/{fresh_code(paper.code)}").status_code for _ in range(most + 1)
    ]

    assert answers == [404] * most + [429]
    assert browser.raw(f"/verify/{paper.shown_code}").status_code == 429
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    assert browser.raw(f"/verify/{paper.shown_code}", **elsewhere).status_code == 200
    app.extensions.pop("certificate guesses")


def test_slips_of_the_finger_are_not_counted_as_guesses(browser, app, session, paper):
    app.extensions.pop("certificate guesses", None)
    wrong = paper.code[:-1] + next(x for x in LETTERS if x != check_letter(paper.code[:-1]))
    for _ in range(LIMITS[Tried.CERTIFICATE][1].most + 5):
        assert browser.raw(f"/verify/{wrong}").status_code == 404

    assert browser.raw(f"/verify/{paper.shown_code}").status_code == 200
    assert session.scalars(select(Attempt)).all() == []
