"""Needs and outcomes for the tests of the board."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.needs.models import Need, WishedSkill
from matching.needs.sheet import words_of
from matching.outcomes.models import Outcome
from tests.make import NOON, TODAY, make_need


def worded(session: Session, asker: Person, title: str, *skills: str, **facts: Any) -> Need:
    """A need that the search finds by its title and skills."""
    wished = [WishedSkill(skill=skill, required=False) for skill in skills]
    need = make_need(session, asker, title=title, wished=wished, **({"body": ""} | facts))
    session.refresh(need, ["district"])
    need.words = words_of(need)
    session.flush()
    return need


def flexible(session: Session, asker: Person, title: str, **facts: Any) -> Need:
    """A need that can be done on one of several days."""
    need = worded(session, asker, title, flexible=True, **facts)
    need.slots = []
    session.flush()
    return need


def outcome(session: Session, match: Match, helper: Person, **facts: Any) -> Outcome:
    """Two people helped for an hour each today, and it was approved; unless said otherwise."""
    usual: dict[str, Any] = {
        "match_id": match.id,
        "need_id": match.need_id,
        "person_id": helper.id,
        "held_on": TODAY,
        "fiscal_year": 2026,
        "minutes": 120,
        "people": 2,
        "approved_by_id": helper.id,
        "approved_at": NOON,
    }
    made = Outcome(**(usual | facts))
    session.add(made)
    session.flush()
    return made
