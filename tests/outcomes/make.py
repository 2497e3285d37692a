"""Matches that are over, as tests of outcomes need them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.matches.rules import State
from matching.outcomes import actions
from matching.outcomes.drafts import ApprovalDraft, CorrectionDraft, ReportDraft
from matching.outcomes.models import Outcome
from matching.outcomes.rules import Side
from matching.plan.queries import initiatives_of
from tests.make import NOON, make_match, make_need

HELD_AT = NOON - timedelta(days=3)
HELD_ON = date(2026, 11, 21)


def initiative_id(session: Session, code: str = "III-1-(2)", year: int = 2026) -> int:
    return next(i.id for i in session.scalars(initiatives_of(year)) if i.code == code)


def loaded(session: Session, match: Match) -> Match:
    session.flush()
    session.expire_all()
    return session.scalars(matches().where(Match.id == match.id)).unique().one()


def over(session: Session, asker: Person, helper: Person, **facts: object) -> Match:
    """A confirmed match of Saturday 21 November, 12:00 to 14:00."""
    starts_at = facts.pop("starts_at", HELD_AT)
    assert isinstance(starts_at, datetime)
    usual = {
        "created_at": starts_at - timedelta(days=9),
        "initiative_id": initiative_id(session),
        "places_taken": 1,
        "organization_id": facts.pop("organization_id", None),
    }
    need = facts.pop("need", None) or make_need(session, asker, starts_at=starts_at, **usual)
    known = {"state": State.CONFIRMED, "confirmed_at": NOON, "created_at": usual["created_at"]}
    return loaded(session, make_match(session, asker, helper, need=need, **(known | facts)))


def said(**facts: object) -> ReportDraft:
    usual: dict[str, object] = {"came": True, "held_on": HELD_ON, "minutes": 95, "people": 1}
    return ReportDraft(**(usual | facts))  # type: ignore[arg-type]


def wanted(**facts: object) -> ApprovalDraft:
    usual: dict[str, object] = {"held_on": HELD_ON, "minutes": 95, "people": 1}
    return ApprovalDraft(**(usual | facts))  # type: ignore[arg-type]


def right(**facts: object) -> CorrectionDraft:
    usual: dict[str, object] = {
        "held_on": HELD_ON, "minutes": 65, "people": 1, "initiative_id": None, "reason": "聞き違い",
    }  # fmt: skip
    return CorrectionDraft(**(usual | facts))  # type: ignore[arg-type]


def approved(session: Session, match: Match, by: Person, **facts: object) -> Outcome:
    """The helper tells, `by` approves."""
    helper = match.offer.person
    actions.report(session, match, said(), side=Side.HELPER, by=helper, at=NOON)
    return actions.approve(session, match, wanted(**facts), by=by, at=NOON)
