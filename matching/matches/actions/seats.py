"""The seats of a need: taken by one yes at a time, never oversold, freed again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.errors import RuleBroken
from matching.i18n import N_
from matching.mailbox.actions import post
from matching.matches import letters, queries
from matching.matches.models import Match
from matching.matches.rules import State, Verb
from matching.needs import actions as needs
from matching.needs.models import Need
from matching.needs.rules import State as NeedState
from matching.offers.models import Offer

FULL = N_(
    "申し訳ありません。ほかの方が先に引き受けてくださいました（満員です）。"
    "またお願いするかもしれません。"
)
FEWER_LEFT = N_(
    "申し訳ありません。残りは%(n)s人分です。人数を変えて、もう一度お試しください（それより多くは満員です）。"
)
OVER = N_("この募集は終わりました。お気持ちをありがとうございます。")
ELSEWHERE = N_(
    "同じ時間に別の活動（%(title)s）の約束があります。"
    "どちらにも行けるときは、ボランティアセンターへご連絡ください。"
)


def lock(session: Session, need: Need, helper: Offer | None = None) -> None:
    """One yes at a time: hold the need's row, then the helper's, and see them as they are now.

    Always in this order, so that two people can never wait for each other.
    """
    session.execute(select(Need.id).where(Need.id == need.id).with_for_update())
    # Only what may have changed: what was loaded with the need stays loaded.
    session.refresh(need, ["state", "helpers_wanted", "places_taken", "version"])
    if helper is not None:
        session.execute(select(Offer.id).where(Offer.id == helper.id).with_for_update())


def lock_match(session: Session, match: Match) -> None:
    """The same for a match, which somebody else may have moved meanwhile."""
    lock(session, match.need, match.offer)
    session.refresh(match, ["state", "answer_by", "places", "version"])


def check_open(need: Need) -> None:
    """Somebody may still come.

    Raises:
        RuleBroken: it is over, or full.
    """
    if need.state is NeedState.CLOSED:
        raise RuleBroken(OVER)
    if need.state is not NeedState.OPEN or need.places_left <= 0:
        raise RuleBroken(FULL)


def check_free(session: Session, need: Need, helper: Offer, places: int) -> None:
    """The helper can be there: nobody in two places, no organisation with more than its people.

    Raises:
        RuleBroken: they are expected elsewhere at that time.
    """
    clashes = session.scalars(queries.clashes(helper, need)).unique().all()
    if not clashes:
        return
    if helper.head_count == 1:
        raise RuleBroken(ELSEWHERE, title=clashes[0].need.title)
    left = helper.head_count - sum(match.places for match in clashes)
    if places > left:
        raise RuleBroken(
            N_("同じ時間に別の活動の約束があるため、来られるのは%(n)s人までです。"), n=max(left, 0)
        )


def check_places(need: Need, helper: Offer, places: int) -> None:
    """As many as the helper has, and as are still wanted.

    Raises:
        RuleBroken: more than that.
    """
    if not 1 <= places <= helper.head_count:
        raise RuleBroken(
            N_("人数は1人から%(most)s人までで入力してください。"), most=helper.head_count
        )
    if places > need.places_left:
        raise RuleBroken(FEWER_LEFT, n=need.places_left)


def take(session: Session, match: Match, places: int, *, at: datetime) -> None:
    """Seat the helper; when that fills the need, its other matches lapse kindly."""
    need = match.need
    match.places = places
    needs.take_places(session, need, places, at=at)
    session.flush()
    if need.places_left == 0:
        for rival in session.scalars(queries.rivals(match)).unique().all():
            lapse(session, rival, at=at)


def free(session: Session, match: Match, *, at: datetime) -> None:
    """Give the places back; a full need is open again."""
    needs.take_places(session, match.need, -match.places, at=at)
    session.flush()


def lapse(session: Session, rival: Match, *, at: datetime) -> None:
    """Somebody else came first; who had been asked is told."""
    was_asked = rival.state is State.OFFERED
    rival.advance(Verb.CANCEL, by=None, at=at, note=letters.SOMEBODY_ELSE)
    session.flush()
    if was_asked:
        post(session, letters.lapsed(rival), at=at)
