"""Life cycle of a match: a table, and which states mean what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from matching.errors import RuleBroken
from matching.i18n import N_


class State(StrEnum):
    PROPOSED = "proposed"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    DONE = "done"
    NO_SHOW = "no_show"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    PROPOSE = "propose"
    OFFER = "offer"
    APPLY = "apply"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    CONFIRM = "confirm"
    COMPLETE = "complete"
    MISS = "miss"
    CANCEL = "cancel"


STATE_WORDS = {
    State.PROPOSED: N_("候補"),
    State.OFFERED: N_("返事待ち"),
    State.ACCEPTED: N_("確定待ち"),
    State.CONFIRMED: N_("確定"),
    State.DONE: N_("活動済み"),
    State.NO_SHOW: N_("来られませんでした"),
    State.DECLINED: N_("辞退"),
    State.EXPIRED: N_("期限切れ"),
    State.CANCELLED: N_("取り消し"),
}

NEXT: Mapping[tuple[State, Verb], State] = {
    (State.PROPOSED, Verb.OFFER): State.OFFERED,
    (State.OFFERED, Verb.ACCEPT): State.ACCEPTED,
    (State.OFFERED, Verb.DECLINE): State.DECLINED,
    (State.OFFERED, Verb.EXPIRE): State.EXPIRED,
    (State.ACCEPTED, Verb.CONFIRM): State.CONFIRMED,
    (State.CONFIRMED, Verb.COMPLETE): State.DONE,
    (State.CONFIRMED, Verb.MISS): State.NO_SHOW,
    (State.PROPOSED, Verb.CANCEL): State.CANCELLED,
    (State.OFFERED, Verb.CANCEL): State.CANCELLED,
    (State.ACCEPTED, Verb.CANCEL): State.CANCELLED,
    (State.CONFIRMED, Verb.CANCEL): State.CANCELLED,
    # A second time: whoever lost the place or let the question lapse may be asked again; coming
    # forward of one's own accord is always possible, also after a no.
    (State.EXPIRED, Verb.PROPOSE): State.PROPOSED,
    (State.CANCELLED, Verb.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Verb.APPLY): State.ACCEPTED,
    (State.DECLINED, Verb.APPLY): State.ACCEPTED,
    (State.EXPIRED, Verb.APPLY): State.ACCEPTED,
    (State.CANCELLED, Verb.APPLY): State.ACCEPTED,
}

LIVE = frozenset({State.PROPOSED, State.OFFERED, State.ACCEPTED, State.CONFIRMED})
SEATED = frozenset({State.ACCEPTED, State.CONFIRMED, State.DONE, State.NO_SHOW})
"""States that take a place of the need."""
BUSY = frozenset({State.ACCEPTED, State.CONFIRMED})
"""States in which the helper is expected to be somewhere."""
KNOWN = frozenset({State.CONFIRMED, State.DONE, State.NO_SHOW})
"""States in which both sides know each other's contact details."""


def after(state: State, verb: Verb) -> State:
    """The state that follows.

    Raises:
        RuleBroken: the verb has no meaning in this state.
    """
    try:
        return NEXT[state, verb]
    except KeyError:
        raise RuleBroken(
            N_("この件はすでに別の状態になっています。今の様子を確かめてください。")
        ) from None
