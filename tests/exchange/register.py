"""A register of invented people as an office keeps it: cp932, with ordinary mistakes, from a seed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

HEADERS = (
    "登録No", "氏　名", "フリガナ", "生年月日", "TEL", "E-mail", "郵便番号", "住所", "地区名",
    "特技", "活動可能日", "交通手段", "資格・免許", "同意", "備考", "受付者",
)  # fmt: skip
FAMILIES = ("甲斐野", "笛吹川", "御坂井", "富士見野", "昇仙岳", "武川原", "白根山", "櫛形野", "増穂田", "石和田", "勝沼野", "塩山内", "一宮原", "八代井", "春日井野", "境川原", "豊富野", "玉穂田", "田富原", "敷島野", "双葉井", "竜王原", "韮崎野", "明野原", "須玉井")  # fmt: skip
FAMILY_KANA = ("カイノ", "フエフキガワ", "ミサカイ", "フジミノ", "ショウセンダケ", "ムカワハラ", "シラネヤマ", "クシガタノ", "マスホダ", "イサワダ", "カツヌマノ", "エンザンウチ", "イチノミヤハラ", "ヤツシロイ", "カスガイノ", "サカイガワハラ", "トヨトミノ", "タマホダ", "タトミハラ", "シキシマノ", "フタバイ", "リュウオウハラ", "ニラサキノ", "アケノハラ", "スタマイ")  # fmt: skip
GIVENS = ("一郎", "二葉", "三千代", "史郎", "五月", "睦", "七海", "八重", "久", "十和子", "晴", "曇", "雪枝", "霞", "虹子", "嵐", "霧江", "露子", "霜太", "星夫")  # fmt: skip
GIVEN_KANA = ("イチロウ", "フタバ", "ミチヨ", "シロウ", "サツキ", "ムツミ", "ナナミ", "ヤエ", "ヒサシ", "トワコ", "ハル", "クモル", "ユキエ", "カスミ", "ニジコ", "アラシ", "キリエ", "ツユコ", "ソウタ", "ホシオ")  # fmt: skip
DISTRICTS = ("里垣", "相川", "東", "北新", "国母", "貢川", "千塚", "池田", "石田", "山城", "住吉", "玉諸", "伊勢", "湯田", "春日", "朝日", "大里", "中道")  # fmt: skip
SKILLS = ("草取り", "草刈り・剪定", "雪かき", "家具の移動", "スマホ、パソコン", "送迎", "通院の付き添い/買い物", "ごみ出し", "話し相手", "見守り", "登下校の見守り", "学習支援", "読み聞かせ", "炊き出し，防災訓練", "ごみ拾い", "英語;中国語", "手話", "チラシづくり", "料理", "将棋", "どじょうすくい")  # fmt: skip
TIMES = ("土日午前", "平日", "月水金 13-17時", "毎日午後", "火・木の午前", "週末", "土　９時～１２時", "第2土曜", "応相談", "平日１０時〜１５時", "")  # fmt: skip
TRAVELS = ("徒歩", "自転車", "車", "自動車", "自転車・車", "")
LICENCES = ("普通免許", "看護師", "普通自動車免許、刈払機", "ヘルパー2級", "書道三段", "", "", "")
YEARS = ("昭和{0}年", "S{0}", "昭和{0}年4月1日", "Ｓ{0}.5.6", "{1}", "{1}/7/8", "昭和{2}年")
MISTAKES = 40


@dataclass
class Written:
    """The file, and what an importer must find in it."""

    content: bytes
    people: int
    """Different people in it."""
    repeated: int
    agreed: int
    birth_years: dict[str, int] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    """Register number → digits."""


def write(rows: int = 500, seed: int = 20261124) -> Written:
    """A register of so many rows, some of them twice; none of its mistakes forbids an import."""
    dice = Random(seed)
    table = [["ボランティア登録台帳", *[""] * 15], list(HEADERS)]
    made = Written(b"", 0, 0, 0)
    people: list[list[str]] = []
    for number in range(1, rows + 1):
        if people and number % MISTAKES == 0:
            made.repeated += 1
            table.append(_again(dice, dice.choice(people)))
        else:
            people.append(_person(dice, number, made))
            table.append(people[-1])
        if number % 75 == 0:
            table.append([""] * 16)
    made.people = len(people)
    held = io.StringIO(newline="")
    csv.writer(held).writerows(table)
    made.content = held.getvalue().encode("cp932")
    return made


def _person(dice: Random, number: int, made: Written) -> list[str]:
    which, given = number % 25, (number // 25) % 20
    year = dice.randint(15, 63)
    key = f"K-{number:04}"
    made.birth_years[key] = 1925 + year
    made.phones[key] = f"0550{number:06}"
    agrees = dice.random() < 0.7
    made.agreed += agrees
    blank = dice.choice((" ", "　", "  "))
    kana = f"{FAMILY_KANA[which]}{blank}{GIVEN_KANA[given]}"
    era = dice.choice(YEARS).format(year, 1925 + year, _kanji(year))
    mail = f"k{number}@example.org" if dice.random() < 0.4 else ""
    return [
        key,
        f"{FAMILIES[which]}{blank}{GIVENS[given]}",
        _half(kana) if dice.random() < 0.2 else kana,
        era,
        _phone(dice, made.phones[key]),
        mail.upper() if dice.random() < 0.2 else mail,
        dice.choice(("400-0001", "４００－０００１", "4000001", "")),
        dice.choice(("甲府市善光寺町１－２－３", "善光寺町1-2-3", "山梨県甲府市丸の内一丁目", "")),
        dice.choice(("{}", "{}地区", "{}")).format(dice.choice(DISTRICTS)) if number % 90 else "月面",
        "、".join(dice.sample(SKILLS, dice.randint(1, 3))),
        dice.choice(TIMES),
        dice.choice(TRAVELS),
        dice.choice(LICENCES),
        dice.choice(("はい", "○", "有", "同意")) if agrees else dice.choice(("いいえ", "×", "")),
        dice.choice(("", "", "膝が痛いので重い物は持てません", "電話は夕方に")),
        "窓口",
    ]  # fmt: skip


def _phone(dice: Random, plain: str) -> str:
    hyphen = dice.choice(("-", "－", "ー", "―", "‐", ""))
    typed = hyphen.join((plain[:3], plain[3:6], plain[6:]))
    if dice.random() < 0.3:
        typed = typed.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})
    return typed if dice.random() < 0.9 else f"({plain[:3]}){plain[3:6]}-{plain[6:]}"


def _again(dice: Random, row: list[str]) -> list[str]:
    """The same person written down a second time, a little differently."""
    again = list(row)
    again[0] = row[0] if dice.random() < 0.5 else ""
    again[1] = row[1].replace("　", " ")
    again[14] = "二重登録かもしれない"
    return again


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    signs = ["", *"一二三四五六七八九"]
    return (signs[tens] if tens > 1 else "") + ("十" if tens else "") + signs[ones]


def _half(kana: str) -> str:
    import jaconv  # noqa: PLC0415 - only a test needs half-width kana

    return str(jaconv.z2h(kana, kana=True))


def lines(content: bytes) -> Iterator[list[str]]:
    """The rows of the file, for tests that spoil one of them."""
    yield from csv.reader(io.StringIO(content.decode("cp932"), newline=""))
