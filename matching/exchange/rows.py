"""From the rows of a file to entries, with remarks on what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from matching.accounts.drafts import Name, read_email
from matching.accounts.rules import may_be_minor
from matching.exchange import cells
from matching.exchange.drafts import Entry, Reading, Remark
from matching.exchange.rules import Column, Weight, column_of, label
from matching.exchange.sheets import Line, Sheet
from matching.i18n import N_
from matching.offers.rules import MOST_INTERESTS, MOST_NOTE
from matching.text import hiragana, kana, one_line
from matching.week import parse_week

T = TypeVar("T")
MOST_SHOWN = 40
LENGTHS = {
    "family_name": 60, "given_name": 60, "family_kana": 60, "given_kana": 60, "known_as": 120,
}  # fmt: skip
MOST_TOWN = MOST_STREET = 100
MOST_NUMBER = 40

UNREAD: Mapping[Column, str] = {
    Column.BIRTH: N_("「%(typed)s」は生まれた年として読めません。空欄にします（例：昭和34年、1959）。"),
    Column.PHONE: N_("「%(typed)s」は電話番号として読めません。空欄にします。"),
    Column.EMAIL: N_("「%(typed)s」はメールアドレスとして読めません。空欄にします。"),
    Column.POSTAL_CODE: N_("「%(typed)s」は郵便番号として読めません。空欄にします（7けたの数字）。"),
    Column.DISTRICT: N_("「%(typed)s」という地区はありません。空欄にします。"),
    Column.TIMES: N_("「%(typed)s」は曜日・時間として読めません。覚え書きに残します（例：土日 9-12時）。"),
    Column.TRAVEL: N_("「%(typed)s」は移動手段として読めません。空欄にします（徒歩・自転車・車）。"),
    Column.CONSENT: N_("「%(typed)s」は同意として読めません。同意なしとして扱います（はい・いいえ）。"),
}  # fmt: skip


def read(sheet: Sheet, districts: Mapping[str, int], today: date) -> Reading:
    """Every row of a file, checked without looking at the register.

    Args:
        districts: names and codes as `rules.plain` writes them → ids.
    """
    columns, remarks = _columns(sheet)
    mended: Counter[Column] = Counter()
    entries = []
    for line in sheet.lines:
        row = Row(line, columns, districts, today)
        entry = row.entry()
        entries += [entry] if entry else []
        remarks += row.remarks
        mended.update(row.mended)
    ignored = tuple(h for h in sheet.headers if h and column_of(h) is None)
    return Reading(len(sheet.lines), tuple(entries), tuple(remarks), mended, ignored)


def _columns(sheet: Sheet) -> tuple[dict[Column, int], list[Remark]]:
    """Where each column stands; the second of two that mean the same is left aside."""
    columns: dict[Column, int] = {}
    remarks = []
    for place, header in enumerate(sheet.headers):
        column = column_of(header) if header else None
        if column and column in columns:
            text = N_("「%(header)s」は前の列と同じ意味なので、使いません。")
            remarks.append(Remark(0, header, Weight.LOST, text, {"header": header}))
        elif column:
            columns[column] = place
    return columns, remarks


class Row:
    """One row on its way to an entry; collects what is to be said about it."""

    def __init__(
        self, line: Line, columns: Mapping[Column, int], districts: Mapping[str, int], today: date
    ) -> None:
        self.line = line
        self.columns = columns
        self.districts = districts
        self.today = today
        self.remarks: list[Remark] = []
        self.mended: list[Column] = []
        self.kept: list[str] = []
        """What could not be read, for the note."""

    def entry(self) -> Entry | None:
        """What the row says, None where a mistake must be put right first."""
        name = self._name()
        number = self._short(Column.NUMBER, MOST_NUMBER)
        town, street = self._address()
        skills, interests = self._skills()
        entry = Entry(
            line=self.line.number, name=name, number=number, town=town, street=street,
            birth_year=self._birth_year(),
            phone=self._phone(),
            email=self._read(Column.EMAIL, read_email),
            postal_code=self._read(Column.POSTAL_CODE, cells.read_postal_code) or "",
            district_id=self._read(Column.DISTRICT, self._district),
            skills=tuple(skills), interests=interests,
            week=self._read(Column.TIMES, _week),
            travel=self._read(Column.TRAVEL, cells.read_travel),
            licences=self._licences(),
            opted_in=self._read(Column.CONSENT, cells.read_consent) or False,
            note=self._note(),
        )  # fmt: skip
        is_wrong = any(remark.weight is Weight.WRONG for remark in self.remarks)
        return None if is_wrong else entry

    def cell(self, column: Column) -> str:
        place = self.columns.get(column)
        return "" if place is None or place >= len(self.line.cells) else self.line.cells[place]

    def say(self, column: Column, weight: Weight, text: str, **facts: object) -> None:
        self.remarks.append(Remark(self.line.number, label(column), weight, text, facts))

    # -------------------------------------------------------------- one column each

    def _read(self, column: Column, reader: Callable[[str], T]) -> T | None:
        """The value of a cell, None (and a remark) where it cannot be read."""
        text = self.cell(column)
        if not text:
            return None
        if self._is_formula(column):
            return None
        try:
            value = reader(text)
        except ValueError:
            self.say(column, Weight.LOST, UNREAD[column], typed=_shown(text))
            self._keep(column, text)
            return None
        if not text.isascii() and column in MENDED:
            self.mended.append(column)
        return value

    def _is_formula(self, column: Column) -> bool:
        """Whether the cell holds a formula instead of a value, which is said."""
        found = self.columns.get(column) in self.line.formulas
        if found:
            words = N_("数式は読み込めません。値を入力してください。")
            self.say(column, Weight.WRONG, words)
        return found

    def _keep(self, column: Column, text: str) -> None:
        self.kept.append(f"{label(column)}：{one_line(text)}")

    def _short(self, column: Column, most: int) -> str:
        text = one_line(kana(self.cell(column)))
        if not self._is_formula(column) and len(text) > most:
            words = N_("長すぎます（%(most)s文字まで）。短くしてください。")
            self.say(column, Weight.WRONG, words, most=most)
        return text

    def _name(self) -> Name:
        whole = self.cell(Column.NAME)
        parts = [self.cell(Column.FAMILY), self.cell(Column.GIVEN)]
        sounds = [self.cell(Column.FAMILY_KANA), self.cell(Column.GIVEN_KANA)]
        reading = self.cell(Column.KANA) or " ".join(filter(None, sounds))
        name = cells.read_name(" ".join(filter(None, parts)) or whole, reading)
        formulas = [column for column in NAMED if self._is_formula(column)]
        if formulas:
            pass  # said already
        elif not (name.family_name or name.known_as):
            self.say(
                Column.NAME,
                Weight.WRONG,
                N_("氏名がありません。氏名を入れるか、この行を消してください。"),
            )
        elif any(len(getattr(name, part)) > most for part, most in LENGTHS.items()):
            self.say(
                Column.NAME, Weight.WRONG, N_("氏名が長すぎます（60文字まで）。短くしてください。")
            )
        elif not (name.given_name or name.known_as):
            self.say(
                Column.NAME,
                Weight.NOTED,
                N_("姓と名の間に空白がないので、全体を姓として登録します。"),
            )
        if reading and reading != hiragana(reading):
            self.mended.append(Column.KANA)
        return name

    def _birth_year(self) -> int | None:
        year = self._read(Column.BIRTH, lambda text: cells.read_birth_year(text, self.today))
        if may_be_minor(year, self.today):
            words = N_(
                "18歳未満かもしれません。保護者の同意が確かめられるまで、お願いは届きません。"
            )
            self.say(Column.BIRTH, Weight.NOTED, words)
        return year

    def _phone(self) -> str | None:
        numbers = self._read(Column.PHONE, cells.read_phones) or []
        for other in numbers[1:]:
            self._keep(Column.PHONE, other)
        return numbers[0] if numbers else None

    def _address(self) -> tuple[str, str]:
        text = self._short(Column.ADDRESS, MOST_TOWN + MOST_STREET)
        town, street = cells.read_address(text)
        if len(town) > MOST_TOWN or len(street) > MOST_STREET:
            self.say(Column.ADDRESS, Weight.WRONG, N_("住所が長すぎます。短くしてください。"))
        return town, street

    def _district(self, text: str) -> int:
        return cells.read_district(text, self.districts)

    def _skills(self) -> tuple[list[str], str]:
        known, unknown = self._read(Column.SKILLS, cells.read_skills) or ([], [])
        if unknown:
            text = N_(
                "「%(words)s」は、できることの一覧にないので、そのほかの欄に文章のまま残します。"
            )
            self.say(Column.SKILLS, Weight.LOST, text, words=_shown("、".join(unknown)))
        return known, "、".join(unknown)[:MOST_INTERESTS]

    def _licences(self) -> tuple[str, ...]:
        known, unknown = self._read(Column.LICENCES, cells.read_licences) or ([], [])
        if unknown:
            text = N_("「%(words)s」は、免許・資格の一覧にないので、覚え書きに残します。")
            self.say(Column.LICENCES, Weight.LOST, text, words=_shown("、".join(unknown)))
            self._keep(Column.LICENCES, "、".join(unknown))
        return tuple(known)

    def _note(self) -> str:
        own = self.cell(Column.NOTE)
        self._is_formula(Column.NOTE)
        note = "\n".join([*filter(None, [own]), *self.kept])
        if len(note) > MOST_NOTE:
            words = N_("長すぎるので、はじめの%(most)s文字だけを残します。")
            self.say(Column.NOTE, Weight.LOST, words, most=MOST_NOTE)
        return note[:MOST_NOTE].strip()


NAMED = (
    Column.NAME, Column.FAMILY, Column.GIVEN, Column.KANA, Column.FAMILY_KANA, Column.GIVEN_KANA,
)  # fmt: skip
MENDED = {Column.BIRTH, Column.PHONE, Column.EMAIL, Column.POSTAL_CODE}


def _week(text: str) -> frozenset[int]:
    hours = parse_week(text)
    if hours is None:
        raise ValueError(text)
    return hours


def _shown(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= MOST_SHOWN else line[:MOST_SHOWN] + "…"
