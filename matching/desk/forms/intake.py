"""The one screen for a caller: who it is, that they agree, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from matching.accounts.drafts import Caller, Profile
from matching.accounts.drafts import problems as problems_of_person
from matching.accounts.forms import NameForm, Year, district_choices, optional_id
from matching.accounts.models import Person
from matching.accounts.rules import Role, display_name
from matching.calendar import TOKYO
from matching.desk.drafts import Intake
from matching.i18n import N_, _, language
from matching.needs.drafts import NeedDraft, Span, suggested_skills
from matching.needs.drafts import problems as problems_of_need
from matching.needs.rules import CHANNEL_WORDS, Channel, Urgency
from matching.phones import phone_words
from matching.problems import Problem
from matching.skills.rules import groups, skills
from matching.web.fields import (
    Choice,
    Clock,
    Day,
    LongText,
    Number,
    Phone,
    PostalCode,
    Text,
    labels,
    record_id,
    required,
)
from matching.week import parse_week

NEW = 0
WAYS = (Channel.PHONE, Channel.PAPER)
FIXED, OPEN_DAYS = "fixed", "flexible"


class Hours(Text):
    """Hours of the week in words: 平日午前、土日 13-17時."""

    hours: frozenset[int] = frozenset()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.hours = parse_week(self.data or "") or frozenset()


class IntakeForm(NameForm):
    """Dense on purpose: the person is on the line."""

    who = Text(N_("探す（名前・読み・電話・町）"), most=60)
    asker = Choice(N_("どなたからですか"), radio=True, coerce=record_id, default=NEW)
    phone = Phone(N_("電話番号"))
    birth_year = Year(N_("生まれた年"), most=20)
    postal_code = PostalCode(N_("郵便番号"))
    district_id = Choice(N_("住まいの地区"), coerce=optional_id)
    town = Text(N_("町名"))
    street = Text(N_("番地・建物"))
    agrees = BooleanField(N_("使いみちを説明し、本人の同意を確かめました"))
    agreed_on = Day(N_("同意の日"))
    channel = Choice(
        N_("受け付け方"),
        radio=True,
        choices=lambda: labels([(str(way), CHANNEL_WORDS[way]) for way in WAYS]),
        default=Channel.PHONE,
        validators=[required(N_("電話か紙かを選んでください。"))],
    )

    kind = Choice(N_("種類"))
    skill = Choice(N_("あると助かる特技"))
    title = Text(N_("題名"), most=80)
    body = LongText(N_("手伝ってほしいこと"))
    timing = Choice(
        N_("日時の決め方"),
        radio=True,
        choices=lambda: labels([(FIXED, N_("決まっている")), (OPEN_DAYS, N_("相談できる"))]),
        default=FIXED,
        validators=[required(N_("日時の決め方を選んでください。"))],
    )
    day = Day(N_("日にち"))
    starts = Clock(N_("始まり"))
    ends = Clock(N_("終わり"))
    from_on = Day(N_("いつから"))
    to_on = Day(N_("いつまで"))
    week = Hours(N_("曜日と時間"), most=60)
    minutes_wanted = Number(N_("かかる分"), least=5, most=1440, default=60)
    helpers_wanted = Number(N_("人数"), least=1, most=500, default=1)
    elsewhere = BooleanField(N_("場所は住まいと別"))
    place_district = Choice(N_("場所の地区"), coerce=optional_id)
    place_town = Text(N_("場所の町名"))
    exact_place = Text(N_("番地・目印"), most=200)
    urgent = BooleanField(N_("急ぎ"))
    powered_tools = BooleanField(N_("動力のある道具"))

    def __init__(self, people: Sequence[Person], **options: Any) -> None:
        super().__init__(**options)
        self.people = {person.id: person for person in people}
        self.asker.choices = [SelectChoice(NEW, _("新しい人")), *map(_known, people)]
        districts = district_choices()
        self.district_id.choices = self.place_district.choices = districts
        self.kind.choices = _with_empty((g.code, g.name(language())) for g in groups())
        self.skill.choices = _skills()
        for field in (self.agrees, self.kind, self.title, self.body):
            field.flags.required = True
        if self.asker.data not in (NEW, *self.people):
            self.asker.data = NEW

    # ------------------------------------------------------------------ what was typed

    @property
    def known(self) -> Person | None:
        """The person who was found, if one was chosen."""
        return self.people.get(self.asker.data or NEW)

    def caller(self) -> Caller:
        profile = Profile(
            name=self.name(),
            phone=self.phone.data,
            postal_code=self.postal_code.data or "",
            town=self.town.data or "",
            street=self.street.data or "",
            district_id=self.district_id.data or None,
            birth_year=self.birth_year.year,
        )
        return Caller(profile, bool(self.agrees.data), frozenset({Role.RESIDENT}))

    def intake(self, now: datetime) -> Intake:
        return Intake(self._need(), Channel(self.channel.data), self._consented_at(now))

    def _consented_at(self, now: datetime) -> datetime:
        day: date | None = self.agreed_on.data
        return min(datetime.combine(day, time(12), TOKYO), now) if day else now

    def _need(self) -> NeedDraft:
        draft = replace(
            self._place(),
            kind=self.kind.data or "",
            title=self.title.data or "",
            body=self.body.data or "",
            helpers_wanted=self.helpers_wanted.data or 1,
            urgency=Urgency.URGENT if self.urgent.data else Urgency.NORMAL,
            powered_tools=bool(self.powered_tools.data),
        )
        wanted = (self.skill.data,) if self.skill.data else suggested_skills(draft)
        return self._timed(replace(draft, skills_wanted=wanted))

    def _timed(self, draft: NeedDraft) -> NeedDraft:
        if self.timing.data == OPEN_DAYS:
            return replace(
                draft, flexible=True, from_on=self.from_on.data, to_on=self.to_on.data,
                week=self.week.hours, minutes_wanted=self.minutes_wanted.data or 60,
            )  # fmt: skip
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            return draft
        first, last = (datetime.combine(day, clock, TOKYO) for clock in (starts, ends))
        return replace(draft, slots=(Span(first, last),))

    def _place(self) -> NeedDraft:
        """Where it is, and whom to ask: the person's home and telephone unless said otherwise."""
        home = self.known or self.caller().profile
        name = self.name()
        contact = (
            self.known.display_name
            if self.known
            else display_name(name.family_name, name.given_name, name.known_as)
        )
        away = bool(self.elsewhere.data)
        return NeedDraft(
            district_id=(self.place_district.data or None) if away else home.district_id,
            town=(self.place_town.data or "") if away else home.town,
            exact_place=self.exact_place.data or ("" if away else home.street),
            contact_name=contact,
            contact_phone=home.phone or self.phone.data,
        )

    # ------------------------------------------------------------------ what is wrong with it

    def is_fine(self, now: datetime, today: date) -> bool:
        valid = self.validate_on_submit()
        return not self.blame(self._problems(now, today)) and valid

    def _problems(self, now: datetime, today: date) -> Iterator[Problem]:
        if self.known is None:
            yield from problems_of_person(self.caller(), today=today)
        elif not self.agrees.data:
            yield Problem("agrees", N_("本人の同意を確かめてから登録してください。"))
        if self.agreed_on.data and self.agreed_on.data > today:
            yield Problem("agreed_on", N_("同意の日は、今日までの日付にしてください。"))
        home = self.known or self.caller().profile
        for found in problems_of_need(self._need(), now=now, reached_at=home.street):
            field = self._field(found.field)
            if field not in self or not self[field].errors:
                yield replace(found, field=field)

    def _field(self, name: str) -> str:
        """Where a problem of the need's sheet is mended on this screen."""
        if name == "district_id":
            return "place_district" if self.elsewhere.data or self.known else "district_id"
        if name == "week" and self.week.data:
            return "week"
        return {"slots": "day", "skills_wanted": "skill", "contact_phone": "phone"}.get(name, name)


def _known(person: Person) -> SelectChoice:
    facts = (person.display_name, person.town, phone_words(person.phone))
    return SelectChoice(person.id, " ".join(fact for fact in facts if fact))


def _with_empty(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", _("選んでください")), *(SelectChoice(*pair) for pair in pairs)]


def _skills() -> list[SelectChoice]:
    names = {group.code: group.name(language()) for group in groups()}
    return [
        SelectChoice("", _("言葉から自動で選ぶ")),
        *(SelectChoice(s.code, s.name(language()), optgroup=names[s.group]) for s in skills()),
    ]
