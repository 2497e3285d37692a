"""What may be on the sheet of an offer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matching.offers.drafts import (
    Absence,
    OfferDraft,
    ResourceDraft,
    fingerprint,
    problems,
    resource_problems,
)
from matching.offers.rules import Level
from matching.skills.rules import ResourceKind
from tests.make import NOON

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"skills": {"grass_cutting": Level.GOOD}, "languages": ("ja", "en")}, []),
        ({"skills": {"flying": Level.GOOD}}, ["skills"]),
        ({"licences": {"driving": date(2020, 1, 1)}}, []),
        ({"licences": {"driving": date(3020, 1, 1)}}, ["expires_driving"]),
        ({"licences": {"pirate": None}}, ["licences"]),
        ({"languages": ("xx",)}, ["languages"]),
        ({"interests": "あ" * 1000}, []),
        ({"interests": "あ" * 1001}, ["interests"]),
        ({"note": "あ" * 2001}, ["note"]),
        ({"week": frozenset({0, 167})}, []),
        ({"week": frozenset({168})}, ["week"]),
        ({"week": frozenset({-1})}, ["week"]),
        ({"days_off": (Absence(TODAY, TODAY),)}, []),
        ({"days_off": (Absence(TODAY, date(2026, 11, 23)),)}, ["days_off"]),
        ({"days_off": (Absence(TODAY, date(2036, 11, 23)),)}, ["days_off"]),
        ({"days_off": (Absence(TODAY, TODAY),) * 21}, ["days_off"]),
        ({"radius_km": 30}, []),
        ({"radius_km": 0}, ["radius_km"]),
        ({"radius_km": 2**31}, ["radius_km"]),
        ({"asks_per_month": 0}, []),
        ({"asks_per_month": -1}, ["asks_per_month"]),
        ({"asks_per_month": 32}, ["asks_per_month"]),
        ({"head_count": 0}, ["head_count"]),
        ({"head_count": 10_000}, ["head_count"]),
    ],
)
def test_the_sheet_says_which_part_is_wrong(facts: dict[str, Any], fields: list[str]) -> None:
    assert [p.field for p in problems(OfferDraft(**facts), NOON)] == fields


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({}, []),
        ({"kind": None}, ["kind"]),
        ({"name": ""}, ["name"]),
        ({"quantity": 0}, ["quantity"]),
        ({"quantity": 2**31}, ["quantity"]),
        ({"week": frozenset({200})}, ["week"]),
    ],
)
def test_a_thing_to_lend_has_a_kind_a_name_and_a_number(
    facts: dict[str, Any], fields: list[str]
) -> None:
    usual: dict[str, Any] = {"kind": ResourceKind.VEHICLE, "name": "軽トラック"}

    assert [p.field for p in resource_problems(ResourceDraft(**usual | facts))] == fields


def test_a_fingerprint_follows_the_content_and_not_the_order() -> None:
    assert fingerprint({"a": 1, "b": 2}, {3, 1}) == fingerprint({"b": 2, "a": 1}, {1, 3})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
