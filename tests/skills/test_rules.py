"""The skill taxonomy is complete, unambiguous and found by its synonyms."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from matching.plan.rules import plan_facts
from matching.skills.rules import (
    groups,
    groups_by_code,
    licences,
    licences_by_code,
    skills,
    skills_by_code,
    synonyms,
)
from matching.text import query_words, search_words

CODE = re.compile(r"[a-z][a-z_]*")
LONGEST_CODE = 32  # columns hold 40 characters, `licence:` included


def test_the_taxonomy_has_about_the_size_people_can_choose_from():
    assert 12 <= len(groups()) <= 14
    assert 65 <= len(skills()) <= 85
    assert 20 <= len(licences()) <= 35
    assert all(len(group.skills) >= 5 for group in groups())


def test_codes_are_plain_short_and_unique():
    codes = [entry.code for entry in (*groups(), *skills())]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert len(licences_by_code()) == len({licence.name_ja for licence in licences()})
    every = [*codes, *licences_by_code()]
    assert [c for c in every if not CODE.fullmatch(c) or len(c) > LONGEST_CODE] == []


@pytest.mark.parametrize("entry", [*groups(), *skills()], ids=lambda entry: entry.code)
def test_everything_has_a_name_in_every_language(entry):
    assert all(entry.name(language).strip() for language in ("ja", "en", "easy"))
    assert entry.name("en").isascii()
    assert not re.search("[一-鿿]", entry.name("easy"))


def test_licences_have_names_in_both_languages():
    assert all(licence.name("ja") and licence.name("en").isascii() for licence in licences())


def test_no_word_names_two_skills():
    words = [word for skill in skills() for word in {skill.name_ja, *skill.synonyms}]
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_no_synonym_is_understood_as_another_skill():
    table = synonyms()
    wrong = {
        word: query_words(word, table)
        for skill in skills()
        for word in skill.synonyms
        if query_words(word, table) != (skill.code,)
    }
    assert wrong == {}


def test_every_kind_of_need_counts_for_an_initiative_of_the_plan():
    codes = set(plan_facts("kofu-kyodo-2").initiatives)
    assert {group.initiative for group in groups()} <= codes


@pytest.mark.parametrize("language", ["ja", "en", "easy"])
def test_every_kind_of_need_has_a_short_line_of_examples(language):
    lines = [group.examples(language) for group in groups()]
    assert all(0 < len(line) <= 50 for line in lines)
    assert len(set(lines)) == len(lines)


def test_skills_name_licences_that_exist_and_groups_carry_a_remark():
    named = {skill.licence for skill in skills() if skill.licence}
    assert named <= set(licences_by_code())
    assert all(group.remark("ja") and group.remark("en") for group in groups())


def test_powered_tools_and_cars_are_flagged():
    assert skills_by_code()["machine_mowing"].powered_tools
    assert skills_by_code()["driving"].car
    assert groups_by_code()["garden_snow"].skills[0].group == "garden_snow"


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("公園の草刈りをお願いします", "草刈 くさかり 草かり 除草 草むしり くさむしり 草取り"),
        ("川のゴミ拾い", "ごみ拾い ゴミ拾い ごみひろい"),
        ("家の前の除雪", "雪かき ゆきかき 雪下ろし"),
        ("スマホを教えて", "スマートフォン 携帯電話 ケータイ すまほ"),
        ("通院の付き添い", "付添い つきそい 病院の付き添い"),
        ("子供食堂の配膳", "子ども食堂 こども食堂"),
        ("秋祭りで神輿を担ぐ", "みこし おみこし 御輿"),
        ("障子張り替え", "障子の張り替え 障子張り"),
        ("側溝の泥上げ", "どぶさらい 側溝清掃"),
    ],
)
def test_needs_are_found_by_what_people_call_them(text, queries):
    words = search_words(text, synonyms())
    missed = [
        query
        for query in queries.split()
        if not all(f" {word} " in words for word in query_words(query, synonyms()))
    ]
    assert missed == []
