"""Forms about matches."""

from __future__ import annotations

from matching.i18n import N_
from matching.web.fields import Choice, LongText, Number, Phone, labels, required
from matching.web.forms import Form

ANSWERS = [("yes", N_("引き受けます")), ("no", N_("今回は見送ります"))]


class ReachedForm(Form):
    """Where somebody is asked for their telephone, if we do not know it; they may leave it empty."""

    phone = Phone(
        N_("電話番号"),
        hint=N_(
            "当日、待ち合わせや急な変更の連絡に使います。確定してから、相手の方だけに知らせます。"
            "書かないときは、メールアドレスだけを知らせます。"
        ),
    )

    @property
    def told_phone(self) -> str | None:
        return self.phone.data if self.phone else None

    def spare_phone(self) -> None:
        """Do not ask for what we know, or for what somebody else would have to say."""
        del self.phone


class AnswerForm(ReachedForm):
    """Yes or no; a reason is welcome, never needed."""

    answer = Choice(
        N_("お返事"),
        choices=lambda: labels(ANSWERS),
        validators=[required(N_("「引き受けます」か「今回は見送ります」を選んでください。"))],
    )
    places = Number(N_("来られる人数"), least=1, most=9999, default=1)
    note = LongText(
        N_("見送るわけ"), most=500, hint=N_("書かなくてもかまいません。次の参考にします。")
    )


class ApplyForm(ReachedForm):
    """Coming forward from the board, with a word why."""

    message = LongText(
        N_("ひとこと"),
        most=500,
        hint=N_(
            "応募したわけや、できることを書いてください。例：近くに住んでいるので、歩いて行けます。"
        ),
        validators=[required(N_("応募のひとことを入力してください。短くてかまいません。"))],
    )
    places = Number(N_("来られる人数"), least=1, most=9999, default=1)


class ReasonForm(Form):
    """Something that needs a reason."""

    note = LongText(N_("理由"), most=500, validators=[required(N_("理由を入力してください。"))])


class OverrideForm(Form):
    """A yes on somebody's behalf although they have promised to be elsewhere."""

    note = LongText(
        N_("同じ時間の二つの活動を認める理由"),
        most=500,
        hint=N_("例：先の活動は早く終わると本人に確かめた。記録に残ります。"),
        validators=[required(N_("理由を入力してください。"))],
    )


class WithdrawForm(Form):
    """The need is needed no longer; a word is welcome."""

    note = LongText(N_("ひとこと"), most=500, hint=N_("引き受けた方にはお知らせが届きます。"))
