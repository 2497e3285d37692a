"""Forms about what came of it."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from matching.i18n import N_, _
from matching.outcomes.drafts import ReportDraft
from matching.outcomes.rules import SOLVED_WORDS, Solved
from matching.web.fields import Choice, Day, LongText, Number, labels, required
from matching.web.forms import Form


class FiguresForm(Form):
    """When, how long, how many."""

    held_on = Day(N_("活動した日"), validators=[required(N_("活動した日を入力してください。"))])
    hours = Number(N_("時間"), most=24, default=1, hint=N_("一人あたりの時間です。"))
    minutes = Number(N_("分"), most=59, default=0)
    people = Number(
        N_("人数"),
        least=1,
        most=500,
        default=1,
        validators=[required(N_("人数を入力してください。"))],
    )

    def minutes_each(self) -> int:
        return (self.hours.data or 0) * 60 + (self.minutes.data or 0)

    def validate_minutes(self, _field: object) -> None:
        if not self.hours.errors and self.minutes_each() == 0:
            raise StopValidation(_("活動した時間を入力してください。"))


def solved_choices() -> list[tuple[Any, str]]:
    return [("", _("選ばない")), *labels([(s.value, SOLVED_WORDS[s]) for s in Solved])]


class ReportForm(FiguresForm):
    """What one side says."""

    solved = Choice(N_("困りごとは解決しましたか"), choices=solved_choices)
    done = LongText(N_("したこと"), most=1000)
    thanks = LongText(N_("お礼のことば"), most=1000, hint=N_("手伝った人に届きます。"))
    problems = LongText(
        N_("困ったこと・気づいたこと"), most=1000, hint=N_("センターの職員だけが読みます。")
    )

    def draft(self) -> ReportDraft:
        return ReportDraft(
            held_on=self.held_on.data,
            minutes=self.minutes_each(),
            people=self.people.data or 1,
            solved=Solved(self.solved.data) if self.solved.data else None,
            done=self.done.data or "",
            thanks=self.thanks.data or "",
            problems=self.problems.data or "",
        )


class ApprovalForm(FiguresForm):
    """What counts."""

    solved = Choice(N_("困りごとは解決しましたか"), choices=solved_choices)

    def solved_value(self) -> Solved | None:
        return Solved(self.solved.data) if self.solved.data else None


class CorrectionForm(FiguresForm):
    """What counts instead, and why."""

    reason = LongText(
        N_("訂正の理由"), most=500, validators=[required(N_("訂正の理由を入力してください。"))]
    )
