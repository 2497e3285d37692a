"""What people may submit about themselves: names, addresses, e-mail, consent."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from email_validator import EmailNotValidError, validate_email

from matching.accounts.rules import OLDEST, Language, Role, may_be_minor
from matching.i18n import N_
from matching.problems import Problem

MOST_EMAIL = 254


def read_email(text: str) -> str:
    """The address as it is kept: lower case, full-width letters as ASCII.

    Raises:
        ValueError: it is not an e-mail address.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if len(plain) > MOST_EMAIL:
        raise ValueError(text)
    try:
        read = validate_email(plain, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValueError(text) from None
    return (read.ascii_email or read.normalized).lower()


@dataclass(frozen=True)
class Name:
    """姓・名・せい・めい, or one line for those whose name has no such parts."""

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    known_as: str = ""


@dataclass(frozen=True)
class Profile:
    """What a person (or a coordinator for them) keeps up to date."""

    name: Name
    phone: str | None = None
    postal_code: str = ""
    town: str = ""
    street: str = ""
    building: str = ""
    district_id: int | None = None
    birth_year: int | None = None
    guardian_name: str = ""
    guardian_agrees: bool = False
    language: Language = Language.JA


@dataclass(frozen=True)
class Newcomer:
    """Somebody who signs up after their e-mail address was proven."""

    name: Name
    district_id: int | None
    town: str
    roles: frozenset[Role]
    agrees: bool
    language: Language = Language.JA
    postal_code: str = ""


@dataclass(frozen=True)
class Caller:
    """Somebody who telephones or comes by, entered by a coordinator."""

    profile: Profile
    agrees: bool
    roles: frozenset[Role] = field(default=frozenset())


def problems(draft: Profile | Newcomer | Caller, *, today: date) -> list[Problem]:
    """What is wrong with it; empty if nothing."""
    found = _about(draft, today)
    return list(found)


def _about(draft: Profile | Newcomer | Caller, today: date) -> Iterator[Problem]:
    if isinstance(draft, Profile):
        yield from _profile(draft, today)
    elif isinstance(draft, Newcomer):
        yield from _newcomer(draft)
    else:
        yield from _caller(draft, today)


def _name(name: Name) -> Iterator[Problem]:
    if name.known_as:
        return
    if not name.family_name and not name.given_name:
        yield Problem("family_name", N_("姓と名、または通称を入力してください。"))
        return
    for part, text in (
        ("family_name", N_("姓を入力してください。")),
        ("given_name", N_("名を入力してください。")),
        ("family_kana", N_("姓の読みをひらがなで入力してください。")),
        ("given_kana", N_("名の読みをひらがなで入力してください。")),
    ):
        if not getattr(name, part):
            yield Problem(part, text)


def _profile(draft: Profile, today: date) -> Iterator[Problem]:
    yield from _name(draft.name)
    year = draft.birth_year
    if year is not None and not today.year - OLDEST <= year <= today.year:
        yield Problem("birth_year", N_("生まれた年を確かめてください（例：昭和34年、1959年）。"))
    elif may_be_minor(year, today):
        yield from _guardian(draft)


def _guardian(draft: Profile) -> Iterator[Problem]:
    if not draft.guardian_name:
        yield Problem("guardian_name", N_("18歳未満の方は、保護者の名前を入力してください。"))
    if not draft.guardian_agrees:
        yield Problem("guardian_agrees", N_("18歳未満の方は、保護者の同意が必要です。"))


def _newcomer(draft: Newcomer) -> Iterator[Problem]:
    yield from _name(draft.name)
    if not draft.roles:
        yield Problem("roles", N_("ここで何をしたいか、1つ以上選んでください。"))
    if not draft.agrees:
        yield Problem("agrees", N_("登録するには、個人情報の使い方への同意が必要です。"))


def _caller(draft: Caller, today: date) -> Iterator[Problem]:
    yield from _profile(draft.profile, today)
    if not draft.profile.phone and not draft.profile.street:
        yield Problem("phone", N_("連絡がとれるよう、電話番号か住所を入力してください。"))
    if not draft.agrees:
        yield Problem("agrees", N_("本人の同意を確かめてから登録してください。"))
