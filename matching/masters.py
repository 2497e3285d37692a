"""The city's vocabulary put into an empty database: districts, plans, universities; twice changes nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from matching import clock
from matching.districts import actions as districts
from matching.organizations import actions as organizations
from matching.plan import actions as plan


def load(session: Session) -> None:
    """Add whatever is missing of the masters."""
    districts.load(session)
    plan.load(session)
    organizations.load_masters(session, at=clock.now())
