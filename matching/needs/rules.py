"""Life cycle and vocabulary of a need: tables and pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from matching.errors import RuleBroken
from matching.i18n import N_


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPEN = "open"
    FILLED = "filled"
    CLOSED = "closed"


class Verb(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    FILL = "fill"
    REOPEN = "reopen"
    CLOSE = "close"


class Closing(StrEnum):
    """Why a need was closed."""

    DONE = "done"
    UNFILLED = "unfilled"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How the need reached the centre."""

    WEB = "web"
    PHONE = "phone"
    PAPER = "paper"


class Urgency(StrEnum):
    NORMAL = "normal"
    URGENT = "urgent"


STATE_WORDS = {
    State.DRAFT: N_("下書き"),
    State.SUBMITTED: N_("受付待ち"),
    State.OPEN: N_("募集中"),
    State.FILLED: N_("充足"),
    State.CLOSED: N_("終了"),
}
CLOSING_WORDS = {
    Closing.DONE: N_("活動が終わりました"),
    Closing.UNFILLED: N_("手伝う人が見つかりませんでした"),
    Closing.WITHDRAWN: N_("取り下げられました"),
}
CHANNEL_WORDS = {Channel.WEB: N_("ウェブ"), Channel.PHONE: N_("電話"), Channel.PAPER: N_("紙")}
URGENCY_WORDS = {Urgency.NORMAL: N_("ふつう"), Urgency.URGENT: N_("急ぎ")}

VERB_WORDS = {
    Verb.SUBMIT: N_("依頼を出した"),
    Verb.RETURN: N_("言葉を添えて戻した"),
    Verb.PUBLISH: N_("公開した"),
    Verb.FILL: N_("人数がそろった"),
    Verb.REOPEN: N_("ふたたび募集した"),
    Verb.CLOSE: N_("終えた"),
}

NEXT: Mapping[tuple[State, Verb], State] = {
    (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Verb.RETURN): State.DRAFT,
    (State.SUBMITTED, Verb.PUBLISH): State.OPEN,
    (State.OPEN, Verb.FILL): State.FILLED,
    (State.FILLED, Verb.REOPEN): State.OPEN,
    (State.DRAFT, Verb.CLOSE): State.CLOSED,
    (State.SUBMITTED, Verb.CLOSE): State.CLOSED,
    (State.OPEN, Verb.CLOSE): State.CLOSED,
    (State.FILLED, Verb.CLOSE): State.CLOSED,
}
LISTED = frozenset({State.OPEN, State.FILLED})
"""States in which everybody may read a need."""


def after(state: State, verb: Verb) -> State:
    """The state that follows.

    Raises:
        RuleBroken: the verb has no meaning in this state.
    """
    try:
        return NEXT[state, verb]
    except KeyError:
        raise RuleBroken(
            N_("この依頼は今その操作ができません。ページを開き直してください。")
        ) from None
