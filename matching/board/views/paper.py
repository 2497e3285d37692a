"""A need to print and to share: A4 poster, half-page slip for the 回覧板, share card, calendar file."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import public
from matching.board import paper
from matching.board.calendars import of_need
from matching.board.queries import listed
from matching.board.views.pages import bp
from matching.calendar import in_tokyo
from matching.i18n import N_, _, speaking
from matching.needs.models import Need
from matching.needs.rules import LISTED
from matching.web import documents
from matching.web.files import named
from matching.web.transaction import session

CACHED_SECONDS = 300


@bp.get("/needs/<id:need_id>/poster.pdf")
@public
def poster(need_id: int) -> ResponseReturnValue:
    return _printed("board/poster", _listed(need_id), N_("ポスター-%(title)s.pdf"))


@bp.get("/needs/<id:need_id>/slip.pdf")
@public
def slip(need_id: int) -> ResponseReturnValue:
    return _printed("board/slip", _listed(need_id), N_("回覧-%(title)s.pdf"))


def _printed(template: str, need: Need, name: str) -> Response:
    made = Response(documents.pdf(template, _facts(need)), mimetype="application/pdf")
    return named(made, _(name, title=need.title), "inline")


@bp.get("/needs/<id:need_id>/card.png")
@public
def card(need_id: int) -> ResponseReturnValue:
    """The same picture for everybody: it is kept by others, and asked for by machines."""
    with speaking("ja"):
        made = Response(documents.png("board/card", _facts(_listed(need_id))), mimetype="image/png")
    made.cache_control.public, made.cache_control.max_age = True, CACHED_SECONDS
    return made


@bp.get("/needs/<id:need_id>/calendar.ics")
@public
def need_calendar(need_id: int) -> ResponseReturnValue:
    need = _listed(need_id)
    if not need.slots:
        abort(404)
    made = Response(of_need(need, at=clock.now(), address=_address(need)), mimetype="text/calendar")
    return named(made, f"yui-{need.id}.ics")


def _listed(need_id: int) -> Need:
    """What everybody may read; paper hangs where anybody passes."""
    need = session().scalars(listed.need(need_id)).one_or_none()
    if need is None or need.state not in LISTED:
        abort(404)
    return need


def _facts(need: Need) -> dict[str, Any]:
    address = _address(need)
    today = in_tokyo(clock.now()).date()
    return paper.facts(need, address=address, qr=documents.qr(address), today=today)


def _address(need: Need) -> str:
    return url_for("board.need", need_id=need.id, _external=True)
