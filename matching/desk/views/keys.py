"""The keys of the desk, and how to do without them."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from matching.accounts.access import signed_in
from matching.accounts.rules import Role
from matching.desk.views.door import bp
from matching.i18n import _


@bp.get("/desk/keys")
@signed_in(Role.COORDINATOR)
def keys() -> ResponseReturnValue:
    return render_template(
        "desk/keys.html",
        breadcrumbs=[(_("受付デスク"), url_for("desk.index")), (_("キー操作"), "")],
    )
