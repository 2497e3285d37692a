"""Columns of the register: under which headers they come, and how words in them are meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from matching.i18n import N_
from matching.offers.rules import Travel
from matching.skills.rules import licences


class Column(StrEnum):
    """What a column of the register says."""

    NUMBER = "number"
    NAME = "name"
    FAMILY = "family"
    GIVEN = "given"
    KANA = "kana"
    FAMILY_KANA = "family_kana"
    GIVEN_KANA = "given_kana"
    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    DISTRICT = "district"
    SKILLS = "skills"
    TIMES = "times"
    TRAVEL = "travel"
    LICENCES = "licences"
    CONSENT = "consent"
    NOTE = "note"


# The first header of each is the one of our own template.
HEADERS: Mapping[Column, tuple[str, ...]] = {
    Column.NUMBER: ("登録番号", "番号", "会員番号", "登録No", "No", "ID", "受付番号", "ボランティア番号"),
    Column.NAME: ("氏名", "名前", "お名前", "登録者名", "ボランティア氏名", "姓名"),
    Column.FAMILY: ("姓", "名字", "苗字", "氏"),
    Column.GIVEN: ("名",),
    Column.KANA: ("ふりがな", "フリガナ", "氏名ふりがな", "氏名カナ", "氏名かな", "よみがな", "カナ", "かな", "読み"),
    Column.FAMILY_KANA: ("せい", "セイ", "姓ふりがな", "姓カナ", "姓かな"),
    Column.GIVEN_KANA: ("めい", "メイ", "名ふりがな", "名カナ", "名かな"),
    Column.BIRTH: ("生年", "生年月日", "生まれ", "生まれた年", "誕生年", "誕生日", "生年(和暦)", "生年(西暦)"),
    Column.PHONE: ("電話", "電話番号", "TEL", "携帯", "携帯電話", "携帯番号", "連絡先", "連絡先電話番号", "自宅電話", "固定電話"),
    Column.EMAIL: ("メール", "メールアドレス", "E-mail", "Email", "Mail", "eメール", "電子メール"),
    Column.POSTAL_CODE: ("郵便番号", "〒", "郵便"),
    Column.ADDRESS: ("住所", "町名", "所在地", "現住所", "自宅住所", "住所1"),
    Column.DISTRICT: ("地区", "地区名", "自治会地区", "居住地区", "お住まいの地区", "担当地区"),
    Column.SKILLS: ("できること", "特技", "活動分野", "活動内容", "得意なこと", "希望する活動", "希望活動", "活動", "特技・できること"),
    Column.TIMES: ("曜日・時間", "活動可能日", "活動できる日", "活動可能日時", "活動日", "曜日", "空いている時間", "可能な曜日", "活動可能な曜日・時間"),
    Column.TRAVEL: ("移動手段", "移動", "交通手段", "交通"),
    Column.LICENCES: ("資格", "免許", "資格・免許", "免許・資格", "保有資格", "資格/免許"),
    Column.CONSENT: ("同意", "オプトイン", "連絡の同意", "紹介の同意", "お願いの同意", "情報提供の同意"),
    Column.NOTE: ("備考", "メモ", "その他", "特記事項", "摘要"),
}  # fmt: skip

TRAVELS: Mapping[str, Travel] = {
    "徒歩": Travel.FOOT,
    "歩き": Travel.FOOT,
    "自転車": Travel.BICYCLE,
    "チャリ": Travel.BICYCLE,
    "自動車": Travel.CAR,
    "車": Travel.CAR,
    "自家用車": Travel.CAR,
    "マイカー": Travel.CAR,
    "クルマ": Travel.CAR,
    "バイク": Travel.CAR,
    "原付": Travel.CAR,
    "foot": Travel.FOOT,
    "bicycle": Travel.BICYCLE,
    "car": Travel.CAR,
}
"""A motorcycle reaches as far as a car."""

LICENCE_WORDS: Mapping[str, str] = {
    "運転免許": "driving",
    "普通免許": "driving",
    "普通自動車": "driving",
    "普通自動車第一種": "driving",
    "自動車免許": "driving",
    "普通一種": "driving",
    "中型免許": "driving_medium",
    "大型免許": "driving_medium",
    "準中型免許": "driving_semi_medium",
    "福祉有償運送": "welfare_driving",
    "危険物": "hazardous_materials",
    "フォークリフト": "forklift",
    "刈払機": "brush_cutter",
    "刈払機取扱": "brush_cutter",
    "刈払機講習": "brush_cutter",
    "チェーンソー": "chainsaw",
    "チェンソー": "chainsaw",
    "電気工事士2種": "electrician",
    "第二種電気工事士": "electrician",
    "看護婦": "nurse",
    "正看護師": "nurse",
    "准看護師": "nurse",
    "普通救命講習": "first_aid",
    "上級救命講習": "first_aid",
    "救命": "first_aid",
    "ヘルパー2級": "care_training",
    "ホームヘルパー": "care_training",
    "ホームヘルパー2級": "care_training",
    "初任者研修": "care_training",
    "認知症サポーター養成講座": "dementia_supporter",
    "手話通訳": "sign_interpreter",
    "教員": "teacher",
    "小学校教諭": "teacher",
    "中学校教諭": "teacher",
    "教諭": "teacher",
    "保母": "nursery_teacher",
    "調理師免許": "cook",
    "栄養士": "dietitian",
    "管理栄養士": "dietitian",
    "日本語教師": "japanese_teacher",
    "通訳案内士": "guide_interpreter",
    "税理士": "tax_accountant",
    "公認会計士": "tax_accountant",
    "行政書士": "legal_scrivener",
    "司法書士": "legal_scrivener",
    "スポーツ指導員": "sports_coach",
}

YES = {"はい", "同意", "同意する", "同意済", "同意済み", "同意あり", "あり", "有", "有り", "済", "済み", "可", "○", "◯", "〇", "●", "◎", "レ", "✓", "✔", "1", "yes", "y", "true", "ok"}  # fmt: skip
NO = {"", "いいえ", "なし", "無", "無し", "未", "未同意", "同意しない", "不可", "×", "✕", "x", "-", "ー", "0", "no", "n", "false"}  # fmt: skip

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_CELL = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
"""Of a workbook, whose parts are compressed."""

HARMLESS = re.compile(r"[\s　*＊※：:。.．]|[(（](必須|任意|全角|半角)[)）]")


def plain(text: str) -> str:
    """A word as it is compared: width, case and blanks do not matter."""
    return HARMLESS.sub("", unicodedata.normalize("NFKC", text)).lower()


@cache
def _columns() -> Mapping[str, Column]:
    return {plain(header): column for column, headers in HEADERS.items() for header in headers}


def column_of(header: str) -> Column | None:
    """Which column a header means, if any."""
    return _columns().get(plain(header))


def is_header(cells: Sequence[str]) -> bool:
    """Whether a line names columns: a name and something else."""
    found = {column_of(cell) for cell in cells if cell}
    return bool(found & {Column.NAME, Column.FAMILY}) and len(found - {None}) >= 2


def label(column: Column) -> str:
    """How the column is called in the template."""
    return HEADERS[column][0]


@cache
def licence_codes() -> Mapping[str, str]:
    """Words that name a licence → its code."""
    names = {plain(one.name_ja): one.code for one in licences()}
    parts = {plain(part): one.code for one in licences() for part in one.name_ja.split("・")}
    return parts | {plain(word): code for word, code in LICENCE_WORDS.items()} | names


class Weight(StrEnum):
    """How much a remark on the file weighs."""

    WRONG = "wrong"
    """The file cannot be imported before this is put right."""
    LOST = "lost"
    """Something could not be read; it is left empty or kept as a note."""
    NOTED = "noted"
    """Good to know."""


WEIGHT_WORDS = {
    Weight.WRONG: N_("直してください"),
    Weight.LOST: N_("確かめてください"),
    Weight.NOTED: N_("ご案内"),
}
