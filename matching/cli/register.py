"""flask import register: the centre's register from a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from matching import clock
from matching.cli import checks
from matching.errors import RuleBroken
from matching.exchange.actions import check_register, import_register
from matching.exchange.drafts import Report
from matching.exchange.rules import WEIGHT_WORDS
from matching.exchange.sheets import read_sheet
from matching.i18n import _

imports = AppGroup("import", help="Files of other systems.")


@imports.command("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say what would be done.")
def register(file: Path, check: bool) -> None:
    """Import the register of volunteers from FILE (CSV or XLSX), all of it or nothing."""
    database = checks.migrated()
    try:
        sheet = read_sheet(file.read_bytes())
        if check:
            with database.read() as session:
                report = check_register(session, sheet, at=clock.now())
        else:
            with database.writing() as session:
                report = import_register(session, sheet, by=None, at=clock.now())
    except RuleBroken as refusal:
        raise click.ClickException(_(refusal.text, **refusal.facts)) from None
    _tell(report)
    if not report.is_sound:
        raise click.ClickException(_("直していただく行があるので、取り込んでいません。"))


def _tell(report: Report) -> None:
    for one in report.remarks:
        place = " ".join(filter(None, [f"{one.line}行目" if one.line else "", one.column]))
        click.echo(f"[{_(WEIGHT_WORDS[one.weight])}] {place}: {_(one.text, **one.facts)}")
    facts = {"new": report.new, "changed": report.changed, "same": report.same}
    words = _("新しい人%(new)s人、変更%(changed)s人、変更なし%(same)s人。", **facts)
    click.echo(words if report.changes_anything else f"変更なし: {words}")
