"""The plans as data say what the city published."""

from __future__ import annotations

import pytest

from matching.plan.rules import StageFacts, Verified, plan_facts, plans

FIRST, SECOND = plans()
STAGES = {"検討", "実施", "実施(継続)", "継続実施"}
PUBLISHED = {
    "I": Verified(2, 10, 7, 3),
    "II": Verified(1, 4, 3, 1),
    "III": Verified(3, 9, 5, 4),
    "IV": Verified(1, 4, 0, 4),
    "total": Verified(7, 27, 15, 12),
}


def test_the_measures_of_phase_1_give_exactly_the_published_verification():
    assert FIRST.verification() == PUBLISHED
    assert FIRST.published_summary == PUBLISHED


def test_phase_2_has_four_pillars_five_policies_and_eleven_initiatives():
    policies = [policy for pillar in SECOND.pillars for policy in pillar.policies]
    assert (len(SECOND.pillars), len(policies), len(SECOND.initiatives)) == (4, 5, 11)
    assert SECOND.published_summary == {}


def test_what_was_not_done_is_carried_to_initiatives_that_exist():
    measures = [measure for pillar in FIRST.pillars for measure in pillar.measures]
    carried = {measure.code: measure.carried_to for measure in measures if measure.carried_to}
    assert carried == {
        "I-1-(5)": "IV-1-(2)",
        "III-1-(3)": "IV-1-(3)",
        "III-3-(2)": "III-1-(1)",
        "III-3-(3)": "III-1-(2)",
        "III-3-(4)": "III-1-(3)",
    }
    assert set(carried.values()) <= set(SECOND.initiatives)
    assert not any(measure.done for measure in measures if measure.carried_to)


def test_the_plans_follow_each_other_year_by_year():
    assert [plan.id for plan in plans()] == ["kofu-kyodo-1", "kofu-kyodo-2"]
    assert [plan.phase for plan in plans()] == [1, 2]
    assert FIRST.fiscal_years + SECOND.fiscal_years == tuple(range(2017, 2023))


def test_every_initiative_has_stages_within_the_years_of_its_plan():
    for initiative in SECOND.initiatives.values():
        assert initiative.name
        assert initiative.summary
        assert {stage.stage for stage in initiative.schedule} <= STAGES
        assert {stage.year for stage in initiative.schedule} <= set(SECOND.fiscal_years)


@pytest.mark.parametrize(
    ("code", "name", "schedule"),
    [
        ("I-1-(1)", "協働シンポジウムの開催", [(2020, "継続実施")]),
        (
            "III-1-(2)",
            "市民が市民の活動を支援する仕組みづくり",
            [(2020, "検討"), (2022, "実施(継続)")],
        ),
        ("IV-1-(3)", "ボランティア人材登録事業の実施", [(2020, "実施(継続)")]),
    ],
)
def test_initiatives_have_their_names_and_stages(code, name, schedule):
    initiative = SECOND.initiatives[code]
    assert initiative.name == name
    assert initiative.schedule == tuple(StageFacts(*stage) for stage in schedule)


def test_figures_of_phase_1_are_kept():
    measure = FIRST.pillars[0].policies[0].measures[2]
    assert (measure.code, dict(measure.figures)) == ("I-1-(3)", {"参加学生数": 870})


def test_a_plan_is_found_by_its_id():
    assert plan_facts("kofu-kyodo-2") is SECOND
    with pytest.raises(KeyError):
        plan_facts("kofu-kyodo-9")
