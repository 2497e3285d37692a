"""Roles, sign-in limits and names: tables and pure functions."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class Role(StrEnum):
    """What a person may be; one person may be several at once."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    CITY = "city"
    REVIEWER = "reviewer"
    ADMIN = "admin"


ROLE_WORDS = {
    Role.RESIDENT: N_("住民"),
    Role.VOLUNTEER: N_("ボランティア"),
    Role.COORDINATOR: N_("コーディネーター"),
    Role.CITY: N_("市職員"),
    Role.REVIEWER: N_("懇話会委員"),
    Role.ADMIN: N_("管理者"),
}

STAFF = frozenset({Role.COORDINATOR, Role.CITY, Role.ADMIN})


class Language(StrEnum):
    """The language of a person's letters; やさしい日本語 is `easy`."""

    JA = "ja"
    EASY = "easy"
    EN = "en"


def display_name(family: str, given: str, known_as: str) -> str:
    """山田 花子, or the one line of people who go by one (通称, Roman letters)."""
    return known_as or f"{family} {given}".strip()
