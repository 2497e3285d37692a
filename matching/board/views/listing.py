"""The board: what is wanted as a list, on a map, by the days of a week.

One address for all three, with the view as one more choice in it: filters, links and fragments are
then the same everywhere, and an address of the list stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from matching import clock
from matching.accounts.access import me_or_nobody, public
from matching.accounts.models import Person
from matching.board import finding
from matching.board.cards import cards
from matching.board.finding import Count
from matching.board.forms import FilterForm
from matching.board.kept import Kept, is_for_everybody
from matching.board.queries import listed
from matching.board.rules import NOWHERE, VIEW_WORDS, WHEN_WORDS, Filters, View, When
from matching.board.views.pages import bp
from matching.board.views.visitor import own_offer, shown
from matching.calendar import day_words, in_tokyo
from matching.districts.queries import centres
from matching.i18n import _, language
from matching.offers.models import Offer
from matching.web import fragments, security
from matching.web.fields import record_id
from matching.web.templating import number as number_words
from matching.web.transaction import session

FIELDS, PAGES = Kept(200), Kept(100)


@dataclass(frozen=True)
class Search:
    """Who looks for what."""

    form: FilterForm
    filters: Filters
    count: Count
    person: Person | None
    offer: Offer | None
    now: datetime

    def url(self, **other: Any) -> str:
        """The board with what was chosen; `other` replaces (None leaves out)."""
        return _address(self.form.chosen(**other))


def _address(chosen: Mapping[str, Any]) -> str:
    return f"{url_for('.index')}?{urlencode(chosen, doseq=True)}" if chosen else url_for(".index")


@bp.get("/board")
@public
def index() -> ResponseReturnValue:
    search = _search()
    view = search.form.wanted_view
    answer = make_response(_drawn(search, SEEN[view](search)))
    number = record_id(request.args.get("page", "")) if view is View.LIST else None
    fragments.varied(answer, search.url(page=number))
    return security.with_map(answer) if view is View.MAP else answer


def _facts(search: Search) -> dict[str, Any]:
    """What every view is drawn with."""
    view = search.form.wanted_view
    return {
        "fragment": fragments.is_fragment(),
        "filters": search.form,
        "count": search.count,
        "counted": _counted(search.count),
        "url": search.url,
        "fields": partial(_fields, search.form),
        "chips": _chips(search),
        "tabs": [(_(VIEW_WORDS[one]), search.url(view=one), one is view) for one in View],
        "feed": f"{url_for('.atom')}{chosen()}",
        "lacks_hours": _lacks_hours(search),
    }


def _counted(count: Count) -> str:
    shown = count.shown[0]
    if count.wanting > shown:
        return _("募集中 %(n)s件以上", n=number_words(shown))
    return _("募集中 %(n)s件", n=shown)


def _drawn(search: Search, seen: Mapping[str, Any]) -> str:
    """The page, or what htmx is given; a list for everybody is kept as it was drawn."""
    template = "board/fragment.html" if fragments.is_fragment() else "board/index.html"

    def draw() -> str:
        return render_template(template, **_facts(search), **seen)

    if "page" not in seen or not is_for_everybody():
        return draw()
    rows = (*search.form.districts, *seen["page"].items)
    shows = (template, search.count, in_tokyo(search.now).date(), *map(tuple, rows))
    return PAGES.page(shows, draw)


def _search() -> Search:
    now, person = clock.now(), me_or_nobody()
    offer = own_offer(person)
    form = FilterForm(session().connection().execute(centres()).all())
    filters = form.filters(person.district_id if person else None, offer, in_tokyo(now).date())
    return Search(form, filters, finding.count(session(), filters, now), person, offer, now)


def _fields(form: FilterForm) -> Markup:
    """The folded choices, as they were drawn when the same was chosen among the same districts."""
    names = ("kind", "skill", "district", "km", "who")
    chosen = {name: held for name, held in form.chosen().items() if name in names}
    shows = (tuple((one.id, one.name) for one in form.districts), urlencode(chosen, doseq=True))

    def draw() -> str:
        form.offer()
        return render_template("board/fields.html", filters=form)

    return FIELDS.piece(shows, draw)


def _lacks_hours(search: Search) -> bool:
    wants = search.form.wanted_when is When.MINE
    return wants and not (search.offer and search.offer.week)


def chosen() -> str:
    """The filters of this request as they stand in an address, for the same search elsewhere."""
    kept = request.args.to_dict(flat=False)
    for name in ("page", "view", "first"):
        kept.pop(name, None)
    return f"?{urlencode(kept, doseq=True)}" if kept else ""


def _chips(search: Search) -> list[tuple[str, str, str, bool]]:
    """Name, label, address and whether it is on, for each choice of when; pressed again it is off."""
    form = search.form
    chips = []
    for when in When if search.person else (one for one in When if one is not When.MINE):
        on = form.wanted_when is when
        url = search.url(when=None if on else when.value, on=None)
        chips.append((when.value, _(WHEN_WORDS[when]), url, on))
    if form.on.data:
        chips.append(("on", day_words(form.on.data, language()), search.url(on=None), True))
    return chips


# ------------------------------------------------------------------ seen differently


def _as_list(search: Search) -> dict[str, Any]:
    number = record_id(request.args.get("page", "")) or 1
    page = finding.page(session(), search.filters, search.now, search.count, number)
    ids = [row[0] for row in page.items] if search.person else []
    needs = session().scalars(listed.needs_of(ids)).all() if ids else []
    return {
        "page": page,
        "cards": partial(cards, page.items, search.now),
        "needs": {need.id: need for need in needs},
        **shown(needs, search.person, search.offer, search.now),
    }


def _on_map(search: Search) -> dict[str, Any]:
    found = finding.points(session(), search.filters, search.now, search.form.districts)

    def url(district: int) -> str:
        return search.url(view=None, district=district, km=None)

    points = [(p.district, p.needs, url(p.district.id)) for p in found.districts]
    return {"points": points, "nowhere": found.nowhere, "nowhere_url": url(NOWHERE)}


def _by_week(search: Search) -> dict[str, Any]:
    asked = search.form.first.data or search.form.on.data
    week = finding.week(session(), search.filters, search.now, asked)
    return {"week": week, **shown([], None, None, search.now)}


SEEN: Mapping[View, Callable[[Search], dict[str, Any]]] = {
    View.LIST: _as_list,
    View.MAP: _on_map,
    View.WEEK: _by_week,
}
