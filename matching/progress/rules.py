"""The plan's figures: what each one counts, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.i18n import N_


class Figure(StrEnum):
    NEEDS = "needs"
    MATCHES = "matches"
    PEOPLE = "people"
    MINUTES = "minutes"
    UNMET = "unmet"


@dataclass(frozen=True)
class Definition:
    """A figure's name, unit and what exactly it counts."""

    name: str
    unit: str
    words: str


DEFINITIONS: Mapping[Figure, Definition] = {
    Figure.NEEDS: Definition(
        N_("依頼"), N_("件"), N_("その年度に始まる予定で公開された依頼の数。取り下げを除きます。")
    ),
    Figure.MATCHES: Definition(
        N_("マッチング"), N_("件"), N_("承認された活動結果のあるマッチングの数。")
    ),
    Figure.PEOPLE: Definition(
        N_("手伝った人"), N_("人"), N_("承認された活動結果の人数の合計（延べ人数、訂正を含む）。")
    ),
    Figure.MINUTES: Definition(
        N_("活動時間"),
        N_("分"),
        N_("承認された活動結果の延べ時間の合計（訂正を含む）。丸めません。"),
    ),
    Figure.UNMET: Definition(
        N_("満たせなかった依頼"), N_("件"), N_("手伝う人が見つからないまま終わった依頼の数。")
    ),
}

Figures = Mapping[Figure, int]
NOTHING: Figures = dict.fromkeys(Figure, 0)
