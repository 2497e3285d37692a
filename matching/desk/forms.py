"""Forms of the desk: asking people, giving back, answers by telephone, the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from matching.calendar import TOKYO, in_tokyo
from matching.desk.drafts import Asking
from matching.i18n import N_
from matching.pairing.rules import Candidate
from matching.web.fields import Choice, Choices, Clock, Day, LongText, labels, record_id, required
from matching.web.forms import Form


class AskForm(Form):
    """Whom to ask for one need, and until when they should answer."""

    offers = Choices(N_("お願いする人"), coerce=record_id)
    answer_on = Day(
        N_("返事の期限（日）"), validators=[required(N_("返事の期限の日を選んでください。"))]
    )
    answer_at = Clock(
        N_("返事の期限（時刻）"), validators=[required(N_("返事の期限の時刻を選んでください。"))]
    )
    note = LongText(N_("添える言葉"), most=500, hint=N_("お願いの手紙に入ります。"))

    def offer_to(self, candidates: Iterable[Candidate]) -> None:
        """Only these may be ticked."""
        self.offers.choices = [(one.offer_id, one.name) for one in candidates]

    def suggest(self, answer_by: datetime) -> None:
        """Fill in an answer-by time where nothing was typed yet."""
        local = in_tokyo(answer_by)
        self.answer_on.data, self.answer_at.data = local.date(), local.time()

    def draft(self) -> Asking:
        return Asking(tuple(self.offers.data or ()), self._answer_by(), self.note.data or "")

    def _answer_by(self) -> datetime | None:
        if self.answer_on.data is None or self.answer_at.data is None:
            return None
        return datetime.combine(self.answer_on.data, self.answer_at.data, TOKYO)


class GiveBackForm(Form):
    """What the asker should change before the need can be published."""

    note = LongText(
        N_("頼んだ人への言葉"),
        most=1000,
        hint=N_("何を直せばよいかを、やさしい言葉で書きます。お知らせとメールで届きます。"),
        validators=[required(N_("何を直してほしいかを書いてください。"))],
    )


class AnswerForm(Form):
    """A helper's answer, as a coordinator heard it on the telephone."""

    answer = Choice(
        N_("返事"),
        radio=True,
        choices=lambda: labels([("yes", N_("引き受ける")), ("no", N_("今回は断る"))]),
        validators=[required(N_("返事を選んでください。"))],
    )
    note = LongText(N_("聞いたこと"), most=500, hint=N_("断る理由は、聞かなくてもかまいません。"))


class WeekForm(Form):
    """Which of the week's proposals to send out."""

    pairs = Choices(N_("お願いする組み合わせ"), coerce=str)
    note = LongText(N_("添える言葉"), most=500, hint=N_("すべてのお願いの手紙に入ります。"))
