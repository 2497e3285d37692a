"""What the tables refuse."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from matching.scoring.tables import Pairs, check_fit, no_text
from matching.scoring.week import Slots
from tests.scoring.tables import one_need, some_people


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"lat": np.array([91.0])}, "lat: a value is outside -90 to 90"),
        ({"lat": np.array([np.inf])}, "lat"),
        ({"lat": np.array([35.0, 36.0])}, "lat: 2 instead of 1"),
        ({"lat": np.array([[35.0]])}, "lat: 2 axes instead of 1"),
        ({"lat": np.array(["north"])}, "lat: <U5 is not float64"),
        ({"skills": np.array([[0.5, np.nan]])}, "skills"),
        ({"skills": np.array([[0.5, 1.1]])}, "skills"),
        ({"active": np.array([1])}, "active: int64 is not bool"),
        ({"week": np.array([[1, 2]])}, "week: 2 instead of 3"),
        ({"km_per_hour": np.array([0.0])}, "km_per_hour"),
        ({"asks_14d": np.array([-1])}, "asks_14d"),
        ({"asks_14d": np.array([0.5])}, "asks_14d"),
        ({"asks_day_limit": np.array([np.nan])}, "asks_day_limit"),
        ({"yes": np.array([1])}, "yes: more often than asked"),
        ({"text": no_text(2)}, "text: 2 rows instead of 1"),
    ],
)
def test_people_with_impossible_columns_are_refused(columns, words):
    with pytest.raises(ValueError, match=words):
        some_people(**columns)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"hours": np.array([0.0])}, "hours"),
        ({"district": np.array([-2])}, "district"),
        ({"confirmed": np.array([1])}, "confirmed: more often than proposed"),
        ({"slots": Slots(need=[1], start=[0], minutes=[60])}, "slots: a need does not exist"),
        ({"text": no_text(3)}, "text"),
    ],
)
def test_needs_with_impossible_columns_are_refused(columns, words):
    with pytest.raises(ValueError, match=words):
        one_need(**columns)


def test_text_with_nan_is_refused():
    with pytest.raises(ValueError, match="text: a value is nan"):
        some_people(text=csr_array(np.array([[np.nan]])))


@pytest.mark.parametrize(
    ("needs", "people", "pairs", "words"),
    [
        (one_need((3, 1)), some_people(), Pairs(), "skills"),
        (one_need((2, 0)), some_people(), Pairs(), "licences"),
        (one_need(text=no_text(1, 4)), some_people(), Pairs(), "text"),
        (one_need(district=np.array([0])), some_people(), Pairs(), "district"),
        (one_need(category=np.array([0])), some_people(), Pairs(), "category"),
        (one_need(), some_people(), Pairs(asked=[[0, 1]]), "asked: a pair"),
        (one_need(), some_people(), Pairs(blocked=[[1, 0]]), "blocked: a pair"),
    ],
)
def test_tables_that_do_not_fit_each_other_are_refused(needs, people, pairs, words):
    with pytest.raises(ValueError, match=words):
        check_fit(needs, people, pairs)


def test_every_pair_with_hours_needs_its_week():
    with pytest.raises(ValueError, match="busy_week"):
        Pairs(busy=[[0, 0]])


def test_tables_know_how_long_they_are():
    assert (len(some_people(3)), len(one_need())) == (3, 1)
