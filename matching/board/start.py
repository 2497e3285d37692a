"""What somebody new still has to say: worked out from what they said, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from matching.accounts.models import Person
from matching.accounts.rules import Role, may_be_minor
from matching.i18n import N_
from matching.organizations.models import Affiliation
from matching.organizations.rules import Approval


class Stage(StrEnum):
    DONE = "done"
    TO_DO = "todo"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Task:
    """One thing to say, and the page that asks for it."""

    title: str
    stage: Stage
    endpoint: str
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What somebody's own registration says, as far as it matters here."""

    skills: bool = False
    hours: bool = False
    may_be_asked: bool = False


def is_volunteer(person: Person) -> bool:
    """Who only asks has nothing to register."""
    return person.is_any(Role.VOLUNTEER)


def essentials(person: Person, said: Said, today: date) -> list[Task]:
    """What must be known before somebody can be asked to help; of those who only ask, how to reach them."""
    found = [_contact(person)]
    if is_volunteer(person):
        found += _register(person, said)
        if may_be_minor(person.birth_year, today):
            found.append(_guardian(person))
    return found


def extras(person: Person, affiliations: Sequence[Affiliation]) -> Iterator[Task]:
    """What may be said and need not be."""
    if not is_volunteer(person):
        yield _district(person, Stage.OPTIONAL)
    yield Task(
        N_("お知らせの受け取り方"), Stage.OPTIONAL, "mailbox.wishes",
        N_("メールでも受け取るか、このサイトの中だけにするかを選べます。"),
    )  # fmt: skip
    if is_volunteer(person):
        yield _university(affiliations)


def left(tasks: Sequence[Task]) -> int:
    """How many of these are still to do."""
    return sum(task.stage is Stage.TO_DO for task in tasks)


def _task(
    title: str, is_said: object, endpoint: str, note: str, otherwise: Stage = Stage.TO_DO
) -> Task:
    """Why it is asked for is told until it is said."""
    return Task(title, Stage.DONE, endpoint) if is_said else Task(title, otherwise, endpoint, note)


def _contact(person: Person) -> Task:
    stage = Stage.DONE if person.email or person.phone else Stage.TO_DO
    note = "" if person.phone else N_("電話番号もあると、当日に連絡がつきやすくなります。")
    return Task(N_("連絡先"), stage, "account.profile", note)


def _district(person: Person, otherwise: Stage) -> Task:
    note = N_("近くの募集やお願いを選ぶのに使います。")
    return _task(N_("お住まいの地区"), person.district_id, "account.profile", note, otherwise)


def _register(person: Person, said: Said) -> Iterator[Task]:
    yield _district(person, Stage.TO_DO)
    parts = (
        (N_("できること・得意なこと"), said.skills, "skills", N_("草取り、買い物、パソコンなど、できることに印を付けます。")),
        (N_("空いている時間"), said.hours, "times", N_("だいたいでかまいません。いつでも変えられます。")),
        (N_("お願いを受け取る"), said.may_be_asked, "asks", N_("受け取ると決めるまで、お願いは届きません。断ってもかまいません。")),
    )  # fmt: skip
    for title, is_said, part, note in parts:
        yield replace(_task(title, is_said, "offers.part", note), values={"part": part})


def _guardian(person: Person) -> Task:
    note = N_("18歳未満の方は、保護者の方といっしょに入力してください。")
    return _task(N_("保護者の同意"), person.guardian_consented_at, "account.profile", note)


def _university(affiliations: Sequence[Affiliation]) -> Task:
    states = {claim.approval for claim in affiliations}
    note = N_("学生の方は、登録すると活動時間の証明を受けられます。")
    if Approval.PENDING in states:
        note = N_("大学の担当者が確かめています。")
    return _task(
        N_("大学の所属"), Approval.APPROVED in states, "organizations.affiliation", note,
        Stage.OPTIONAL,
    )  # fmt: skip
