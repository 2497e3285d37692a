"""Helpers' answers: yes, no, and coming forward unasked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.actions import seats
from matching.matches.models import Match, Step
from matching.matches.rules import SEATED, State, Verb
from matching.needs.models import Need
from matching.offers.models import Offer

LATE = N_(
    "返事の期限が過ぎました。お気持ちに感謝します。"
    "まだ来られるときは、ボランティアセンターへご連絡ください。"
)
ALREADY = N_("この依頼は、もうお引き受けいただいています。ありがとうございます。")


def accept(
    session: Session,
    match: Match,
    *,
    by: Person,
    at: datetime,
    places: int = 1,
    override: str = "",
) -> None:
    """The helper says yes. When that fills the need, its other matches lapse.

    `override`: why a coordinator lets the helper be in two places at once.

    Raises:
        RuleBroken: the match is not on offer, its answer-by time has passed, the need is full, or
            the helper has promised to be elsewhere.
    """
    seats.lock_match(session, match)
    if match.state in SEATED:
        raise RuleBroken(ALREADY)
    seats.check_open(match.need)
    if match.state is State.OFFERED and match.answer_by and match.answer_by <= at:
        raise RuleBroken(LATE)
    seats.check_places(match.need, match.offer, places)
    if not override:
        seats.check_free(session, match.need, match.offer, places)
    match.override_reason = override
    match.advance(Verb.ACCEPT, by=by, at=at)
    _answered(session, match, said_yes=True, at=at)
    seats.take(session, match, places, at=at)
    post(session, letters.accepted(match), at=at)


def decline(session: Session, match: Match, *, by: Person, at: datetime, note: str = "") -> None:
    """The helper says no; a reason is welcome, never needed."""
    match.advance(Verb.DECLINE, by=by, at=at, note=note)
    _answered(session, match, said_yes=False, at=at)
    session.flush()
    post(session, letters.declined(match), at=at)


def apply(  # noqa: PLR0913 - what an application consists of
    session: Session, need: Need, helper: Offer, *, by: Person, at: datetime, message: str,
    places: int = 1,
) -> Match:  # fmt: skip
    """A helper comes forward from the board; the centre or the association confirms.

    Who had said no, or let a question lapse, may still come forward.

    Raises:
        RuleBroken: the need is full, over or has begun, the helper may not come or is expected
            elsewhere, or has come forward already.
    """
    seats.lock(session, need, helper)
    _check_may_come(session, need, helper, at)
    known = session.scalars(queries.between(need.id, helper.id)).unique().one_or_none()
    if known and known.state in SEATED:
        raise RuleBroken(ALREADY)
    seats.check_open(need)
    if known and known.state is State.OFFERED:
        known.message = message
        accept(session, known, by=by, at=at, places=places)
        return known
    seats.check_places(need, helper, places)
    seats.check_free(session, need, helper, places)
    match = _come_forward(session, need, helper, known, by=by, at=at, message=message)
    seats.take(session, match, places, at=at)
    post(session, letters.applied(match), at=at)
    post(session, letters.application(match), at=at)
    return match


def _come_forward(  # noqa: PLR0913 - what an application consists of
    session: Session, need: Need, helper: Offer, known: Match | None, *, by: Person, at: datetime,
    message: str,
) -> Match:  # fmt: skip
    if known:
        known.advance(Verb.APPLY, by=by, at=at, note=message)
        known.answer_by = known.reminded_at = known.report_asked_at = None
        match = known
    else:
        match = Match(
            need=need, offer=helper, state=State.ACCEPTED, created_at=at, accepted_at=at
        )  # fmt: skip
        session.add(match)
        session.flush()
        match.steps.add(Step(verb=Verb.APPLY, before=None, by_id=by.id, at=at, note=message))
    match.applied, match.message, match.override_reason = True, message, ""
    session.flush()
    return match


def _check_may_come(session: Session, need: Need, helper: Offer, at: datetime) -> None:
    over = need.last_end_at and need.last_end_at <= at
    begun = not need.flexible and need.first_start_at and need.first_start_at <= at
    if over or begun:
        raise RuleBroken(seats.OVER)
    if need.asker_id == helper.person_id:
        raise RuleBroken(N_("ご自分の依頼には応募できません。"))
    born = helper.person.birth_year
    if need.least_age and born and helper.organization_id is None:
        oldest = at.year - born  # the day of birth is not kept: the doubt is the helper's benefit
        if oldest < need.least_age:
            raise RuleBroken(
                N_("この活動は%(age)s歳以上の方にお願いしています。"), age=need.least_age
            )
    if session.scalars(queries.blocked(need.asker_id, helper.person_id)).first():
        raise RuleBroken(
            N_("この依頼には応募できません。くわしくはボランティアセンターへお尋ねください。")
        )


def _answered(session: Session, match: Match, *, said_yes: bool, at: datetime) -> None:
    ask = session.scalars(queries.asks(match.id).limit(1)).one_or_none()
    if ask:
        ask.said_yes, ask.answered_at = said_yes, at
