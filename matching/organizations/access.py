"""For whom the signed-in person speaks in this browser."""

from __future__ import annotations

from typing import cast

from flask import abort, g

from matching.accounts.access import me, me_or_nobody, my_sign_in
from matching.organizations import queries
from matching.organizations.models import Organization
from matching.web.transaction import session


def acting_for() -> Organization | None:
    """The organisation the person speaks for now, if they still may; at most one statement."""
    if "acting_for" not in g:
        person = me_or_nobody()
        chosen = my_sign_in().acting_for_id if person else None
        g.acting_for = (
            session().scalars(queries.spoken_for(person.id, chosen)).one_or_none()
            if person and chosen
            else None
        )
    return cast(Organization | None, g.acting_for)


def my_organizations() -> frozenset[int]:
    """Ids of all organisations the person is an officer of; one statement."""
    if "my_organizations" not in g:
        rows = session().scalars(queries.officer_rows(me().id))
        g.my_organizations = frozenset(row.organization_id for row in rows)
    return cast(frozenset[int], g.my_organizations)


def mine(organization_id: int) -> Organization:
    """The organisation, if the person is an officer of it (approved or not).

    Raises:
        NotFound: there is none. Forbidden: it is not theirs.
    """
    found = session().get(Organization, organization_id)
    if found is None:
        abort(404)
    if organization_id not in my_organizations():
        abort(403)
    return found
