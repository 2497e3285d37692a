"""A living page of every building block, for developers and for the checks of the look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FieldList, FileField, FormField, PasswordField
from wtforms import Form as PlainForm

from matching import calendar
from matching.web import fields
from matching.web.forms import Form

bp = Blueprint("components", __name__)

WORK = [("garden", "庭の草取り"), ("snow", "雪かき"), ("phone", "スマートフォンの使い方")]
TOWNS = ["里垣", "相川", "東", "北新", "池田", "千代田", "中道", "宮本"]


class SlotForm(PlainForm):
    """A nested group, as in a need with several slots."""

    on = fields.Day("日にち", validators=[fields.required()])
    starts = fields.Clock("始まり")


class SampleForm(Form):
    """One field of every kind."""

    title = fields.Text("題名", hint="例：公民館の落ち葉掃き", validators=[fields.required()])
    story = fields.LongText("くわしい内容", most=400)
    helpers = fields.Number("人数", least=1, most=99, validators=[fields.required()])
    day = fields.Day("日にち")
    held_on = fields.Day("行われた日", hint="例：2026-11-28、11/28、令和8年11月28日")
    starts = fields.Clock("始まりの時刻")
    phone = fields.Phone("電話番号")
    postal_code = fields.PostalCode("郵便番号", hint="例：400-0858")
    town = fields.Text("町名")
    district = fields.Choice("地区の一つ", choices=[("05", "里垣"), ("06", "相川")])
    password = PasswordField("パスワード")
    work = fields.Choice("分野", choices=WORK)
    way = fields.Choice("頼み方", choices=WORK, radio=True, validators=[fields.required()])
    size = fields.Choice("大きな選択肢", choices=WORK, radio=True)
    districts = fields.Choices("地区", choices=[(town, f"{town}地区") for town in TOWNS])
    photo = FileField("写真")
    agreed = BooleanField("利用のきまりに同意します", validators=[fields.required()])
    week = fields.WeekHours(
        "空いている時間", hint="ふだんの1週間で、手伝える時間を選んでください。"
    )
    slots = FieldList(FormField(SlotForm, label="日時"), label="日時", min_entries=2)


FILLED = {
    "week": {9, 10, 33, 34, 35, 57, 58, 153, 154},
    "size": "snow",
    "held_on": date(2026, 11, 23),
}


@dataclass(frozen=True)
class SamplePage:
    """A page of a list, as `pagination` wants it."""

    number: int = 2
    pages: int = 5
    total: int = 98
    has_next: bool = True
    has_prev: bool = True


@dataclass(frozen=True)
class SampleDay:
    """A day of a week, as `calendar_week` wants it."""

    on: date

    @property
    def is_today(self) -> bool:
        return self.on.day == 25

    @property
    def is_over(self) -> bool:
        return self.on.day < 25

    @property
    def is_off(self) -> bool:
        return calendar.is_day_off(self.on)

    @property
    def holiday(self) -> str | None:
        return calendar.holiday(self.on)


SHOWN = {
    "page": SamplePage(),
    "first_page": SamplePage(1, has_prev=False),
    "last_page": SamplePage(5, has_next=False),
    "week": [SampleDay(date(2026, 11, day)) for day in range(23, 30)],
}


@bp.route("/components", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    form = SampleForm(data=FILLED)
    if form.is_submitted() and not form.validate():
        return render_template("dev/components.html", form=form, **SHOWN), 422
    return render_template("dev/components.html", form=form, **SHOWN)


show.access = None  # type: ignore[attr-defined] # invented content; only registered in development
