"""Fields that forms about people share."""

from __future__ import annotations

from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation

from matching import calendar
from matching.accounts.drafts import (
    MOST_EMAIL,
    read_email,
)
from matching.accounts.rules import Role
from matching.districts.queries import districts
from matching.i18n import _
from matching.web.fields import (
    Text,
    labels,
    record_id,
)
from matching.web.transaction import session


class Email(Text):
    """An e-mail address, kept in lower case; full-width letters are read."""

    def __init__(self, label: str = "", **options: Any) -> None:
        options.setdefault("render_kw", {"autocomplete": "email", "inputmode": "email"})
        validators = [*options.pop("validators", ()), self._is_address]
        super().__init__(label, most=MOST_EMAIL, validators=validators, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        try:
            self.data = read_email(self.data or "")
        except ValueError:
            return  # shown as it was typed, beside what is wrong with it

    def _is_address(self, _form: object, _field: object) -> None:
        try:
            read_email(self.data or "")
        except ValueError:
            if self.data:
                raise StopValidation(
                    _("メールアドレスを確かめてください（例：hanako@example.jp）。")
                ) from None


class Year(Text):
    """A year, typed as 昭和34年, S34 or 1959."""

    year: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.year = calendar.parse_year(self.data or "")

    def pre_validate(self, form: object) -> None:
        del form
        if self.data and self.year is None:
            raise StopValidation(_("生まれた年を確かめてください（例：昭和34年、1959年）。"))


def district_choices() -> list[Any]:
    """The 31 districts, after an empty line."""
    rows = session().scalars(districts())
    return [SelectChoice("", _("選んでください"))] + [SelectChoice(d.id, d.name) for d in rows]


def optional_id(text: object) -> int | str | None:
    """For `coerce` of a choice that may stay empty."""
    return "" if text == "" else record_id(text)


def worded(pairs: Any) -> list[Any]:
    """Choices of a vocabulary, in the reader's language."""
    return [SelectChoice(str(value), text) for value, text in labels(list(pairs))]


def read_roles(values: list[str] | None) -> frozenset[Role]:
    """The chosen roles; the field has checked that there are such."""
    return frozenset(Role(value) for value in values or ())
