"""The need of this request, if the signed-in person may do this with it."""

from __future__ import annotations

from collections.abc import Callable, Container

from flask import abort, request

from matching.accounts.access import me_or_nobody, one
from matching.accounts.models import Person
from matching.needs import policy, queries
from matching.needs.models import Need, Photo
from matching.organizations.access import my_organizations
from matching.web.transaction import READING, session

May = Callable[[Person, Need, Container[int]], bool]


def mine(need_id: int, may: May = policy.owns) -> Need:
    """The need, with everything its page shows; locked while it is being changed.

    Raises:
        NotFound, Forbidden.
    """
    statement = queries.needs().where(Need.id == need_id)
    if request.method not in READING:
        statement = statement.with_for_update(of=Need)
    return one(statement, lambda person, need: may(person, need, my_organizations()))


def seen_photo(photo_id: int) -> Photo:
    """The picture, if the visitor may see its need.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    photo = session().get(Photo, photo_id)
    need = session().get(Need, photo.need_id) if photo else None
    person = me_or_nobody()
    if need is None or not policy.may_see(person, need, my_organizations() if person else ()):
        abort(404)
    assert photo is not None
    return photo


def my_photo(photo_id: int) -> Photo:
    """The picture, if it belongs to a need of the signed-in person.

    Raises:
        NotFound, Forbidden.
    """
    photo = session().get(Photo, photo_id)
    if photo is None:
        abort(404)
    mine(photo.need_id, policy.may_edit)
    return photo
