"""Leaving an organisation, which hands over what one looked after for it."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.i18n import _
from matching.matches import actions
from matching.matches.views.door import bp
from matching.organizations.access import managed
from matching.organizations.models import Officer
from matching.organizations.queries import organization
from matching.web.transaction import committing, session


@bp.post("/organizations/<id:organization_id>/officers/<id:officer_id>/remove")
@signed_in()
def remove_officer(organization_id: int, officer_id: int) -> ResponseReturnValue:
    it = managed(organization(organization_id))
    officer = session().get(Officer, officer_id)
    if officer is None or officer.organization_id != it.id:
        abort(404)
    with committing() as held:
        heirs = actions.remove_officer(held, officer, by=me(), at=clock.now())
    flash(_("担当者から外しました。"))
    for heir in heirs:
        flash(_("担当していた件は、%(name)sさんが引き継ぎました。", name=heir.display_name))
    if officer.person_id == me().id:
        return redirect(url_for("organizations.own"), 303)
    return redirect(url_for("organizations.officers", organization_id=it.id), 303)
