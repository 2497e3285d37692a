"""What the demo's people find today: letters to answer, activities to come, reports to approve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.accounts.rules import Role
from matching.calendar import by_day
from matching.demo.people import City
from matching.matches import actions, queries
from matching.matches.models import Match
from matching.needs.models import Need
from matching.needs.rules import State
from matching.offers.models import Offer
from matching.organizations.models import Officer
from matching.pairing.actions import suiting
from matching.pairing.queries import scored

LEAST_DAYS = 3
ASKED = (("volunteer", 2, 1), ("student", 1, 1), ("company", 1, 1))
"""Sign-in, asks that wait for an answer, activities that are confirmed."""


def await_answers(city: City) -> None:
    """The demo's helpers are asked for what suits them, and expected somewhere."""
    session = city.session
    session.flush()
    session.expire_all()
    asker = city.staff[Role.COORDINATOR][0]
    starts = city.now + timedelta(days=LEAST_DAYS)
    wanted = scored().where(Need.state == State.OPEN, Need.first_start_at > starts)
    needs = session.scalars(wanted.order_by(Need.first_start_at, Need.id)).unique().all()
    suited = suiting(session, needs, now=city.now, top=6)
    taken: set[int] = set()
    for name, waiting, confirmed in ASKED:
        offer = _offer_of(city, name)
        best = [need for need, _ in suited.get(offer.id, [])]
        fitting = _free(session, offer, [*best, *needs], taken)[: waiting + confirmed]
        for number, need in enumerate(fitting):
            taken.add(need.id)
            match = _ask(city, need, offer, asker)
            if number >= waiting:
                _confirm(city, match, asker)


def _offer_of(city: City, name: str) -> Offer:
    """What the person offers, or the organisation they speak for."""
    who = select(Person.id).where(Person.email == f"{name}@demo.example")
    group = city.session.scalar(select(Officer.organization_id).where(Officer.person_id.in_(who)))
    found = (
        queries.offer_of_organization(group)
        if group
        else queries.offer_of(city.session.scalars(who).one())
    )
    return city.session.scalars(found).unique().one()


def _free(session: Session, offer: Offer, needs: Sequence[Need], taken: set[int]) -> list[Need]:
    """Needs that this helper has not been asked for, each once."""
    known = set(session.scalars(select(Match.need_id).where(Match.offer_id == offer.id)))
    return [n for n in dict.fromkeys(needs) if n.id not in taken | known and n.places_left]


def _ask(city: City, need: Need, offer: Offer, by: Person) -> Match:
    session, at = city.session, by_day(city.now - timedelta(hours=20))
    loaded = session.scalars(queries.need(need.id)).unique().one()
    match = actions.propose(session, loaded, offer, by=by, at=at)
    actions.offer(
        session, match, by=by, at=at, answer_by=by_day(city.now + timedelta(days=2)),
        link=lambda made: f"/matches/{made.id}",
    )  # fmt: skip
    return match


def _confirm(city: City, match: Match, by: Person) -> None:
    at = by_day(city.now - timedelta(hours=2))
    actions.accept(city.session, match, by=match.offer.person, at=at)
    actions.confirm(city.session, match, by=by, at=at)
