"""Readings over kanji: which letters need one, and what it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from matching.text import HAS_KANJI, hiragana, morphemes

READINGS = Path(__file__).with_name("readings.csv")
KANA = "ぁ-ゖァ-ヺー"
ENDS = re.compile(f"^(?P<before>[{KANA}]*)(?P<core>.*?)(?P<after>[{KANA}]*)$", re.DOTALL)
_DAYS = ("ついたち", "ふつか", "みっか", "よっか", "いつか", "むいか", "なのか", "ようか",
         "ここのか", "とおか")  # fmt: skip
_WEEK = dict(
    zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True)
)
COUNTED: Mapping[str, str] = {
    **_WEEK,  # in brackets behind a date
    **{f"{number}日": reading for number, reading in enumerate(_DAYS, 1)},
    **{"14日": "じゅうよっか", "20日": "はつか", "24日": "にじゅうよっか", "日": "にち"},
}
"""What depends on the number before it."""
PLATFORM = "結"
UNIT = "人"
ALONE: Mapping[str, str] = {PLATFORM: "ゆい", UNIT: "にん"}
"""The name of this platform before its Latin letters, and a unit that stands alone behind a figure."""
EASY_KANJI = frozenset(
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六"
    "引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少"
    "場色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話"
)
"""Kanji of the first two school years (学年別漢字配当表, 小学校学習指導要領 2017): 80 and 160."""
MOST_CACHED = 8_192


@lru_cache(maxsize=MOST_CACHED)
def furigana(text: str) -> tuple[tuple[str, str], ...]:
    """The text in pieces (letters, reading); the reading is empty where none is needed.

    Joined, the letters are the text again. Names of the city come from readings.csv, which the
    operator may correct; everything else from the dictionary.
    """
    found: list[tuple[str, str]] = []
    for before, piece in pairwise(["", *_names().split(text)]):
        known = readings().get(piece) or COUNTED.get(piece) or ALONE.get(piece)
        reading = known or _minutes(before, piece)
        found += [(piece, reading)] if reading else _read(piece)
    return tuple(found)


def in_brackets(text: str, keep: Collection[str] = ()) -> str:
    """The text with readings as 依頼(いらい), for e-mail, which has no furigana.

    So that it stays readable: only where a kanji is not among the first that one learns, or the
    city's names are meant, and only the first time. `keep`: names whose reading we cannot know.
    """
    names = "|".join(map(re.escape, sorted(filter(None, keep), key=len, reverse=True)))
    parts = re.split(f"({names})", text) if names else [text]
    told: set[str] = set()
    return "".join(
        part if number % 2 else "".join(_bracketed(part, told)) for number, part in enumerate(parts)
    )


def _bracketed(text: str, told: set[str]) -> Iterator[str]:
    for letters, reading in _words(furigana(text)):
        yield letters
        if reading and letters not in told and _is_hard(letters):
            told.add(letters)
            yield f"({reading})"


def _words(pieces: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pieces that stand side by side as one word: 連絡 and 先 are read together."""
    for has_reading, group in groupby(pieces, key=lambda piece: bool(piece[1])):
        side_by_side = list(group)
        if has_reading:
            letters, read = zip(*side_by_side, strict=True)
            yield "".join(letters), "".join(read)
        else:
            yield from side_by_side


def _is_hard(letters: str) -> bool:
    kanji = [letter for letter in letters if HAS_KANJI.match(letter)]
    is_a_name = letters in readings() and len(kanji) == len(letters)
    return is_a_name or not EASY_KANJI.issuperset(kanji)


def _minutes(before: str, piece: str) -> str:
    """10分 is read ぷん, 15分 ふん."""
    if piece != "分" or not before[-1:].isdecimal():
        return ""
    return "ふん" if before[-1] in "2579" else "ぷん"


@cache
def readings() -> Mapping[str, str]:
    """Names whose reading the dictionary does not know, or knows wrongly (玉諸 is たまもろ)."""
    lines = READINGS.read_text("utf-8").splitlines()
    pairs = [line.partition(",") for line in lines if line and not line.startswith("#")]
    return {name: reading for name, _comma, reading in pairs}


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(readings(), key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    days = r"(?<![0-9])(?:[1-9]|10|14|20|24)日|(?<=[0-9])日"
    alone = rf"{PLATFORM}(?=[ （(]?Yui)|^{UNIT}$"
    return re.compile(rf"({names}|{alone}|(?<=\()[月火水木金土日](?=\))|{days}|(?<=[0-9])分)")


def _read(text: str) -> Iterator[tuple[str, str]]:
    if not HAS_KANJI.search(text):
        if text:
            yield text, ""
        return
    for surface, reading in morphemes(text):
        if not HAS_KANJI.search(surface) or not reading:
            yield surface, ""
            continue
        yield from _over_kanji(surface, hiragana(reading))


def _over_kanji(surface: str, reading: str) -> Iterator[tuple[str, str]]:
    """手伝う, てつだう → (手伝, てつだ) (う, "")."""
    parts = ENDS.match(surface)
    assert parts, "the pattern matches every text"
    before, core, after = parts["before"], parts["core"], parts["after"]
    over = reading
    if over.startswith(hiragana(before)) and over.endswith(hiragana(after)):
        over = over[len(before) : len(over) - len(after)]
    else:
        before, core, after = "", surface, ""
    yield from ((piece, told) for piece, told in ((before, ""), (core, over), (after, "")) if piece)
