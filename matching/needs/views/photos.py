"""Pictures of a need: adding, taking away, and the pictures themselves."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import public, signed_in
from matching.i18n import _
from matching.needs import actions, policy, queries
from matching.needs.access import mine, my_photo, seen_photo
from matching.needs.forms import PhotoForm
from matching.needs.photos import MOST_PHOTOS
from matching.needs.views.door import bp
from matching.web.transaction import committing, session


@bp.route("/<id:need_id>/photos", methods=["GET", "POST"])
@signed_in()
def photos(need_id: int) -> ResponseReturnValue:
    need, form = mine(need_id, policy.may_edit), PhotoForm()
    if not form.validate_on_submit():
        kept = session().scalars(queries.photos(need.id)).all()
        page = render_template(
            "needs/photos.html", need=need, form=form, photos=kept, most=MOST_PHOTOS
        )
        return page, 422 if form.is_submitted() else 200
    assert form.photo.picture is not None  # the form has seen to that
    with committing() as held:
        actions.add_photo(held, need, form.photo.picture, at=clock.now())
    flash(_("写真を加えました。"))
    return redirect(url_for(".photos", need_id=need.id), 303)


@bp.post("/photos/<id:photo_id>/remove")
@signed_in()
def remove_photo(photo_id: int) -> ResponseReturnValue:
    found = my_photo(photo_id)
    need_id = found.need_id
    with committing() as held:
        actions.remove_photo(held, found)
    flash(_("写真を取りのぞきました。"))
    return redirect(url_for(".photos", need_id=need_id), 303)


@bp.get("/photos/<id:photo_id>")
@public
def photo(photo_id: int) -> ResponseReturnValue:
    """To whoever may see the need."""
    answer = Response(seen_photo(photo_id).jpeg, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer
