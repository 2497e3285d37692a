"""Letters about what came of it."""

from __future__ import annotations

from matching.matches.models import Match
from matching.outbox.rules import Letter


def thanked(match: Match, thanks: str) -> Letter:
    """To the helper: the asker's thanks, and nothing else of the report."""
    facts = {"title": match.need.title, "thanks": thanks}
    return Letter(match.offer.person, "outcomes/thanked", facts, f"/matches/{match.id}")


def approved(match: Match, minutes: int, people: int) -> Letter:
    """To the helper: these hours count."""
    facts = {"title": match.need.title, "minutes": minutes, "people": people}
    return Letter(match.offer.person, "outcomes/approved", facts, "/my")
