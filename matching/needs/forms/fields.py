"""Fields and choices that several forms about needs share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_wtf.file import FileField
from wtforms import FieldList, HiddenField
from wtforms.validators import StopValidation

from matching.districts.queries import districts
from matching.errors import RuleBroken
from matching.i18n import N_, _, is_easy, language
from matching.needs.models import Need
from matching.needs.photos import Picture, reencoded
from matching.needs.rules import URGENCY_WORDS, Urgency
from matching.skills.rules import groups
from matching.web.fields import Choice, Phone, labels, record_id
from matching.web.forms import Form
from matching.web.transaction import session

OVERTAKEN = N_(
    "ほかの人（または別の画面）が先にこの依頼を変更しました。"
    "下の内容はまだ保存していません。確かめて、もう一度送ってください。"
)
"""Beside it the page shows what is kept now."""


class VersionedForm(Form):
    """A form that remembers which version of the need it was filled in on."""

    version = HiddenField()
    told = OVERTAKEN
    overtaken = ""
    """What to tell who comes second; `told` once they do."""

    def is_overtaken(self, need: Need) -> bool:
        """Somebody else changed the need since this form was opened.

        If so it says so, keeps what was typed, and may be sent again.
        """
        if self.version.data == str(need.version):
            return False
        self.overtaken = _(self.told)
        self.version.data = str(need.version)
        return True


class ContactPhone(Phone):
    """Under which number helpers reach the asker, unless another one is known."""

    def is_needed_without(self, reached_at: str) -> None:
        """Mark it where the asker cannot be reached otherwise."""
        self.flags.required = not reached_at


class Rows(FieldList):  # type: ignore[type-arg] # generic in its types only
    """Several groups of fields; a button adds one more."""

    def grow(self) -> None:
        """One more row, unless there are enough."""
        if self.max_entries is None or len(self.entries) < self.max_entries:
            self.append_entry()

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """Only numbers a page of ours could have sent (the library fails on ² and on long ones)."""
        for key in formdata:
            index = key[len(prefix) + 1 :].split("-", 1)[0] if key.startswith(prefix) else ""
            if index.isascii() and index.isdigit() and len(index) <= 3:
                yield int(index)


class PictureField(FileField):
    """A photo; `picture` is what we keep of it, None if none was chosen."""

    picture: Picture | None = None
    kept = False
    """It was put to the draft although the page has to come back."""

    def __init__(self, label: str = "", *, hint: str = "", **options: Any) -> None:
        render = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(label, render_kw=render, **options)
        self.hint = hint

    def pre_validate(self, form: object) -> None:
        del form
        raw = self.data.read() if self.data else b""
        if not raw:
            return
        try:
            self.picture = reencoded(raw)
        except RuleBroken as why:
            raise StopValidation(_(why.text, **why.facts)) from None


def forgive(field: Any) -> None:
    """Take back every complaint about a field that is not asked for, and about those inside it."""
    for inner in getattr(field, "entries", ()):
        for part in inner.form:
            forgive(part)
    field.errors = []


def optional_id(text: object) -> int | str | None:
    """For `coerce` of a choice that may stay empty."""
    return "" if text == "" else record_id(text)


def kinds() -> list[tuple[str, str]]:
    return [(group.code, group.name(language())) for group in groups()]


def examples() -> dict[str, str]:
    """Kind → what people ask for, in one short line."""
    spoken = "easy" if is_easy() else language()
    return {
        group.code: _("例：%(examples)s", examples=group.examples(spoken)) for group in groups()
    }


def district_choices() -> list[tuple[Any, str]]:
    found = [(d.id, d.name) for d in session().scalars(districts())]
    return [("", _("選んでください")), *found]


def urgency() -> Choice:
    """Is it urgent?"""
    return Choice(
        N_("急ぎですか"),
        radio=True,
        default=Urgency.NORMAL.value,
        choices=lambda: labels([(u.value, URGENCY_WORDS[u]) for u in Urgency]),
    )
