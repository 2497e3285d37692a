"""Files and cells of a register as offices write them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from matching.exchange import cells, rows
from matching.exchange.drafts import Entry, Reading
from matching.exchange.rules import HEADERS, Column, Weight, column_of, label
from matching.exchange.sheets import BadFile, read_sheet
from matching.offers.rules import Travel
from matching.web.csv import csv_text, encoded, missing_in_cp932, neutral

TODAY = date(2026, 11, 24)
DISTRICTS = {"里垣": 5, "05": 5, "相川": 6, "06": 6}
PLAIN = "氏名,電話,特技\n髙野 花子,055-000-0001,草取り\n"


def reading(text: str) -> Reading:
    return rows.read(read_sheet(text.encode()), DISTRICTS, TODAY)


def only(text: str) -> Entry:
    return reading(text).entries[0]


def workbook(*lines: list[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_is_read_in_any_usual_encoding(encoding: str) -> None:
    sheet = read_sheet(PLAIN.encode(encoding))

    assert sheet.headers == ("氏名", "電話", "特技")
    assert sheet.lines[0].cells == ("髙野 花子", "055-000-0001", "草取り")


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_tabs_and_semicolons_separate_too(mark: str) -> None:
    assert len(read_sheet(PLAIN.replace(",", mark).encode()).headers) == 3


def test_titles_above_and_blank_lines_between_are_passed_over() -> None:
    sheet = read_sheet(f"台帳,,\n,,\n{PLAIN},,\n望月 次郎,,\n".encode())

    assert [line.number for line in sheet.lines] == [4, 6]


def test_a_workbook_is_read_with_dates_and_numbers() -> None:
    content = workbook(
        ["氏名", "生年月日", "電話", "登録番号"],
        ["雨宮 太郎", datetime(1959, 5, 6), 550000001, 12.0],  # noqa: DTZ001 - as Excel keeps days
    )

    entry = rows.read(read_sheet(content), DISTRICTS, TODAY).entries[0]

    assert (entry.birth_year, entry.phone, entry.number) == (1959, "+81550000001", "12")


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))
    return held.getvalue()


def entities() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"  \n ", "空です"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "CSVでもExcelでもない"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "古いExcel形式"),
        (b"PK\x03\x04broken", "壊れている"),
        (b"a,b,c\n1,2,3\n", "見出しの行が見つかりません"),
        ("氏名,電話\n".encode() + b"x" * (10 * 1024 * 1024), "大きすぎます"),
        (b"\xff\xfe\x00", "CSVでもExcelでもない"),
    ],
)  # fmt: skip
def test_a_file_of_the_wrong_kind_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(BadFile) as refusal:
        read_sheet(content)

    assert words.replace("Excelでもない", "") in refusal.value.text.replace(
        "Excel（.xlsx）でもない", ""
    )


def test_bombs_and_entities_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(BadFile, match="大きすぎます"):
        read_sheet(bomb())
    with pytest.raises(BadFile, match="壊れている"):
        read_sheet(entities())


def test_more_rows_than_can_be_looked_through_are_refused() -> None:
    with pytest.raises(BadFile, match="行まで"):
        read_sheet(("氏名,電話\n" + "山田 花子,1\n" * 10_001).encode())


def test_every_header_means_one_column() -> None:
    for column, headers in HEADERS.items():
        for header in headers:
            assert column_of(header) is column, header
    assert column_of("氏　名（必須）") is Column.NAME
    assert column_of("ＴＥＬ") is Column.PHONE
    assert column_of("e-MAIL") is Column.EMAIL
    assert column_of("好きな色") is None


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("昭和34年", 1959),
        ("S34", 1959),
        ("Ｓ３４．５．６", 1959),
        ("昭和三十四年", 1959),
        ("1959", 1959),
        ("1959/5/6", 1959),
        ("昭和34年5月", 1959),
        ("昭和34年生まれ", 1959),
        ("平成元年", 1989),
        ("令和2年", 2020),
    ],
)
def test_years_of_birth(typed: str, year: int) -> None:
    assert cells.read_birth_year(typed, TODAY) == year


@pytest.mark.parametrize("typed", ["34", "昭和", "3000", "1800", "不明", "2027"])
def test_years_of_birth_are_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=typed):
        cells.read_birth_year(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("055-000-0001", ["+81550000001"]),
        ("０５５ー０００－０００１", ["+81550000001"]),
        ("(055)000―0001", ["+81550000001"]),
        ("550000001", ["+81550000001"]),
        ("9000000002", ["+819000000002"]),
        ("055-000-0001 / 090-0000-0002", ["+81550000001", "+819000000002"]),
        ("055-000-0001（内線12）", ["+81550000001"]),
        ("+81 90 0000 0002", ["+819000000002"]),
    ],
)
def test_telephone_numbers(typed: str, numbers: list[str]) -> None:
    assert cells.read_phones(typed) == numbers


@pytest.mark.parametrize("typed", ["なし", "12", "055"])
def test_what_is_no_telephone_number(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any is meant
        cells.read_phones(typed)


def test_names() -> None:
    both = cells.read_name("山田　花子 様", "ﾔﾏﾀﾞ ﾊﾅｺ")
    assert (both.family_name, both.given_name) == ("山田", "花子")
    assert (both.family_kana, both.given_kana) == ("やまだ", "はなこ")
    assert cells.read_name("Maria Santos", "").known_as == "Maria Santos"
    assert cells.read_name("グエン ティ ホア", "").known_as == "グエン ティ ホア"
    assert cells.read_name("山田花子", "").family_name == "山田花子"
    kept = cells.read_name("𠮷田 髙子", "")
    assert (kept.family_name, kept.given_name) == ("𠮷田", "髙子")


def test_addresses() -> None:
    assert cells.read_address("山梨県甲府市善光寺町１－２－３") == ("善光寺町", "1-2-3")
    assert cells.read_address("丸の内一丁目") == ("丸の内一丁目", "")
    assert cells.read_address("") == ("", "")


def test_skills_are_mapped_through_synonyms() -> None:
    assert cells.read_skills("草むしり、雪かき/ﾊﾟｿｺﾝ,草刈り・剪定;どじょうすくい") == (
        ["grass_cutting", "snow_clearing", "computer", "pruning"],
        ["どじょうすくい"],
    )
    assert cells.read_skills("草取り・草刈り（手作業）") == (["grass_cutting"], [])


def test_licences_travel_district_consent() -> None:
    assert cells.read_licences("普通免許、書道三段・看護師") == (["driving", "nurse"], ["書道三段"])
    assert cells.read_travel("自転車・車") is Travel.CAR
    assert cells.read_district("里垣地区", DISTRICTS) == cells.read_district("5", DISTRICTS) == 5
    assert [cells.read_consent(text) for text in ("○", "はい", "×", "いいえ")] == [1, 1, 0, 0]
    for reader in (cells.read_travel, cells.read_consent):
        with pytest.raises(ValueError, match="うちゅう"):
            reader("うちゅう")


def test_what_cannot_be_read_is_reported_by_row_and_column_and_kept() -> None:
    found = reading("氏名,生年,電話,曜日,地区\n山田 花子,昔,なし,応相談,月面\n")

    assert [(r.line, r.column, r.weight) for r in found.remarks] == [
        (2, label(Column.BIRTH), Weight.LOST),
        (2, label(Column.PHONE), Weight.LOST),
        (2, label(Column.DISTRICT), Weight.LOST),
        (2, label(Column.TIMES), Weight.LOST),
    ]
    assert found.entries[0].note.splitlines() == [
        "生年：昔",
        "電話：なし",
        "地区：月面",
        "曜日・時間：応相談",
    ]


@pytest.mark.parametrize(
    "row",
    [
        ",055-000-0001",
        '=HYPERLINK("http://x.example"),',
        "山田 花子,=1+1",
        f"{'長' * 61} 花子,",
    ],
)
def test_some_mistakes_must_be_put_right_first(row: str) -> None:
    found = reading(f"氏名,電話\n{row}\n")

    assert found.entries == ()
    assert [remark.weight for remark in found.remarks] == [Weight.WRONG]


def test_cells_guarded_against_spreadsheets_are_taken_as_they_are_meant() -> None:
    entry = only('氏名,電話,備考\n山田 花子,"=""0550000001""",\'=メモ\n')

    assert (entry.phone, entry.note) == ("+81550000001", "=メモ")


@pytest.mark.parametrize(
    "junk",
    ["\x00\x07", "😀👨‍👩‍👧", "\u202eabc", "𠮷髙", "あ" * 5000, "<script>", "一二三", "9" * 400],
)
@pytest.mark.parametrize("column", list(Column))
def test_junk_in_any_column_never_breaks_the_reading(column: Column, junk: str) -> None:
    header = "姓" if column is Column.NAME else "氏名"
    found = reading(csv_text((header, label(column)), [("山田 花子", junk)]))

    assert found.rows == 1
    for remark in found.remarks:
        assert remark.text % remark.facts


def test_two_columns_of_one_meaning_are_reported() -> None:
    found = reading("氏名,電話,携帯\n山田 花子,055-000-0001,090-0000-0002\n")

    assert found.entries[0].phone == "+81550000001"
    assert [remark.column for remark in found.remarks] == ["携帯"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+81", "'+81"),
        ("-5", "-5"),
        ("-x", "'-x"),
        ("@a", "'@a"),
        (" =1", "' =1"),
        ("a=1", "a=1"),
        (None, ""),
        (3, "3"),
    ],
)
def test_formulas_are_written_as_text(cell: object, written: str) -> None:
    assert neutral(cell) == written


def test_letters_that_cp932_lacks_are_listed_and_replaced() -> None:
    table = [("𠮷田〜髙橋",), ("普通",)]

    assert [(r.row, r.column, r.letter) for r in missing_in_cp932(("氏名",), table)] == [
        (2, "氏名", "𠮷")
    ]
    assert encoded(csv_text(("氏名",), table), "cp932").decode("cp932") == (
        "氏名\r\n〓田～髙橋\r\n普通\r\n"
    )
    assert encoded("a").startswith(b"\xef\xbb\xbf")
