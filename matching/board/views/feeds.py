"""What machines read of the board: Atom feeds, the sitemap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import public
from matching.board import words
from matching.board.forms import FilterForm
from matching.board.queries import listed
from matching.board.views.listing import chosen
from matching.board.views.pages import bp
from matching.calendar import in_tokyo
from matching.districts.queries import districts
from matching.i18n import _, language
from matching.needs.models import Need
from matching.web.transaction import session

MOST_ENTRIES = 50
PAGES = ("board.home", "board.index", "progress.index", "texts.about", "texts.guide",
         "texts.privacy", "texts.accessibility")  # fmt: skip


@bp.get("/board.atom")
@public
def atom() -> ResponseReturnValue:
    """The board with the same filters as its page: by district, kind, words, when, with whom."""
    now = clock.now()
    form = FilterForm(session().scalars(districts()).all())
    filters = form.filters(None, None, in_tokyo(now).date())
    needs = session().scalars(listed.newest(filters, now).limit(MOST_ENTRIES)).all()
    return Response(_feed(needs, form, now), mimetype="application/atom+xml")


def _feed(needs: Sequence[Need], form: FilterForm, now: datetime) -> bytes:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - slow to load, and a start needs no feed

    feed = FeedGenerator()
    feed.id(request.url)
    feed.title(_("結 Yui 募集中の活動"))
    feed.subtitle(form.in_words())
    feed.language(language())
    feed.link(href=request.url, rel="self")
    feed.link(href=f"{url_for('board.index', _external=True)}{chosen()}")
    feed.updated(max((n.opened_at for n in needs if n.opened_at), default=now))
    for need in needs:
        address = url_for("board.need", need_id=need.id, _external=True)
        entry = feed.add_entry(order="append")
        entry.id(address)
        entry.link(href=address)
        entry.title(need.title)
        entry.updated(need.opened_at or need.created_at)
        said = (words.when(need, now), words.place(need), words.places(need), need.body)
        entry.summary("\n".join(said))
        entry.author(name=words.asker(need))
        entry.category(term=need.kind, label=words.kind(need.kind))
    return bytes(feed.atom_str())


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Every page that anybody may find: the standing ones and what is wanted now."""
    rows = session().execute(listed.addresses(clock.now())).all()
    pages: list[tuple[str, datetime | None]] = [
        *((url_for(page, _external=True), None) for page in PAGES),
        *((url_for("board.need", need_id=number, _external=True), at) for number, at in rows),
    ]
    return Response(render_template("board/sitemap.xml", pages=pages), mimetype="application/xml")
