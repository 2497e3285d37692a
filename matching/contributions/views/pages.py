"""The page of an organisation's year, and the records behind each of its figures."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import me, signed_in
from matching.contributions import pages, words
from matching.contributions.access import looked_at, looks_inside
from matching.contributions.campus import Campus, learned
from matching.contributions.policy import may_read_names
from matching.contributions.queries import ahead, counted
from matching.contributions.rules import MONTHS, SIDE_WORDS, Only, Side
from matching.contributions.views.blueprint import bp, chosen_year, this_year
from matching.db import rows_of
from matching.i18n import _
from matching.matches.contacts import Contact, asker_contact
from matching.matches.models import Match
from matching.matches.policy import may_see_contact
from matching.matches.words import when_lines
from matching.needs.rules import CLOSING_WORDS
from matching.needs.rules import STATE_WORDS as NEED_WORDS
from matching.organizations.access import acting_for, my_organizations
from matching.organizations.models import Organization
from matching.organizations.rules import Kind
from matching.skills.rules import RESOURCE_WORDS, groups_by_code
from matching.web.fields import record_id
from matching.web.transaction import session

SIDES = "any({}):side".format(",".join(Side))


@bp.get("/<id:organization_id>/contributions")
@signed_in()
def show(organization_id: int) -> ResponseReturnValue:
    """What waits, what comes, what is given; and the year as figures."""
    it, year = looked_at(organization_id), chosen_year()
    found = pages.summaries(session(), it.id, year, this_year())
    students = campus_of(it, year)
    inside = looks_inside(it)
    return render_template(
        "contributions/show.html",
        it=it, year=year, years=_years(year, *(one.years for one in (*found, students) if one)),
        summaries=found, asked=pages.asked(session(), it.id, year, clock.now()), campus=students,
        names=may_read_names(it, my_organizations()), sides=SIDE_WORDS, words=words,
        breadcrumbs=trail(it), inside=inside, days=words.days(year),
        **(_inside(it) if inside else {}),
    )  # fmt: skip


def campus_of(it: Organization, year: int) -> Campus | None:
    """What may be told of a university's students; None for everybody else."""
    is_university = it.kind is Kind.UNIVERSITY
    return learned(session(), it.id, year, this_year()) if is_university else None


def _inside(it: Organization) -> dict[str, Any]:
    """What only its officers and the centre see."""
    acting = acting_for()
    return {
        "agenda": pages.agenda(session(), it.id, clock.now()),
        "offer": session().scalars(ahead.gift(it.id)).one_or_none(),
        "speaks": it.id in my_organizations(),
        "acts": acting is not None and acting.id == it.id,
        "contact": _contact,
        "when": when_lines,
        "resource_words": RESOURCE_WORDS,
    }


def _contact(match: Match) -> Contact | None:
    """Whom to call about a meeting, once both sides know each other."""
    return asker_contact(match) if may_see_contact(me(), match, my_organizations()) else None


def _years(year: int, *known: Iterable[int]) -> list[int]:
    """From the first year with anything in it to the one that runs."""
    first = min(chain([year], *known))
    return list(range(this_year(), first - 1, -1))


def trail(it: Organization, *more: str) -> list[tuple[str, str]]:
    """Where a page lies: its officers come from their organisations, others from its public page."""
    first = [(_("わたしの団体と大学"), url_for("organizations.own"))]
    here = url_for("contributions.show", organization_id=it.id, year=chosen_year())
    return [
        *(first if it.id in my_organizations() else []),
        (it.name, url_for("organizations.show", organization_id=it.id)),
        (_("活動のまとめ"), here),
        *((name, "") for name in more),
    ]


# ------------------------------------------------------------------ records


@bp.get(f"/<id:organization_id>/contributions/<{SIDES}>")
@signed_in()
def activities(organization_id: int, side: str) -> ResponseReturnValue:
    """The approved activities behind a figure."""
    it, year, taken = looked_at(organization_id), chosen_year(), Side(side)
    only = _only()
    name = _(SIDE_WORDS[taken])
    return render_template(
        "contributions/activities.html",
        it=it, year=year, side=taken, name=name, words=words, breadcrumbs=trail(it, name),
        page=rows_of(session(), counted.activities(taken, it.id, year, only), page_number()),
        parts=_named(only),
    )  # fmt: skip


def _only() -> Only:
    """Which part of the year the address asks for; what is none is not asked for."""
    asked = {
        name: record_id(request.args.get(name, "")) for name in ("month", "district", "initiative")
    }
    kind = request.args.get("kind", "")
    return Only(
        month=asked["month"] if asked["month"] in MONTHS else None,
        kind=kind if kind in groups_by_code() else None,
        district_id=asked["district"],
        initiative_id=asked["initiative"],
        thanked=request.args.get("thanked") == "1",
    )


def _named(only: Only) -> list[str]:
    """What the list is about, besides the year."""
    return [
        *([words.month(only.month)] if only.month else []),
        *([words.kind(only.kind)] if only.kind else []),
        *([_("お礼のことばがある活動")] if only.thanked else []),
    ]


@bp.get("/<id:organization_id>/contributions/needs")
@signed_in()
def needs(organization_id: int) -> ResponseReturnValue:
    """What was asked for in the year."""
    it, year, now = looked_at(organization_id), chosen_year(), clock.now()
    missed = request.args.get("unmet") == "1"
    name = _("満たせなかった依頼") if missed else _("依頼")
    return render_template(
        "contributions/needs.html",
        it=it, year=year, name=name, words=words, breadcrumbs=trail(it, name),
        page=rows_of(session(), counted.needs(it.id, year, now, missed=missed), page_number()),
        inside=looks_inside(it), need_words=NEED_WORDS, closing_words=CLOSING_WORDS,
    )  # fmt: skip


def page_number() -> int:
    """Which page of a list the address asks for."""
    return record_id(request.args.get("page", "1")) or 1
