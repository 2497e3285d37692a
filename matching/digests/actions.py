"""Gathering what a person is told, and posting it once in a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matching.digests import letters, queries
from matching.digests.letters import Digest
from matching.digests.rules import MOST_NEEDS, period_start
from matching.mailbox.actions import post, wishes_for
from matching.matches.models import Match
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.pairing import queries as pairing
from matching.pairing.actions import suiting
from matching.pairing.rules import Explained

Suiting = Mapping[int, Sequence[tuple[Need, Explained]]]


def gather(session: Session, *, now: datetime) -> list[Digest]:
    """What everybody who is due a digest would be told, in a few statements for all of them."""
    offers = session.scalars(queries.offers_of_readers(period_start(now))).all()
    if not offers:
        return []
    needs = session.scalars(pairing.open_needs(now)).unique().all()
    suits = suiting(session, needs, now=now, top=MOST_NEEDS)
    asked = session.scalars(queries.unanswered(now)).all()
    return compose(offers, suits, asked)


def compose(offers: Sequence[Offer], suits: Suiting, asked: Sequence[Match]) -> list[Digest]:
    """One digest for each person, whatever the number of their offers; empty ones too."""
    made: dict[int, Digest] = {}
    waiting: dict[int, list[Match]] = {}
    for match in asked:
        waiting.setdefault(match.offer_id, []).append(match)
    for offer in offers:
        before = made.get(offer.person_id, Digest(offer.person))
        told = {need.id for need, _ in before.needs}
        fresh = [pair for pair in suits.get(offer.id, ()) if pair[0].id not in told]
        made[offer.person_id] = Digest(
            offer.person,
            [*before.needs, *fresh][:MOST_NEEDS],
            [*before.waiting, *waiting.get(offer.id, [])],
        )
    return list(made.values())


def post_digest(session: Session, digest: Digest, *, at: datetime) -> bool:
    """Post it unless there is nothing to say, or the person had one in this period; True if posted."""
    if digest.is_empty:
        return False
    wishes = wishes_for(session, digest.to.id, at=at)
    posted_at = wishes.digest_posted_at
    if not wishes.digest or (posted_at and posted_at >= period_start(at)):
        return False
    wishes.digest_posted_at = at
    post(session, letters.weekly(digest, wishes.unsubscribe_token or ""), at=at)
    return True
