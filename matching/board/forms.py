"""The filters of the board: read from the address, so that a search can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from flask import request
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from matching.board import rules
from matching.board.rules import (
    KILOMETRES,
    NOWHERE,
    VIEW_WORDS,
    WEEKDAY_HOURS,
    WHEN_WORDS,
    WHO_WORDS,
    Filters,
    View,
    When,
    Who,
)
from matching.calendar import day_words, is_day_off
from matching.geo import Place
from matching.i18n import N_, _, is_easy, language
from matching.offers.models import DayOff, Offer
from matching.skills.rules import groups, synonyms
from matching.text import query_words
from matching.web.fields import Choice, Choices, Day, Text, record_id
from matching.web.forms import Form

MOST_WORDS = 100


@lru_cache(8)
def _offered(_language: str, _easy: bool) -> dict[str, list[SelectChoice]]:
    """What can be chosen besides districts, for readers of one language."""
    here = language()
    empty = SelectChoice("", "")
    skills = [
        SelectChoice(skill.code, skill.name(here), optgroup=group.name(here))
        for group in groups()
        for skill in group.skills
    ]
    return {
        "view": [empty, *_labelled(VIEW_WORDS)],
        "when": [empty, *_labelled(WHEN_WORDS)],
        "who": _labelled(WHO_WORDS),
        "kind": [
            SelectChoice("", _("すべての分野")),
            *(SelectChoice(group.code, group.name(here)) for group in groups()),
        ],
        "skill": [SelectChoice("", _("すべて")), *skills],
        "km": [
            SelectChoice("", _("その地区だけ")),
            *(SelectChoice(km, _("%(km)skm以内", km=km)) for km in KILOMETRES),
        ],
    }


def _labelled(words: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value, _(text)) for value, text in words.items()]


class FilterForm(Form):
    """What somebody looks for. A value that means nothing counts as not chosen."""

    class Meta(Form.Meta):
        csrf = False  # it only reads

    q = Text(N_("ことばでさがす"), most=MOST_WORDS)
    view = Choice(N_("見かた"))
    first = Day(N_("どの週"))
    when = Choice(N_("いつ"))
    on = Day(N_("日にち"))
    district = Choice(N_("地区"), coerce=record_id)
    km = Choice(N_("まわり"), coerce=record_id)
    kind = Choice(N_("分野"))
    skill = Choice(N_("すること"))
    who = Choices(N_("だれと・何のために"))

    def __init__(self, districts: Sequence[Any]) -> None:
        """`districts` have an id, a name, lat and lng: whole rows or as much of them."""
        super().__init__(formdata=request.args)
        self.districts = districts
        if request.args:
            self.offer()
            self._forgive()

    def offer(self) -> None:
        """Fill in what can be chosen: checking and drawing need it, a bare board does not."""
        for name, choices in _offered(language(), is_easy()).items():
            cast(Choice, self[name]).choices = choices
        names = [(one.id, _("%(name)s地区", name=one.name)) for one in self.districts]
        nowhere = (NOWHERE, _("地区を決めていないもの"))
        self.district.choices = [("", _("すべての地区")), *names, nowhere]

    def _forgive(self) -> None:
        self.validate()
        self.q.data = (self.q.data or "")[:MOST_WORDS]
        for one in (self.view, self.when, self.district, self.km, self.kind, self.skill):
            one.data = None if one.errors else one.data
        self.who.data = [] if self.who.errors else self.who.data
        for field in self:
            field.errors = ()

    @property
    def wanted_when(self) -> When | None:
        return When(self.when.data) if self.when.data else None

    @property
    def wanted_view(self) -> View:
        return View(self.view.data) if self.view.data else View.LIST

    @property
    def is_narrow(self) -> bool:
        """Something was chosen that the folded part holds."""
        folded = (self.km.data, self.kind.data, self.skill.data, self.who.data)
        return self.district.data is not None or any(folded)

    @property
    def is_any(self) -> bool:
        """Something was chosen at all."""
        return self.is_narrow or any((self.q.data, self.when.data, self.on.data))

    def chosen(self, **other: Any) -> dict[str, Any]:
        """What was chosen, as it stands in an address; `other` replaces (None leaves out)."""
        kept = {field.name: field.data for field in self} | other
        if kept["view"] == View.LIST:
            kept["view"] = None
        if kept["view"] != View.WEEK:
            kept["first"] = None
        return {name: value for name, value in kept.items() if value not in (None, "", [])}

    def in_words(self) -> str:
        """What was chosen, in one line: 里垣地区・庭・草・雪."""
        day = day_words(self.on.data, language()) if self.on.data else ""
        chosen = [self.q.data or "", day]
        for field in (self.when, self.district, self.km, self.kind, self.skill):
            chosen += [
                option.label.text
                for option in field
                if option.checked and option.data not in (None, "")
            ]
        return _("・").join(word for word in chosen if word) or _("すべての募集")

    def filters(self, home_id: int | None, offer: Offer | None, today: date) -> Filters:
        """The choices as values; `home_id` is the middle of "within n km" unless a district is chosen."""
        when = self.wanted_when
        return Filters(
            words=query_words(self.q.data or "", synonyms()),
            districts=self._districts(home_id),
            kind=self.kind.data or "",
            skill=self.skill.data or "",
            who=frozenset(Who(who) for who in self.who.data or ()),
            days=self._days(today),
            any_day=when is When.ANY_DAY,
            **_hours(when, offer, today),
        )

    def _days(self, today: date) -> tuple[date, date] | None:
        """The days of `when` and the one day chosen from the calendar, where they meet."""
        days, on = rules.days_of(self.wanted_when, today), self.on.data
        if on is None:
            return days
        first, last = days or (on, on)
        return max(first, on), min(last, on)

    def _districts(self, home_id: int | None) -> frozenset[int] | None:
        km, chosen = self.km.data, self.district.data
        middle = home_id if chosen is None and km else chosen
        if middle is None:
            return None
        centres = {one.id: Place(one.lat, one.lng) for one in self.districts}
        has_middle = km and middle != NOWHERE
        return rules.within(centres[middle], centres, km) if has_middle else frozenset((middle,))


def _hours(when: When | None, offer: Offer | None, today: date) -> dict[str, Any]:
    """Hours of the week and the stretches they make in the coming weeks."""
    if when in WEEKDAY_HOURS:
        away = {day for day in rules.coming(today) if is_day_off(day)}
        hours = WEEKDAY_HOURS[when]
    elif when is When.MINE and offer and offer.week:
        away = {day for day in rules.coming(today) if _is_off(day, offer.days_off)}
        hours = offer.week
    else:
        return {}
    return {"hours": hours, "spans": rules.spans(hours, today, away)}


def _is_off(day: date, days_off: Sequence[DayOff]) -> bool:
    return any(off.from_on <= day <= off.to_on for off in days_off)
