"""When: fixed days with hours, or some time within a range of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import request
from wtforms import FormField

from matching.calendar import TOKYO, in_tokyo
from matching.i18n import N_, _
from matching.needs.drafts import MOST_SLOTS, NeedDraft, Span
from matching.needs.forms.fields import Rows, VersionedForm, forgive
from matching.web.fields import Choice, Clock, Day, Number, WeekHours, labels, required
from matching.web.forms import Part

FIXED, FLEXIBLE = "fixed", "flexible"
TIMINGS = [(FIXED, N_("日時が決まっている")), (FLEXIBLE, N_("ある期間のうち、いつでもよい"))]
ONLY_FIXED = ("slots",)
ONLY_FLEXIBLE = ("from_on", "to_on", "week", "parts", "minutes_wanted")


class SlotForm(Part):
    """One day with its hours; an empty row is left out."""

    on = Day(N_("日にち"))
    begins = Clock(N_("始まり"))
    ends = Clock(N_("終わり"))

    def span(self) -> Span | None:
        """The time, if all of it was given; an end before the beginning is for `problems` to say."""
        on, begins, ends = self.on.data, self.begins.data, self.ends.data
        if not on or begins is None or ends is None:
            return None
        return Span(datetime.combine(on, begins, TOKYO), datetime.combine(on, ends, TOKYO))

    def is_half_filled(self) -> bool:
        """Some of it was given and some not; what could not be read has its own complaint."""
        filled = [field.data is not None for field in self]
        return any(filled) and not all(filled) and not any(field.errors for field in self)


class TimesForm(VersionedForm):
    """Which of the two ways is taken decides which fields count."""

    timing = Choice(
        N_("次のどちらですか"), radio=True, choices=lambda: labels(TIMINGS), default=FIXED,
        validators=[required(N_("どちらかを選んでください。"))],
    )  # fmt: skip
    slots = Rows(
        FormField(SlotForm, label=N_("日時")),
        label=N_("日時"),
        min_entries=1,
        max_entries=MOST_SLOTS,
    )
    from_on = Day(N_("いつから"))
    to_on = Day(N_("いつまで"))
    week = WeekHours(N_("都合のよい曜日と時間"))
    minutes_wanted = Number(N_("かかる時間（分）"), least=5, most=1440, default=60)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        first = self.slots.entries[0].form
        asked = (self._fields.get(name) for name in ("from_on", "to_on", "parts"))
        for field in (*first, *asked):
            if field is not None:
                field.flags.required = (
                    True  # said beside the question; which ones count, `timing` says
                )

    @property
    def is_flexible(self) -> bool:
        return bool(self.timing.data == FLEXIBLE)

    def wants_row(self) -> bool:
        """A button for one more row was pressed."""
        return any(f"add-{name}" in request.form for name in self._rows())

    def add_rows(self) -> None:
        """One more row where it was asked for; nothing typed is lost."""
        for name, rows in self._rows().items():
            if f"add-{name}" in request.form:
                rows.grow()

    def _rows(self) -> dict[str, Rows]:
        return {name: field for name, field in self._fields.items() if isinstance(field, Rows)}

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        for name in ONLY_FIXED if self.is_flexible else ONLY_FLEXIBLE:
            if name in self._fields:
                forgive(self._fields[name])
        if not self.is_flexible and any(row.form.is_half_filled() for row in self.slots):
            self.slots.errors = [_("日にち・始まり・終わりの三つを入力してください。")]
        return not self.errors

    def times(self) -> dict[str, Any]:
        """The draft's fields about time."""
        flexible = self.is_flexible
        return {
            "flexible": flexible,
            "slots": () if flexible else tuple(self._spans()),
            "from_on": self.from_on.data if flexible else None,
            "to_on": self.to_on.data if flexible else None,
            "week": self.chosen_hours() if flexible else frozenset(),
            "minutes_wanted": self.minutes_wanted.data or 60,
        }

    def chosen_hours(self) -> frozenset[int]:
        return frozenset(self.week.data or ())

    def _spans(self) -> Iterator[Span]:
        for row in self.slots:
            if span := row.form.span():
                yield span

    @staticmethod
    def shown(draft: NeedDraft) -> dict[str, Any]:
        """What the form shows for a draft."""
        return {
            "timing": FLEXIBLE if draft.flexible else FIXED,
            "slots": [_row(span) for span in draft.slots],
            "from_on": draft.from_on,
            "to_on": draft.to_on,
            "week": sorted(draft.week),
            "minutes_wanted": draft.minutes_wanted,
        }


def _row(span: Span) -> dict[str, Any]:
    begins, ends = in_tokyo(span.starts_at), in_tokyo(span.ends_at)
    return {"on": begins.date(), "begins": begins.time(), "ends": ends.time()}
