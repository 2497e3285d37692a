"""Who goes where, for many needs at once: the choice of greatest total value."""

import numpy as np
import scipy
from numpy.typing import ArrayLike

from matching.scoring.arrays import Bools, Floats, Ints, Sparse
from matching.scoring.edges import Busy, Edges, checked, worth_choosing

DENSE_CELLS = 4_000_000  # 32 MB: up to here the plain problem is solved as a full table
EXACT_EDGES = 300  # up to here whole numbers are searched for: seconds even for scattered hours
NODES = 1_000  # branches searched at most; a count, not a time, so that answers repeat
SPREAD = 1024.0  # largest value as HiGHS sees it: far above its tolerances of 1e-7
CERTAIN = 1e-6


def assign(
    needs: ArrayLike,
    people: ArrayLike,
    value: ArrayLike,
    seats: ArrayLike,
    capacity: ArrayLike,
    busy: Busy | None = None,
) -> Ints:
    """Choose edges (needs[i], people[i]) of greatest total value.

    Exact without `busy`. With it the relaxed problem is solved exactly; when that leaves edges
    undecided (hours that are not spans), the surest are settled until at most 300 are left, these
    are decided by searching at most 1,000 branches, and places still open are filled. Never worse
    than taking the best edge that fits, again and again. The same input gives the same answer.

    Args:
        needs, people: (e,) row numbers of each candidate edge. Of edges that repeat a pair only
            the best can be chosen.
        value: (e,) what the edge is worth, any finite float; edges ≤ 0 are never chosen.
        seats: (n,) places of each need, ≥ 0.
        capacity: (p,) how many needs a person can take, ≥ 0.
        busy: per need the hours it takes: a 168-bit mask, as (n, 3) uint64 or as whole numbers, or
            hour ids; two needs that share an hour exclude each other for one person.

    Returns:
        Indices of the chosen edges, ascending; no seat, capacity or hour is exceeded.

    Raises:
        ValueError: shapes that do not fit, nan or infinite values, negative room, unknown rows.
    """
    edges = worth_choosing(checked(needs, people, value, seats, capacity), busy)
    return edges.given[_best(edges)]


def _best(edges: Edges) -> Bools:
    """(e,) the chosen edges."""
    if edges.one_each and _cells(edges) <= DENSE_CELLS:
        return _paired(edges)
    shares = _relaxed(edges)
    if _undecided(shares).any():
        shares = _decided(edges, shares)
    answers = _filled(edges, shares), _filled(edges, np.zeros(len(edges)))
    return max(answers, key=lambda chosen: float(edges.value[chosen].sum()))


def _cells(edges: Edges) -> int:
    return len(np.unique(edges.needs)) * len(np.unique(edges.people))


def _paired(edges: Edges) -> Bools:
    """The plain assignment problem, exactly; 0 stands for leaving somebody out."""
    _, row = np.unique(edges.needs, return_inverse=True)
    _, column = np.unique(edges.people, return_inverse=True)
    table = np.zeros((row.max(initial=-1) + 1, column.max(initial=-1) + 1))
    table[row, column] = edges.value
    partner = np.full(len(table), -1)
    rows, columns = scipy.optimize.linear_sum_assignment(table, maximize=True)
    partner[rows] = columns
    paired: Bools = partner[row] == column
    return paired


def _relaxed(edges: Edges) -> Floats:
    """The optimum when edges may be chosen in part, at a corner: whole unless hours clash."""
    return _highs(edges.value, edges.limits, edges.room, 0)


def _undecided(shares: Floats) -> Bools:
    return np.abs(shares - shares.round()) > CERTAIN


def _decided(edges: Edges, shares: Floats) -> Floats:
    """Whole numbers for what is undecided; small problems are decided anew altogether."""
    shares = _narrowed(edges, shares)
    return _again(edges, shares, _undecided(shares) | (len(edges) <= EXACT_EDGES), whole=1)


def _narrowed(edges: Edges, shares: Floats) -> Floats:
    """Settle the surest tenth and relax the rest again, until few enough are undecided."""
    while (undecided := _undecided(shares)).sum() > EXACT_EDGES:
        surest = shares >= np.quantile(shares[undecided], 0.9)
        settled = _filled(edges, np.where(surest, shares, 0)) & surest
        shares = _again(edges, settled.astype(np.float64), ~surest, whole=0)
    return shares


def _again(edges: Edges, shares: Floats, again: Bools, whole: int) -> Floats:
    """The same shares, but those of some edges are sought again with the room that is left."""
    kept = np.where(again, 0, shares)
    room = edges.room - edges.limits @ kept
    columns = np.flatnonzero(again)
    kept[columns] = _highs(edges.value[columns], edges.limits[:, columns], room, whole)
    return kept


def _highs(value: Floats, limits: Sparse, room: Floats | Ints, whole: int) -> Floats:
    """The best shares from 0 to 1, in whole numbers if asked; 0 when HiGHS finds none in time."""
    answer = scipy.optimize.milp(
        -SPREAD * value,
        integrality=np.full(len(value), whole),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(limits, ub=room),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    shares = np.zeros(len(value)) if answer.x is None else answer.x
    return np.where(_undecided(shares), shares, shares.round())


def _filled(edges: Edges, shares: Floats) -> Bools:
    """Take the edges with the largest share first, then the most valuable, while there is room."""
    room = edges.room.tolist()
    columns = edges.limits.tocsc()
    ends, rows = columns.indptr.tolist(), columns.indices.tolist()
    chosen = np.zeros(len(edges), dtype=np.bool_)
    for edge in np.lexsort((-edges.value, -shares)).tolist():
        limits = rows[ends[edge] : ends[edge + 1]]
        if all(room[row] for row in limits):
            chosen[edge] = True
            for row in limits:
                room[row] -= 1
    return chosen
