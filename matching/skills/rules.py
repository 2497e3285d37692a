"""The taxonomy of skills.toml: groups, skills, licences, synonyms; and things to lend."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matching.i18n import N_

LICENCE = "licence:"
"""How a licence is told from a skill where both may stand: `licence:<code>`."""
SOURCE = Path(__file__).with_name("skills.toml")


class ResourceKind(StrEnum):
    """What can be lent or wanted besides hands."""

    VEHICLE = "vehicle"
    ROOM = "room"
    GOODS = "goods"
    STAFF_DAYS = "staff_days"


RESOURCE_WORDS = {
    ResourceKind.VEHICLE: N_("車"),
    ResourceKind.ROOM: N_("部屋・会場"),
    ResourceKind.GOODS: N_("物品"),
    ResourceKind.STAFF_DAYS: N_("社員の参加（人日）"),
}


@dataclass(frozen=True)
class Licence:
    """A licence or course somebody may hold; `renewed` ones run out."""

    code: str
    name_ja: str
    name_en: str
    renewed: bool = False

    def name(self, language: str = "ja") -> str:
        """The name in the reader's language."""
        return self.name_en if language == "en" else self.name_ja


@dataclass(frozen=True)
class Skill:
    """One thing a person can do for another."""

    code: str
    group: str
    name_ja: str
    name_en: str
    name_easy: str
    synonyms: tuple[str, ...]
    powered_tools: bool = False
    car: bool = False
    licence: str | None = None
    """Code of a licence that is usually asked for."""

    def name(self, language: str = "ja") -> str:
        """The name in the reader's language; `easy` is やさしい日本語."""
        return {"en": self.name_en, "easy": self.name_easy}.get(language, self.name_ja)


@dataclass(frozen=True)
class SkillGroup:
    """Skills of one sort; its code is also the `kind` of a need."""

    code: str
    name_ja: str
    name_en: str
    name_easy: str
    examples_ja: str
    examples_en: str
    examples_easy: str
    initiative: str
    """Code of the plan's initiative that needs of this kind count for by default."""
    remark_ja: str
    remark_en: str
    skills: tuple[Skill, ...]
    remark_on_tools: bool = False
    """The remark is about powered tools, and says nothing where none are used."""

    def name(self, language: str = "ja") -> str:
        """The name in the reader's language; `easy` is やさしい日本語."""
        return {"en": self.name_en, "easy": self.name_easy}.get(language, self.name_ja)

    def examples(self, language: str = "ja") -> str:
        """What people ask for, in one short line; `easy` is やさしい日本語."""
        return {"en": self.examples_en, "easy": self.examples_easy}.get(language, self.examples_ja)

    def remark(self, language: str = "ja") -> str:
        """What the desk should keep in mind with needs of this kind."""
        return self.remark_en if language == "en" else self.remark_ja


def groups() -> tuple[SkillGroup, ...]:
    """All groups with their skills, in the order in which they are shown."""
    return tuple(groups_by_code().values())


def skills() -> tuple[Skill, ...]:
    """All skills, group by group."""
    return tuple(skills_by_code().values())


def licences() -> tuple[Licence, ...]:
    """All licences, in the order in which they are shown."""
    return tuple(licences_by_code().values())


@cache
def groups_by_code() -> Mapping[str, SkillGroup]:
    """Groups under their codes."""
    return MappingProxyType({entry["code"]: _group(entry) for entry in _source()["group"]})


@cache
def skills_by_code() -> Mapping[str, Skill]:
    """Skills under their codes."""
    return MappingProxyType({skill.code: skill for group in groups() for skill in group.skills})


def is_known(code: str) -> bool:
    """A skill, or a licence written as `licence:<code>`."""
    if code.startswith(LICENCE):
        return code.removeprefix(LICENCE) in licences_by_code()
    return code in skills_by_code()


def powered(codes: Iterable[str]) -> bool:
    """Whether one of these skills needs a powered tool."""
    known = skills_by_code()
    return any(known[code].powered_tools for code in codes if code in known)


@cache
def licences_by_code() -> Mapping[str, Licence]:
    """Licences under their codes."""
    return MappingProxyType({entry["code"]: Licence(**entry) for entry in _source()["licence"]})


@cache
def synonyms() -> Mapping[str, str]:
    """Words that name a skill → its code, for `text.search_words` and `text.query_words`."""
    return MappingProxyType(
        {word: skill.code for skill in skills() for word in (skill.name_ja, *skill.synonyms)}
    )


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def _group(entry: dict[str, Any]) -> SkillGroup:
    own = tuple(_skill(skill, entry["code"]) for skill in entry["skill"])
    return SkillGroup(**{key: value for key, value in entry.items() if key != "skill"}, skills=own)


def _skill(entry: dict[str, Any], group: str) -> Skill:
    return Skill(**entry | {"synonyms": tuple(entry["synonyms"])}, group=group)
