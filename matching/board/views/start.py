"""The list of what somebody new still has to say."""

from __future__ import annotations

from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching.accounts.access import me, signed_in
from matching.board.start import Task, extras, is_volunteer, left
from matching.board.views.pages import bp
from matching.board.views.visitor import essentials
from matching.i18n import _
from matching.organizations.access import acting_for
from matching.organizations.queries import affiliations_of
from matching.web.transaction import session


@bp.get("/my/start")
@signed_in()
def start() -> ResponseReturnValue:
    if acting_for():
        return redirect(url_for("offers.show_mine"), 303)  # an organisation has a list of its own
    tasks, person = essentials(me()), me()
    claims = session().scalars(affiliations_of(person.id)).all()
    return render_template(
        "board/start.html",
        essentials=_listed(tasks),
        extras=_listed(extras(person, claims)),
        done=len(tasks) - left(tasks),
        helps=is_volunteer(person),
        breadcrumbs=[(_("マイページ"), url_for(".my")), (_("登録の続き"), "")],
    )


def _listed(tasks: Iterable[Task]) -> list[tuple[str, str, str, str]]:
    """As `ui.task_list` draws them; each page leads back here."""
    return [
        (
            _(task.title),
            url_for(task.endpoint, **task.values, next=request.path),
            task.stage.value,
            _(task.note) if task.note else "",
        )
        for task in tasks
    ]
