"""Importing the register from a file and writing it out, for coordinators."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, one, signed_in
from matching.accounts.rules import Role
from matching.exchange import policy, queries
from matching.exchange.actions import check_register, files
from matching.exchange.exports import register_rows
from matching.exchange.forms import ExportForm, UploadForm
from matching.exchange.models import RegisterFile
from matching.exchange.rules import WEIGHT_WORDS, Weight, label
from matching.exchange.samples import EXAMPLE, HEADERS
from matching.exchange.sheets import BadFile, read_sheet
from matching.i18n import _
from matching.problems import Problem
from matching.web.csv import Replaced, csv_file, csv_text, missing_in_cp932
from matching.web.transaction import committing, session

bp = Blueprint("exchange", __name__, url_prefix="/exchange")

MOST_SHOWN = 300
"""Remarks on the page; the file has them all."""


@bp.route("/register", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def index() -> ResponseReturnValue:
    form = UploadForm()
    file = _kept(form) if form.validate_on_submit() else None
    if file is None:
        page = render_template("exchange/index.html", form=form, headers=HEADERS)
        return page, 422 if form.is_submitted() else 200
    return redirect(url_for(".check", file_id=file.id), 303)


def _kept(form: UploadForm) -> RegisterFile | None:
    """The chosen file, kept for the check; None (and a word at the field) if it is no register."""
    sent = form.file.data
    try:
        with committing() as session:
            return files.keep(session, sent.filename, sent.read(), by=me(), at=clock.now())
    except BadFile as bad:
        form.blame([Problem("file", bad.text, bad.facts)])
        return None


@bp.get("/register/<id:file_id>")
@signed_in(Role.COORDINATOR)
def check(file_id: int) -> ResponseReturnValue:
    file = one(queries.file(file_id), policy.may_import)
    report = check_register(session(), read_sheet(file.content), at=clock.now())
    return render_template(
        "exchange/check.html",
        file=file,
        report=report,
        weights=[(weight, _(words), report.of_weight(weight)) for weight, words in WEIGHT_WORDS.items()],
        most=MOST_SHOWN,
        wrong=report.of_weight(Weight.WRONG),
        mended=[(label(column), count) for column, count in report.mended.items()],
    )  # fmt: skip


@bp.get("/register/<id:file_id>/remarks.csv")
@signed_in(Role.COORDINATOR)
def remarks(file_id: int) -> ResponseReturnValue:
    file = one(queries.file(file_id), policy.may_import)
    report = check_register(session(), read_sheet(file.content), at=clock.now())
    rows = [
        (r.line or "", r.column, _(WEIGHT_WORDS[r.weight]), _(r.text, **r.facts))
        for r in report.remarks
    ]
    headers = [_("行"), _("列"), _("種類"), _("内容")]
    return csv_file("register-remarks.csv", csv_text(headers, rows))


@bp.post("/register/<id:file_id>/import")
@signed_in(Role.COORDINATOR)
def import_file(file_id: int) -> ResponseReturnValue:
    file = one(queries.file(file_id), policy.may_import)
    with committing() as session:
        report = files.import_file(session, file, by=me(), at=clock.now())
    if not report.done:
        flash(_("直していただく行があるので、取り込んでいません。"), "error")
        return redirect(url_for(".check", file_id=file_id), 303)
    if report.changes_anything:
        facts = {"new": report.new, "changed": report.changed, "same": report.same}
        flash(
            _("取り込みました。新しい人%(new)s人、変更%(changed)s人、変更なし%(same)s人。", **facts)
        )
    else:
        flash(_("変更なし。ファイルの内容は、すべて登録済みです。"), "info")
    return redirect(url_for("offers.index"), 303)


@bp.post("/register/<id:file_id>/forget")
@signed_in(Role.COORDINATOR)
def forget(file_id: int) -> ResponseReturnValue:
    file = one(queries.file(file_id), policy.may_import)
    with committing() as session:
        files.forget(session, file)
    flash(_("取り込みをやめ、ファイルを消しました。"), "info")
    return redirect(url_for(".index"), 303)


@bp.get("/register/<any(template,example):name>.csv")
@signed_in(Role.COORDINATOR)
def sample(name: str) -> ResponseReturnValue:
    rows = EXAMPLE if name == "example" else ()
    return csv_file(f"register-{name}.csv", csv_text(HEADERS, rows))


@bp.route("/export", methods=["GET", "POST"])
@signed_in(Role.COORDINATOR)
def export() -> ResponseReturnValue:
    form = ExportForm()
    sent = form.validate_on_submit()
    rows = register_rows(session())
    replaced = missing_in_cp932(HEADERS, rows) if form.encoding.data == "cp932" else []
    if not sent or (replaced and not form.accepted.data):
        facts = {"replaced": replaced, "count": len(rows), "replaced_rows": _lines(replaced)}
        page = render_template("exchange/export.html", form=form, **facts)
        return page, 422 if form.is_submitted() else 200
    with committing() as writing:
        files.note_export(writing, rows, form.encoding.data, by=me(), at=clock.now())
    name = f"register-{clock.today():%Y%m%d}.csv"
    return csv_file(name, csv_text(HEADERS, rows), form.encoding.data)


def _lines(replaced: Sequence[Replaced]) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.letter) for one in replaced[:MOST_SHOWN]]
