"""Forms about certificates."""

from __future__ import annotations

from wtforms import BooleanField

from matching.certificates.drafts import Wish
from matching.certificates.rules import (
    MISREAD_WORDS,
    MOST_REASON,
    MOST_RECIPIENT,
    PERIOD_WORDS,
    Misread,
    Period,
    plain,
)
from matching.i18n import N_
from matching.web.fields import Choice, Day, LongText, Text, labels, required
from matching.web.forms import Form

MOST_TYPED = 100


class WishForm(Form):
    """What is to be certified, and what the paper says besides."""

    period = Choice(
        N_("証明する期間"),
        radio=True,
        choices=lambda: labels([(str(one), words) for one, words in PERIOD_WORDS.items()]),
        default=str(Period.THIS_YEAR),
        validators=[required(N_("証明する期間を選んでください。"))],
    )
    first_on = Day(N_("はじめの日"))
    last_on = Day(N_("おわりの日"))
    recipient = Text(
        N_("宛先"), most=MOST_RECIPIENT, hint=N_("例：○○大学 学生課。証明書の上に印刷します。")
    )
    prints_list = BooleanField(N_("ひとつひとつの活動の一覧も印刷する"), default=True)

    def draft(self) -> Wish:
        return Wish(
            period=Period(self.period.data),
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            recipient=self.recipient.data or "",
            prints_list=bool(self.prints_list.data),
        )

    @property
    def kept(self) -> dict[str, str]:
        """The same as hidden fields, for the page on which it is checked."""
        days = {"first_on": self.first_on.data, "last_on": self.last_on.data}
        return {
            "period": self.period.data or "",
            "recipient": self.recipient.data or "",
            **{name: day.isoformat() for name, day in days.items() if day},
            **({"prints_list": "y"} if self.prints_list.data else {}),
        }


class CodeForm(Form):
    """The code of a paper, as somebody reads it off."""

    code = Text(
        N_("証明書番号"),
        most=MOST_TYPED,
        hint=N_("4文字ずつ区切った16文字です。小さい文字でも、区切りがなくても読み取ります。"),
        validators=[required(MISREAD_WORDS[Misread.EMPTY])],
        render_kw={
            "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
        },
    )  # fmt: skip

    @property
    def plain(self) -> str:
        return plain(self.code.data or "")


class OwnRevocationForm(Form):
    """The paper is taken back by whose it is; a word why is welcome."""

    reason = LongText(N_("取り消すわけ"), most=MOST_REASON)


class RevocationForm(Form):
    """The paper is taken back by the centre."""

    reason = LongText(
        N_("取り消す理由"),
        most=MOST_REASON,
        hint=N_("本人にお知らせします。"),
        validators=[required(N_("取り消す理由を入力してください。"))],
    )
