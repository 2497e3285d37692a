"""Form fields that forgive how people type and explain what they refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import Any, TypeVar

from wtforms import Field, SelectField, SelectMultipleField, StringField, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation, ValidationError

from matching import calendar, clock
from matching.i18n import N_, _
from matching.phones import phone_words as phone_words
from matching.phones import read_phone as read_phone
from matching.text import clean_text, digits, one_line

MOST_ID = 2**31 - 1
T = TypeVar("T")


def required(words: str = "") -> Callable[[Any, Field], None]:
    """A validator: the field must be filled; `words` (a msgid) says what to enter."""

    def check(_form: object, field: Field) -> None:
        if field.data in (None, "", [], set()) and not field.errors:
            raise StopValidation(
                _(words) if words else _("%(name)sを入力してください。", name=field.label.text)
            )

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


class Text(StringField):
    """One line; control characters and doubled spaces are taken out, never refused."""

    multiline = False

    def __init__(self, label: str = "", *, most: int = 100, hint: str = "", **options: Any) -> None:
        validators = options.pop("validators", ())
        super().__init__(label, validators=[*validators, self._fits], **options)
        self.most = most
        self.hint = hint

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = str(valuelist[0]) if valuelist else ""
        self.data = clean_text(raw).strip() if self.multiline else one_line(raw)

    def _fits(self, _form: object, _field: Field) -> None:
        extra = len(self.data or "") - self.most
        if extra > 0:
            raise StopValidation(
                _(
                    "%(most)s文字までで入力してください（あと%(extra)s文字へらしてください）。",
                    most=self.most,
                    extra=extra,
                )
            )


class LongText(Text):
    """Several lines."""

    multiline = True
    widget = widgets.TextArea()

    def __init__(self, label: str = "", *, most: int = 2000, **options: Any) -> None:
        super().__init__(label, most=most, **options)


class _Typed(StringField):
    """A field whose typed text becomes a value; what cannot be read stays as it was typed."""

    refusal = N_("入力を確かめてください。")
    data: Any

    def __init__(self, label: str = "", *, hint: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.hint = hint
        self.typed: str | None = None

    def read(self, text: str) -> Any:
        """The value, or ValueError."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        return str(value)

    def refused(self, text: str) -> str:
        """What to say (a msgid) where this could not be read."""
        del text
        return self.refusal

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = one_line(str(valuelist[0])) if valuelist else ""
        self.data = None
        if self.typed:
            try:
                self.data = self.read(self.typed)
            except (ValueError, OverflowError):
                raise ValueError(_(self.refused(self.typed))) from None

    def pre_validate(self, form: object) -> None:
        del form
        if self.process_errors:
            raise StopValidation()  # said already, beside what was typed

    def _value(self) -> str:
        if self.typed is not None and self.data is None:
            return self.typed  # what was read is shown as pickers want it, 令和8年 as 2026-
        return "" if self.data in (None, "") else self.show(self.data)


class Number(_Typed):
    """A whole number; full-width and 漢数字 are read."""

    refusal = N_("数字で入力してください。")

    def __init__(
        self, label: str = "", *, least: int = 0, most: int = MOST_ID, **options: Any
    ) -> None:
        super().__init__(label, **options)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        plain = digits(text).replace(",", "").strip()
        if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
            raise ValueError(text)
        return int(plain)

    def post_validate(self, form: object, validation_stopped: bool) -> None:
        del form
        if validation_stopped or self.data is None:
            return
        if not self.least <= self.data <= self.most:
            raise ValidationError(
                _(
                    "%(least)sから%(most)sまでの数字で入力してください。",
                    least=self.least,
                    most=self.most,
                )
            )


NO_SUCH_DAY = N_("日付を確かめてください。その月に、その日はありません。")


class Day(_Typed):
    """A date: picked, or typed as 令和8年11月28日, R8.11.28, 2026/11/28, 11月28日."""

    refusal = N_("日付を確かめてください（例：2026-11-28、令和8年11月28日）。")

    def read(self, text: str) -> date:
        return _known(calendar.parse_date(text, clock.today()), text)

    def refused(self, text: str) -> str:
        return NO_SUCH_DAY if calendar.is_no_day(text) else self.refusal

    def show(self, value: date) -> str:
        return value.isoformat()


class Clock(_Typed):
    """A time of day: picked, or typed as 9:00, 9時半, 午後1時."""

    refusal = N_("時刻を確かめてください（例：9:00、13:30）。")

    def read(self, text: str) -> time:
        return _known(calendar.parse_time(text), text)

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class Phone(_Typed):
    """A Japanese telephone number, kept as E.164; full-width and any hyphen are read."""

    refusal = N_("電話番号を確かめてください（例：055-237-1161）。")

    def read(self, text: str) -> str:
        return read_phone(text)

    def show(self, value: str) -> str:
        return phone_words(value)


class PostalCode(_Typed):
    """Seven digits, kept as 4000000."""

    refusal = N_("郵便番号は7けたの数字で入力してください（例：400-0858）。")
    note = ""
    """What became of looking up its town."""

    def read(self, text: str) -> str:
        plain = digits(text).replace("-", "").replace("〒", "").strip()
        if not plain.isascii() or not plain.isdigit() or len(plain) != 7:
            raise ValueError(text)
        return plain

    def show(self, value: str) -> str:
        return f"{value[:3]}-{value[3:]}"


def _known(value: T | None, typed: str) -> T:
    if value is None:
        raise ValueError(typed)
    return value


Pairs = Iterable[tuple[Any, str]]


def _offered(choices: Pairs | Callable[[], Pairs]) -> Any:
    return choices if callable(choices) else [SelectChoice(*pair) for pair in choices]


class Choice(SelectField):
    """One of several; `radio=True` shows them all with large targets."""

    def __init__(
        self,
        label: str = "",
        *,
        choices: Pairs | Callable[[], Pairs] = (),
        radio: bool = False,
        hint: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, choices=_offered(choices), **options)
        self.hint = hint
        if radio:
            self.widget = widgets.ListWidget(prefix_label=False)
            self.option_widget = widgets.RadioInput()

    def pre_validate(self, form: object) -> None:
        del form
        allowed = [value for value, *_rest in self.iter_choices()]
        if self.data in (None, "") and "" not in allowed:
            return  # `required` says it in better words; an optional choice may stay empty
        if self.data not in allowed:
            raise StopValidation(_("選択肢の中から選んでください。"))


class Choices(SelectMultipleField):
    """Any number of several, as checkboxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(
        self, label: str = "", *, choices: Any = (), hint: str = "", **options: Any
    ) -> None:
        super().__init__(label, choices=_offered(choices), **options)
        self.hint = hint

    def pre_validate(self, form: object) -> None:
        del form
        allowed = {value for value, *_rest in self.iter_choices()}
        if any(item not in allowed for item in self.data or ()):
            raise StopValidation(_("選択肢の中から選んでください。"))


class WeekHours(Choices):
    """Free hours of a usual week: ints from 0 (Monday 0:00) to 167, drawn as a grid."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(
            label, coerce=_hour, choices=[(hour, str(hour)) for hour in range(168)], **options
        )


def _hour(text: object) -> int:
    hour = int(str(text)) if str(text).isascii() and str(text).isdigit() else -1
    return hour if 0 <= hour < 168 else -1


def record_id(text: object) -> int | None:
    """For `coerce`: the id of a row, None where the text is none a database could hold."""
    plain = str(text)
    if not plain.isascii() or not plain.isdigit() or len(plain) > 10 or int(plain) > MOST_ID:
        return None
    return int(plain)


def labels(pairs: Sequence[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Choices with their msgids in the reader's language."""
    return [(value, _(text)) for value, text in pairs]
