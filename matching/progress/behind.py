"""The records behind each figure, as rows that a page lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from matching.accounts.models import Person
from matching.districts.models import District
from matching.matches.models import Match
from matching.needs.models import Need
from matching.organizations.models import Organization
from matching.plan.models import Initiative, Policy
from matching.progress.queries import MATCHED, Level, kept, key, published, unmet
from matching.progress.rules import Figure, Place, Scope


def _at(place: Place, scope: Scope) -> list[ColumnElement[bool]]:
    """The condition that a row counts for this place; initiative and policy are joined."""
    if place.outside:
        return [key(scope, Level.INITIATIVE).is_(None)]
    if place.initiative_id is not None:
        return [key(scope, Level.INITIATIVE) == place.initiative_id]
    if place.pillar_id is not None:
        return [key(scope, Level.PILLAR) == place.pillar_id]
    return []


def needs(scope: Scope, place: Place, now: datetime, figure: Figure) -> Select[*tuple[Any, ...]]:
    """Needs, by their beginning."""
    begins = func.coalesce(Need.first_start_at, Need.opened_at)
    only = [unmet(now)] if figure is Figure.UNMET else []
    return (
        select(
            Need.id.label("need_id"), Need.kind, Need.title, District.name.label("district"),
            begins.label("begins"), Need.state, Need.closing, Need.helpers_wanted,
            Need.places_taken,
        )
        .select_from(Need)
        .outerjoin(District, District.id == Need.district_id)
        .outerjoin(Initiative, Initiative.id == Need.initiative_id)
        .outerjoin(Policy, Policy.id == Initiative.policy_id)
        .where(published(scope), *only, *_at(place, scope))
        .order_by(begins.desc(), Need.id.desc())
    )  # fmt: skip


def matches(scope: Scope, place: Place) -> Select[*tuple[Any, ...]]:
    """Confirmed and done matches, by the beginning of their needs."""
    begins = func.coalesce(Need.first_start_at, Need.opened_at)
    return (
        select(
            Match.id.label("match_id"), Need.kind, Need.title, District.name.label("district"),
            begins.label("begins"), Match.state, Match.places,
        )
        .select_from(Match)
        .join(Match.need)
        .outerjoin(District, District.id == Need.district_id)
        .outerjoin(Initiative, Initiative.id == Need.initiative_id)
        .outerjoin(Policy, Policy.id == Initiative.policy_id)
        .where(published(scope), Match.state.in_(MATCHED), *_at(place, scope))
        .order_by(begins.desc(), Match.id.desc())
    )  # fmt: skip


def activities(scope: Scope, place: Place) -> Select[*tuple[Any, ...]]:
    """Approved activities, by their day, with what counts after corrections."""
    done = kept(scope)
    return (
        select(
            done.c.match_id, Need.kind, Need.title, District.name.label("district"),
            done.c.held_on, done.c.minutes, done.c.people,
            Organization.name.label("organization"),
        )
        .select_from(done)
        .join(Need, Need.id == done.c.need_id)
        .outerjoin(Organization, Organization.id == done.c.organization_id)
        .outerjoin(District, District.id == done.c.district_id)
        .outerjoin(Initiative, Initiative.id == done.c.initiative_id)
        .outerjoin(Policy, Policy.id == Initiative.policy_id)
        .where(*_at(place, scope))
        .order_by(done.c.held_on.desc(), done.c.match_id.desc())
    )  # fmt: skip


def helpers(scope: Scope, place: Place) -> Select[*tuple[Any, ...]]:
    """Everybody who helped, organisations as one, the most active first."""
    done = kept(scope)
    person_id = case((done.c.organization_id.is_(None), done.c.person_id))
    rows = (
        select(
            person_id.label("person_id"), done.c.organization_id, done.c.minutes
        )
        .select_from(done)
        .outerjoin(Initiative, Initiative.id == done.c.initiative_id)
        .outerjoin(Policy, Policy.id == Initiative.policy_id)
        .where(*_at(place, scope))
        .subquery()
    )  # fmt: skip
    named = (
        rows.c.person_id, rows.c.organization_id, Organization.name.label("organization"),
        Person.family_name, Person.given_name, Person.known_as,
    )  # fmt: skip
    times, minutes = func.count().label("activities"), func.sum(rows.c.minutes).label("minutes")
    return (
        select(*named, times, minutes)
        .select_from(rows)
        .outerjoin(Organization, Organization.id == rows.c.organization_id)
        .outerjoin(Person, Person.id == rows.c.person_id)
        .group_by(
            rows.c.person_id, rows.c.organization_id, Organization.name,
            Person.family_name, Person.given_name, Person.known_as,
        )
        .order_by(times.desc(), minutes.desc(), rows.c.organization_id, rows.c.person_id)
    )  # fmt: skip
