"""Forms about needs: one step at a time for residents, one sheet for associations and the desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, FormField, HiddenField

from matching.calendar import TOKYO, in_tokyo
from matching.districts.queries import districts
from matching.i18n import N_, _, language
from matching.needs.drafts import LICENCE, NeedDraft, Span, Thing
from matching.needs.rules import URGENCY_WORDS, Closing, Urgency
from matching.skills.rules import RESOURCE_WORDS, ResourceKind, groups, licences, skills
from matching.web.fields import (
    Choice,
    Choices,
    Clock,
    Day,
    LongText,
    Number,
    Phone,
    Text,
    WeekHours,
    labels,
    record_id,
    required,
)
from matching.web.forms import Form, Part
from matching.web.transaction import session

MOST_ROWS = 31
TIMINGS = [("fixed", N_("日時が決まっている")), ("flexible", N_("ある期間のうち、いつでもよい"))]


def kinds() -> list[tuple[str, str]]:
    return [(group.code, group.name(language())) for group in groups()]


def district_choices() -> list[tuple[Any, str]]:
    found = [(d.id, d.name) for d in session().scalars(districts())]
    return [("", _("選んでください")), *found]


def skill_choices() -> list[tuple[str, str]]:
    return [(skill.code, skill.name(language())) for skill in skills()]


def required_choices() -> list[tuple[str, str]]:
    held = [(f"{LICENCE}{one.code}", one.name(language())) for one in licences()]
    return [*held, *skill_choices()]


class SlotForm(Part):
    """One day with its hours; an empty row is left out."""

    on = Day(N_("日にち"))
    begins = Clock(N_("始まり"))
    ends = Clock(N_("終わり"))


class ThingForm(Part):
    """Something wanted besides hands; an empty row is left out."""

    kind = Choice(
        N_("種類"),
        choices=lambda: [
            ("", _("なし")),
            *labels([(k.value, RESOURCE_WORDS[k]) for k in ResourceKind]),
        ],
    )
    name = Text(N_("名前"), most=80, hint=N_("例：軽トラック、テント"))
    quantity = Number(N_("数"), least=1, most=1000)


def read_spans(rows: Any) -> Iterator[Span]:
    """The filled rows; an end before the beginning is left for `problems` to say."""
    for row in rows:
        on, begins, ends = row.form.on.data, row.form.begins.data, row.form.ends.data
        if on and begins and ends:
            yield Span(datetime.combine(on, begins, TOKYO), datetime.combine(on, ends, TOKYO))


def is_half_filled(row: Any) -> bool:
    """Some of a day's fields are filled and some are not."""
    filled = [bool(f.data) for f in (row.on, row.begins, row.ends)]
    return any(filled) and not all(filled)


class TimesForm(Form):
    """When: fixed days, or some time within a range."""

    timing = Choice(
        N_("いつ"), radio=True, choices=lambda: labels(TIMINGS), default="fixed",
        validators=[required(N_("どちらかを選んでください。"))],
    )  # fmt: skip
    slots = FieldList(
        FormField(SlotForm, label=N_("日時")),
        label=N_("日時"),
        min_entries=1,
        max_entries=MOST_ROWS,
    )
    from_on = Day(N_("いつから"))
    to_on = Day(N_("いつまで"))
    week = WeekHours(N_("都合のよい曜日と時間"))
    minutes_wanted = Number(N_("かかる時間（分）"), least=5, most=1440, default=60)

    def wants_row(self) -> bool:
        """The button for one more row was pressed."""
        return "add-slots" in request.form

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if any(is_half_filled(row.form) for row in self.slots):
            self.slots.errors = [_("日にち・始まり・終わりの三つを入力してください。")]
            sound = False
        return sound

    def times(self) -> dict[str, Any]:
        flexible = self.timing.data == "flexible"
        return {
            "flexible": flexible,
            "slots": () if flexible else tuple(read_spans(self.slots)),
            "from_on": self.from_on.data if flexible else None,
            "to_on": self.to_on.data if flexible else None,
            "week": frozenset(self.week.data or ()) if flexible else frozenset(),
            "minutes_wanted": self.minutes_wanted.data or 60,
        }

    @staticmethod
    def shown(draft: NeedDraft) -> dict[str, Any]:
        return {
            "timing": "flexible" if draft.flexible else "fixed",
            "slots": [
                {
                    "on": in_tokyo(span.starts_at).date(),
                    "begins": in_tokyo(span.starts_at).time(),
                    "ends": in_tokyo(span.ends_at).time(),
                }
                for span in draft.slots
            ],
            "from_on": draft.from_on,
            "to_on": draft.to_on,
            "week": sorted(draft.week),
            "minutes_wanted": draft.minutes_wanted,
        }


class KindForm(Form):
    """Step 1: what sort of help."""

    kind = Choice(
        N_("どんなお手伝いですか"), radio=True, choices=kinds,
        validators=[required(N_("どんな手伝いか、種類を選んでください。"))],
    )  # fmt: skip


class WhatForm(Form):
    """Step 2: what exactly."""

    title = Text(
        N_("何を手伝ってほしいですか"), most=80, hint=N_("例：庭の草取りを手伝ってください"),
        validators=[required(N_("何を手伝ってほしいか、短く入力してください。"))],
    )  # fmt: skip
    body = LongText(
        N_("くわしく教えてください"), hint=N_("広さ、量、道具のあるなしなど"),
        validators=[required(N_("手伝ってほしいことを、くわしく入力してください。"))],
    )  # fmt: skip
    why = LongText(N_("困っているわけ"), most=1000)
    photo = FileField(N_("写真"))


class WhereForm(Form):
    """Step 3: where; the exact place is told only to those who come."""

    district_id = Choice(
        N_("地区"), coerce=record_id, choices=district_choices,
        validators=[required(N_("地区を選んでください。"))],
    )  # fmt: skip
    town = Text(N_("町"), hint=N_("公開のページには、地区と町だけが出ます。"))
    exact_place = Text(
        N_("くわしい場所（番地など）"),
        most=200,
        hint=N_("手伝う人が決まってから、その人だけに知らせます。"),
    )


class WhoForm(Form):
    """Step 5: how many, and what they should know."""

    helpers_wanted = Number(
        N_("何人来てほしいですか"), least=1, most=500, default=1,
        validators=[required(N_("人数を入力してください。"))],
    )  # fmt: skip
    bring = Text(N_("持ってきてほしい物"), most=300)
    urgency = Choice(
        N_("急ぎですか"), radio=True, default=Urgency.NORMAL.value,
        choices=lambda: labels([(u.value, URGENCY_WORDS[u]) for u in Urgency]),
    )  # fmt: skip
    powered_tools = BooleanField(N_("草刈機など動力のある道具を使う"))
    contact_phone = Phone(N_("連絡のつく電話番号"))


class NeedForm(TimesForm):
    """Everything on one sheet: for associations, for changing a need, for the desk."""

    kind = Choice(
        N_("種類"), choices=lambda: [("", _("選んでください")), *kinds()],
        validators=[required(N_("どんな手伝いか、種類を選んでください。"))],
    )  # fmt: skip
    title = Text(
        N_("題名"),
        most=80,
        validators=[required(N_("何を手伝ってほしいか、短く入力してください。"))],
    )
    body = LongText(
        N_("手伝ってほしいこと"),
        validators=[required(N_("手伝ってほしいことを、くわしく入力してください。"))],
    )
    why = LongText(N_("わけ・目的"), most=1000)
    district_id = Choice(N_("地区"), coerce=record_id, choices=district_choices)
    town = Text(N_("町"))
    exact_place = Text(N_("くわしい場所（公開されません）"), most=200)
    meeting_place = Text(N_("集合場所"), most=200)
    remote = BooleanField(N_("家にいたまま（オンラインなど）でできる"))
    helpers_wanted = Number(
        N_("人数"),
        least=1,
        most=500,
        default=1,
        validators=[required(N_("人数を入力してください。"))],
    )
    skills_wanted = Choices(N_("あるとよい特技"), choices=skill_choices)
    skills_required = Choices(N_("必ず必要な特技・免許・資格"), choices=required_choices)
    things = FieldList(
        FormField(ThingForm, label=N_("必要な物")),
        label=N_("必要な物"),
        min_entries=1,
        max_entries=10,
    )
    urgency = Choice(
        N_("急ぎ"), radio=True, default=Urgency.NORMAL.value,
        choices=lambda: labels([(u.value, URGENCY_WORDS[u]) for u in Urgency]),
    )  # fmt: skip
    powered_tools = BooleanField(N_("草刈機など動力のある道具を使う"))
    for_credit = BooleanField(N_("単位・資格のための活動である"))
    fee_yen = Number(N_("参加費や謝礼（円）"), most=1_000_000, default=0)
    beginners_welcome = BooleanField(N_("初めての人も歓迎"), default=True)
    children_welcome = BooleanField(N_("子ども連れも歓迎"))
    least_age = Number(N_("何歳以上"), most=99)
    bring = Text(N_("持ち物"), most=300)
    contact_name = Text(N_("当日の連絡先（名前）"), most=120)
    contact_phone = Phone(N_("当日の連絡先（電話）"))
    answer_on = Day(N_("返事の期限（日）"))
    answer_at = Clock(N_("返事の期限（時刻）"))
    version = HiddenField()

    def draft(self, start: NeedDraft) -> NeedDraft:
        """The sheet as filled in, over what the need said before."""
        plain = (
            "kind", "title", "body", "why", "district_id", "town", "exact_place", "meeting_place",
            "remote", "helpers_wanted", "powered_tools", "for_credit", "beginners_welcome",
            "children_welcome", "least_age", "bring", "contact_name", "contact_phone",
        )  # fmt: skip
        return replace(
            start,
            **{name: self._fields[name].data for name in plain},
            **self.times(),
            fee_yen=self.fee_yen.data or 0,
            urgency=Urgency(self.urgency.data or Urgency.NORMAL),
            skills_wanted=tuple(self.skills_wanted.data or ()),
            skills_required=tuple(self.skills_required.data or ()),
            things=tuple(self._things()),
            answer_by=self._answer_by(),
        )

    def _things(self) -> Iterator[Thing]:
        for row in self.things:
            if row.form.kind.data:
                kind = ResourceKind(row.form.kind.data)
                yield Thing(kind, row.form.name.data or "", row.form.quantity.data or 1)

    def _answer_by(self) -> datetime | None:
        on: date | None = self.answer_on.data
        return datetime.combine(on, self.answer_at.data or time(18), TOKYO) if on else None

    @staticmethod
    def filled(draft: NeedDraft) -> dict[str, Any]:
        """What the form shows for a sheet."""
        answer_by = in_tokyo(draft.answer_by) if draft.answer_by else None
        return {
            **vars(draft),
            **TimesForm.shown(draft),
            "urgency": draft.urgency.value,
            "skills_wanted": list(draft.skills_wanted),
            "skills_required": list(draft.skills_required),
            "things": [
                {"kind": t.kind.value, "name": t.name, "quantity": t.quantity} for t in draft.things
            ],
            "answer_on": answer_by.date() if answer_by else None,
            "answer_at": answer_by.time() if answer_by else None,
        }


class CloseForm(Form):
    """End a need, with a reason."""

    closing = Choice(
        N_("どうなりましたか"), radio=True,
        choices=lambda: labels([
            (Closing.WITHDRAWN.value, N_("もう必要なくなった")),
            (Closing.DONE.value, N_("活動が終わった")),
            (Closing.UNFILLED.value, N_("人が見つからなかった")),
        ]),
        validators=[required(N_("どれかを選んでください。"))],
    )  # fmt: skip
    note = LongText(N_("ひとこと"), most=500)


def suggested_answer_by(draft: NeedDraft) -> datetime | None:
    """The evening two days before the beginning."""
    first = draft.first_start_at
    if first is None:
        return None
    before = in_tokyo(first).date() - timedelta(days=2)
    return datetime.combine(before, time(18), TOKYO)
