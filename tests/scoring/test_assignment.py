"""Who goes where: nothing exceeded, nothing better left out."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment, linprog

from matching.scoring.assignment import assign
from matching.scoring.week import pack


def holds(problem, chosen):
    """Whether a choice keeps every limit, by counting."""
    needs, people, value, seats, capacity, busy = problem
    taken = [(needs[e], people[e]) for e in chosen]
    hours = [(p, hour) for n, p in taken for hour in (busy[n] if busy else ())]
    return (
        all(value[e] > 0 for e in chosen)
        and len(set(taken)) == len(taken)
        and len(set(hours)) == len(hours)
        and all(np.bincount([n for n, _ in taken], minlength=len(seats)) <= seats)
        and all(np.bincount([p for _, p in taken], minlength=len(capacity)) <= capacity)
    )


def worth(problem, chosen):
    return sum(problem[2][e] for e in chosen)


def best_by_trying(problem):
    edges = [e for e, value in enumerate(problem[2]) if value > 0]
    choices = (chosen for k in range(len(edges) + 1) for chosen in combinations(edges, k))
    return max(worth(problem, chosen) for chosen in choices if holds(problem, chosen))


def greedy(problem):
    chosen = []
    for edge in sorted(range(len(problem[2])), key=lambda e: -problem[2][e]):
        if holds(problem, [*chosen, edge]):
            chosen.append(edge)
    return chosen


@st.composite
def problems(draw, edges=9, hours=4):
    n, p = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    e = draw(st.integers(0, edges))

    def rows(high):
        return draw(st.lists(st.integers(0, high - 1), min_size=e, max_size=e))

    value = draw(st.lists(st.integers(-2, 9).map(float), min_size=e, max_size=e))
    room = st.integers(0, 3)
    seats = draw(st.lists(room, min_size=n, max_size=n))
    capacity = draw(st.lists(room, min_size=p, max_size=p))
    day = st.sets(st.integers(0, hours - 1), max_size=3).map(sorted)
    busy = draw(st.none() | st.lists(day, min_size=n, max_size=n))
    return rows(n), rows(p), value, seats, capacity, busy


def scattered(seed, n, p, k):
    """A large problem whose needs take hours that are not spans."""
    rng = np.random.default_rng(seed)
    busy = [rng.choice(20, 3, replace=False).tolist() for _ in range(n)]
    people = rng.integers(0, p, n * k)
    return np.repeat(np.arange(n), k), people, rng.random(n * k), np.full(n, 2), np.full(p, 9), busy


@settings(max_examples=300)
@given(problems())
def test_small_problems_are_solved_exactly(problem):
    chosen = assign(*problem).tolist()
    assert chosen == sorted(chosen)
    assert holds(problem, chosen)
    assert worth(problem, chosen) == pytest.approx(best_by_trying(problem))


@settings(max_examples=50)
@given(problems(edges=40, hours=8))
def test_never_worse_than_greedy_and_the_same_every_time(problem):
    chosen = assign(*problem)
    assert holds(problem, chosen)
    assert worth(problem, chosen) >= worth(problem, greedy(problem)) - 1e-9
    assert chosen.tolist() == assign(*problem).tolist()


@settings(max_examples=50)
@given(problems(edges=20), st.randoms(use_true_random=False))
def test_the_order_of_edges_and_people_does_not_change_the_worth(problem, random):
    needs, people, value, seats, capacity, busy = problem
    order = random.sample(range(len(needs)), len(needs))
    place = random.sample(range(len(capacity)), len(capacity))
    shuffled = (
        [needs[e] for e in order],
        [place[people[e]] for e in order],
        [value[e] for e in order],
        seats,
        [capacity[place.index(p)] for p in range(len(capacity))],
        busy,
    )
    one, other = worth(problem, assign(*problem)), worth(shuffled, assign(*shuffled))
    assert one == pytest.approx(other)


@settings(max_examples=50)
@given(problems(edges=20), st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=4))
def test_one_more_person_never_lowers_the_worth(problem, offers):
    needs, people, value, seats, capacity, busy = problem
    extra = [(n, float(v)) for n, v in offers if n < len(seats)]
    more = (
        needs + [n for n, _ in extra],
        people + [len(capacity)] * len(extra),
        value + [v for _, v in extra],
        seats,
        [*capacity, 2],
        busy,
    )
    assert worth(more, assign(*more)) >= worth(problem, assign(*problem)) - 1e-9


@pytest.mark.parametrize(("n", "p"), [(100, 100), (30, 80), (80, 30)])
def test_a_dense_plain_problem_gives_the_known_optimum(n, p):
    cost = np.random.default_rng(n).integers(1, 101, (n, p))
    needs, people = np.indices((n, p)).reshape(2, -1)
    chosen = assign(needs, people, (1000 - cost).ravel(), np.ones(n, int), np.ones(p, int))
    assert len(chosen) == min(n, p)
    assert cost.ravel()[chosen].sum() == cost[linear_sum_assignment(cost)].sum()


def test_a_plain_problem_too_large_for_a_table_is_solved_all_the_same():
    n = 2001
    needs = np.repeat(np.arange(n), 2)
    people = (needs + np.tile([0, 1], n)) % n
    value = np.tile([1.0, 3.0], n)
    chosen = assign(needs, people, value, np.ones(n, int), np.ones(n, int))
    assert chosen.tolist() == list(range(1, 2 * n, 2))


def test_seats_and_capacities_without_clashes_reach_the_bound():
    rng = np.random.default_rng(5)
    n, p = 12, 15
    value = rng.integers(1, 50, (n, p))
    needs, people = np.indices((n, p)).reshape(2, -1)
    chosen = assign(needs, people, value.ravel(), np.full(n, 3), np.full(p, 2))
    bound = linprog(
        -value.ravel(),
        A_ub=np.concatenate([np.kron(np.eye(n), np.ones(p)), np.kron(np.ones(n), np.eye(p))]),
        b_ub=np.concatenate([np.full(n, 3), np.full(p, 2)]),
        bounds=(0, 1),
    )
    assert value.ravel()[chosen].sum() == pytest.approx(-bound.fun)


def relaxed_bound(problem):
    """What nobody can exceed: the same problem with edges chosen in part."""
    needs, people, value, seats, capacity, busy = problem
    rows, room = [], []
    for owner, limit in ((needs, seats), (people, capacity)):
        rows += [[float(o == one) for o in owner] for one in range(len(limit))]
        room += list(limit)
    for hour in sorted({hour for hours in busy or () for hour in hours}):
        for person in range(len(capacity)):
            taken = zip(needs, people, strict=True)
            rows.append([float(p == person and hour in busy[n]) for n, p in taken])
            room.append(1)
    if not needs:
        return 0.0
    return -linprog(-np.array(value), A_ub=rows, b_ub=room, bounds=(0, 1)).fun


@settings(max_examples=50)
@given(problems(edges=30, hours=6))
def test_never_above_the_bound_of_the_relaxed_problem(problem):
    needs, people, value, *_ = problem
    best = {}
    for need, person, each in zip(needs, people, value, strict=True):
        best[need, person] = max(each, best.get((need, person), 0))
    once = ([n for n, _ in best], [p for _, p in best], list(best.values()), *problem[3:])
    assert worth(problem, assign(*problem)) <= relaxed_bound(once) + 1e-6


@pytest.mark.parametrize(("n", "p", "k"), [(12, 4, 4), (60, 10, 9), (120, 30, 20)])
def test_scattered_hours_are_never_exceeded_and_beat_greedy(n, p, k):
    problem = scattered(3, n, p, k)
    chosen = assign(*problem)
    assert holds(problem, chosen)
    assert worth(problem, chosen) > worth(problem, greedy(problem))


def test_of_edges_that_repeat_a_pair_the_best_is_chosen():
    assert assign([0, 0, 0], [0, 0, 0], [1, 3, 3], [3], [3]).tolist() == [1]


def test_one_person_never_fills_two_places_of_a_need():
    assert assign([0, 0, 0], [0, 0, 1], [5, 4, 1], [2], [2, 1]).tolist() == [0, 2]


@pytest.mark.parametrize(("seats", "capacity"), [([0], [1]), ([1], [0]), ([0], [0])])
def test_no_seat_or_no_capacity_means_nobody(seats, capacity):
    assert assign([0], [0], [1.0], seats, capacity).tolist() == []


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_worthless_edges_are_never_chosen(value):
    assert assign([0], [0], [value], [1], [1]).tolist() == []


@pytest.mark.parametrize(("seats", "capacity"), [([], []), ([1], []), ([], [1]), ([2], [2])])
def test_nothing_to_choose_from(seats, capacity):
    assert assign([], [], [], seats, capacity).tolist() == []
    assert assign([], [], [], seats, capacity, [[1]] * len(seats)).tolist() == []


@pytest.mark.parametrize("unit", [1e-320, 1e-200, 1e-12, 1.0, 1e12, 1e300])
def test_the_unit_of_value_does_not_matter(unit):
    value = np.array([3.0, 2.0, 2.0, 0.0]) * unit
    assert assign([0, 0, 1, 1], [0, 1, 0, 1], value, [1, 1], [1, 1]).tolist() == [1, 2]
    assert assign([0, 0, 1, 1], [0, 1, 0, 1], value, [1, 1], [2, 1]).tolist() == [0, 2]


TWO_NEEDS = ([0, 1], [0, 0], [1.0, 2.0], [1, 1], [2])


@pytest.mark.parametrize(
    ("busy", "chosen"),
    [
        (None, [0, 1]),
        ([[9, 10], [10, 11]], [1]),
        ([[9, 10], [11]], [0, 1]),
        ([0b0110, 0b1100], [1]),
        ([0b0011, 0b1100], [0, 1]),
        ([1 << 167, 1 << 167], [1]),
        ([[], [-5]], [0, 1]),
        (([-5], {-5}), [1]),
        (pack(np.eye(2, 168, dtype=np.bool_)), [0, 1]),
        (pack(np.eye(2, 168, dtype=np.bool_)[[0, 0]]), [1]),
        (np.array([[20_000, 20_001], [20_001, 20_002]]), [1]),
    ],
)
def test_needs_that_share_an_hour_exclude_each_other(busy, chosen):
    assert assign(*TWO_NEEDS, busy).tolist() == chosen


@pytest.mark.parametrize(
    "busy",
    [
        [[1]],
        [[1], [0.5]],
        [[1], [2**63]],
        [1, -1],
        [1, 0.5],
        [None, 1],
        ["9", "10"],
        np.zeros((2, 2), dtype=np.uint64),
        np.zeros((3, 3), dtype=np.uint64),
    ],
)
def test_hours_that_make_no_sense_are_refused(busy):
    with pytest.raises(ValueError, match="busy"):
        assign(*TWO_NEEDS, busy)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": [1.0, np.nan]},
        {"value": [1.0, np.inf]},
        {"value": [1.0, -np.inf]},
        {"value": [1.0]},
        {"value": [["1"], ["2"]]},
        {"needs": [0, 2]},
        {"needs": [0, -1]},
        {"needs": [0.0, 1.0]},
        {"people": [0, 1]},
        {"seats": [1, -1]},
        {"seats": [[1, 1]]},
        {"capacity": [np.nan]},
        {"capacity": [-1]},
    ],
)
def test_columns_that_make_no_sense_are_refused(wrong):
    columns = dict(zip(("needs", "people", "value", "seats", "capacity"), TWO_NEEDS, strict=True))
    with pytest.raises(ValueError):  # noqa: PT011 - each names its own column
        assign(**{**columns, **wrong})
