"""What a simulated city is like: sizes, and the hidden truths that no rule is told."""

from __future__ import annotations

from dataclasses import dataclass

DISTRICTS = 31
CATEGORIES = 10
SKILLS_EACH = 3  # skills per category
SKILLS = CATEGORIES * SKILLS_EACH
YEAR = 2026
LAT, LNG = 35.66, 138.57
KM_NORTH = 1 / 111.2  # degrees per km
KM_EAST = 1 / 90.4
HALF_LIFE = 10.0  # days after which half of the tiredness from an ask is gone


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One city. Everything else is drawn from the seed.

    Attributes:
        people: registered at the start.  days: simulated.  needs_a_day: on average.
        tiring: how much each ask wears, 1 as people do, 0 where nobody tires or leaves.
        skew: spread of how attractive needs are to everybody alike, in log-odds.
        visits_a_week: how often an average person opens the board.
    """

    people: int = 3_000
    days: int = 84
    needs_a_day: float = 12.0
    tiring: float = 1.0
    skew: float = 0.5
    visits_a_week: float = 0.45


STANDARD = Setting()
SMALL = Setting(people=1_000, needs_a_day=4.0)  # for sweeps: as many people per need
TINY = Setting(people=400, days=35, needs_a_day=2.0)
