"""One-purpose links in letters: they answer one match, until its answer-by time, and show no contact."""

from __future__ import annotations

from typing import Any, cast

from flask import abort, current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from matching.accounts.access import one
from matching.accounts.models import Person
from matching.matches import policy, queries
from matching.matches.models import Match
from matching.organizations.access import my_organizations
from matching.web.transaction import session


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(cast(str, current_app.secret_key), salt="answer a match")


def answer_path(match: Match) -> str:
    """Where the letter leads: a page with two buttons, no sign-in needed."""
    token = _signer().dumps([match.id, match.offer.person_id])
    return url_for("matches.answer_by_letter", token=token)


def by_letter(token: str) -> Match:
    """The match that this link was made for.

    Raises:
        NotFound: the link is not ours, or the match is gone.
    """
    try:
        match_id, person_id = cast(list[Any], _signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        abort(404)
    statement = queries.matches().where(Match.id == int(match_id))
    found = session().scalars(statement).one_or_none()
    if found is None or found.offer.person_id != person_id:
        abort(404)
    return found


def mine(match_id: int, may: Any = policy.may_see) -> Match:
    """The match, if the signed-in person may.

    Raises:
        NotFound, Forbidden.
    """

    def allowed(person: Person, match: Match) -> bool:
        return bool(may(person, match, my_organizations()))

    return one(queries.matches().where(Match.id == match_id), allowed)
