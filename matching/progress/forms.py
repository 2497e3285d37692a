"""Forms about the plan."""

from __future__ import annotations

from wtforms import Field
from wtforms.validators import ValidationError

from matching.calendar import fiscal_year_name
from matching.i18n import N_, _, language
from matching.plan.actions import Successor
from matching.plan.models import Plan
from matching.web.fields import Choice, Text, record_id, required
from matching.web.forms import Form

YEARS_AHEAD = 15


class CarryOverForm(Form):
    """The plan that follows: its name and its fiscal years."""

    name = Text(
        N_("次の計画の名前"),
        most=100,
        validators=[required(N_("次の計画の名前を入力してください。"))],
    )
    first_year = Choice(
        N_("始まりの年度"),
        coerce=record_id,
        validators=[required(N_("始まりの年度を選んでください。"))],
    )
    last_year = Choice(
        N_("終わりの年度"),
        coerce=record_id,
        validators=[required(N_("終わりの年度を選んでください。"))],
    )

    def offer(self, plan: Plan) -> None:
        """Years after the plan's last one."""
        years = range(plan.last_year + 1, plan.last_year + 1 + YEARS_AHEAD)
        choices = [(y, f"{fiscal_year_name(y, language())} ({y})") for y in years]
        self.first_year.choices = choices
        self.last_year.choices = choices

    def validate_last_year(self, field: Field) -> None:
        if field.data and self.first_year.data and field.data < self.first_year.data:
            raise ValidationError(_("終わりの年度は、始まりの年度かそれより後にしてください。"))

    def successor(self, plan: Plan) -> Successor:
        """What the form says of the plan that follows `plan`."""
        slug = f"kofu-kyodo-{plan.phase + 1}"
        assert self.first_year.data is not None, "required"
        assert self.last_year.data is not None, "required"
        return Successor(slug, self.name.data or "", self.first_year.data, self.last_year.data)
