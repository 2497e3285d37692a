"""Letters about what came of an activity; what went wrong is in none of them."""

from __future__ import annotations

from matching.calendar import minutes_words
from matching.matches.models import Match
from matching.outbox.rules import Letter


def _to_helper(match: Match, name: str, facts: dict[str, object]) -> Letter:
    path = f"/matches/{match.id}/outcome"
    return Letter(match.offer.person, name, {"title": match.need.title, **facts}, path)


def _time(match: Match, minutes: int) -> str:
    return minutes_words(minutes, match.offer.person.language)


def thanked(match: Match, thanks: str) -> Letter:
    """To the helper: the asker's thanks, and nothing else of the report."""
    return _to_helper(match, "outcomes/thanked", {"thanks": thanks})


def approved(match: Match, *, minutes: int, people: int) -> Letter:
    """To the helper: these hours count."""
    facts = {"time": _time(match, minutes), "people": people}
    return _to_helper(match, "outcomes/approved", facts)


def corrected(match: Match, *, minutes: int, people: int, reason: str) -> Letter:
    """To the helper: what counts now, and why it was changed."""
    facts = {"time": _time(match, minutes), "people": people, "reason": reason}
    return _to_helper(match, "outcomes/corrected", facts)
