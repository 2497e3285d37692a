"""The weekly letter of what suits a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching import i18n
from matching.accounts.models import Person
from matching.matches.models import Match
from matching.needs.models import Need
from matching.outbox.rules import Letter
from matching.pairing.reasons import reason_words
from matching.pairing.rules import Explained

TOLD = ("skill", "near", "time")
"""What a helper is told of why a need suits them; the other parts are the coordinator's business."""


@dataclass(frozen=True)
class Digest:
    """What one person is told this week."""

    to: Person
    needs: Sequence[tuple[Need, Explained]] = ()
    waiting: list[Match] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.needs and not self.waiting


def weekly(digest: Digest, token: str) -> Letter:
    """A few needs that suit the reader, and what waits for their answer."""
    unsubscribe = f"/unsubscribe/{token}"
    with i18n.speaking(digest.to.language):
        facts = {
            "needs": [_need(need, explained) for need, explained in digest.needs],
            "waiting": [
                {"title": m.need.title, "answer_by": m.answer_by, "path": f"/matches/{m.id}"}
                for m in digest.waiting
            ],
            "unsubscribe": unsubscribe,
        }
    return Letter(digest.to, "digests/weekly", facts, "/my", bulk=True, unsubscribe=unsubscribe)


def _need(need: Need, explained: Explained) -> Mapping[str, object]:
    return {
        "title": need.title,
        "spans": [(slot.starts_at, slot.ends_at) for slot in need.slots],
        "district": need.district.name if need.district else "",
        "reasons": [
            reason_words(part)
            for part in explained["parts"]
            if part["feature"] in TOLD and part["stated"] and part["log_odds"] > 0
        ],
        "path": f"/needs/{need.id}",
    }
