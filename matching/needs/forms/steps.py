"""The resident's forms: one thing per page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from wtforms import BooleanField

from matching.i18n import N_
from matching.needs.drafts import NeedDraft
from matching.needs.forms.fields import (
    ContactPhone,
    PictureField,
    VersionedForm,
    district_choices,
    kinds,
    optional_id,
    urgency,
)
from matching.needs.forms.times import TimesForm
from matching.problems import Problem
from matching.web.fields import (
    Choice,
    Choices,
    LongText,
    Number,
    PostalCode,
    Text,
    labels,
    required,
)

WORKDAYS, WEEKEND = range(5), range(5, 7)


def _hours(days: range, first: int, last: int) -> frozenset[int]:
    return frozenset(day * 24 + hour for day in days for hour in range(first, last))


PARTS: Mapping[str, tuple[str, frozenset[int]]] = MappingProxyType(
    {
        "workday-morning": (N_("平日の午前（9時〜12時）"), _hours(WORKDAYS, 9, 12)),
        "workday-afternoon": (N_("平日の午後（13時〜17時）"), _hours(WORKDAYS, 13, 17)),
        "workday-evening": (N_("平日の夕方（17時〜20時）"), _hours(WORKDAYS, 17, 20)),
        "weekend-morning": (N_("土日の午前（9時〜12時）"), _hours(WEEKEND, 9, 12)),
        "weekend-afternoon": (N_("土日の午後（13時〜17時）"), _hours(WEEKEND, 13, 17)),
        "weekend-evening": (N_("土日の夕方（17時〜20時）"), _hours(WEEKEND, 17, 20)),
    }
)
"""Parts of the week that most people mean; finer hours are chosen in the grid."""


class KindForm(VersionedForm):
    """What sort of help."""

    kind = Choice(
        N_("手伝いの種類"), radio=True, choices=kinds,
        validators=[required(N_("どんな手伝いか、種類を選んでください。"))],
    )  # fmt: skip


class WhatForm(VersionedForm):
    """What exactly."""

    title = Text(
        N_("ひとことで言うと"), most=80,
        validators=[required(N_("何を手伝ってほしいか、短く入力してください。"))],
    )  # fmt: skip
    body = LongText(
        N_("くわしく教えてください"), hint=N_("広さや量、道具のあるなし、気をつけてほしいことなど"),
        validators=[required(N_("手伝ってほしいことを、くわしく入力してください。"))],
    )  # fmt: skip
    why = LongText(N_("お困りのわけ"), most=1000, hint=N_("例：腰を痛めて、かがめません"))
    photo = PictureField(
        N_("写真"), hint=N_("庭や部屋の様子が分かる写真があると、話が早く進みます。")
    )  # fmt: skip


class WhereForm(VersionedForm):
    """Where; the exact place is told only to those who come. The postal code only finds the town."""

    postal_code = PostalCode(N_("郵便番号"), hint=N_("例：400-0858"))
    district_id = Choice(
        N_("地区"), coerce=optional_id, choices=district_choices,
        validators=[required(N_("地区を選んでください。"))],
    )  # fmt: skip
    town = Text(N_("町"), hint=N_("みんなが見るページには、地区と町だけが出ます。"))
    exact_place = Text(
        N_("番地・建物の名前など"),
        most=200,
        hint=N_("手伝う人が決まってから、その人だけに知らせます。"),
    )


class WhenForm(TimesForm):
    """When; for those who are free to choose, in parts of the week."""

    parts = Choices(
        N_("都合のよい時間帯"),
        choices=lambda: labels([(code, words) for code, (words, _hours) in PARTS.items()]),
    )

    def blame(self, problems: Iterable[Problem]) -> bool:
        """Hours are first asked for as parts of the week."""
        return super().blame(
            replace(one, field="parts") if one.field == "week" else one for one in problems
        )

    def chosen_hours(self) -> frozenset[int]:
        parts = (PARTS[code][1] for code in self.parts.data or () if code in PARTS)
        return super().chosen_hours().union(*parts)

    @staticmethod
    def shown(draft: NeedDraft) -> dict[str, Any]:
        """Whole parts of the week as such, the hours left over in the grid."""
        chosen = [code for code, (_words, hours) in PARTS.items() if hours <= draft.week]
        rest = draft.week.difference(*(PARTS[code][1] for code in chosen))
        return TimesForm.shown(draft) | {"parts": chosen, "week": sorted(rest)}


class WhoForm(VersionedForm):
    """How many, and what they should know."""

    helpers_wanted = Number(
        N_("何人に来てほしいですか"), least=1, most=500, default=1,
        validators=[required(N_("人数を入力してください。"))],
    )  # fmt: skip
    bring = Text(N_("持ってきてほしい物"), most=300, hint=N_("例：軍手、飲み物"))
    urgency = urgency()
    powered_tools = BooleanField(N_("草刈機・チェーンソーなど、動力のある道具を使う"))
    contact_name = Text(N_("当日の連絡先（お名前）"), most=120)
    contact_phone = ContactPhone(
        N_("当日の連絡先（電話番号）"), hint=N_("手伝う人が決まってから、その人だけに知らせます。")
    )
