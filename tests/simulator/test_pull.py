"""The board alone: sign-ups are confirmed while there are places, and every order is tried alike."""

from functools import partial

import pytest

from benchmarks.simulator import pull


@pytest.mark.parametrize("name", pull.LISTINGS)
def test_places_are_given_once_and_the_rest_is_too_many(small_city, name):
    found = pull.run(small_city, pull.LISTINGS[name])
    assert 0 < found["filled"] <= 100
    assert found["helped"] <= 100
    assert 0 <= found["over"] < found["sign_ups"]
    assert found == pytest.approx(pull.run(small_city, pull.LISTINGS[name]))


def test_without_a_penalty_the_order_is_that_of_what_fits(small_city):
    assert pull.run(small_city, pull.with_penalty(0.0)) == pytest.approx(
        pull.run(small_city, pull.fitting)
    )


def test_the_popular_grow_more_popular_unless_that_costs_them(small_city):
    much = partial(pull.popular_penalised, penalty=1.0)
    popular, penalised = (pull.run(small_city, each) for each in (pull.popular, much))
    assert popular["gini_needs"] > penalised["gini_needs"]
    assert popular["over"] >= penalised["over"]
