"""Home, a need as everybody may read it, and one's own page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matching import clock
from matching.accounts.access import may_open, me, me_or_nobody, public, signed_in
from matching.accounts.models import Person
from matching.board import machine, words
from matching.board.queries import listed, mine
from matching.board.rules import NEAR_KM, within
from matching.board.start import is_volunteer, left
from matching.board.views.visitor import essentials, own_offer, shown
from matching.districts.queries import districts
from matching.geo import Place
from matching.i18n import _
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs import policy, steps
from matching.needs.models import Need
from matching.needs.rules import LISTED, State, Urgency
from matching.organizations.access import acting_for, my_offices, my_organizations
from matching.outcomes import queries as outcomes
from matching.web.templating import day, fiscal_year, minutes
from matching.web.transaction import session

bp = Blueprint("board", __name__)


# ------------------------------------------------------------------ home


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    now, person = clock.now(), me_or_nobody()
    near = _near(person)
    needs = session().scalars(listed.front(now, near)).all()
    return render_template(
        "board/home.html",
        figures=session().execute(listed.figures(now)).one(),
        waiting=sum(session().execute(mine.waiting(person, now)).one()) if person else 0,
        **_front(needs, near),
        **shown(needs, person, own_offer(person), now),
    )


def _near(person: Person | None) -> frozenset[int]:
    """The districts round the person's own."""
    if person is None or person.district_id is None:
        return frozenset()
    rows = session().scalars(districts()).all()
    centres = {row.id: Place(row.lat, row.lng) for row in rows}
    return within(centres[person.district_id], centres, NEAR_KM)


def _front(needs: Sequence[Need], near: frozenset[int]) -> dict[str, list[Need]]:
    """Three parts of the front page, each need in one of them only."""
    urgent = [need for need in needs if need.urgency is Urgency.URGENT][:3]
    close = [n for n in needs if n.district_id in near and n not in urgent][:3]
    soon = [n for n in needs if n not in urgent and n not in close][: 6 - len(close)]
    return {"urgent": urgent, "close": close, "soon": soon}


# ------------------------------------------------------------------ one need


@bp.get("/needs/<id:need_id>")
@public
def need(need_id: int) -> ResponseReturnValue:
    now, person = clock.now(), me_or_nobody()
    held = session().scalars(listed.need(need_id)).one_or_none()
    if held is None:
        abort(404)
    if not _may_read(person, held):
        return _gone(held)
    return render_template(
        "board/need.html",
        need=held,
        photos=session().scalars(listed.photos(need_id)).all(),
        is_own=person is not None and policy.owns(person, held, my_organizations()),
        at_desk=may_open("desk.need", person),
        events=machine.events(held, url_for(".need", need_id=held.id, _external=True)),
        **shown([held], person, own_offer(person), now),
    )


def _may_read(person: Person | None, held: Need) -> bool:
    if person is None:
        return held.state in LISTED
    return policy.may_see(person, held, my_organizations())


def _gone(held: Need) -> ResponseReturnValue:
    """What was never public is not there; what is over says so."""
    if held.state is not State.CLOSED or held.opened_at is None:
        abort(404)
    return render_template("board/gone.html", kind=held.kind), 410


# ------------------------------------------------------------------ my page


@bp.get("/my")
@signed_in()
def my() -> ResponseReturnValue:
    now, person = clock.now(), me()
    matches = session().scalars(mine.own_matches(person, now)).all()
    needs = session().scalars(mine.own_needs(person, now)).all()
    return render_template(
        "board/my.html",
        **_stages(matches, now),
        helps=bool(matches) or is_volunteer(person),
        answers=session().scalars(mine.answers_to(person, now)).all(),
        needs=needs,
        offices=my_offices(),
        resume=partial(steps.resume_url, now=now),
        **_past(person),
        still=_still_to_say(person),
        words=words,
        now=now,
    )


def _still_to_say(person: Person) -> tuple[int, int] | None:
    """(said, in all) of what a volunteer must say before being asked, until all of it is said."""
    put_off = request.cookies.get("start") == "later"
    if put_off or not is_volunteer(person) or acting_for():
        return None
    tasks = essentials(person)
    missing = left(tasks)
    return (len(tasks) - missing, len(tasks)) if missing else None


def _past(person: Person) -> dict[str, object]:
    """Approved activities by fiscal year, and the latest of them, as rows of tables."""
    years = session().execute(outcomes.yearly(person)).all()
    done = session().execute(mine.last_done(person)).all()
    return {
        "years": years,
        "year_rows": [(fiscal_year(year), _("%(n)s回", n=n), minutes(m)) for year, m, n in years],
        "done_rows": [(title, day(on), minutes(m)) for _match, title, on, m in done],
    }


def _stages(matches: Iterable[Match], now: datetime) -> dict[str, list[Match]]:
    """Matches by what the person has to do: answer, report, or come."""
    asked: list[Match] = []
    reports: list[Match] = []
    coming: list[Match] = []
    for match in matches:
        ended = match.need.last_end_at
        over = ended is not None and ended < now
        stage = reports if over else coming
        (asked if match.state is MatchState.OFFERED else stage).append(match)
    return {"asked": asked, "reports": reports, "coming": coming}
