"""The plan's figures: what each one counts, in words; and what a stage means in a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.i18n import N_


class Figure(StrEnum):
    NEEDS = "needs"
    MATCHES = "matches"
    DONE = "done"
    HELPERS = "helpers"
    PEOPLE = "people"
    MINUTES = "minutes"
    UNMET = "unmet"


class Records(StrEnum):
    """What a figure is counted from, and so what stands behind it."""

    NEEDS = "needs"
    MATCHES = "matches"
    ACTIVITIES = "activities"
    HELPERS = "helpers"


@dataclass(frozen=True)
class Definition:
    """A figure's name, unit, what exactly it counts, and which records stand behind it."""

    name: str
    unit: str
    words: str
    behind: Records


DEFINITIONS: Mapping[Figure, Definition] = {
    Figure.NEEDS: Definition(
        N_("依頼"),
        N_("件"),
        N_(
            "公開された依頼のうち、活動の始まりがその年度にあるものの数です。"
            "取り下げられた依頼は数えません。"
        ),
        Records.NEEDS,
    ),
    Figure.MATCHES: Definition(
        N_("マッチング"),
        N_("件"),
        N_(
            "その依頼のうち、依頼した人と手伝う人の組み合わせが確定したものの数です。"
            "活動が終わったものも含みます。"
        ),
        Records.MATCHES,
    ),
    Figure.DONE: Definition(
        N_("活動"),
        N_("件"),
        N_("活動した日がその年度にあり、結果が承認されたものの数です。"),
        Records.ACTIVITIES,
    ),
    Figure.HELPERS: Definition(
        N_("手伝った人・団体"),
        N_("人・団体"),
        N_("承認された活動で手伝った人と団体の数です。何度手伝っても1と数えます。"),
        Records.HELPERS,
    ),
    Figure.PEOPLE: Definition(
        N_("延べ人数"), N_("人"), N_("承認された活動の人数の合計です。"), Records.ACTIVITIES
    ),
    Figure.MINUTES: Definition(
        N_("活動時間"),
        "",
        N_("承認された活動の、全員の時間の合計です。分まで、そのまま足しています。"),
        Records.ACTIVITIES,
    ),
    Figure.UNMET: Definition(
        N_("満たせなかった依頼"),
        N_("件"),
        N_(
            "その依頼のうち、手伝う人が見つからずに終わったもの、"
            "または誰も引き受けないまま日が過ぎたものの数です。"
        ),
        Records.NEEDS,
    ),
}

Figures = Mapping[Figure, int]
NOTHING: Figures = dict.fromkeys(Figure, 0)


def summed(lines: Iterable[Figures]) -> dict[Figure, int]:
    """Figures added up. Helpers are not: who helped twice would count twice."""
    rows = list(lines)
    return {figure: sum(row[figure] for row in rows) for figure in Figure}


@dataclass(frozen=True)
class Scope:
    """Whose figures: of which plan, of which years, of one district or all."""

    plan_id: int
    years: tuple[int, ...]
    district_id: int | None = None


@dataclass(frozen=True)
class Place:
    """Where in the plan: an initiative, a pillar, outside of the plan, or anywhere."""

    initiative_id: int | None = None
    pillar_id: int | None = None
    outside: bool = False


# ------------------------------------------------------------------ stages

STUDY, ONCE, FROM_NOW, ALWAYS = "検討", "実施", "実施(継続)", "継続実施"
OVER = "実施済み"
STAGE_WORDS: Mapping[str, str] = {
    STUDY: N_("検討"),
    ONCE: N_("実施"),
    FROM_NOW: N_("実施(継続)"),
    ALWAYS: N_("継続実施"),
    OVER: N_("実施済み"),
}


def stage_in(stages: Iterable[tuple[int, str]], year: int) -> tuple[str, ...]:
    """The plan's words for an initiative in a year, from its words by year in the plan's order.

    In the year itself there may be two (studied, then begun); afterwards the last one holds, and
    what was to be carried out once is over.
    """
    begun = [stage for stage in stages if stage[0] <= year]
    if not begun:
        return ()
    newest = max(since for since, _word in begun)
    words = tuple(word for since, word in begun if since == newest)
    if newest == year:
        return words
    return (OVER,) if words[-1] == ONCE else words[-1:]
