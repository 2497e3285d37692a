"""Shutting an account, after a look at what it leaves open."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts import policy, queries
from matching.accounts.access import me, one, signed_in
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.i18n import _
from matching.matches import shutting
from matching.matches.leavers import left_open
from matching.matches.views.door import bp, elsewhere, match_path
from matching.needs.models import Need
from matching.web.transaction import committing, session


@bp.route("/people/<id:person_id>/disable", methods=["GET", "POST"])
@signed_in(Role.ADMIN)
def disable(person_id: int) -> ResponseReturnValue:
    person = one(queries.person(person_id), policy.may_disable)
    if request.method == "GET" and person.disabled_at is None:
        return _page(person)
    with committing() as held:
        shutting.shut_account(held, person, by=me(), at=clock.now())
    flash(_("アカウントを停止しました。すべての端末でサインアウトしました。"))
    return redirect(url_for("people.show", person_id=person.id), 303)


def _page(person: Person) -> str:
    """What is open and what becomes of it; titles of first drafts are their asker's own."""
    return render_template(
        "matches/shut.html",
        person=person,
        left=left_open(session(), person, at=clock.now()),
        match_path=match_path,
        need_path=_need_path,
        breadcrumbs=[
            (_("登録している人"), url_for("people.index")),
            (person.display_name, url_for("people.show", person_id=person.id)),
            (_("アカウントの停止"), ""),
        ],
    )


def _need_path(need: Need) -> str:
    return elsewhere("desk.need", need_id=need.id)
