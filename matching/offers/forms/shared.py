"""What forms share that two people may have open at once."""

from __future__ import annotations

from wtforms import HiddenField

from matching.i18n import N_, _
from matching.web.forms import Form

OVERTAKEN = N_(
    "開いているあいだに、ほかの人がこの内容を変えました。"
    "このまま保存すると、ここに入力した内容に置きかわります。"
)
"""Beside it the page shows what is kept now."""


class SharedForm(Form):
    """A form about what two people may change at once."""

    shown = HiddenField()
    """A sign of what stood there when the form was opened."""
    overtaken = ""
    """What to tell who comes second."""

    def is_overtaken(self, now: str, wanted: str) -> bool:
        """Somebody changed it meanwhile to something else: said once, then overwritten."""
        if self.shown.data in ("", None, now) or wanted == now:
            return False
        self.shown.data, self.overtaken = now, _(OVERTAKEN)
        return True
