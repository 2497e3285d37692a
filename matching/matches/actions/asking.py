"""Asking helpers: proposing them, offering them a need, letting an unanswered question lapse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.models import Ask, Match, Step
from matching.matches.rules import NEXT, State, Verb
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer

LinkMaker = Callable[[Match], str]
"""Makes the path of a one-purpose link with which a letter can be answered."""


@dataclass(frozen=True)
class Reasons:
    """Why somebody is proposed: the score and its parts, as they were then."""

    score: float | None = None
    chance: float | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    explanation: Mapping[str, object] | None = None


def propose(
    session: Session, need: Need, offer: Offer, *, by: Person, at: datetime,
    reasons: Reasons = Reasons(),
) -> Match:  # fmt: skip
    """Put a helper on the coordinator's list for a need.

    Who let the question lapse, or lost the place to somebody else, may be proposed again; who
    said no is not asked a second time.

    Raises:
        RuleBroken: the need looks for nobody, these two have met over it before, or are not to be
            brought together.
    """
    if need.state is not NeedState.OPEN:
        raise RuleBroken(N_("この依頼は今は募集していません。"))
    if session.scalars(queries.blocked(need.asker_id, offer.person_id)).first():
        raise RuleBroken(N_("この方には、この依頼をお願いできません（組み合わせない人です）。"))
    known = session.scalars(queries.between(need.id, offer.id)).one_or_none()
    if known and (known.state, Verb.PROPOSE) not in NEXT:
        raise RuleBroken(N_("この方には、この依頼ですでに声をかけています。"))
    match = known or _new(session, need, offer, by=by, at=at)
    if known:
        known.advance(Verb.PROPOSE, by=by, at=at)
        known.answer_by = known.reminded_at = known.report_asked_at = None
    match.score = reasons.score
    match.explanation = dict(reasons.explanation) if reasons.explanation else None
    session.flush()
    return match


def _new(session: Session, need: Need, offer: Offer, *, by: Person, at: datetime) -> Match:
    match = Match(need=need, offer=offer, state=State.PROPOSED, created_at=at)
    session.add(match)
    session.flush()
    match.steps.add(Step(verb=Verb.PROPOSE, before=None, by_id=by.id, at=at))
    return match


def offer(  # noqa: PLR0913 - what an offer consists of
    session: Session,
    match: Match,
    *,
    answer_by: datetime,
    by: Person,
    at: datetime,
    link: LinkMaker,
    reasons: Reasons = Reasons(),
    note: str = "",
) -> None:
    """Ask the helper, with a time by which they should answer.

    Raises:
        RuleBroken: the time has passed or lies after the beginning, or the helper did not opt in.
    """
    starts = match.need.first_start_at
    if answer_by <= at:
        raise RuleBroken(N_("返事の期限は、これから先の日時にしてください。"))
    if starts and not match.need.flexible and answer_by > starts:
        raise RuleBroken(N_("返事の期限は、活動が始まる前にしてください。"))
    if match.offer.opted_in_at is None or not match.offer.active:
        raise RuleBroken(N_("この方は、お願いを受けることに同意していないか、お休み中です。"))
    match.answer_by = answer_by
    match.advance(Verb.OFFER, by=by, at=at, note=note)
    session.add(
        Ask(
            match_id=match.id,
            offer_id=match.offer_id,
            need_id=match.need_id,
            asked_at=at,
            features=dict(reasons.features),
            chance=reasons.chance,
        )
    )
    session.flush()
    post(session, letters.offered(match, path=link(match), note=note), at=at)


def expire(session: Session, match: Match, *, at: datetime) -> None:
    """The answer-by time has passed."""
    match.advance(Verb.EXPIRE, by=None, at=at)
    session.flush()
    post(session, letters.expired(match), at=at)
