"""The whole need on one sheet: for associations, for changing a need, for the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, FormField

from matching import clock
from matching.calendar import TOKYO, fiscal_year, in_tokyo
from matching.i18n import N_, _, language
from matching.needs.drafts import LENGTHS, MOST_THINGS, MOST_YEN, NeedDraft, Thing
from matching.needs.forms.fields import (
    ContactPhone,
    Rows,
    district_choices,
    kinds,
    optional_id,
    urgency,
)
from matching.needs.forms.times import TimesForm
from matching.needs.rules import Urgency
from matching.plan.models import Initiative
from matching.plan.queries import initiatives_of
from matching.problems import Problem
from matching.skills.rules import LICENCE, RESOURCE_WORDS, ResourceKind, licences, skills
from matching.web.fields import (
    Choice,
    Choices,
    Clock,
    Day,
    LongText,
    Number,
    Text,
    labels,
    required,
)
from matching.web.forms import Part
from matching.web.transaction import session

SAME = (
    "kind", "title", "body", "why", "town", "exact_place", "meeting_place",
    "remote", "helpers_wanted", "powered_tools", "for_credit", "beginners_welcome",
    "children_welcome", "least_age", "bring", "contact_name", "contact_phone",
)  # fmt: skip
"""Fields of the form that are fields of the draft."""


def skill_choices() -> list[tuple[str, str]]:
    held = [(f"{LICENCE}{one.code}", one.name(language())) for one in licences()]
    return [*((skill.code, skill.name(language())) for skill in skills()), *held]


def initiative_choices() -> list[tuple[Any, str]]:
    """Initiatives of this year's plan; usually nobody has to choose."""
    year = fiscal_year(clock.today())
    found = [(one.id, f"{one.code} {one.name}") for one in session().scalars(initiatives_of(year))]
    return [("", _("種類に合わせて自動で決める")), *found]


class ThingForm(Part):
    """Something wanted besides hands; an empty row is left out."""

    kind = Choice(
        N_("種類"),
        choices=lambda: [
            ("", _("なし")),
            *labels([(kind.value, words) for kind, words in RESOURCE_WORDS.items()]),
        ],
    )
    name = Text(N_("名前"), most=80, hint=N_("例：軽トラック、テント"))
    quantity = Number(N_("数"), least=1, most=1000)

    def lacks_kind(self) -> bool:
        """Something was named, but not what sort of thing it is."""
        return bool(self.name.data and not self.kind.data)

    def thing(self) -> Thing | None:
        if not self.kind.data:
            return None
        kind = ResourceKind(self.kind.data)
        return Thing(kind, self.name.data or "", self.quantity.data or 1)


class NeedForm(TimesForm):
    """Everything a need says."""

    kind = Choice(
        N_("種類"), choices=lambda: [("", _("選んでください")), *kinds()],
        validators=[required(N_("どんな手伝いか、種類を選んでください。"))],
    )  # fmt: skip
    title = Text(
        N_("題名"), most=LENGTHS["title"], hint=N_("例：河川清掃のお手伝い"),
        validators=[required(N_("何を手伝ってほしいか、短く入力してください。"))],
    )  # fmt: skip
    body = LongText(
        N_("手伝ってほしいこと"), most=LENGTHS["body"],
        validators=[required(N_("手伝ってほしいことを、くわしく入力してください。"))],
    )  # fmt: skip
    why = LongText(N_("わけ・目的"), most=LENGTHS["why"])
    district_id = Choice(N_("地区"), coerce=optional_id, choices=district_choices)
    town = Text(N_("町"), most=LENGTHS["town"])
    exact_place = Text(N_("くわしい場所（公開されません）"), most=LENGTHS["exact_place"])
    meeting_place = Text(
        N_("集合場所"), most=LENGTHS["meeting_place"],
        hint=N_("参加が決まった人だけに知らせます。"),
    )  # fmt: skip
    remote = BooleanField(N_("家にいたまま（オンラインなど）でできる"))
    helpers_wanted = Number(
        N_("人数"), least=1, most=500, default=1,
        validators=[required(N_("人数を入力してください。"))],
    )  # fmt: skip
    skills_wanted = Choices(N_("あるとよい特技・免許・資格"), choices=skill_choices)
    skills_required = Choices(N_("必ず必要な特技・免許・資格"), choices=skill_choices)
    things = Rows(
        FormField(ThingForm, label=N_("必要な物")),
        label=N_("必要な物"),
        min_entries=1,
        max_entries=MOST_THINGS,
    )
    urgency = urgency()
    powered_tools = BooleanField(N_("草刈機・チェーンソーなど、動力のある道具を使う"))
    for_credit = BooleanField(N_("単位や資格のための活動である"))
    fee_yen = Number(N_("参加費や謝礼（円）"), most=MOST_YEN, default=0)
    beginners_welcome = BooleanField(N_("初めての人も歓迎"), default=True)
    children_welcome = BooleanField(N_("子ども連れも歓迎"))
    least_age = Number(N_("何歳以上"), most=99)
    bring = Text(N_("持ち物"), most=LENGTHS["bring"], hint=N_("例：軍手、飲み物、長靴"))
    contact_name = Text(N_("当日の連絡先（名前）"), most=LENGTHS["contact_name"])
    contact_phone = ContactPhone(N_("当日の連絡先（電話）"))
    answer_on = Day(N_("応募の締切（日）"))
    answer_at = Clock(N_("応募の締切（時刻）"), hint=N_("空欄のときは18時です。"))
    initiative_id = Choice(
        N_("行動計画のどの事業に数えるか"), coerce=optional_id, choices=initiative_choices
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.district_id.flags.required = True  # unless it can be done from home
        chosen = self.initiative_id.object_data
        if chosen and chosen not in {value for value, *_rest in self.initiative_id.iter_choices()}:
            named = session().get_one(Initiative, chosen)
            self.initiative_id.choices = [
                *initiative_choices(), (named.id, f"{named.code} {named.name}"),
            ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if any(row.form.lacks_kind() for row in self.things):
            self.things.errors = [_("必要な物の種類を選んでください。")]
            sound = False
        return sound

    def draft(self, start: NeedDraft) -> NeedDraft:
        """The sheet as filled in, over what the need said before."""
        return replace(
            start,
            **{name: self._fields[name].data for name in SAME},
            district_id=self.district_id.data or None,
            initiative_id=self.initiative_id.data or None,
            **self.times(),
            fee_yen=self.fee_yen.data or 0,
            urgency=Urgency(self.urgency.data or Urgency.NORMAL),
            skills_wanted=tuple(sorted(self.skills_wanted.data or ())),
            skills_required=tuple(sorted(self.skills_required.data or ())),
            things=tuple(self._things()),
            answer_by=self._answer_by(),
        )

    def blame(self, problems: Iterable[Problem]) -> bool:
        """The answer-by time is asked for as a day and a time."""
        return super().blame(_at_its_field(problem) for problem in problems)

    def _things(self) -> Iterator[Thing]:
        for row in self.things:
            if thing := row.form.thing():
                yield thing

    def _answer_by(self) -> datetime | None:
        on: date | None = self.answer_on.data
        return datetime.combine(on, self.answer_at.data or time(18), TOKYO) if on else None

    @staticmethod
    def filled(draft: NeedDraft) -> dict[str, Any]:
        """What the form shows for a draft."""
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


def _at_its_field(problem: Problem) -> Problem:
    return replace(problem, field="answer_on") if problem.field == "answer_by" else problem
