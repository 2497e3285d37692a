"""Letters to those who ask."""

from __future__ import annotations

from matching.needs.models import Need
from matching.outbox.rules import Letter


def submitted(need: Need) -> Letter:
    """We have it; what happens next and when."""
    facts = {"title": need.title, "by": need.hears_by}
    return Letter(need.asker, "needs/submitted", facts, f"/needs/{need.id}/own")


def published(need: Need) -> Letter:
    """It is on the board."""
    return Letter(need.asker, "needs/published", {"title": need.title}, f"/needs/{need.id}")


def returned(need: Need) -> Letter:
    """It needs a word more; the coordinator's words inside."""
    facts = {"title": need.title, "note": need.returned_note}
    return Letter(need.asker, "needs/returned", facts, f"/needs/{need.id}/own")


def still_open(need: Need) -> Letter:
    """Do you still need this?"""
    facts = {"title": need.title, "last_end_at": need.last_end_at, "asked_at": need.asked_open_at}
    return Letter(need.asker, "needs/still_open", facts, f"/needs/{need.id}/own")


def closed(need: Need) -> Letter:
    """It is over, and why."""
    facts = {"title": need.title, "closing": need.closing, "note": need.closing_note}
    return Letter(need.asker, "needs/closed", facts, f"/needs/{need.id}/own")
