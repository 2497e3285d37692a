"""The paper itself: words, tags, pages, rare letters."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from matching.accounts.rules import Role
from matching.certificates import paper
from matching.certificates.drafts import Wish
from matching.certificates.models import Certificate, CertificateLine
from matching.certificates.rules import Period, new_code
from matching.web import documents
from tests.certificates.make import helped, issued
from tests.make import NOON, make_person

LONG = "髙橋さんと𠮷田さんの家の前の通学路の長い長い雪かきと落ち葉掃きのお手伝いと片付け"


@pytest.fixture
def read(browser):
    def open_it(certificate, person):
        browser.sign_in(person)
        page = browser.raw(f"/certificates/{certificate.id}.pdf")
        assert (page.status_code, page.mimetype) == (200, "application/pdf")
        return PdfReader(io.BytesIO(page.data))

    return open_it


@pytest.fixture
def it(session, hanako, misaki, sachiko):
    """A paper about 95 minutes of Misaki's."""
    helped(session, hanako, misaki, sachiko)
    return issued(session, misaki)


def letters(page):
    """All that is written on a page, without where lines end."""
    return "".join(page.extract_text().split())


def written(reader):
    return "".join(map(letters, reader.pages))


def kinds(node, found):
    """Every kind of element in the tree that screen readers follow."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            kinds(one, found)
    elif isinstance(node, dict) and "/S" in node:
        found.append((node["/S"], node.get("/Alt")))
        if "/K" in node:
            kinds(node["/K"], found)
    return found


def test_it_says_who_what_and_when_in_japanese_and_in_english(
    session, hanako, misaki, sachiko, read
):
    helped(session, hanako, misaki, sachiko, minutes=125)
    it = issued(session, misaki, Wish(Period.THIS_YEAR, recipient="山梨英和大学 学生課"))
    reader = read(it, misaki)

    text = written(reader)
    for words in (
        "活動証明書", "Certificate of Volunteer Activity", "髙橋 美咲", "山梨英和大学 学生課",
        "令和8年4月1日(水)から令和8年11月24日(火)まで", "Wed 1 Apr 2026 to Tue 24 Nov 2026",
        "1回", "2時間5分", "2 h 5 min", "令和8年11月21日(土)", "里垣",
        "上記の方が、下記のとおりボランティア活動に参加したことを証明します。",
        "This is to certify that the person named above", "甲府市ボランティアセンター",
        "Kofu City Volunteer Centre", it.shown_code, f"http://localhost/verify/{it.shown_code}",
    ):  # fmt: skip
        assert "".join(words.split()) in text, words


def test_screen_readers_can_follow_it(session, hanako, misaki, sachiko, read):
    helped(session, hanako, misaki, sachiko)
    reader = read(issued(session, misaki), misaki)
    root = reader.root_object

    assert reader.metadata.title == "活動証明書"
    assert root["/Lang"].startswith("ja")
    assert root["/MarkInfo"]["/Marked"]
    found = kinds(root["/StructTreeRoot"]["/K"], [])
    names = [name for name, _alt in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(names)
    assert [alt for name, alt in found if name == "/Figure"] == [
        "この証明書を確かめるページを開くコード"
    ]
    assert "pdfuaid" in root["/Metadata"].get_data().decode("utf-8")


def test_nothing_more_of_the_person_stands_on_it(session, hanako, sachiko, read):
    person = make_person(
        session, "髙橋", "美咲", Role.VOLUNTEER, email="misaki@example.ac.jp", birth_year=2006,
        street="七十七番地", phone="+81552719301", family_kana="たかはし",
    )  # fmt: skip
    helped(session, hanako, person, sachiko)
    text = written(read(issued(session, person), person))

    for secret in (
        "善光寺町",
        "七十七番地",
        "2006",
        "平成18",
        "たかはし",
        "271-9301",
        "中込",
        "example",
    ):
        assert secret not in text


def test_without_its_list_it_is_one_page(session, hanako, misaki, sachiko, read):
    helped(session, hanako, misaki, sachiko)
    reader = read(issued(session, misaki, Wish(Period.ALL, prints_list=False)), misaki)

    assert len(reader.pages) == 1
    assert "庭の草取り" not in written(reader)


def set_by_typst(app, certificate, lines):
    with app.test_request_context("/"):
        address = f"http://localhost/verify/{certificate.shown_code}"
        told = paper.facts(certificate, lines, address=address, qr=documents.qr(address))
        return PdfReader(io.BytesIO(documents.pdf("certificates/certificate", told)))


@pytest.fixture
def long(app):
    """The longest that can be: sixty activities with long titles and everything else long."""
    certificate = Certificate(
        code=new_code(), name="𠮷澤 髙太郎アレクサンドリーナ" + "・マリア" * 20,
        affiliation="山梨県立大学・山梨英和大学・山梨学院大学", recipient="係" * 60,
        first_on=date(2025, 4, 1), last_on=date(2026, 3, 31), activities=60, minutes=60 * 95,
        prints_list=True, issued_at=NOON,
    )  # fmt: skip
    lines = [
        CertificateLine(
            match_id=n, held_on=date(2025, 4 + n % 9, 1 + n % 28), title=f"{n:02}{LONG * 2}"[:80],
            district="能泉", minutes=95, people=1 + n % 2,
        )
        for n in range(60)
    ]  # fmt: skip
    return certificate, set_by_typst(app, certificate, lines)


def test_many_activities_go_over_pages_that_are_numbered_and_bear_the_code(long):
    certificate, reader = long
    pages = [letters(page) for page in reader.pages]

    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert certificate.shown_code in text
        assert f"{number}/{len(pages)}" in text
        assert number == 1 or "日にち" in text, "the head of the list stands on each of its pages"
    whole = "".join(pages)
    assert all(f"{n:02}髙橋さんと𠮷田さん" in whole for n in range(60))


def test_long_names_and_rare_letters_stand_there_whole(long):
    certificate, reader = long
    first = letters(reader.pages[0])

    for words in (certificate.name, certificate.affiliation, certificate.recipient):
        assert "".join(words.split()) in first
    assert f"http://localhost/verify/{certificate.shown_code}" in first


def test_whose_time_it_is_is_said_where_several_came(long):
    _, reader = long

    assert "2人での1時間35分のうち、1人分" in written(reader)


def test_what_people_typed_is_never_markup(app):
    certificate = Certificate(
        code=new_code(), name='#panic("x") *太字* <a>', affiliation="", recipient="$x$ #let",
        first_on=date(2026, 4, 1), last_on=date(2026, 4, 1), activities=1, minutes=5,
        prints_list=True, issued_at=NOON,
    )  # fmt: skip
    line = CertificateLine(
        match_id=1,
        held_on=date(2026, 4, 1),
        title="= 見出し #read",
        district="",
        minutes=5,
        people=1,
    )

    text = written(set_by_typst(app, certificate, [line]))

    for words in ('#panic("x")*太字*<a>', "$x$#let", "=見出し#read"):
        assert words in text


@pytest.mark.parametrize("language", ["en", "easy"])
def test_it_is_the_same_for_every_reader(browser, misaki, it, read, language):
    usual = written(read(it, misaki))
    browser.post("/preferences", {"language": language})

    assert written(read(it, misaki)) == usual


def test_it_is_saved_under_its_number(browser, misaki, it):
    browser.sign_in(misaki)
    said = browser.raw(f"/certificates/{it.id}.pdf").headers["Content-Disposition"]

    assert said.startswith("inline; ")
    assert unquote(said.partition("filename*=UTF-8''")[2]) == f"活動証明書-{it.shown_code}.pdf"
