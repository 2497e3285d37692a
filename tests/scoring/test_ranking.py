"""Candidates of a need: order, numbers, and independence of the order of the tables."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.filters import Reason
from matching.scoring.ranking import candidates, measure
from matching.scoring.score import Feature, Weights
from matching.scoring.tables import Pairs
from matching.scoring.text import fitted, vectors
from tests.scoring.tables import cities, free, one_need, slot, some_people

WEIGHTS = Weights()


def ranked(needs, people, pairs=None, top=50):
    (answer,) = candidates(needs, people, pairs or Pairs(), WEIGHTS, top)
    return answer


def permuted(people, pairs, order):
    """The same people in another order."""
    columns = {field.name: getattr(people, field.name)[order] for field in fields(people)}
    place = np.argsort(order)
    listed = {}
    for name in ("asked", "blocked", "full", "busy", "away"):
        rows = getattr(pairs, name).copy()
        rows[:, 1] = place[rows[:, 1]]
        listed[name] = rows
    return replace(people, **columns), replace(pairs, **listed)


def test_every_feature_comes_from_its_own_columns():
    basis = fitted([["草刈"], ["祭り"]])
    needs = one_need(
        wanted=np.array([[True, False]]),
        lat=[35.66],
        lng=[138.57],
        text=vectors(basis, [["草刈"]]),
        proposed=[8],
        confirmed=[8],
        **slot(9, 2),
    )
    people = some_people(
        skills=np.array([[0.8, 0.0]]),
        lat=[35.66],
        lng=[138.57],
        text=vectors(basis, [["草刈"]]),
        asked=[2],
        yes=[2],
        asks_14d=[2],
        **free(9, 10, 11),
    )
    answer = ranked(needs, people)
    person = answer.suggested
    expected = [0.8, 1.0, 0.75, 1.0, (2 + 8 * 0.3) / 10, np.exp(-1)]
    assert person.features[0] == pytest.approx(expected)
    assert answer.asker_side == pytest.approx((8 + 8 * 0.8) / 16)
    assert person.value[0] == person.chance[0] * answer.asker_side
    assert (person.km[0], person.free_hours[0], person.unstated[0]) == (0, 2, Reason.REACH)


def test_nothing_stated_gives_neutral_values():
    answer = ranked(one_need(), some_people())
    assert answer.suggested.features[0].tolist() == [0.5, 0.5, 0.5, 0, 0.3, 1]
    assert np.isnan(answer.suggested.km[0])
    assert np.isnan(answer.suggested.free_hours[0])
    assert not answer.skills_wanted


def test_a_shared_category_counts_as_interest():
    people = some_people(2, categories=np.array([[False, True], [True, False]]))
    answer = ranked(one_need(category=[1]), people)
    assert answer.suggested.rows.tolist() == [0, 1]
    assert answer.suggested.features[:, Feature.INTEREST].tolist() == [0.6, 0]


def test_from_home_everybody_is_near():
    answer = ranked(one_need(remote=np.array([True])), some_people())
    assert answer.suggested.features[0, Feature.NEAR] == 1


def test_a_required_skill_counts_as_wanted():
    people = some_people(2, skills=np.array([[0.5, 0], [1, 0]]))
    answer = ranked(one_need(required=np.array([[True, False]])), people)
    assert answer.skills_wanted
    assert answer.suggested.rows.tolist() == [1, 0]


def test_of_equals_the_smaller_id_comes_first():
    people = replace(some_people(3), ids=np.array([7, 3, 5]))
    assert ranked(one_need(), people).suggested.rows.tolist() == [1, 2, 0]


def test_near_misses_are_kept_apart_and_both_lists_are_cut():
    people = some_people(6, lat=[35.66] * 6, lng=[138.57] * 6, reach_km=[1.0] * 6)
    needs = one_need(lat=[35.67], lng=[138.57])
    answer = ranked(needs, people, top=4)
    assert (len(answer.suggested), len(answer.near_misses)) == (0, 4)
    assert ranked(needs, people, top=0).near_misses.rows.tolist() == []


def test_a_negative_number_of_candidates_is_refused_at_once():
    with pytest.raises(ValueError, match="top"):
        candidates(one_need(), some_people(), Pairs(), WEIGHTS, -1)


def test_tables_are_checked_before_the_first_answer():
    with pytest.raises(ValueError, match="skills"):
        candidates(one_need((3, 1)), some_people(), Pairs(), WEIGHTS)


@given(cities())
def test_numbers_are_in_range_and_sum_up(city):
    needs, people, pairs = city
    for answer in candidates(needs, people, pairs, WEIGHTS):
        assert np.flatnonzero(answer.reasons == 0).tolist() == sorted(answer.suggested.rows)
        assert 0 <= answer.asker_side <= 1
        for shortlist in (answer.suggested, answer.near_misses):
            assert ((shortlist.features >= 0) & (shortlist.features <= 1)).all()
            sums = answer.bias + shortlist.parts.sum(axis=1)
            np.testing.assert_allclose(sums, shortlist.score, atol=1e-9, rtol=0)
            assert (np.diff(shortlist.value) <= 0).all()
            assert ((shortlist.chance > 0) & (shortlist.chance < 1)).all()


@given(cities(), st.randoms(use_true_random=False))
def test_the_order_of_people_has_no_influence(city, random):
    needs, people, pairs = city
    order = np.array(random.sample(range(len(people)), len(people)), dtype=np.int64)
    shuffled = permuted(people, pairs, order)
    for one, other in zip(
        candidates(needs, people, pairs, WEIGHTS),
        candidates(needs, *shuffled, WEIGHTS),
        strict=True,
    ):
        assert one.reasons[order].tolist() == other.reasons.tolist()
        for mine, theirs in (
            (one.suggested, other.suggested),
            (one.near_misses, other.near_misses),
        ):
            assert people.ids[mine.rows].tolist() == shuffled[0].ids[theirs.rows].tolist()
            for name in ("features", "parts", "score", "chance", "value", "km", "unstated"):
                np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))


@given(cities())
def test_one_more_ask_changes_only_the_rested_part(city):
    needs, people, _ = city
    tired = replace(people, asks_14d=people.asks_14d + 1)
    rows = np.arange(len(people))
    for need in range(len(needs)):
        before = measure(needs, need, people, rows, WEIGHTS.base_yes)
        after = measure(needs, need, tired, rows, WEIGHTS.base_yes)
        np.testing.assert_array_equal(before[:, :5], after[:, :5])
        assert (after[:, 5] < before[:, 5]).all()
