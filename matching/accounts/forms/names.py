"""The fields of a name, and what people come for."""

from __future__ import annotations

from typing import Any

from matching.accounts.drafts import (
    Name,
)
from matching.accounts.rules import Role
from matching.i18n import N_
from matching.text import hiragana
from matching.web.fields import (
    Text,
)
from matching.web.forms import Form


def _reading(text: str | None) -> str:
    return hiragana(text or "")


class NameForm(Form):
    """The fields of a name."""

    family_name = Text(N_("姓"), most=60, render_kw={"autocomplete": "family-name"})
    given_name = Text(N_("名"), most=60, render_kw={"autocomplete": "given-name"})
    family_kana = Text(N_("せい（ひらがな）"), most=60, filters=[_reading])
    given_kana = Text(N_("めい（ひらがな）"), most=60, filters=[_reading])
    known_as = Text(
        N_("通称・ローマ字の名前"),
        most=120,
        hint=N_("姓と名に分けられないときは、ここに1行で書いてください。"),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if not self.known_as.data:  # either the four, or the one line
            for part in (self.family_name, self.given_name, self.family_kana, self.given_kana):
                part.flags.required = True

    def name(self) -> Name:
        return Name(**{part: self[part].data or "" for part in Name.__dataclass_fields__})


COME_FOR = ((Role.RESIDENT, N_("手伝ってほしい")), (Role.VOLUNTEER, N_("手伝いたい")))
