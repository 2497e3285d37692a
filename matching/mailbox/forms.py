"""The form about how somebody wants to be written to."""

from __future__ import annotations

from wtforms import BooleanField

from matching.i18n import N_, _
from matching.mailbox.models import Wishes
from matching.mailbox.rules import MODE_WORDS, Mode
from matching.web.fields import Choice, required
from matching.web.forms import Form


class WishesForm(Form):
    mode = Choice(
        N_("お知らせの受け取り方"),
        hint=N_("あなたの活動や依頼についてのお知らせです。"),
        radio=True,
        validators=[required(N_("受け取り方を選んでください。"))],
    )
    digest = BooleanField(N_("週に1回、あなたに合う募集をまとめて受け取る（木曜の朝）"))

    @classmethod
    def of(cls, wishes: Wishes | None) -> WishesForm:
        """Filled with what holds now; the defaults where nothing was said yet."""
        mode = wishes.mode if wishes else Mode.AT_ONCE
        form = cls(data={"mode": mode.value, "digest": wishes.digest if wishes else True})
        form.mode.choices = [(mode.value, _(words)) for mode, words in MODE_WORDS.items()]
        return form
