"""What figures mean, and what the plan says of a year."""

from __future__ import annotations

import pytest

from matching.plan.rules import plans
from matching.progress.rules import DEFINITIONS, OVER, STAGE_WORDS, Figure, stage_in, summed

STUDIED = [(2020, "検討"), (2022, "実施(継続)")]


def test_every_figure_has_a_name_and_says_what_it_counts() -> None:
    assert set(DEFINITIONS) == set(Figure)
    assert all(one.name and one.words for one in DEFINITIONS.values())


def test_every_stage_of_the_plans_has_words() -> None:
    used = {
        stage.stage
        for plan in plans()
        for one in plan.initiatives.values()
        for stage in one.schedule
    }
    assert used <= set(STAGE_WORDS)


@pytest.mark.parametrize(
    ("stages", "year", "words"),
    [
        ([], 2020, ()),
        (STUDIED, 2019, ()),
        (STUDIED, 2020, ("検討",)),
        (STUDIED, 2021, ("検討",)),
        (STUDIED, 2022, ("実施(継続)",)),
        (STUDIED, 2026, ("実施(継続)",)),
        ([(2020, "検討"), (2020, "実施(継続)")], 2020, ("検討", "実施(継続)")),
        ([(2020, "検討"), (2020, "実施(継続)")], 2021, ("実施(継続)",)),
        ([(2020, "継続実施")], 2022, ("継続実施",)),
        ([(2021, "実施")], 2021, ("実施",)),
        ([(2021, "実施")], 2022, (OVER,)),
    ],
)
def test_the_stage_of_a_year_follows_from_the_plan(
    stages: list[tuple[int, str]], year: int, words: tuple[str, ...]
) -> None:
    assert stage_in(stages, year) == words


def test_figures_add_up() -> None:
    one = dict.fromkeys(Figure, 2)
    assert summed([one, one]) == dict.fromkeys(Figure, 4)
    assert summed([]) == dict.fromkeys(Figure, 0)
