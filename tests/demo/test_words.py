"""The demo city's words fit the vocabulary of the platform."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

import matching.demo
from matching.skills.rules import (
    ResourceKind,
    groups_by_code,
    licences_by_code,
    skills_by_code,
    synonyms,
)
from matching.text import clean_text, one_line, query_words, search_words

SOURCE = Path(matching.demo.__file__).with_name("words.toml")
WORDS = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
NEEDS = [(kind, need) for kind, needs in WORDS["needs"].items() for need in needs]
MUST = {"title", "by", "what", "why", "bring", "months", "days", "start", "minutes", "helpers"}
MAY = {"wanted", "required", "things", "powered", "children", "flexible", "urgent"}
CODES = {*skills_by_code(), *(f"licence:{code}" for code in licences_by_code())}


def ids(value):
    return value if isinstance(value, str) else value["title"]


def texts(value):
    """Every text in the file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(texts(one) for one in value.values())
    elif isinstance(value, list):
        yield from chain.from_iterable(texts(one) for one in value)


def test_every_kind_has_at_least_a_dozen_requests():
    assert list(WORDS["needs"]) == list(groups_by_code())
    assert min(len(needs) for needs in WORDS["needs"].values()) >= 12
    assert len(NEEDS) >= 150


@pytest.mark.parametrize(("kind", "need"), NEEDS, ids=ids)
def test_a_request_says_what_the_platform_can_keep(kind, need):
    assert kind in groups_by_code()
    assert set(need) >= MUST
    assert set(need) <= MUST | MAY
    assert need["by"] in {"resident", "association", "group"}
    assert need["days"] in {"weekday", "weekend", "any"}
    assert need["months"]
    assert set(need["months"]) <= set(range(1, 13))
    assert re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", need["start"])
    assert 15 <= need["minutes"] <= 480
    assert 1 <= need["helpers"] <= 40
    assert len(need["title"]) <= 40
    assert set(need.get("wanted", [])) | set(need.get("required", [])) <= CODES


@pytest.mark.parametrize(("kind", "need"), NEEDS, ids=ids)
def test_a_request_is_found_by_its_own_title(kind, need):
    title = need["title"].replace("{district}", "里垣")
    words = search_words(f"{title}\n{need['what']}", synonyms())
    assert [w for w in query_words(title, synonyms()) if f" {w} " not in words] == []
    assert kind


def test_every_skill_is_asked_for_and_things_are_of_known_kinds():
    asked = {
        code for _, need in NEEDS for code in need.get("wanted", []) + need.get("required", [])
    }
    assert set(skills_by_code()) <= asked
    things = [thing for _, need in NEEDS for thing in need.get("things", [])]
    assert {kind for kind, _, _ in things} <= set(ResourceKind)
    assert all(quantity >= 1 for _, _, quantity in things)


def test_a_driving_request_demands_the_licence():
    driving = [
        need for _, need in NEEDS if {"driving", "goods_driving"} & {*need.get("required", [])}
    ]
    assert driving
    assert all("licence:driving" in need["required"] for need in driving)


def test_there_are_names_enough_with_their_readings():
    names = WORDS["names"]
    assert len(names["family"]) >= 150
    assert len(names["female"]) + len(names["male"]) >= 200
    assert len(names["foreign"]) >= 12
    every = [*names["family"], *names["female"], *names["male"]]
    assert all(re.fullmatch("[ぁ-ゖー]+", reading) for _, reading in every)
    for kind in ("family", "female", "male"):
        assert [name for name, n in Counter(map(tuple, names[kind])).items() if n > 1] == []
    assert all(re.fullmatch("[ァ-ヶー・]+", person["kana"]) for person in names["foreign"])


def test_unusual_forms_of_names_are_there_and_survive_cleaning():
    family = "".join(written for written, _ in WORDS["names"]["family"])
    assert {"髙", "﨑", "𠮷"} <= set(family)
    assert all(clean_text(text) == text == one_line(text) for text in texts(WORDS))


def test_companies_and_groups_give_and_ask_in_known_words():
    assert len(WORDS["company"]) == 12
    assert len(WORDS["group"]) == 15
    for organization in (*WORDS["company"], *WORDS["group"]):
        assert set(organization["skills"]) <= set(skills_by_code())
        assert re.fullmatch("[ぁ-ゖー]+", organization["kana"])
    gifts = [gift for company in WORDS["company"] for gift in company["gives"]]
    assert {kind for kind, *_ in gifts} == set(ResourceKind)
    assert all(quantity >= 1 and unit for _, _, quantity, unit in gifts)
    asked = {kind for group in WORDS["group"] for kind in group["asks"]}
    assert asked <= set(groups_by_code())


def test_every_kind_has_outcomes_and_interests():
    assert list(WORDS["outcomes"]) == list(WORDS["interests"]) == list(groups_by_code())
    for said in WORDS["outcomes"].values():
        assert set(said) == {"done", "thanks", "problems"}
        assert all(said.values())
    assert sum(len(said) for said in WORDS["interests"].values()) >= 60
    assert len(WORDS["sentences"]["declines"]) >= 10
