"""Needs of the demo city: of past years with how they ended, and of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from matching.accounts.models import Person
from matching.calendar import TOKYO, by_day, fiscal_year, fiscal_year_days
from matching.demo.people import City
from matching.demo.words import words
from matching.needs.models import Need, Slot, WishedSkill, WishedThing
from matching.needs.rules import Channel, State, Urgency
from matching.needs.sheet import words_of
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.plan.models import Initiative, Plan
from matching.skills.rules import ResourceKind, groups_by_code

POPULAR = {"garden_snow": 4, "home": 3, "digital": 4, "transport": 3, "clean_up": 3, "events": 3}
"""Kinds that are asked for more often than the others."""
MIDDAY = range(9, 17)


@dataclass(frozen=True)
class Wish:
    """One line of the words, and when it is to happen."""

    kind: str
    entry: dict[str, Any]
    day: date


class Asking:
    """Makes needs: who asks, where, when."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.initiatives = {
            (initiative.code, year): initiative.id
            for initiative, first, last in city.session.execute(
                select(Initiative, Plan.first_year, Plan.last_year).join(
                    Plan, Plan.id == Initiative.plan_id
                )
            )
            for year in range(first, last + 1)
        }

    def wish(self, first: date, last: date, by: str = "", least: int = 1, kind: str = "") -> Wish:
        """Something that is usually asked for in the season of the day that was drawn.

        `by` whom, for at least how many helpers, of which kind ("" for any).
        """
        dice, lines = self.city.random, words()["needs"]
        if kind:
            lines = {kind: lines[kind]}
        kinds = list(lines)
        while True:
            day = first + timedelta(days=dice.randrange((last - first).days + 1))
            kind = dice.choices(kinds, [POPULAR.get(kind, 2) for kind in kinds])[0]
            entry = dice.choice(lines[kind])
            if (by and entry["by"] != by) or entry["helpers"] < least:
                continue
            if day.month in entry["months"] and _suits(entry["days"], day):
                return Wish(kind, entry, day)

    def ask(self, wish: Wish, state: State, asker: Person | None = None) -> Need:
        """The need as it was written down, some days before it was to happen."""
        entry = wish.entry
        organization = self._organization(entry["by"], asker)
        asker = asker or self._asker(organization)
        starts_at = _at(wish.day, entry["start"])
        asked_at = self._asked_at(starts_at)
        district = self.city.district() if organization is None else None
        district_id = district.id if district else organization.district_id  # type: ignore[union-attr]
        place = next(d for d in self.city.districts if d.id == district_id)
        text = {
            key: entry[key].replace("{district}", place.name) for key in ("title", "what", "why")
        }
        kind = groups_by_code()[wish.kind]
        need = Need(
            state=state,
            asker_id=asker.id,
            organization_id=organization.id if organization else None,
            kind=wish.kind,
            title=text["title"],
            body=text["what"],
            why=text["why"],
            bring=entry.get("bring", ""),
            helpers_wanted=entry["helpers"],
            district=place,
            district_id=district_id,
            town=asker.town,
            exact_place=asker.street,
            meeting_place=f"{place.name}会館の前" if organization else "",
            contact_name=asker.display_name,
            contact_phone=asker.phone,
            urgency=Urgency.URGENT if entry.get("urgent") else Urgency.NORMAL,
            powered_tools=entry.get("powered", False),
            children_welcome=entry.get("children", False),
            initiative_id=self.initiatives.get((kind.initiative, fiscal_year(wish.day))),
            answer_by=starts_at - timedelta(days=2),
            **self._written(asker, organization, asked_at),
        )
        _when(need, starts_at, entry)
        need.wished = list(_wished(entry))
        need.things = [
            WishedThing(kind=ResourceKind(what), name=name, quantity=quantity)
            for what, name, quantity in entry.get("things", ())
        ]
        need.words = words_of(need)
        self.city.session.add(need)
        return need

    def _asked_at(self, starts_at: datetime) -> datetime:
        dice = self.city.random
        before = timedelta(days=dice.randint(4, 25), hours=dice.randrange(8))
        return by_day(min(starts_at - before, self.city.now - timedelta(hours=dice.randint(1, 90))))

    def _organization(self, by: str, asker: Person | None) -> Organization | None:
        kind = {"association": Kind.ASSOCIATION, "group": Kind.GROUP}.get(by)
        if not kind:
            return None
        known = self.city.organizations[kind]
        theirs = [one for one in known if asker and self.city.officers[one.id] is asker]
        return self.city.random.choice(theirs or known)

    def _asker(self, organization: Organization | None) -> Person:
        if organization:
            return self.city.officers[organization.id]
        # A third of the residents ask for two thirds of the help.
        residents = self.city.residents
        few = residents[: len(residents) // 3]
        return self.city.random.choice(few if self.city.random.random() < 0.66 else residents)

    def _written(
        self, asker: Person, organization: Organization | None, at: datetime
    ) -> dict[str, Any]:
        """When it came in and was checked; every third resident telephones or brings a paper."""
        opened_at = by_day(at + timedelta(hours=self.city.random.randint(2, 30)))
        came: dict[str, Any] = {"created_at": at, "submitted_at": at, "opened_at": opened_at}
        if organization or self.city.random.random() < 0.66:
            return {**came, "channel": Channel.WEB, "entered_by_id": asker.id}
        writer = self.city.random.choice(self.city.staff_coordinators)
        channel = self.city.random.choice((Channel.PHONE, Channel.PHONE, Channel.PAPER))
        return {**came, "channel": channel, "entered_by_id": writer.id, "consent_at": at}


def _suits(days: str, day: date) -> bool:
    return days == "any" or (days == "weekend") == (day.weekday() >= 5)


def _at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), TOKYO)


def _when(need: Need, starts_at: datetime, entry: dict[str, Any]) -> None:
    minutes = entry["minutes"]
    need.minutes_wanted = minutes
    if entry.get("flexible") and need.state is not State.CLOSED:
        first = starts_at.date()
        need.flexible = True
        need.from_on, need.to_on = first, first + timedelta(days=13)
        need.week = frozenset(day * 24 + hour for day in range(7) for hour in MIDDAY)
        need.first_start_at = _at(first, "0:00")
        need.last_end_at = _at(first + timedelta(days=14), "0:00")
        need.slots = []
        return
    ends_at = starts_at + timedelta(minutes=minutes)
    need.slots = [Slot(starts_at=starts_at, ends_at=ends_at)]
    need.first_start_at, need.last_end_at = starts_at, ends_at


def _wished(entry: dict[str, Any]) -> Iterator[WishedSkill]:
    required = entry.get("required", ())
    for code in dict.fromkeys((*entry.get("wanted", ()), *required)):
        yield WishedSkill(skill=code, required=code in required)


def seasons(now: datetime) -> Iterator[tuple[int, date, date, int]]:
    """(fiscal year, first, last day, number of needs): three past years that grow, and this one."""
    this = fiscal_year(now.date())
    for year, number in ((this - 3, 105), (this - 2, 150), (this - 1, 185)):
        first, last = fiscal_year_days(year)
        yield year, first, last, number
    yield this, fiscal_year_days(this)[0], (now - timedelta(days=3)).date(), 66
