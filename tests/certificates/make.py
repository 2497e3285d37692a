"""People with approved activities, and papers about them, as tests of certificates need them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from matching.accounts.models import Person
from matching.certificates import actions, pages, queries
from matching.certificates.drafts import Wish
from matching.certificates.models import Certificate
from matching.certificates.rules import Period, Standing
from matching.matches.models import Match
from matching.matches.queries import matches
from matching.outcomes import actions as outcomes
from matching.outcomes.models import Outcome
from tests.make import NOON
from tests.outcomes.make import HELD_AT, HELD_ON, approved, over, right

THIS_YEAR = Wish(Period.THIS_YEAR)


def helped(
    session: Session, asker: Person, helper: Person, by: Person, *, days: int = 0, **facts: object
) -> Outcome:
    """An approved activity of 95 minutes on 21 November 2026, or some days before."""
    match = over(session, asker, helper, starts_at=HELD_AT - timedelta(days=days))
    usual: dict[str, object] = {"held_on": HELD_ON - timedelta(days=days)}
    return approved(session, match, by, **(usual | facts))


def corrected(session: Session, entry: Outcome, by: Person, **facts: object) -> None:
    """The centre finds that it was otherwise."""
    usual: dict[str, object] = {"held_on": entry.held_on, "initiative_id": entry.initiative_id}
    match = session.scalars(matches().where(Match.id == entry.match_id)).unique().one()
    outcomes.correct(session, match, right(**(usual | facts)), by=by, at=NOON)


def issued(session: Session, person: Person, wish: Wish = THIS_YEAR) -> Certificate:
    made = actions.issue(session, person, wish, at=NOON)
    return read(session, made)


def read(session: Session, certificate: Certificate) -> Certificate:
    """The paper as a page loads it."""
    known = queries.certificates().where(Certificate.id == certificate.id)
    fresh = known.execution_options(populate_existing=True)
    return session.scalars(fresh).unique().one()


def standing(session: Session, certificate: Certificate) -> Standing:
    return pages.paper(session, read(session, certificate)).standing
