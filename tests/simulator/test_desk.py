"""Whatever the rule: limits hold, nobody is in two places, and the figures are what was done."""

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulator.city import city
from benchmarks.simulator.desk import Desk, at_once, plain_asks, run
from benchmarks.simulator.figures import figures, gini, interval
from benchmarks.simulator.ours import WRONG, Dials, Ours
from benchmarks.simulator.rules import BOUNDS, FLOORS, IN_USE, InOrder, nearest, suitable
from matching.scoring.ranking import candidates
from matching.scoring.score import Weights
from matching.scoring.tables import NO_PAIRS
from tests.simulator.conftest import SMALL

RULES = {**IN_USE, **FLOORS, **BOUNDS}


@pytest.mark.parametrize("name", [*RULES, "ours", "ours, wrong priors"])
def test_no_limit_is_exceeded_and_nobody_is_in_two_places(small_city, name):
    ours = Ours(Dials(beliefs=WRONG)) if "wrong" in name else Ours()
    desk = run(small_city, RULES.get(name, ours))
    needs, people = desk.sent.column("needs"), desk.sent.column("people")
    pairs = set(zip(needs.tolist(), people.tolist(), strict=True))
    stated = small_city.people.stated
    assert len(pairs) == len(needs) == desk.asked.sum() > 0
    assert (desk.by_day <= stated.asks_day_limit).all()
    assert (desk.by_day[:30].sum(axis=0) <= stated.asks_month_limit).all()
    assert (desk.taken <= small_city.demand.seats).all()
    assert desk.taken.sum() + desk.turned_away == desk.yes.sum()


def test_the_same_rule_in_the_same_city_does_the_same(small_city):
    one, other = (figures(run(small_city, Ours())) for _ in range(2))
    assert one == pytest.approx(other, nan_ok=True)


def test_where_nobody_tires_nobody_leaves():
    desk = run(city(replace(SMALL, tiring=0.0), 1), FLOORS["anybody at all"])
    assert desk.active.all()


def test_ours_sees_each_chance_as_the_engine_does(small_city):
    """The simulator keeps what does not change; with today's counts it is the engine's answer."""
    desk = Desk(small_city)
    for day in range(8):
        desk.wait(24.0 * day + 9)
        desk.ask(IN_USE["tag + alias"](desk, desk.open_needs()))
    desk.wait(desk.now + 24)
    ours = Ours()
    need = int(desk.open_needs()[0])
    [found] = ours._candidates(desk, np.array([need]))
    stated = small_city.people.stated
    today = replace(
        stated,
        active=desk.active,
        asked=desk.asked,
        yes=desk.yes,
        asks_14d=desk.lately(14),
        asks_today=desk.lately(1),
        asks_month=desk.lately(30),
        categories=stated.categories | desk.did,
    )
    ranked = list(candidates(small_city.demand.table, today, NO_PAIRS, Weights(), 250))[need]
    expected = dict(zip(ranked.suggested.rows, ranked.suggested.chance, strict=True))
    assert len(found.people) > 5
    for person, chance in zip(found.people, found.chance, strict=True):
        assert chance == pytest.approx(expected[person])
    assert set(found.people) == set(expected) - set(np.flatnonzero(desk.barred[need]))


def test_asking_at_once_asks_so_many_per_place_and_nobody_afterwards(small_city):
    desk = run(small_city, InOrder(nearest, suitable, size=at_once(3)))
    asks = np.bincount(desk.sent.column("needs").astype(int), minlength=len(small_city.demand))
    assert (asks <= 3 * small_city.demand.seats).all()
    begun, at = desk.sent.column("needs").astype(int), desk.sent.column("at")
    first = np.full(len(small_city.demand), np.inf)
    np.minimum.at(first, begun, at)
    assert (at == first[begun]).all()


def test_knowing_more_fills_more(small_city):
    filled = {
        name: figures(run(small_city, RULES[name]))["filled"]
        for name in ("anybody at all", "anybody who passes the filters", *BOUNDS)
    }
    assert filled["anybody at all"] < filled["anybody who passes the filters"]
    assert filled["anybody who passes the filters"] < filled["oracle (knows the tastes)"]
    assert filled["oracle, waves as ours"] < filled["all-knowing (the calendars too)"]


def test_learning_comes_to_other_weights_and_no_learning_stays(small_city):
    learning, staying = Ours(), Ours(Dials(learning=False))
    run(small_city, learning)
    run(small_city, staying)
    assert learning.weights != Weights()
    assert staying.weights == Weights()


def test_a_morning_on_which_nobody_may_be_asked_asks_nobody(small_city):
    nobody = Ours()

    def emptied(desk, rows):
        desk.active[:] = False
        return nobody(desk, rows)

    assert run(small_city, emptied).asked.sum() == 0


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1, 1, 1, 1], 0), ([0, 0, 0, 4], 0.75), ([0, 0], 0), ([1, 3], 0.25)],
)
def test_gini(counts, expected):
    assert gini(np.array(counts, dtype=float)) == pytest.approx(expected)


def test_an_interval_is_students():
    assert interval([1.0, 2.0, 3.0]) == pytest.approx((2, 4.302653 / math.sqrt(3)))
    mean, half = interval([5.0])
    assert mean == 5
    assert math.isnan(half)


def test_asks_of_a_rule_without_a_view_say_so():
    asks = plain_asks([1], [2])
    assert len(asks) == 1
    assert np.isnan(asks.chance).all()
