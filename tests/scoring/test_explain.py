"""The reasons behind a place on the list."""

import numpy as np
import pytest
from hypothesis import given

from matching.scoring.explain import explain
from matching.scoring.ranking import candidates
from matching.scoring.score import Feature, Weights
from matching.scoring.tables import Pairs
from tests.scoring.tables import cities, free, one_need, slot, some_people


def answer(needs, people):
    (ranked,) = candidates(needs, people, Pairs(), Weights())
    return ranked


def second_of(**columns):
    ranked = answer(one_need(wanted=np.array([[True, True]])), some_people(2, **columns))
    return explain(ranked, ranked.suggested, 2)


def test_parts_come_largest_first():
    needs = one_need(wanted=np.array([[True, False]]), lat=[35.66], lng=[138.57], **slot(9, 2))
    people = some_people(
        skills=np.array([[1.0, 0]]), lat=[35.66], lng=[138.57], **free(8, 9, 10, 11)
    )
    ranked = answer(needs, people)
    told = explain(ranked, ranked.suggested, 1)
    order = [part.feature for part in told.parts]
    assert order == [
        Feature.NEAR,  # 1.5
        Feature.SKILL,  # 1.2
        Feature.RESTED,  # 1.0
        Feature.WILLING,  # 3.0 · 0.3
        Feature.TIME,  # 0.8
        Feature.INTEREST,  # 0
    ]
    assert told.strongest == told.parts[:3]
    assert told.weakest.feature is Feature.INTEREST
    assert (told.row, told.place, told.overtaking) == (0, 1, None)


def test_what_is_not_stated_is_no_strength():
    ranked = answer(one_need(), some_people())
    told = explain(ranked, ranked.suggested, 1)
    assert {part.feature for part in told.parts if not part.stated} == {
        Feature.SKILL,
        Feature.NEAR,
        Feature.TIME,
    }
    assert [part.feature for part in told.strongest] == [Feature.RESTED, Feature.WILLING]


def test_second_because_asked_twice_in_fourteen_days():
    overtaking = second_of(asks_14d=[0, 2]).overtaking
    assert (overtaking.ahead, overtaking.feature) == (0, Feature.RESTED)
    assert (overtaking.own, overtaking.theirs) == (pytest.approx(np.exp(-1)), 1)


def test_no_single_fact_when_it_takes_two():
    skills = np.array([[1.0, 1.0], [0.5, 0.5]])
    assert second_of(asks_14d=[0, 2], skills=skills).overtaking is None


def test_no_fact_between_equals():
    assert second_of().overtaking is None


@pytest.mark.parametrize("place", [0, 2, -1])
def test_a_place_that_does_not_exist_is_refused(place):
    ranked = answer(one_need(), some_people())
    with pytest.raises(IndexError):
        explain(ranked, ranked.suggested, place)


@given(cities())
def test_every_explanation_sums_up(city):
    needs, people, pairs = city
    for ranked in candidates(needs, people, pairs, Weights()):
        for shortlist in (ranked.suggested, ranked.near_misses):
            for place in range(1, len(shortlist) + 1):
                told = explain(ranked, shortlist, place)
                total = told.bias + sum(part.log_odds for part in told.parts)
                assert total == pytest.approx(told.score, abs=1e-9)
                assert told.value == pytest.approx(told.chance * ranked.asker_side)
                assert all(part.stated for part in told.strongest)
