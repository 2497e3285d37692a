"""Things to lend or give: each has its own small page."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.i18n import _
from matching.offers import actions, summary
from matching.offers.access import begun_sheet, sheet
from matching.offers.drafts import resource_problems
from matching.offers.forms.resources import ResourceForm
from matching.offers.models import Offer, Resource
from matching.offers.sheet import first_draft, resource_draft_of
from matching.offers.views.sheet import bp, home, status, trail
from matching.organizations.access import acting_for
from matching.web.transaction import committing


@bp.route("/mine/resources/new", methods=["GET", "POST"])
@bp.route("/<id:offer_id>/resources/new", methods=["GET", "POST"])
@signed_in()
def lend(offer_id: int | None = None) -> ResponseReturnValue:
    offer, form = sheet(offer_id), ResourceForm()
    if not _is_sound(form):
        return _page(form, offer_id, _("提供できるものを追加"), None)
    with committing() as session:
        by, at = me(), clock.now()
        if offer is None:
            first = first_draft(by, acting_for())
            offer = actions.register(session, by, first, organization=acting_for(), by=by, at=at)
        actions.lend(session, offer, form.draft(), by=by, at=at)
    flash(_("「%(name)s」を追加しました。", name=form.name.data))
    return redirect(home(offer_id), 303)


@bp.route("/mine/resources/<id:resource_id>", methods=["GET", "POST"])
@bp.route("/<id:offer_id>/resources/<id:resource_id>", methods=["GET", "POST"])
@signed_in()
def resource(resource_id: int, offer_id: int | None = None) -> ResponseReturnValue:
    offer = begun_sheet(offer_id)
    thing = _thing(offer, resource_id)
    before = resource_draft_of(thing)
    form = ResourceForm.of(before)
    if not _is_sound(form) or form.comes_second(before):
        return _page(form, offer_id, _("提供できるもの"), thing)
    with committing() as session:
        actions.change_resource(session, offer, thing, form.draft(), by=me(), at=clock.now())
    flash(_("保存しました。"))
    return redirect(home(offer_id), 303)


@bp.post("/mine/resources/<id:resource_id>/withdraw")
@bp.post("/<id:offer_id>/resources/<id:resource_id>/withdraw")
@signed_in()
def withdraw_resource(resource_id: int, offer_id: int | None = None) -> ResponseReturnValue:
    offer = begun_sheet(offer_id)
    thing = _thing(offer, resource_id)
    with committing() as session:
        actions.withdraw_resource(session, offer, thing, by=me(), at=clock.now())
    flash(_("「%(name)s」を取り下げました。", name=thing.name))
    return redirect(home(offer_id), 303)


def _thing(offer: Offer, resource_id: int) -> Resource:
    """The thing, if it is on this sheet."""
    return next((thing for thing in offer.resources if thing.id == resource_id), None) or abort(404)


def _is_sound(form: ResourceForm) -> bool:
    return bool(form.validate_on_submit()) and not form.blame(resource_problems(form.draft()))


def _page(
    form: ResourceForm, offer_id: int | None, title: str, thing: Resource | None
) -> ResponseReturnValue:
    facts = {"title": title, "breadcrumbs": trail(offer_id, title), "offer_id": offer_id}
    stored = _stored(thing) if thing and form.overtaken else ()
    page = render_template("offers/resource.html", form=form, thing=thing, stored=stored, **facts)
    return page, status(form)


def _stored(thing: Resource) -> list[tuple[str, str]]:
    """What is kept now, for who comes second."""
    return [
        (_("提供できるもの"), summary.resource_words(thing)),
        (_("条件・メモ"), thing.note),
    ]
