"""Whose contributions a page is about."""

from __future__ import annotations

from flask import abort

from matching.accounts.access import me, one
from matching.accounts.models import Person
from matching.contributions import policy
from matching.organizations.access import my_organizations
from matching.organizations.models import Organization
from matching.organizations.queries import organization


def looked_at(organization_id: int) -> Organization:
    """The organisation, if the signed-in person may see its figures.

    Raises:
        NotFound, Forbidden.
    """

    def allowed(person: Person, it: Organization) -> bool:
        return policy.may_look(person, it, my_organizations())

    return one(organization(organization_id), allowed)


def looks_inside(it: Organization) -> bool:
    """Whether the signed-in person sees more of it than figures."""
    return policy.looks_inside(me(), it, my_organizations())


def university_of_mine(organization_id: int) -> Organization:
    """The university, if the signed-in person may read which students agreed to be named.

    Raises:
        NotFound, Forbidden.
    """
    it = looked_at(organization_id)
    if not policy.may_read_names(it, my_organizations()):
        abort(403)
    return it
