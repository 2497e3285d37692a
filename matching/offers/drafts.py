"""What a helper may say of what they can give, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from matching.calendar import in_tokyo
from matching.i18n import N_
from matching.offers.rules import (
    LANGUAGE_WORDS,
    MOST_ASKS_PER_MONTH,
    MOST_DAYS_OFF,
    MOST_HEADS,
    MOST_INTERESTS,
    MOST_NOTE,
    MOST_QUANTITY,
    RADII_KM,
    Level,
    Travel,
)
from matching.problems import Problem
from matching.skills.rules import ResourceKind, licences_by_code, skills_by_code

HOURS = range(168)
FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Absence:
    """Days on which the helper cannot come, the last one included."""

    from_on: date
    to_on: date


@dataclass(frozen=True, kw_only=True)
class OfferDraft:
    """Everything on the sheet of one offer; the parts are edited one by one."""

    skills: Mapping[str, Level] = field(default_factory=dict)
    interests: str = ""
    week: frozenset[int] | None = None
    """Hours since Monday 0:00; None: not stated."""
    days_off: tuple[Absence, ...] = ()
    home_district_id: int | None = None
    districts: frozenset[int] = frozenset()
    travel: Travel | None = None
    radius_km: int | None = None
    remote_ok: bool = False
    languages: tuple[str, ...] = ("ja",)
    licences: Mapping[str, date | None] = field(default_factory=dict)
    """Code → last day on which it is valid, None where it has no end or none is known."""
    asks_per_month: int = 4
    urgent_ok: bool = False
    opted_in: bool = False
    head_count: int = 1
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ResourceDraft:
    """A vehicle, room, goods or staff-days that can be lent or given."""

    kind: ResourceKind | None
    name: str
    quantity: int = 1
    unit: str = ""
    week: frozenset[int] | None = None
    note: str = ""


def problems(draft: OfferDraft, now: datetime) -> list[Problem]:
    """What is wrong with the sheet; [] if it may be kept.

    An expired licence is no mistake: it stays on the sheet and counts as not held.
    """
    return [problem for check in CHECKS for problem in check(draft, now)]


def resource_problems(draft: ResourceDraft) -> list[Problem]:
    """What is wrong with a thing to lend."""
    found = []
    if draft.kind is None:
        found.append(Problem("kind", N_("種類を選んでください。")))
    if not draft.name:
        found.append(Problem("name", N_("名前を入力してください（例：軽トラック、会議室）。")))
    if not 1 <= draft.quantity <= MOST_QUANTITY:
        found.append(_between("quantity", 1, MOST_QUANTITY))
    if draft.week is not None and not draft.week <= set(HOURS):
        found.append(Problem("week", N_("時間の表から選んでください。")))
    return found


def fingerprint(*values: object) -> str:
    """A short sign of what a page showed, to notice that somebody else changed it meanwhile."""
    return hashlib.sha256("\x1f".join(map(_plain, values)).encode()).hexdigest()[:16]


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return repr(sorted((str(k), str(v)) for k, v in value.items()))
    if isinstance(value, set | frozenset):
        return repr(sorted(value))
    return repr(value)


Check = Callable[[OfferDraft, datetime], Iterator[Problem]]


def _known_codes(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    for name, codes, known in (
        ("skills", draft.skills, skills_by_code()),
        ("licences", draft.licences, licences_by_code()),
        ("languages", draft.languages, LANGUAGE_WORDS),
    ):
        yield from _only(name, codes, known)


def _only(name: str, codes: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    if any(code not in known for code in codes):
        yield Problem(name, N_("選択肢の中から選んでください。"))


def _texts(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    for name, text, most in (
        ("interests", draft.interests, MOST_INTERESTS),
        ("note", draft.note, MOST_NOTE),
    ):
        if len(text) > most:
            yield Problem(name, N_("%(most)s文字までで入力してください。"), {"most": most})


def _hours(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    if draft.week is not None and not draft.week <= set(HOURS):
        yield Problem("week", N_("時間の表から選んでください。"))


def _absences(draft: OfferDraft, now: datetime) -> Iterator[Problem]:
    if len(draft.days_off) > MOST_DAYS_OFF:
        yield Problem(
            "days_off", N_("休みの日は%(most)s件までにしてください。"), {"most": MOST_DAYS_OFF}
        )
    for absence in draft.days_off:
        if absence.to_on < absence.from_on:
            yield Problem("days_off", N_("終わりの日は、始まりの日より前にはできません。"))
        if absence.to_on > in_tokyo(now).date() + FURTHEST:
            yield Problem("days_off", N_("休みの日は3年先までにしてください。"))


def _reach(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    if draft.radius_km is not None and not 1 <= draft.radius_km <= RADII_KM[-1]:
        yield _between("radius_km", 1, RADII_KM[-1])


def _numbers(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    if not 0 <= draft.asks_per_month <= MOST_ASKS_PER_MONTH:
        yield _between("asks_per_month", 0, MOST_ASKS_PER_MONTH)
    if not 1 <= draft.head_count <= MOST_HEADS:
        yield _between("head_count", 1, MOST_HEADS)


def _expiries(draft: OfferDraft, _now: datetime) -> Iterator[Problem]:
    for code, until in draft.licences.items():
        if until and not 1950 <= until.year <= 2200:
            yield Problem(f"expires_{code}", N_("有効期限の年を確かめてください。"))


def _between(name: str, least: int, most: int) -> Problem:
    words = N_("%(least)sから%(most)sまでの数字で入力してください。")
    return Problem(name, words, {"least": least, "most": most})


CHECKS: tuple[Check, ...] = (
    _known_codes,
    _texts,
    _hours,
    _absences,
    _reach,
    _numbers,
    _expiries,
)
