"""A city comes out of its seed alone, and of nothing else."""

import numpy as np

from benchmarks.simulator.city import city
from tests.simulator.conftest import SMALL


def test_the_same_seed_draws_the_same_city(small_city):
    again = city(SMALL, 1)
    assert (again.liking == small_city.liking).all()
    assert (again.free == small_city.free).all()
    assert (again.demand.start == small_city.demand.start).all()


def test_another_seed_draws_another_city(small_city):
    other = city(SMALL, 2)
    assert (
        len(other.demand) != len(small_city.demand)
        or (other.demand.start != small_city.demand.start).any()
    )


def test_needs_come_in_order_by_day_and_begin_after_they_are_posted(small_city):
    needs = small_city.demand
    assert (np.diff(needs.posted) >= 0).all()
    assert (needs.posted % 24 >= 8).all()
    assert (needs.posted % 24 <= 20).all()
    assert (needs.start > needs.posted).all()
    assert (needs.seats >= 1).all()


def test_calendars_are_partly_stale_and_something_private_may_be_in_the_way(small_city):
    told, free = small_city.said_free, small_city.free
    assert 0.4 < free[told].mean() < 0.8
    assert 0.01 < free[~told].mean() < 0.3


def test_what_people_state_tells_what_they_like_but_not_all_of_it(small_city):
    people = small_city.people
    liked = people.taste > 0
    assert 0.6 < people.tags[liked].mean() < 0.9
    assert people.tags[~liked].mean() < 0.15


def test_who_passes_is_whom_the_engine_lets_pass(small_city):
    for need in (0, 3):
        passing = small_city.passing[need]
        assert small_city.said_free[need, passing].all()
        assert small_city.able[need, passing].all()
        reach = small_city.people.stated.reach_km[passing]
        assert not (small_city.km[need, passing] > reach + 1e-3).any()
