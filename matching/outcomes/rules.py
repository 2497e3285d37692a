"""Vocabulary of reports and outcomes."""

from __future__ import annotations

from enum import StrEnum

from matching.i18n import N_


class Side(StrEnum):
    """Who reports."""

    HELPER = "helper"
    ASKER = "asker"
    CENTRE = "centre"


class Solved(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


SIDE_WORDS = {
    Side.HELPER: N_("手伝った人"),
    Side.ASKER: N_("依頼した人"),
    Side.CENTRE: N_("センター"),
}
SOLVED_WORDS = {
    Solved.YES: N_("解決しました"),
    Solved.PARTLY: N_("一部解決しました"),
    Solved.NO: N_("解決しませんでした"),
}
