"""Roles, sign-in limits and names: tables and pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

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


LANGUAGE_WORDS = {
    Language.JA: N_("日本語"),
    Language.EASY: N_("やさしい日本語"),
    Language.EN: N_("English"),
}


def display_name(family: str, given: str, known_as: str) -> str:
    """山田 花子, or the one line of people who go by one (通称, Roman letters)."""
    return known_as or f"{family} {given}".strip()


# ------------------------------------------------------------------ signing in

CODE_LIVES = timedelta(minutes=10)
MOST_TRIES = 5
"""Of one code; then a new letter is needed."""
SIGN_IN_LIVES = timedelta(days=90)
SIGN_UP_WITHIN = timedelta(hours=1)
FRESH_FOR = timedelta(minutes=15)
"""How long after signing in a password may be set: somebody else may sit there by then."""


@dataclass(frozen=True)
class Limit:
    """At most this often within one window."""

    most: int
    window: timedelta


class Tried(StrEnum):
    """What is counted, for the e-mail address it is about and for the network it comes from."""

    LETTER = "letter"
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    INVITATION = "invitation"
    CERTIFICATE = "certificate"


QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
LIMITS: Mapping[Tried, tuple[Limit, Limit]] = {
    # per e-mail address, per network (a school or an office shares one)
    Tried.LETTER: (Limit(5, QUARTER), Limit(60, QUARTER)),
    Tried.CODE: (Limit(10, HOUR), Limit(120, HOUR)),
    Tried.PASSWORD: (Limit(10, QUARTER), Limit(60, QUARTER)),
    Tried.INVITATION: (Limit(5, DAY), Limit(60, DAY)),
    Tried.CERTIFICATE: (Limit(30, QUARTER), Limit(60, QUARTER)),
}


def network(address: str) -> str:
    """What one visitor holds: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        read = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(read, IPv6Address):
        read = read.ipv4_mapped or read
    return str(read) if read.version == 4 else str(ip_network((read, 64), strict=False))


def window_start(now: datetime, window: timedelta) -> datetime:
    """When the window began that this instant lies in; windows of one length never overlap."""
    return now - (now - datetime.min.replace(tzinfo=UTC)) % window


# ------------------------------------------------------------------ age

ADULT_AT = 18
OLDEST = 120


def may_be_minor(birth_year: int | None, today: date) -> bool:
    """Whether somebody born in that year may still be under 18 (the month is not asked)."""
    return birth_year is not None and today.year - birth_year <= ADULT_AT
