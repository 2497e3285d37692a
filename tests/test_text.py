"""Typed text made clean, and searches that find what was meant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.text import (
    clean_text,
    digits,
    hiragana,
    kana,
    katakana,
    one_line,
    query_words,
    search_words,
)

ANYTHING = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
        ("a\tb", "a b"),
        ("a\x1b\x7f\x85b", "ab"),
        ("a\ud800b", "ab"),
        ("\u202eabc\u2066d\u2069", "abcd"),
        ("\ufeffはじめ\uffff", "はじめ"),
        ("か\u3099き", "がき"),
        ("ﾊﾟｿｺﾝ", "ﾊﾟｿｺﾝ"),
        ("髙橋 﨑 𠮷田 神\ufa19", "髙橋 﨑 𠮷田 神\ufa19"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("  前後  ", "前後"),
        ("", ""),
    ],
)
def test_text_is_kept_as_typed_without_traps(typed, kept):
    assert clean_text(typed) == kept


def test_one_line_has_single_blanks():
    assert one_line("山田　\n 太郎\t様 ") == "山田 太郎 様"


@given(ANYTHING)
def test_clean_text_can_be_stored_anywhere_and_stays_as_it_is(text):
    clean = clean_text(text)
    assert "\x00" not in clean
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１２３", "123"),
        ("一二三", "123"),
        ("十二", "12"),
        ("二十五", "25"),
        ("百", "100"),
        ("千百十一", "1111"),
        ("二千二十六", "2026"),
        ("二〇二六", "2026"),
        ("1万", "10000"),
        ("二万五千", "25000"),
        ("１，２３４円", "1234円"),
        ("０５５ー２３７－１１６１", "055-237-1161"),
        ("055‐237−1161", "055-237-1161"),
        ("〇九〇", "090"),
        ("三丁目十二−三", "3丁目12-3"),
        ("約百人", "約100人"),
        (" 5 ", "5"),
        ("コーポ", "コーポ"),
        ("万万", "万万"),
        ("9" * 5000 + "千", "9" * 5000 + "千"),
        ("", ""),
    ],
)
def test_numbers_of_any_writing_are_read(typed, number):
    assert digits(typed) == number


@given(ANYTHING)
def test_digits_takes_anything(text):
    assert digits(digits(text)) is not None


def test_kana_of_any_width_become_one():
    assert kana("ﾔﾏﾀﾞ ABC") == "ヤマダ ABC"
    assert hiragana("ﾔﾏﾀﾞヤマダやまだ") == "やまだやまだやまだ"
    assert katakana("やまだﾔﾏﾀﾞ") == "ヤマダヤマダ"


SYNONYMS = {
    variant: term
    for term, variants in {
        "grass": ("草刈り", "草取り", "除草", "草むしり", "草を刈る"),
        "snow": ("雪かき", "除雪", "雪下ろし"),
        "phone": ("スマホ", "スマートフォン", "携帯電話", "携帯"),
        "fire": ("防火", "火事"),
        "chores": ("家事",),
    }.items()
    for variant in variants
}


def is_found(text: str, query: str) -> bool:
    words = search_words(text, SYNONYMS)
    return all(f" {word} " in words for word in query_words(query, SYNONYMS))


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        (
            "公園の草刈りをお願いします",
            "草刈り 草刈 くさかり 草かり クサカリ ｸｻｶﾘ 除草 草むしり 草取り くさとり 草",
        ),
        ("庭の草を刈ってほしい", "草刈り 除草 くさかり 刈る 庭 にわ"),
        ("河川敷の除草", "草刈り くさかり 草むしり 除草 じょそう"),
        ("ゴミ拾い", "ごみ拾い ゴミ拾い ごみひろい ゴミヒロイ"),
        ("川のごみ拾い", "ゴミ拾い 川 拾う"),
        ("通学路の雪かき", "除雪 雪掻き ゆきかき 雪下ろし 雪 通学路"),
        ("除雪のお手伝い", "雪かき ゆきかき 手伝い 手伝う てつだい"),
        ("スマートフォンの使い方", "スマホ すまほ 携帯電話 使い方 つかいかた"),
        ("スマホ教室", "スマートフォン ｽﾏﾎ 教室"),
        ("お祭りの手伝い", "祭り お祭り まつり おまつり 祭"),
        ("子ども見守り活動", "見守り 見守る みまもり 子供 こども 子ども"),
        ("通学路で見守ってください", "見守り みまもり"),
        ("障子の張り替え", "障子 張り替え 障子張り替え 張り替える しょうじはりかえ"),
        ("髙橋さん宅", "高橋 髙橋 たかはし"),
        ("パソコンの設定", "ぱそこん ﾊﾟｿｺﾝ 設定"),
        ("ＰＣの設定", "pc PC ＰＣ"),
        ("100%手作り", "100 １００"),
        ("Grass cutting", "grass GRASS cutting"),
    ],
)
def test_a_text_is_found_however_it_is_asked_for(text, queries):
    assert [query for query in queries.split() if not is_found(text, query)] == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("公園の草刈り", "講演"),
        ("公園の草刈り", "雪かき"),
        ("公園の草刈り", "公園 雪かき"),
        ("家事の手伝い", "火事"),
        ("橋のそば", "箸"),
        ("庭・草・雪", "草刈り"),
    ],
)
def test_a_text_is_not_found_by_other_words_even_of_the_same_sound(text, query):
    assert not is_found(text, query)


def test_all_words_of_a_query_have_to_be_found():
    assert is_found("公園の草刈り", "除草　公園")
    assert is_found("公園の草刈りと清掃", "草むしりの公園")


@pytest.mark.parametrize("text", ["", "　", "！？", "、。", "\x00\ud800"])
def test_signs_alone_are_no_words(text):
    assert search_words(text) == ""
    assert query_words(text) == ()


@pytest.mark.parametrize("text", ["あ" * 60_000, "㍿" * 3_000, "\ufdfa" * 20_000, "😀" * 20_000])
def test_a_text_of_any_length_is_read(text):
    assert isinstance(search_words(text), str)
    assert len(query_words(text)) <= 12


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_words_never_hold_blanks(text):
    words = query_words(text, SYNONYMS)
    assert all(word and not any(sign.isspace() for sign in word) for word in words)
    found = search_words(text, SYNONYMS)
    assert found == "" or found == f" {' '.join(found.split())} "


def test_threads_read_at_the_same_time():
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(search_words, ["公園の草刈りをお願いします"] * 200))
    assert len(answers) == 1
