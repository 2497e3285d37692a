"""The edges that may be chosen, and everything that limits them, as one sparse table of rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import index
from typing import TypeAlias

import numpy as np
import scipy
from numpy.typing import ArrayLike

from matching.scoring.arrays import Column, Floats, Ints, Sparse, Words
from matching.scoring.week import unpack

Busy: TypeAlias = Words | Sequence[int | Iterable[int]]


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges worth choosing and their limits; no two join the same need and person.

    Attributes:
        given: (e,) where each stood in the caller's list.
        needs, people: (e,) row numbers.  value: (e,) above 0, at most 1.
        limits: (r, e) 1 where choosing the edge uses up one of what the row limits.
        room: (r,) how much of each there is, at least 1. Rows that cannot bind are left out.
        one_each: whether this is the plain assignment problem: at most one edge per need, at most
            one per person, nothing else.
    """

    given: Ints
    needs: Ints
    people: Ints
    value: Floats
    limits: Sparse
    room: Ints
    one_each: bool

    def __len__(self) -> int:
        return len(self.given)


@dataclass(frozen=True, kw_only=True, eq=False)
class Request:
    """What `assign` was asked, checked; columns as there."""

    needs: Ints
    people: Ints
    value: Floats
    seats: Ints
    capacity: Ints


def checked(
    needs: ArrayLike, people: ArrayLike, value: ArrayLike, seats: ArrayLike, capacity: ArrayLike
) -> Request:
    """The five columns as arrays.

    Raises:
        ValueError: shapes that do not fit, nan or infinite values, negative room, unknown rows.
    """
    sizes: dict[str, int] = {}
    row = Column(("e",), np.int64, low=0)
    request = Request(
        needs=row.checked("needs", needs, sizes),
        people=row.checked("people", people, sizes),
        value=Column(("e",)).checked("value", value, sizes),
        seats=Column(("n",), np.int64, low=0).checked("seats", seats, sizes),
        capacity=Column(("p",), np.int64, low=0).checked("capacity", capacity, sizes),
    )
    if (request.needs >= sizes["n"]).any() or (request.people >= sizes["p"]).any():
        raise ValueError("an edge leads to a need or a person that does not exist")
    return request


def busy_hours(busy: Busy | None, needs: int) -> tuple[Ints, Ints]:
    """Which hours each need takes.

    Args:
        busy: (n, 3) uint64 masks of a week; or per need one whole number whose bits are the hours,
            or the ids of the hours (any whole numbers, so dates can be told apart).

    Returns:
        (k,) rows of needs, ascending, and (k,) hour ids, both without repetition.

    Raises:
        ValueError: not one entry per need, or something else than whole numbers.
    """
    if busy is None:
        busy = [0] * needs
    if len(busy) != needs:
        raise ValueError(f"busy: {len(busy)} entries instead of {needs}")
    if isinstance(busy, np.ndarray) and busy.dtype == np.uint64:
        if busy.shape != (needs, 3):
            raise ValueError("busy: week masks must have three words each")
        rows, hours = np.nonzero(unpack(busy))
        return rows.astype(np.int64), hours.astype(np.int64)
    listed = [(row, hour) for row, entry in enumerate(busy) for hour in _hours(entry)]
    table = np.array(listed, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _hours(entry: int | Iterable[int]) -> list[int]:
    try:
        if isinstance(entry, Iterable):
            hours = sorted({index(hour) for hour in entry})
        else:
            hours = [bit for bit, on in enumerate(reversed(f"{_mask(entry):b}")) if on == "1"]
        np.array(hours, dtype=np.int64)
    except (TypeError, OverflowError) as error:
        raise ValueError("busy: hours must be whole numbers") from error
    return hours


def _mask(entry: int) -> int:
    mask = index(entry)
    if mask < 0:
        raise ValueError("busy: a mask is negative")
    return mask


def worth_choosing(request: Request, busy: Busy | None) -> Edges:
    """Leave out what can never be chosen, and write down what limits the rest.

    Of edges between the same need and person only the best is kept (of equals the first), so that
    one person never fills two places of a need.

    Raises:
        ValueError: `busy` does not fit.
    """
    need_of_hour, hour = busy_hours(busy, len(request.seats))
    given = _best_of_each_pair(request)
    needs, people = request.needs[given], request.people[given]
    owner, edge = _hours_taken(request, given, need_of_hour, hour)
    by_need, seats = _binding(needs, np.arange(len(given)), request.seats, len(given))
    by_person, capacity = _binding(people, np.arange(len(given)), request.capacity, len(given))
    by_hour, once = _binding(owner, edge, np.ones(owner.max(initial=-1) + 1, np.int64), len(given))
    return Edges(
        given=given,
        needs=needs,
        people=people,
        value=_scaled(request.value[given]),
        limits=scipy.sparse.vstack([by_need, by_person, by_hour], format="csr"),
        room=np.concatenate([seats, capacity, once]),
        one_each=not len(once) and _one_each(needs, request.seats, people, request.capacity),
    )


def _best_of_each_pair(request: Request) -> Ints:
    """Positions of the edges worth choosing, ascending."""
    possible = (request.seats[request.needs] > 0) & (request.capacity[request.people] > 0)
    kept = np.flatnonzero((request.value > 0) & possible)
    kept = kept[np.lexsort((kept, -request.value[kept]))]
    pairs = request.needs[kept] * len(request.capacity) + request.people[kept]
    _, first = np.unique(pairs, return_index=True)
    return np.sort(kept[first])


def _hours_taken(
    request: Request, given: Ints, need_of_hour: Ints, hour: Ints
) -> tuple[Ints, Ints]:
    """Every (person, hour) that an edge takes, numbered, and the edge.

    People who take one need at most cannot be in two places anyway.
    """
    several = np.flatnonzero(request.capacity[request.people[given]] > 1)
    needs = request.needs[given[several]]
    count = np.bincount(need_of_hour, minlength=len(request.seats))
    first, repeats = (np.cumsum(count) - count)[needs], count[needs]
    within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    edge = np.repeat(several, repeats)
    taken = np.column_stack([request.people[given[edge]], hour[np.repeat(first, repeats) + within]])
    _, owner = np.unique(taken, axis=0, return_inverse=True)
    return owner.astype(np.int64), edge


def _binding(row: Ints, edge: Ints, room: Ints, edges: int) -> tuple[Sparse, Ints]:
    """The rows that more edges want than they have room for."""
    wanted = np.bincount(row, minlength=len(room)) > room
    ones = np.ones(len(row))
    table = scipy.sparse.csr_array((ones, (row, edge)), shape=(len(room), edges))
    return table[np.flatnonzero(wanted)], room[wanted]


def _one_each(needs: Ints, seats: Ints, people: Ints, capacity: Ints) -> bool:
    """Whether no need can take two people, and no person two needs."""
    taken = np.minimum(np.bincount(needs, minlength=len(seats)), seats).max(initial=0)
    given = np.minimum(np.bincount(people, minlength=len(capacity)), capacity).max(initial=0)
    return bool(taken <= 1 and given <= 1)


def _scaled(value: Floats) -> Floats:
    """Divide by a power of two, which is exact, so that the largest value is from ½ to 1."""
    exponent = int(np.frexp(value.max(initial=0))[1])
    scaled: Floats = np.ldexp(value, -exponent)
    return scaled
