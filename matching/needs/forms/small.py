"""Forms of one or two questions: ending a need, adding a photo."""

from __future__ import annotations

from wtforms.validators import StopValidation

from matching.i18n import N_, _
from matching.needs.forms.fields import PictureField
from matching.needs.rules import Closing
from matching.web.fields import Choice, LongText, labels, required
from matching.web.forms import Form

ENDINGS = [
    (Closing.WITHDRAWN.value, N_("もう必要なくなった")),
    (Closing.DONE.value, N_("活動が終わった")),
    (Closing.UNFILLED.value, N_("人が見つからなかった")),
]


class CloseForm(Form):
    """End a need, with a reason."""

    closing = Choice(
        N_("どうなりましたか"), radio=True, choices=lambda: labels(ENDINGS),
        validators=[required(N_("どれかを選んでください。"))],
    )  # fmt: skip
    note = LongText(
        N_("ひとこと"),
        most=500,
        hint=N_("人が見つからなかったときは、思い当たる理由を入力してください。"),
    )

    def validate_note(self, field: LongText) -> None:
        """A need that found nobody says why, so that the city can learn from it."""
        if self.closing.data == Closing.UNFILLED and not field.data:
            raise StopValidation(_("人が見つからなかった理由を入力してください。"))


class PhotoForm(Form):
    """One picture."""

    photo = PictureField(
        N_("加える写真"), hint=N_("10MBまで。撮った場所や日時の記録は取りのぞいて保存します。")
    )  # fmt: skip

    def validate_photo(self, field: PictureField) -> None:
        if field.picture is None and not field.errors:
            raise StopValidation(_("写真を選んでください。"))
