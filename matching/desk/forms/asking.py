"""Asking people, giving back, answers by telephone, the week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from matching.calendar import TOKYO, in_tokyo
from matching.desk.drafts import Asking, Heard, LinkMaker, Terms, problems
from matching.desk.pages import Proposed, fixed_start
from matching.desk.rules import default_answer_by
from matching.i18n import N_
from matching.needs.forms.fields import VersionedForm
from matching.needs.models import Need
from matching.pairing.rules import Candidate
from matching.problems import Problem
from matching.web.fields import (
    Choice,
    Choices,
    Clock,
    Day,
    LongText,
    Number,
    labels,
    record_id,
    required,
)
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

    def offer_to(self, candidates: Sequence[Candidate]) -> None:
        """Only these may be ticked."""
        self.offers.choices = [SelectChoice(one.offer_id, one.name) for one in candidates]

    def suggest(self, answer_by: datetime) -> None:
        """Fill in an answer-by time."""
        local = in_tokyo(answer_by)
        self.answer_on.data, self.answer_at.data = local.date(), local.time()

    def is_fine(self, starts_at: datetime | None, now: datetime) -> bool:
        valid = self.validate_on_submit()
        asking = Asking(tuple(self.offers.data or ()), self._answer_by())
        return not self.blame(problems(asking, starts_at=starts_at, now=now)) and valid

    def chosen(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        return [one for one in candidates if one.offer_id in (self.offers.data or ())]

    def terms(self, link: LinkMaker) -> Terms:
        answer_by = self._answer_by()
        assert answer_by is not None, "is_fine says so"
        return Terms(answer_by, self.note.data or "", link)

    def _answer_by(self) -> datetime | None:
        if self.answer_on.data is None or self.answer_at.data is None:
            return None
        return datetime.combine(self.answer_on.data, self.answer_at.data, TOKYO)


class PublishForm(VersionedForm):
    """The need as the coordinator read it: what was changed meanwhile is read once more."""

    told = N_(
        "確かめているあいだに、この依頼の内容が変わりました。まだ公開していません。"
        "今の内容を読んで、よければもう一度「公開する」を押してください。"
    )


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
    places = Number(N_("来られる人数"), least=1, default=1)
    override = LongText(
        N_("同じ時間に約束があっても引き受けてもらう理由"),
        most=500,
        hint=N_("例：先の活動は別の社員が行くと聞いた。記録に残ります。"),
    )
    note = LongText(N_("聞いたこと"), most=500, hint=N_("断る理由は、聞かなくてもかまいません。"))

    def is_fine(self, clashes: bool, head_count: int) -> bool:
        valid = self.validate_on_submit()
        return valid and not self.blame(self._problems(clashes, head_count))

    def _problems(self, clashes: bool, head_count: int) -> Iterator[Problem]:
        if self.answer.data != "yes":
            return
        if not 1 <= (self.places.data or 1) <= head_count:
            words = N_("1人から%(most)s人までの人数を入力してください。")
            yield Problem("places", words, {"most": head_count})
        if clashes and not self.override.data:
            yield Problem(
                "override", N_("同じ時間に別の活動の約束があります。理由を書いてください。")
            )

    def heard(self) -> Heard:
        return Heard(
            yes=self.answer.data == "yes",
            places=self.places.data or 1,
            override=self.override.data or "",
            note=self.note.data or "",
        )


class WeekForm(Form):
    """Which of the week's proposals to send out."""

    pairs = Choices(N_("お願いする組み合わせ"), coerce=str)
    note = LongText(N_("添える言葉"), most=500, hint=N_("お願いの手紙に入ります。"))

    def offer(self, proposed: Sequence[Proposed]) -> None:
        """Only these may be ticked; all are, until somebody takes one away."""
        keys = [(one.key(c), c.name) for one in proposed for c in one.candidates]
        self.pairs.choices = [SelectChoice(key, name) for key, name in keys]
        if not self.is_submitted():
            self.pairs.data = [key for key, _name in keys]

    def is_fine(self) -> bool:
        if not self.validate_on_submit():
            return False
        words = N_("お願いする組み合わせを選んでください。")
        return not self.blame([] if self.pairs.data else [Problem("pairs", words)])

    def chosen(self, proposed: Sequence[Proposed]) -> list[Proposed]:
        """The ticked ones, need by need."""
        ticked = set(self.pairs.data or ())
        kept = [
            Proposed(one.need, [c for c in one.candidates if one.key(c) in ticked])
            for one in proposed
        ]
        return [one for one in kept if one.candidates]

    def terms(self, link: LinkMaker, now: datetime) -> Callable[[Need], Terms]:
        """The usual answer-by time of each need."""
        note = self.note.data or ""
        return lambda need: Terms(default_answer_by(fixed_start(need), now), note, link)
