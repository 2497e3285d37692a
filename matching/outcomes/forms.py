"""Forms about what came of an activity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from matching.i18n import N_, _
from matching.outcomes.drafts import ApprovalDraft, CorrectionDraft, ReportDraft
from matching.outcomes.rules import SOLVED_WORDS, Side, Solved
from matching.plan.models import Initiative
from matching.web.fields import Choice, Day, LongText, Number, labels, record_id, required
from matching.web.forms import Form

YES, NO = "yes", "no"
MOST_HOURS = 99_999
"""What the field takes; how much is too much, the drafts say with the number of people."""


def _solved_choices() -> list[tuple[str, str]]:
    return [("", _("わかりません")), *labels([(str(s), w) for s, w in SOLVED_WORDS.items()])]


def _solved(chosen: str | None) -> Solved | None:
    """What was chosen; nothing where no page of ours offers it, which the field itself says."""
    return Solved(chosen) if chosen in set(Solved) else None


def _row(text: object) -> int | str | None:
    """The id of a row; nothing chosen stays an empty choice."""
    return "" if text in (None, "") else record_id(text)


class TimeForm(Form):
    """The day, the time and the head-count; minutes are kept as they are typed."""

    held_on = Day(N_("活動した日"), validators=[required(N_("活動した日を入力してください。"))])
    hours = Number(N_("時間"), most=MOST_HOURS)
    minutes = Number(N_("分"), most=MOST_HOURS)
    people = Number(N_("人数"), most=MOST_HOURS)

    @property
    def length(self) -> int:
        return 60 * (self.hours.data or 0) + (self.minutes.data or 0)

    @staticmethod
    def times(held_on: date | None, minutes: int, people: int) -> dict[str, object]:
        """What the fields show for this day, length and head-count."""
        hours, rest = divmod(minutes, 60)
        return {"held_on": held_on, "hours": hours, "minutes": rest, "people": people}


class ReportForm(TimeForm):
    """What one side says."""

    came = Choice(
        N_("活動は行われましたか"),
        radio=True,
        choices=lambda: labels(
            [(YES, N_("はい、行われました")), (NO, N_("いいえ、来られませんでした"))]
        ),
        default=YES,
        validators=[required(N_("どちらかを選んでください。"))],
    )
    done = LongText(N_("したこと"), hint=N_("例：庭の草を刈り、袋にまとめました。"))
    solved = Choice(N_("困りごとは解決しましたか"), radio=True, choices=_solved_choices, default="")
    thanks = LongText(
        N_("お礼のことば"), hint=N_("手伝った方に、このことばだけをお届けします。"), most=500
    )
    problems = LongText(
        N_("困ったこと・気になったこと"), hint=N_("センターと市の職員だけが読みます。")
    )

    def suit(self, side: Side) -> None:
        """Ask each side only what it can say."""
        if side is Side.HELPER:
            del self.thanks

    def draft(self) -> ReportDraft:
        thanks = self.thanks.data if "thanks" in self else ""
        return ReportDraft(
            came=self.came.data == YES,
            held_on=self.held_on.data,
            minutes=self.length,
            people=self.people.data or 0,
            solved=_solved(self.solved.data),
            done=self.done.data or "",
            thanks=thanks or "",
            problems=self.problems.data or "",
        )


class CountForm(TimeForm):
    """What is to count, and for which initiative of the plan."""

    initiative = Choice(N_("数える事業"), coerce=_row)
    blank = ""

    def offer(self, initiatives: Iterable[Initiative]) -> None:
        """Let one of these be chosen, or none."""
        chosen = [(one.id, f"{one.code} {one.name}") for one in initiatives]
        self.initiative.choices = [("", _(self.blank)), *chosen]

    @property
    def initiative_id(self) -> int | None:
        return self.initiative.data or None


class ApprovalForm(CountForm):
    """The coordinator's or officer's word: this counts."""

    blank = N_("依頼に書かれたとおり")

    solved = Choice(N_("困りごとは解決しましたか"), radio=True, choices=_solved_choices, default="")

    def draft(self) -> ApprovalDraft:
        return ApprovalDraft(
            held_on=self.held_on.data,
            minutes=self.length,
            people=self.people.data or 0,
            solved=_solved(self.solved.data),
            initiative_id=self.initiative_id,
        )


class CorrectionForm(CountForm):
    """What should have counted, and why."""

    blank = N_("どの事業にも数えない")

    reason = LongText(
        N_("訂正の理由"),
        most=500,
        hint=N_("手伝った方にもお知らせします。"),
        validators=[required(N_("訂正の理由を入力してください。"))],
    )

    def draft(self) -> CorrectionDraft:
        return CorrectionDraft(
            held_on=self.held_on.data,
            minutes=self.length,
            people=self.people.data or 0,
            initiative_id=self.initiative_id,
            reason=self.reason.data or "",
        )


class NoShowForm(Form):
    """Nobody came."""

    note = LongText(
        N_("わかっている事情"),
        most=500,
        validators=[required(N_("事情を入力してください。わからないときは、そう書いてください。"))],
    )
