"""A city's year in a few rows, as tests of figures need it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.calendar import TOKYO, fiscal_year
from matching.matches.models import Match
from matching.matches.rules import State as MatchState
from matching.needs.models import Need
from matching.outcomes.models import Outcome
from tests.make import make_match, make_need, offer_of
from tests.outcomes.make import initiative_id


def need_on(session: Session, asker: Person, day: date, code: str | None, **facts: Any) -> Need:
    """A published need that begins at 10 in the morning of this day."""
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO)
    wanted = initiative_id(session, code, fiscal_year(day)) if code else None
    asked_at = starts_at - timedelta(days=20)
    usual = {"initiative_id": wanted, "created_at": asked_at, "opened_at": asked_at}
    return make_need(session, asker, starts_at=starts_at, **(usual | facts))


def matched(session: Session, need: Need, helper: Person, **facts: Any) -> Match:
    known = {"state": MatchState.CONFIRMED, "created_at": need.created_at}
    asker = session.get_one(Person, need.asker_id)
    return make_match(session, asker, helper, need=need, **(known | facts))


def entry(session: Session, match: Match, day: date, minutes: int, **facts: Any) -> Outcome:
    """An approved entry; more than one of a match are corrections of the first."""
    need, by = session.get_one(Need, match.need_id), facts.pop("by_id", None)
    helper = offer_of(session, session.get_one(Person, facts.pop("helper_id")))
    usual = {
        "match_id": match.id, "need_id": need.id, "person_id": helper.person_id, "held_on": day,
        "fiscal_year": fiscal_year(day), "initiative_id": need.initiative_id,
        "district_id": need.district_id, "minutes": minutes, "people": 1,
        "approved_by_id": by or need.asker_id, "approved_at": need.created_at, "reason": "",
    }  # fmt: skip
    made = Outcome(**(usual | facts))
    session.add(made)
    session.flush()
    return made


def done(
    session: Session, need: Need, helper: Person, minutes: int, day: date, **facts: Any
) -> Match:
    """It took place and was approved."""
    match = matched(session, need, helper, state=MatchState.DONE)
    need.places_taken = min(need.helpers_wanted, need.places_taken + 1)
    entry(session, match, day, minutes, helper_id=helper.id, **facts)
    return match
