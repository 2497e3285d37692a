"""Who opens which match: the signed-in sides, and whoever holds the link of a letter or calendar."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import cast

from flask import abort, current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from matching.accounts.access import one
from matching.accounts.models import Person
from matching.matches import feeds, policy, queries
from matching.matches.models import CalendarFeed, Match
from matching.needs.models import Need
from matching.offers.models import Offer
from matching.organizations.access import my_organizations
from matching.organizations.queries import spoken_for
from matching.web.fields import record_id
from matching.web.transaction import session

MatchRule = Callable[[Person, Match, Container[int]], bool]
NeedRule = Callable[[Person, Need, Container[int]], bool]


def mine(match_id: int, may: MatchRule = policy.may_see) -> Match:
    """The match, if the signed-in person may.

    Raises:
        NotFound, Forbidden.
    """

    def allowed(person: Person, match: Match) -> bool:
        return may(person, match, my_organizations())

    return one(queries.matches().where(Match.id == match_id), allowed)


def need_of_mine(need_id: int, may: NeedRule) -> Need:
    """The need, if the signed-in person may.

    Raises:
        NotFound, Forbidden.
    """

    def allowed(person: Person, need: Need) -> bool:
        return may(person, need, my_organizations())

    return one(queries.need(need_id), allowed)


# ------------------------------------------------------------------ links of letters


def answer_path(match: Match) -> str:
    """Where the letter leads: a page with two buttons, no sign-in needed.

    The link answers this one question of this one person. It dies with the question: once it is
    asked anew it is another link.
    """
    token = _signer().dumps([match.id, match.offer.person_id, _asked(match)])
    return url_for("matches.answer_by_letter", token=token)


def by_letter(token: str) -> Match:
    """The match that this link was made for.

    Raises:
        NotFound: the link is not ours, its question is gone, or who got it may no longer answer.
    """
    match_id, person_id, asked = _read(token)
    found = session().scalars(queries.matches().where(Match.id == match_id)).one_or_none()
    if found is None or found.offer.person_id != person_id or _asked(found) != asked:
        abort(404)
    if found.offer.person.disabled_at is not None or not _speaks(found.offer):
        abort(404)
    return found


def _speaks(offer: Offer) -> bool:
    """Whether who is asked still speaks for the organisation that is meant."""
    if offer.organization_id is None:
        return True
    spoken = spoken_for(offer.person_id, offer.organization_id)
    return session().scalars(spoken).one_or_none() is not None


def _signer(purpose: str = "answer a match") -> URLSafeSerializer:
    return URLSafeSerializer(cast(str, current_app.secret_key), salt=purpose)


def _asked(match: Match) -> int:
    return int(match.offered_at.timestamp()) if match.offered_at else 0


def _read(token: str) -> tuple[int, int, int]:
    try:
        numbers = [record_id(number) for number in _signer().loads(token)]
    except (BadSignature, TypeError):
        abort(404)
    if len(numbers) != 3 or None in numbers:
        abort(404)
    return cast(tuple[int, int, int], tuple(numbers))


# ------------------------------------------------------------------ addresses of calendars

FEED = "a subscribed calendar"


def feed_address(feed: CalendarFeed) -> str:
    """Where programs read the person's calendar, without signing in.

    The row holds a random key, the address that key signed with the site's own secret. So whoever
    gets to see the database (a copy of it, say) cannot make the address, whoever has the address
    of one person cannot guess another's, and the page can show it again as often as it is wanted.
    A hash of a random address, as for sign-ins, would hide it from its owner as well.
    """
    token = _signer(FEED).dumps([feed.person_id, feed.key])
    return url_for("matches.feed", token=token, _external=True)


def by_feed(token: str) -> Person:
    """Whose calendar this address was made for.

    Raises:
        NotFound: it is not ours, or has ended, or is of somebody who may not sign in: no word which.
    """
    try:
        number, key = _signer(FEED).loads(token)
    except (BadSignature, TypeError, ValueError):
        abort(404)
    person_id = record_id(number)
    if person_id is None or not isinstance(key, str):
        abort(404)
    found = session().scalars(feeds.reader(person_id, key)).one_or_none()
    return found or abort(404)
