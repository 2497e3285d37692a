"""Pages for importing and writing out the register."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.exchange.models import RegisterFile
from matching.exchange.samples import HEADERS
from matching.offers.models import Offer
from tests.browser import Browser
from tests.exchange.register import write
from tests.exchange.test_reading import bomb, workbook
from tests.make import make_offer, make_person

PLAIN = "氏名,電話,特技\n山田 花子,055-000-0001,草取り\n".encode()


def send(browser: Browser, content: bytes, name: str = "台帳.csv") -> TestResponse:
    browser.get("/exchange/register")
    token = browser.csrf_token().encode()
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token
        + b'\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.encode() + b'"\r\n\r\n' + content + b"\r\n--edge--\r\n"
    )  # fmt: skip
    kind = "multipart/form-data; boundary=edge"
    return browser.raw("/exchange/register", "POST", data=body, content_type=kind)


def offers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Offer)) or 0


def test_a_file_is_checked_first_and_imported_then(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    file = write(500)
    browser.sign_in(sachiko)

    assert send(browser, file.content).status_code == 303
    browser.follow()
    assert browser.statements <= 15
    assert f"新しく登録{file.people}人" in browser.text
    assert f"同意しているのは{file.agreed}人" in browser.text
    assert "「第2土曜」は曜日・時間として読めません" in browser.text
    assert "使わない列：受付者" in browser.text
    assert offers(session) == 0

    browser.submit(form="/import")
    browser.follow()
    assert f"取り込みました。新しい人{file.people}人" in browser.text
    assert browser.statements <= 15
    assert offers(session) == file.people
    assert session.scalars(select(RegisterFile)).all() == []

    send(browser, file.content)
    browser.follow()
    assert "変更なし。ファイルの内容は、すべて登録済みです" in browser.text


def test_a_workbook_goes_the_same_way(browser: Browser, session: Session, sachiko: Person) -> None:
    browser.sign_in(sachiko)
    send(browser, workbook(["氏名", "電話"], ["山田 花子", "055-000-0001"]), "台帳.xlsx")
    browser.follow()
    browser.submit(form="/import")
    browser.follow()

    assert offers(session) == 1


def test_nothing_is_imported_from_a_file_with_a_mistake(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    send(browser, PLAIN + b',"=1+1",\n')
    page = browser.follow()

    assert "直していただく行があります" in browser.text
    assert not [f for f in page.iter("form") if "/import" in (f.get("action") or "")]
    file = session.scalars(select(RegisterFile)).one()
    remarks = browser.raw(f"/exchange/register/{file.id}/remarks.csv")
    assert "数式は読み込めません" in remarks.data.decode("utf-8-sig")
    browser.get(f"/exchange/register/{file.id}")
    browser.post(f"/exchange/register/{file.id}/import")
    browser.follow()
    assert "取り込んでいません" in browser.text
    assert offers(session) == 0
    browser.submit(form="/forget")
    assert session.scalars(select(RegisterFile)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "", "名簿のファイルを選んでください"),
        (b"", "空.csv", "ファイルが空です"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "写真.csv", "CSVでもExcel"),
        (bomb(), "爆弾.xlsx", "大きすぎます"),
        (b"x" * (11 * 1024 * 1024), "大きい.csv", "10MBより小さい"),
    ],
)
def test_what_is_no_register_is_refused_in_words(
    browser: Browser, session: Session, sachiko: Person, content: bytes, name: str, words: str
) -> None:
    browser.sign_in(sachiko)

    page = send(browser, content, name)

    assert page.status_code == 422
    assert words in page.text
    assert session.scalars(select(RegisterFile)).all() == []


def test_fifty_megabytes_are_refused_with_a_message(browser: Browser, sachiko: Person) -> None:
    browser.sign_in(sachiko)

    page = send(browser, b"x" * (50 * 1024 * 1024))

    assert page.status_code == 413
    assert "10MBより小さいファイル" in page.text


@pytest.mark.parametrize("name", ["\u202e台帳.csv", "a\x00b.csv", "😀" * 300, "../../etc/passwd"])
def test_a_strange_file_name_does_no_harm(browser: Browser, sachiko: Person, name: str) -> None:
    browser.sign_in(sachiko)

    assert send(browser, PLAIN, name).status_code == 303
    browser.follow()


def test_only_the_coordinator_who_chose_a_file_opens_it(
    browser: Browser, session: Session, sachiko: Person, taro: Person, kenji: Person
) -> None:
    browser.sign_in(sachiko)
    send(browser, PLAIN)
    file = session.scalars(select(RegisterFile)).one()
    other = make_person(session, "別", "人", Role.COORDINATOR)
    for person in (other, taro, kenji):
        browser.sign_in(person)
        browser.get(f"/exchange/register/{file.id}", status=403)
        browser.get(f"/exchange/register/{file.id}/remarks.csv", status=403)
    for path in ("/exchange/register", "/exchange/export", "/exchange/register/example.csv"):
        browser.get(path, status=403)
    browser.sign_in(sachiko)
    for number in (0, 999_999, 2**31, 2**63):
        browser.get(f"/exchange/register/{number}", status=404)


@pytest.mark.parametrize("name", ["template", "example"])
def test_the_samples_can_be_saved_and_imported(
    browser: Browser, sachiko: Person, name: str
) -> None:
    browser.sign_in(sachiko)
    sample = browser.raw(f"/exchange/register/{name}.csv")

    assert sample.data.startswith("\ufeff登録番号,氏名".encode())
    assert send(browser, sample.data).status_code == 303
    browser.follow()


def test_the_register_is_written_out_and_that_is_noted(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    person = make_person(session, "𠮷田", "髙子", phone="+81550000001")
    make_offer(session, person, "grass_cutting", interests='=HYPERLINK("http://x.example")')
    browser.sign_in(sachiko)
    browser.get("/exchange/export")
    assert "1人の登録" in browser.text

    file = browser.post("/exchange/export", {"encoding": "utf-8"}, status=200)
    assert file.mimetype == "text/csv"
    text = file.data.decode("utf-8-sig")
    assert text.startswith(",".join(HEADERS[:3]))
    assert "𠮷田 髙子" in text
    assert "0550-00-0001" in text

    browser.get("/exchange/export")
    browser.post("/exchange/export", {"encoding": "cp932"}, status=422)
    assert "Shift_JISにない文字が1個あります" in browser.text
    assert "𠮷" in browser.text
    replaced = browser.post("/exchange/export", {"encoding": "cp932", "accepted": "y"}, status=200)
    assert "〓田 髙子" in replaced.data.decode("cp932")
    noted = select(Entry.facts).where(Entry.action == "export").order_by(Entry.id)
    assert [facts["encoding"] for facts in session.scalars(noted)] == ["utf-8", "cp932"]


@pytest.mark.parametrize("value", ["", "utf-7", "\x00", "あ" * 5000, str(2**63)])
def test_an_unknown_encoding_is_refused(browser: Browser, sachiko: Person, value: str) -> None:
    browser.sign_in(sachiko)
    browser.get("/exchange/export")
    browser.post("/exchange/export", {"encoding": value}, status=422)
    assert "選んでください" in browser.text


def test_writing_out_needs_few_statements(
    browser: Browser, session: Session, sachiko: Person
) -> None:
    browser.sign_in(sachiko)
    counts = []
    for number in range(30):
        make_offer(session, make_person(session, "甲", str(number)), "grass_cutting")
        if number in (2, 29):
            browser.get("/exchange/export")
            counts.append(browser.statements)
    assert counts[0] == counts[1] <= 15
