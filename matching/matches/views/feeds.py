"""The subscribed calendar: its page, and what calendar programs read."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, public, signed_in
from matching.accounts.models import Person
from matching.i18n import _, speaking
from matching.ics import Entry, ics
from matching.matches import actions, calendar_file, feeds
from matching.matches.access import by_feed, feed_address
from matching.matches.views.door import bp
from matching.web import documents
from matching.web.transaction import committing, session


@bp.get("/my/calendar")
@signed_in()
def subscription() -> ResponseReturnValue:
    kept = session().scalars(feeds.feed_of(me().id)).one_or_none()
    address = feed_address(kept) if kept else ""
    in_calendars = f"webcal:{address.partition(':')[2]}"
    return render_template(
        "matches/subscription.html",
        address=address,
        in_calendars=in_calendars,
        picture=f"data:image/svg+xml,{quote(documents.qr(in_calendars))}" if kept else "",
        since=kept.created_at if kept else None,
        breadcrumbs=[(_("マイページ"), url_for("board.my")), (_("カレンダー"), "")],
    )


@bp.post("/my/calendar")
@signed_in()
def subscribe() -> ResponseReturnValue:
    """A first address, or another one."""
    with committing() as held:
        actions.subscribe(held, me(), at=clock.now())
    flash(_("カレンダーのアドレスを作りました。前のアドレスがあれば、もう使えません。"))
    return redirect(url_for(".subscription"), 303)


@bp.post("/my/calendar/end")
@signed_in()
def unsubscribe() -> ResponseReturnValue:
    with committing() as held:
        actions.unsubscribe(held, me())
    flash(_("カレンダーへの配信をやめました。アドレスはもう使えません。"))
    return redirect(url_for(".subscription"), 303)


@bp.get("/calendar/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """Read by programs without a cookie, again and again: nothing is written, and little sent."""
    person = by_feed(token)
    with speaking(person.language):
        made = Response(_calendar(person), mimetype="text/calendar")
    made.headers["X-Robots-Tag"] = "noindex"
    made.cache_control.private = made.cache_control.no_cache = True
    made.add_etag()
    return made.make_conditional(request)


def _calendar(person: Person) -> str:
    now = clock.now()
    matches = session().execute(feeds.helping(person, now)).unique().all()
    needs = session().execute(feeds.helped(person, now)).unique().all()
    entries: list[Entry] = []
    for match, last in matches:
        page = url_for("outcomes.match", match_id=match.id, _external=True)
        entries += calendar_file.helping(match, last, page, now=now)
    for need, heads, changes, last in needs:
        page = url_for(".of_need", need_id=need.id, _external=True)
        entries += calendar_file.helped(need, heads, changes, last, page)
    return ics(entries, at=now, name=_("結 Yui の予定"))
