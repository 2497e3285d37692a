"""Forms about matches."""

from __future__ import annotations

from matching.i18n import N_
from matching.web.fields import Choice, LongText, Number, labels, required
from matching.web.forms import Form


class AnswerForm(Form):
    """Yes or no; a reason is welcome, never needed."""

    answer = Choice(
        N_("お返事"),
        choices=lambda: labels([("yes", N_("引き受けます")), ("no", N_("今回は見送ります"))]),
        validators=[required(N_("どちらかを選んでください。"))],
    )
    places = Number(N_("行ける人数"), least=1, most=500, default=1)
    note = LongText(N_("ひとこと"), most=500)


class ApplyForm(Form):
    """Coming forward from the board."""

    message = LongText(N_("ひとこと"), most=500, hint=N_("例：近くなので歩いて行けます。"))
    places = Number(N_("行ける人数"), least=1, most=500, default=1)


class ReasonForm(Form):
    """Something that needs a reason."""

    note = LongText(N_("理由"), most=500, validators=[required(N_("理由を入力してください。"))])


class OverrideForm(Form):
    """A yes on somebody's behalf although they have promised to be elsewhere."""

    note = LongText(
        N_("二つの活動を認める理由"),
        most=500,
        validators=[required(N_("理由を入力してください。"))],
    )


class ButtonForm(Form):
    """A button."""
