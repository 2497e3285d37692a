"""What the pages of this room share: the blueprint and what the page of one match says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, current_app, url_for

from matching import clock
from matching.accounts.access import me
from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.i18n import _
from matching.matches import policy, queries, words
from matching.matches.contacts import Shown, asker_contact, helper_contact, is_over
from matching.matches.forms import AnswerForm, ReachedForm
from matching.matches.models import Match
from matching.matches.rules import BUSY, LIVE, STATE_WORDS, State
from matching.needs.models import number_of
from matching.organizations.access import my_organizations
from matching.organizations.models import Organization
from matching.web.transaction import session

bp = Blueprint("matches", __name__)


def match_path(match: Match) -> str:
    """Where the page of one match is: in `outcomes`, for it also says what was reported."""
    return url_for("outcomes.match", match_id=match.id)


def match_facts(match: Match, form: AnswerForm | None = None) -> dict[str, Any]:
    """A match as the signed-in person may see it: what `matches/show.html` says."""
    person, groups, now = me(), my_organizations(), clock.now()
    helps = policy.is_helper(person, match, groups)
    asks = policy.is_asker(person, match, groups)
    staff = person.is_any(Role.COORDINATOR)
    known = policy.may_see_contact(person, match, groups)
    shown = shown_contacts([match]) if known and not staff else None
    open_question = match.state is State.OFFERED and not is_late(match)
    clashes = queries.clashes(match.offer, match.need)
    return {
        "match": match,
        "need": match.need,
        "form": form or answer_form(match, person, formdata=None),
        "words": words,
        "states": STATE_WORDS,
        "breadcrumbs": _desk_crumbs(match)
        if staff and not (asks or helps)
        else _crumbs(match, asks=asks and not helps),
        "standing": _standing(match, helps=helps),
        "answers": helps and open_question,
        "clashes": session().scalars(clashes).unique().all() if helps or staff else (),
        "asker": asker_contact(match) if staff else shown and helps and shown.asker(match),
        "helper": helper_contact(match) if staff else shown and asks and shown.helper(match),
        "knew": shown is not None,
        "applicant": _names_applicant(match, asks=asks, staff=staff),
        "story": session().scalars(queries.steps([match.id])).all() if staff else (),
        "ways": _ways(match, helps=helps),
        "override": staff and open_question,
        "heard": elsewhere("desk.answer", match_id=match.id) if staff and open_question else "",
        "now": now,
    }


def answer_form(match: Match, reader: Person, **options: Any) -> AnswerForm:
    """The two buttons as this reader needs them."""
    form = AnswerForm(places=welcome_places(match), **options)
    offer = match.offer
    ask_for_phone(form, reader, offer.person, offer.organization)
    return form


def ask_for_phone(
    form: ReachedForm, reader: Person, contact: Person, organization: Organization | None
) -> None:
    """Only of the contact person themself, and only where no number would reach them."""
    if reader.id != contact.id or number_of(contact, organization):
        form.spare_phone()


def shown_contacts(matches: Collection[Match]) -> Shown:
    """What the two sides are still shown of each other; what is ahead costs no statement."""
    now = clock.now()
    over = [match.id for match in matches if is_over(match, now)]
    told = session().execute(queries.told_in(over)) if over else ()
    return Shown(now, {(match_id, person_id) for match_id, person_id in told})


def welcome_places(match: Match) -> int:
    """How many would be welcome: as many as the helper can send and are still wanted."""
    return max(1, min(match.offer.head_count, match.need.places_left))


def is_late(match: Match) -> bool:
    """Nobody waits for the answer any more."""
    return match.answer_by is not None and match.answer_by <= clock.now()


def elsewhere(endpoint: str, **values: Any) -> str:
    """A page of a room above this one, if it is there."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _crumbs(match: Match, *, asks: bool) -> list[tuple[str, str]]:
    home = elsewhere("board.my")
    crumbs = [(_("マイページ"), home)] if home else []
    if asks:
        crumbs.append((_("手伝う人"), url_for("matches.of_need", need_id=match.need_id)))
    return [*crumbs, (match.need.title, "")]


def _desk_crumbs(match: Match) -> list[tuple[str, str]]:
    """The way back for a coordinator who works through the desk's queues."""
    desk = elsewhere("desk.index")
    way = [
        (_("受付デスク"), desk),
        (match.need.title, elsewhere("desk.need", need_id=match.need_id)),
    ]
    return [*(way if desk else []), (_("マッチング"), "")]


def _standing(match: Match, *, helps: bool) -> tuple[str, str]:
    now = clock.now()
    if helps:
        return words.for_helper(match, now)
    confirms = policy.may_confirm(me(), match, my_organizations())
    return words.for_asker(match, now, confirms=confirms)


def _names_applicant(match: Match, *, asks: bool, staff: bool) -> bool:
    """Who confirms must know whom; who was asked and did not come stays unnamed."""
    return staff or (
        asks and match.need.organization_id is not None and match.state is State.ACCEPTED
    )


def _ways(match: Match, *, helps: bool) -> dict[str, bool]:
    """What the person may do next on the page."""
    person, groups, now = me(), my_organizations(), clock.now()
    start, end = match.need.first_start_at, match.need.last_end_at
    confirmed = match.state is State.CONFIRMED
    begun, over = start is None or start <= now, end is not None and end <= now
    may_cancel = policy.may_cancel(person, match, groups) and (
        not over or person.is_any(Role.COORDINATOR)
    )
    return {
        "confirm": match.state is State.ACCEPTED and policy.may_confirm(person, match, groups),
        "cancel": match.state in LIVE and may_cancel
        and not (helps and match.state is State.OFFERED),
        "miss": confirmed and begun and policy.may_miss(person, match, groups),
        "calendar": match.state in BUSY and bool(match.need.slots) and not over,
    }  # fmt: skip
