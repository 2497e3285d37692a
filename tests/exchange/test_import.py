"""The register goes in as a whole, or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from matching.accounts import queries as accounts
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.audit.models import Entry
from matching.db import Database
from matching.exchange.actions import check_register, import_register
from matching.exchange.drafts import Report
from matching.exchange.exports import register_rows
from matching.exchange.jobs import forget_files
from matching.exchange.models import RegisterFile
from matching.exchange.rules import Weight
from matching.exchange.samples import EXAMPLE, HEADERS
from matching.exchange.sheets import read_sheet
from matching.offers.models import Offer
from matching.offers.queries import offers
from matching.offers.sheet import draft_of
from matching.skills.rules import synonyms
from matching.text import query_words
from matching.web.csv import csv_text, encoded
from tests.exchange.register import lines, write
from tests.make import NOON, district, make_offer, make_person


def imported(session: Session, text: str | bytes, by: Person | None = None) -> Report:
    content = text if isinstance(text, bytes) else text.encode()
    report = import_register(session, read_sheet(content), by=by, at=NOON)
    session.flush()
    return report


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.same, report.repeated


def people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_row_becomes_a_person_with_an_offer(session: Session, sachiko: Person) -> None:
    header = (
        "登録番号,氏名,ふりがな,生年,TEL,郵便番号,住所,地区,特技,活動可能日,移動手段,資格,同意,備考"
    )
    row = "K-1,山田　花子,ヤマダ ハナコ,S34,０５５－０００－０００１,400-0858,甲府市相生1-2,里垣地区,草むしり、将棋,土日午前,車,普通免許,はい,午前に電話"

    report = imported(session, f"{header}\n{row}\n", sachiko)

    assert counts(report) == (1, 0, 0, 0)
    assert report.done
    offer = session.scalars(select(Offer).where(Offer.register_number == "K-1")).one()
    session.expire_all()
    person = session.scalars(accounts.people().where(Person.id == offer.person_id)).unique().one()
    offer = session.scalars(offers().where(Offer.id == offer.id)).one()
    assert (person.family_name, person.given_kana, person.birth_year) == ("山田", "はなこ", 1959)
    assert (person.phone, person.postal_code, person.town) == ("+81550000001", "4000858", "相生")
    assert (person.email, person.consented_at, person.roles) == (None, NOON, {Role.VOLUNTEER})
    assert person.district_id == offer.home_district_id == district(session).id
    sheet = draft_of(offer)
    assert set(sheet.skills) == {"grass_cutting", "games"}
    assert (set(sheet.licences), sheet.opted_in, sheet.note) == ({"driving"}, True, "午前に電話")
    assert all(f" {word} " in offer.words for word in query_words("草むしり", synonyms()))
    assert offer.confirmed_at is None
    noted = session.scalars(select(Entry.action).where(Entry.by_id == sachiko.id)).all()
    assert noted == ["import", "consent"]


def test_nobody_is_opted_in_without_a_word_in_the_file(session: Session) -> None:
    report = imported(
        session, "氏名,電話,同意\n山田 花子,055-000-0001,\n山田 次郎,055-000-0002,×\n"
    )

    assert report.opted_in == 0
    assert session.scalars(select(Offer.opted_in_at)).all() == [None, None]


def test_five_hundred_rows_with_ordinary_mistakes_go_in_once(session: Session) -> None:
    file = write(500)
    sheet = read_sheet(file.content)

    first = import_register(session, sheet, by=None, at=NOON)
    assert counts(first) == (file.people, 0, 0, file.repeated)
    assert first.opted_in == file.agreed
    assert first.ignored == ("受付者",)
    found = session.execute(
        select(Offer.register_number, Person.birth_year, Person.phone).join(Offer.person)
    ).all()
    assert {number: year for number, year, _ in found} == file.birth_years
    assert {n: p.replace("+81", "0") for n, _, p in found} == file.phones

    before = people(session)
    audits = session.scalar(select(func.count()).select_from(Entry))
    second = import_register(session, sheet, by=None, at=NOON)
    assert counts(second) == (0, 0, file.people, file.repeated)
    assert not second.changes_anything
    assert second.done
    assert people(session) == before
    assert not session.dirty
    assert session.scalar(select(func.count()).select_from(Entry)) == audits


def test_what_exists_is_loaded_at_once(session: Session) -> None:
    seen = []
    for rows in (20, 200):
        selects: list[str] = []

        def count(_c: object, _u: object, statement: str, *_: object, into: list[str] = selects) -> None:  # fmt: skip
            into += [statement] if statement.startswith("SELECT") else []

        sheet = read_sheet(write(rows).content)
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", count)
        check_register(session, sheet, at=NOON)
        event.remove(engine, "before_cursor_execute", count)
        seen.append(len(selects))
        import_register(session, sheet, by=None, at=NOON)

    assert max(seen) <= 12


def test_a_mistake_in_row_400_leaves_nothing(session: Session) -> None:
    table = list(lines(write(500).content))
    table[400][1] = ""
    before = people(session)

    report = imported(session, encoded(csv_text(table[1], table[2:])))

    assert not report.done
    assert [(r.line, r.column) for r in report.of_weight(Weight.WRONG)] == [(400, "氏名")]
    assert people(session) == before
    assert session.scalars(select(Offer)).all() == []


def test_a_failure_of_the_database_leaves_nothing(own_database: Database) -> None:
    def break_off() -> None:
        with own_database.writing() as session:
            import_register(session, read_sheet(write(500).content), by=None, at=NOON)
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        break_off()

    with own_database.read() as session:
        assert people(session) == 0


def test_people_are_found_by_number_then_mail_then_name_and_phone(session: Session) -> None:
    one = make_person(session, "山田", "花子", phone="+81550000001")
    two = make_person(session, "望月", "次郎", email="jiro@example.org")
    three = make_person(session, "雨宮", "三郎")
    make_offer(session, three, register_number="K-3")

    report = imported(
        session,
        "登録番号,氏名,電話,メール,特技\n"
        "K-1,山田花子,055-000-0001,,草取り\n"
        "K-2,望月 次郎,,JIRO@example.org,雪かき\n"
        "K-3,雨宮 三郎,055-000-0003,saburo@example.org,将棋\n",
    )

    assert counts(report) == (0, 3, 0, 0)
    assert people(session) == 3
    numbers = dict(session.execute(select(Offer.register_number, Offer.person_id)).all())  # type: ignore[arg-type]
    assert numbers == {"K-1": one.id, "K-2": two.id, "K-3": three.id}
    assert (one.given_name, three.phone, three.email) == (
        "花子",
        "+81550000003",
        "saburo@example.org",
    )


def test_an_accounts_own_address_and_a_confirmed_sheet_are_left_alone(session: Session) -> None:
    taro = make_person(session, "雨宮", "太郎", email="taro@example.org", phone="+81550000009")
    offer = make_offer(session, taro, "snow_clearing", confirmed_at=NOON, week=frozenset({1}))

    report = imported(
        session,
        "氏名,電話,メール,特技,曜日,移動手段\n雨宮 太郎,055-000-0009,other@example.org,草取り,平日,車\n",
    )

    assert counts(report) == (0, 1, 0, 0)
    assert taro.email == "taro@example.org"
    assert [held.skill for held in offer.skills] == ["snow_clearing"]
    assert offer.week == frozenset({1})
    assert offer.travel == "car"
    assert any("本人の手続き" in remark.text for remark in report.remarks)


def test_a_shared_address_goes_to_the_first_and_the_other_is_told(session: Session) -> None:
    report = imported(
        session,
        "氏名,電話,メール\n山田 花子,055-000-0001,yamada@example.org\n"
        "山田 次郎,055-000-0001,yamada@example.org\n",
    )

    assert counts(report) == (2, 0, 0, 0)
    assert [(r.line, r.column) for r in report.of_weight(Weight.LOST)] == [(3, "メール")]
    again = imported(
        session,
        "氏名,電話,メール\n山田 花子,055-000-0001,yamada@example.org\n"
        "山田 次郎,055-000-0001,yamada@example.org\n",
    )
    assert counts(again) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    "rows",
    [
        "K-1,山田 花子,055-000-0001\nK-1,望月 次郎,055-000-0002",
        "K-9,別の 人,055-000-0003",
        "K-8,雨宮 三郎,055-000-0009",
    ],
)
def test_numbers_that_contradict_names_must_be_put_right(session: Session, rows: str) -> None:
    three = make_person(session, "雨宮", "三郎", phone="+81550000009")
    make_offer(session, three, register_number="K-9")

    report = imported(session, f"登録番号,氏名,電話\n{rows}\n")

    assert not report.done
    assert [remark.column for remark in report.of_weight(Weight.WRONG)] == ["登録番号"]


def test_a_new_name_after_marriage_is_believed_with_the_same_phone(session: Session) -> None:
    one = make_person(session, "山田", "花子", phone="+81550000001")
    make_offer(session, one, register_number="K-1")

    report = imported(session, "登録番号,氏名,電話\nK-1,望月 花子,055-000-0001\n")

    assert counts(report) == (0, 1, 0, 0)
    assert one.family_name == "望月"


def test_people_without_any_way_to_reach_them_are_still_one_person(session: Session) -> None:
    text = "氏名,生年,住所\n山田 花子,昭和34年,相生1-2\n"

    assert counts(imported(session, text)) == (1, 0, 0, 0)
    assert counts(imported(session, text)) == (0, 0, 1, 0)


def test_what_was_written_out_changes_nothing_when_it_comes_back(session: Session) -> None:
    imported(session, write(120).content)
    imported(session, encoded(csv_text(HEADERS, EXAMPLE)))

    for encoding in ("utf-8", "cp932"):
        text = csv_text(HEADERS, [r for r in register_rows(session) if "𠮷" not in r[1]])
        report = imported(session, encoded(text, encoding))
        assert (report.new, report.changed) == (0, 0), report.remarks


def test_files_left_lying_are_forgotten(session: Session, sachiko: Person) -> None:
    for hours in (1, 25):
        at = NOON - timedelta(hours=hours)
        session.add(RegisterFile(name="a.csv", content=b"x", by_id=sachiko.id, at=at))
    session.flush()

    assert forget_files(session, now=NOON) == 1
    session.flush()
    assert forget_files(session, now=NOON) == 0


@pytest.mark.parametrize("name", ["template", "example"])
def test_the_files_in_the_docs_are_those_of_the_page(project: Path, name: str) -> None:
    rows = EXAMPLE if name == "example" else ()

    assert (project / f"docs/register/{name}.csv").read_bytes() == encoded(csv_text(HEADERS, rows))


def test_the_example_needs_no_correction(session: Session) -> None:
    report = imported(session, encoded(csv_text(HEADERS, EXAMPLE)))

    assert (report.new, report.opted_in) == (20, 18)
    assert report.is_sound
