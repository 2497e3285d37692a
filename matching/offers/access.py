"""Whose offer a page is about: one's own, that of the organisation one speaks for, or a given one."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import Select

from matching.accounts.access import me, one
from matching.accounts.models import Person
from matching.offers import policy, queries
from matching.offers.models import Offer
from matching.organizations.access import acting_for
from matching.web.transaction import READING, session


def mine() -> Offer | None:
    """What I give, or the organisation I speak for now; None before anything was said."""
    organization = acting_for()
    statement = (
        queries.of_organization(organization.id) if organization else queries.of_person(me().id)
    )
    return session().scalars(_held(statement)).one_or_none()


def _held(statement: Select[Offer]) -> Select[Offer]:
    """One at a time while it is being changed."""
    return statement if request.method in READING else statement.with_for_update(of=Offer)


def sheet(offer_id: int | None) -> Offer | None:
    """The offer whose sheet is open: mine, or the one with this number.

    Raises:
        NotFound: there is none with this number.
        Forbidden: there is, but not for me.
    """
    if offer_id is None:
        return mine()
    return one(_held(queries.offers().where(Offer.id == offer_id)), _may_edit)


def begun_sheet(offer_id: int | None) -> Offer:
    """The same, where a page makes no sense before anything was said.

    Raises:
        NotFound: nothing was said yet.
    """
    offer = sheet(offer_id)
    if offer is None:
        abort(404)
    return offer


def _may_edit(person: Person, offer: Offer) -> bool:
    organization = acting_for()
    return policy.may_edit(person, offer, organization.id if organization else None)
