"""Choosing a file to import, and how to write one out."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import StopValidation

from matching.i18n import N_, _
from matching.web.fields import Choice, labels, required
from matching.web.forms import Form

ENCODING_WORDS = {
    "utf-8": N_("ふつう（UTF-8。最近のExcelで開けます）"),
    "cp932": N_("古いソフト向け（Shift_JIS）"),
}


def chosen(_form: object, field: Any) -> None:
    """A file must have been chosen."""
    if not field.data or not field.data.filename:
        raise StopValidation(_("名簿のファイルを選んでください。"))


chosen.field_flags = {"required": True}  # type: ignore[attr-defined] # as `required` has them


class UploadForm(Form):
    """The register as a file."""

    file = FileField(
        N_("名簿のファイル"),
        description=N_("CSV（UTF-8、Shift_JIS）かExcel（.xlsx）。10MB、10,000行まで。"),
        validators=[chosen],
        render_kw={"accept": ".csv,.txt,.xlsx"},
    )


class ExportForm(Form):
    """How the file is to be written."""

    encoding = Choice(
        N_("文字コード"),
        choices=lambda: labels(list(ENCODING_WORDS.items())),
        radio=True,
        default="utf-8",
        validators=[required(N_("文字コードを選んでください。"))],
    )
    accepted = BooleanField(N_("下の文字を「〓」に置きかえて書き出す"))
