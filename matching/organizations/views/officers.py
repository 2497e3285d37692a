"""Officers: who they are, inviting, answering an invitation. (Leaving: `matches` hands over.)"""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import hold_back, me, signed_in
from matching.accounts.rules import Tried
from matching.i18n import _
from matching.organizations import actions, queries
from matching.organizations.access import managed
from matching.organizations.forms import InvitationForm
from matching.organizations.models import Invitation, Organization
from matching.organizations.views.blueprint import bp
from matching.web.transaction import committing, session


@bp.route("/<id:organization_id>/officers", methods=["GET", "POST"])
@signed_in()
def officers(organization_id: int) -> ResponseReturnValue:
    it, form = managed(queries.organization(organization_id)), InvitationForm()
    if not form.validate_on_submit():
        return _page(it, form), 422 if form.errors else 200
    email = form.email.data or ""
    hold_back(Tried.INVITATION, email)
    with committing() as held:
        actions.invite(held, it, email, form.title.data or "", by=me(), at=clock.now())
    flash(_("%(email)s に招待をお送りしました。本人が承諾すると、担当者になります。", email=email))
    return redirect(url_for(".officers", organization_id=it.id), 303)


def _page(it: Organization, form: InvitationForm) -> str:
    return render_template(
        "organizations/officers.html",
        it=it,
        form=form,
        officers=session().scalars(queries.officers_of(it.id)).all(),
        invitations=session().scalars(queries.invitations_of(it.id)).all(),
    )


@bp.post("/<id:organization_id>/invitations/<id:invitation_id>/cancel")
@signed_in()
def cancel_invitation(organization_id: int, invitation_id: int) -> ResponseReturnValue:
    it = managed(queries.organization(organization_id))
    invitation = session().get(Invitation, invitation_id)
    if invitation is None or invitation.organization_id != it.id:
        abort(404)
    with committing() as held:
        actions.decline_invitation(held, invitation)
    flash(_("招待を取り消しました。"))
    return redirect(url_for(".officers", organization_id=it.id), 303)


@bp.post("/invitations/<id:invitation_id>/accept")
@signed_in()
def accept_invitation(invitation_id: int) -> ResponseReturnValue:
    invitation = _to_me(invitation_id)
    with committing() as held:
        actions.accept_invitation(held, invitation, me(), at=clock.now())
    flash(_("担当者になりました。"))
    return redirect(url_for(".own"), 303)


@bp.post("/invitations/<id:invitation_id>/decline")
@signed_in()
def decline_invitation(invitation_id: int) -> ResponseReturnValue:
    invitation = _to_me(invitation_id)
    with committing() as held:
        actions.decline_invitation(held, invitation)
    flash(_("招待を断りました。"))
    return redirect(url_for(".own"), 303)


def _to_me(invitation_id: int) -> Invitation:
    """Only whose address was invited may answer; for others there is no such invitation."""
    invitation = session().get(Invitation, invitation_id)
    if invitation is None or not me().email or invitation.email != me().email:
        abort(404)
    return invitation
