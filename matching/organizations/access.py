"""For whom the signed-in person speaks in this browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flask import abort, g
from sqlalchemy import Select

from matching.accounts.access import me, me_or_nobody, my_sign_in
from matching.organizations import policy, queries
from matching.organizations.models import Officer, Organization
from matching.web.transaction import session


def acting_for() -> Organization | None:
    """The organisation the person speaks for now, if they still may; at most one statement."""
    person = me_or_nobody()
    if person is None:
        return None
    if "acting_for" not in g:
        chosen = my_sign_in().acting_for_id
        g.acting_for = (
            session().scalars(queries.spoken_for(person.id, chosen)).one_or_none()
            if chosen
            else None
        )
    return cast(Organization | None, g.acting_for)


def my_offices() -> Sequence[Officer]:
    """What the person is an officer of, approved or not; one statement for the whole request."""
    if "my_offices" not in g:
        person = me_or_nobody()
        rows = session().scalars(queries.officer_rows(person.id)).all() if person else ()
        g.my_offices = rows
    return cast(Sequence[Officer], g.my_offices)


def my_organizations() -> frozenset[int]:
    """Ids of the approved organisations the person may speak for; no further statement."""
    ids = {office.organization_id for office in my_offices()}
    return frozenset(found for found in ids if policy.may_speak_for(my_offices(), found))


def all_my_organizations() -> frozenset[int]:
    """Ids of all organisations the person is an officer of, approved or not; no further statement."""
    return frozenset(office.organization_id for office in my_offices())


def managed(statement: Select[Organization]) -> Organization:
    """The organisation, if the person is an officer of it (approved or not) or of the centre.

    Raises:
        NotFound: there is none.
        Forbidden: it is not theirs.
    """
    found = session().scalars(statement).one_or_none()
    if found is None:
        abort(404)
    if not policy.may_manage(me(), found, my_offices()):
        abort(403)
    return found


def my_university(organization_id: int) -> Organization:
    """The university, if the person is of its office.

    Raises:
        NotFound: there is none.
        Forbidden: it is not theirs.
    """
    found = session().scalars(queries.organization(organization_id)).one_or_none()
    if found is None:
        abort(404)
    if not policy.may_confirm_students(found, my_offices()):
        abort(403)
    return found
