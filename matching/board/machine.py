"""A need as search engines read it (schema.org/Event as JSON-LD); nothing that names a person."""

from __future__ import annotations

from typing import Any

from matching.board import words
from matching.calendar import in_tokyo
from matching.needs.models import Need
from matching.needs.rules import State


def events(need: Need, address: str) -> list[dict[str, Any]]:
    """One event a slot; a need whose day is still to be found is none."""
    return [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": need.title,
            "description": need.body,
            "url": address,
            "startDate": in_tokyo(slot.starts_at).isoformat(),
            "endDate": in_tokyo(slot.ends_at).isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": _mode(need),
            "location": _place(need, address),
            "organizer": {"@type": "Organization", "name": words.asker(need)},
            "maximumAttendeeCapacity": need.helpers_wanted,
            "remainingAttendeeCapacity": need.places_left if need.state is State.OPEN else 0,
            "isAccessibleForFree": not need.fee_yen,
        }
        for slot in need.slots
    ]


def _mode(need: Need) -> str:
    kind = "Online" if need.remote else "Offline"
    return f"https://schema.org/{kind}EventAttendanceMode"


def _place(need: Need, address: str) -> dict[str, Any]:
    if need.remote:
        return {"@type": "VirtualLocation", "url": address}
    town = {"@type": "PostalAddress", "addressRegion": "山梨県", "addressLocality": "甲府市"}
    return {"@type": "Place", "name": words.place(need), "address": town}
