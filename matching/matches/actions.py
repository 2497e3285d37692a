"""Verbs of a match: propose, offer, accept, apply, decline, expire, confirm, miss, cancel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.models import Ask, Disclosure, Match, Step
from matching.matches.rules import SEATED, State, Verb
from matching.needs import actions as needs
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

    Raises:
        RuleBroken: the need looks for nobody, or these two have met over it before.
    """
    if need.state is not NeedState.OPEN:
        raise RuleBroken(N_("この依頼は今は募集していません。"))
    met = select(Match.id).where(Match.need_id == need.id, Match.offer_id == offer.id)
    if session.scalar(met):
        raise RuleBroken(N_("この方には、この依頼ですでに声をかけています。"))
    match = Match(
        need=need,
        offer=offer,
        state=State.PROPOSED,
        score=reasons.score,
        explanation=dict(reasons.explanation) if reasons.explanation else None,
        created_at=at,
    )
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
    if match.offer.opted_in_at is None:
        raise RuleBroken(N_("この方は、お願いを受けることにまだ同意していません。"))
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
    post(session, letters.offered(match, path=link(match), note=note), at=at)


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

    Raises:
        RuleBroken: the match is not on offer, its answer-by time has passed, the need is full, or
            the helper has promised to be elsewhere (unless a coordinator gives a reason).
    """
    need = _locked(session, match)
    if match.answer_by and match.answer_by <= at:
        raise RuleBroken(N_("返事の期限が過ぎています。お気持ちに感謝します。"))
    match.advance(Verb.ACCEPT, by=by, at=at)
    _answered(session, match, said_yes=True, at=at)
    _seat(session, match, need, places=places, override=override, at=at)
    post(session, letters.accepted(match), at=at)


def apply(  # noqa: PLR0913 - what an application consists of
    session: Session, need: Need, helper: Offer, *, by: Person, at: datetime, message: str,
    places: int = 1,
) -> Match:  # fmt: skip
    """A helper comes forward from the board; the centre or the association confirms.

    Raises:
        RuleBroken: the need looks for nobody or has begun, the helper asked themself, has met it
            before, or has promised to be elsewhere.
    """
    if need.state is not NeedState.OPEN and need.places_left == 0:
        raise RuleBroken(FULL)
    if need.last_end_at and need.last_end_at <= at:
        raise RuleBroken(N_("この募集は終わりました。"))
    if need.asker_id == helper.person_id:
        raise RuleBroken(N_("ご自分の依頼には応募できません。"))
    known = session.scalars(
        queries.matches().where(Match.need_id == need.id, Match.offer_id == helper.id)
    ).one_or_none()
    if known and known.state is State.OFFERED:
        accept(session, known, by=by, at=at, places=places)
        return known
    if known and known.state is not State.PROPOSED:
        raise RuleBroken(N_("この依頼にはすでにお返事をいただいています。"))
    match = known or Match(need=need, offer=helper, created_at=at)
    match.state, match.applied, match.message = State.ACCEPTED, True, message
    match.accepted_at = at
    session.add(match)
    session.flush()
    match.steps.add(Step(verb=Verb.APPLY, before=None, by_id=by.id, at=at, note=message))
    session.flush()
    match = session.scalars(queries.matches().where(Match.id == match.id)).one()
    locked = _locked(session, match)
    _seat(session, match, locked, places=places, override="", at=at)
    post(session, letters.applied(match), at=at)
    return match


FULL = N_(
    "申し訳ありません。ほかの方が先に引き受けてくださいました（満員です）。"
    "またお願いするかもしれません。"
)
ELSEWHERE = N_("同じ時間に別の活動の約束があります。先にそちらを確かめてください。")


def _locked(session: Session, match: Match) -> Need:
    """The need and the helper's offer, locked and as they stand now: one yes at a time."""
    session.execute(select(Need.id).where(Need.id == match.need_id).with_for_update())
    session.execute(select(Offer.id).where(Offer.id == match.offer_id).with_for_update())
    # Only what may have changed: what was loaded with the match stays loaded.
    session.refresh(match.need, ["state", "helpers_wanted", "places_taken", "version"])
    session.refresh(match, ["state", "answer_by", "places", "version"])
    return match.need


def _seat(
    session: Session, match: Match, need: Need, *, places: int, override: str, at: datetime
) -> None:
    helper = match.offer
    if not 1 <= places <= helper.head_count:
        raise RuleBroken(
            N_("人数は1人から%(most)s人までで入力してください。"), most=helper.head_count
        )
    if helper.head_count == 1 and not override and session.scalars(
        queries.clashes(helper, need)
    ).first():  # fmt: skip
        raise RuleBroken(ELSEWHERE)
    match.places, match.override_reason = places, override
    needs.take_places(session, need, places, at=at)
    session.flush()
    if not need.places_left:
        for rival in session.scalars(queries.rivals(match)).all():
            _lapse(session, rival, at=at)


def _lapse(session: Session, rival: Match, *, at: datetime) -> None:
    was_asked = rival.state is State.OFFERED
    rival.advance(Verb.CANCEL, by=None, at=at, note=letters.SOMEBODY_ELSE)
    if was_asked:
        post(session, letters.lapsed(rival), at=at)


def _answered(session: Session, match: Match, *, said_yes: bool, at: datetime) -> None:
    ask = session.scalars(queries.asks(match.id).limit(1)).one_or_none()
    if ask:
        ask.said_yes, ask.answered_at = said_yes, at


def decline(session: Session, match: Match, *, by: Person, at: datetime, note: str = "") -> None:
    """The helper says no; a reason is welcome, never needed."""
    match.advance(Verb.DECLINE, by=by, at=at, note=note)
    _answered(session, match, said_yes=False, at=at)
    post(session, letters.declined(match), at=at)


def expire(session: Session, match: Match, *, at: datetime) -> None:
    """The answer-by time has passed."""
    match.advance(Verb.EXPIRE, by=None, at=at)
    post(session, letters.expired(match), at=at)


def confirm(session: Session, match: Match, *, by: Person, at: datetime) -> None:
    """Both sides get to know each other: contact details are shown and that is written down."""
    match.advance(Verb.CONFIRM, by=by, at=at)
    helper, asker = match.offer.person, match.need.asker
    for of, to in ((helper, asker), (asker, helper)):
        shown = [name for name in ("phone",) if getattr(of, name)]
        session.add(
            Disclosure(
                match_id=match.id,
                of_id=of.id,
                to_id=to.id,
                fields=" ".join(["name", *shown, *(["place"] if of is asker else [])]),
                at=at,
            )
        )
    session.flush()
    post(session, letters.confirmed_helper(match, at=at), at=at)
    post(session, letters.confirmed_asker(match, at=at), at=at)


def complete(session: Session, match: Match, *, by: Person, at: datetime) -> None:
    """It took place (said with the approved outcome)."""
    match.advance(Verb.COMPLETE, by=by, at=at)
    session.flush()


def miss(session: Session, match: Match, *, by: Person, at: datetime, note: str) -> None:
    """The helper did not come.

    Raises:
        RuleBroken: no reason was given, or the day has not come.
    """
    if not note.strip():
        raise RuleBroken(N_("理由を入力してください。"))
    if match.need.first_start_at and match.need.first_start_at > at:
        raise RuleBroken(N_("活動の日がまだ来ていません。"))
    match.advance(Verb.MISS, by=by, at=at, note=note)
    session.flush()


def cancel(session: Session, match: Match, *, by: Person, at: datetime, note: str) -> None:
    """Either side, or the centre, calls it off; the place is free again and the others are told.

    Raises:
        RuleBroken: no reason was given.
    """
    if not note.strip():
        raise RuleBroken(N_("理由を入力してください。"))
    was, need = match.state, _locked(session, match)
    match.advance(Verb.CANCEL, by=by, at=at, note=note)
    if was in SEATED:
        needs.take_places(session, need, -match.places, at=at)
    session.flush()
    for reader in (match.offer.person, match.need.asker):
        knew = was is not State.PROPOSED and (was in SEATED or reader is match.offer.person)
        if reader.id != by.id and knew:
            post(session, letters.cancelled(match, reader, note=note), at=at)
