"""The board in a simulated city: visitors read down a list and sign up for what appeals to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from benchmarks.simulator.city import City
from benchmarks.simulator.figures import Figures, gini
from matching.scoring.arrays import Floats, Ints
from matching.scoring.exposure import equilibrium, penalised
from matching.scoring.score import chances

HOURS = (8, 12, 17, 20)  # a list is made anew for those who come until the next of these
LISTED = 20  # needs on the page
READ_ON = 0.85  # chance that a visitor looks at one more
EAGER = 0.6  # those who look for something themselves say yes more easily: log-odds
RECENT_DAYS = 7
PENALTY = 0.3
SCALE = 0.5  # with it, pull in the equilibrium is in proportion to the odds of a yes
GIVES = 0.12  # sign-ups per visit that the equilibrium reckons with


class Board:
    """One city's board under one order; nobody is asked.

    Attributes (n needs, p people):
        taken: (n,) places given; the coordinator confirms sign-ups every morning, in their order.
        waiting: (need, person) of sign-ups since then.
        by_day: (days, n) sign-ups.  over: how many found no place.
        first: (n,) hour of the first sign-up; nan.
    """

    def __init__(self, city: City) -> None:
        n, p = len(city.demand), len(city.people)
        self.city, self.now, self.over = city, 0.0, 0
        self.taken = np.zeros(n, dtype=np.int64)
        self.first = np.full(n, np.nan)
        self.waiting: list[tuple[int, int]] = []
        self.by_day = np.zeros((city.setting.days, n), dtype=np.int64)
        self.barred = np.zeros((n, p), dtype=np.bool_)

    @property
    def day(self) -> int:
        return int(self.now // 24)

    def listed(self) -> Ints:
        """Rows of needs that the board shows: open, as far as confirmed."""
        needs = self.city.demand
        shown = (needs.posted <= self.now) & (needs.start > self.now)
        return np.flatnonzero(shown & (self.taken < needs.seats))

    def sign_ups(self, rows: Ints, days: int) -> Ints:
        """(k,) of the last days."""
        return self.by_day[max(0, self.day - days + 1) : self.day + 1, rows].sum(axis=0)

    def left(self, rows: Ints) -> Floats:
        """(k,) places that neither are taken nor wait to be confirmed; at least a tenth of one."""
        waiting = np.bincount([need for need, _ in self.waiting], minlength=len(self.taken))
        free = self.city.demand.seats[rows] - self.taken[rows] - waiting[rows]
        return np.maximum(free, 0.1)

    def confirm(self) -> None:
        """The morning: sign-ups are confirmed in their order while there are places."""
        for need, _person in self.waiting:
            if self.taken[need] < self.city.demand.seats[need]:
                self.taken[need] += 1
            else:
                self.over += 1
        self.waiting = []

    def sign_up(self, need: int, person: int) -> None:
        self.waiting.append((need, person))
        self.by_day[self.day, need] += 1
        self.barred[:, person] |= self.city.overlaps[need]
        if np.isnan(self.first[need]):
            self.first[need] = self.now


Listing = Callable[[Board, Ints, Ints], Floats]
"""(b, k) what each need is worth to the list of each visitor."""


def newest(board: Board, visitors: Ints, rows: Ints) -> Floats:
    return np.tile(board.city.demand.posted[rows], (len(visitors), 1))


def popular(board: Board, visitors: Ints, rows: Ints) -> Floats:
    """By sign-ups so far; of equals the newest first."""
    age = board.city.demand.posted[rows] / 1e6
    return np.tile(board.sign_ups(rows, 10_000) + age, (len(visitors), 1))


def fitting(board: Board, visitors: Ints, rows: Ints) -> Floats:
    """By the engine's chance of a yes for each visitor."""
    return board.city.chance[np.ix_(rows, visitors)].T.astype(np.float64)


def popular_penalised(board: Board, visitors: Ints, rows: Ints, penalty: float = PENALTY) -> Floats:
    """By popularity, less for each sign-up of the last days."""
    appeal = 1.0 + popular(board, visitors, rows)
    return penalised(appeal, board.sign_ups(rows, RECENT_DAYS), penalty)


def fitting_penalised(board: Board, visitors: Ints, rows: Ints, penalty: float = PENALTY) -> Floats:
    """By the chance of a yes, less for each sign-up of the last days."""
    return penalised(fitting(board, visitors, rows), board.sign_ups(rows, RECENT_DAYS), penalty)


def balanced(board: Board, visitors: Ints, rows: Ints) -> Floats:
    """By the equilibrium among everybody who may come, with the places left now."""
    city = board.city
    chance = np.clip(city.chance[rows].T.astype(np.float64), 1e-6, 1 - 1e-6)
    visits = np.full(len(city.people), city.people.visits.mean() * RECENT_DAYS * GIVES)
    return equilibrium(np.log(chance / (1 - chance)), visits, board.left(rows), SCALE)[visitors]


LISTINGS: Mapping[str, Listing] = {
    "newest first": newest,
    "most popular first": popular,
    "popular, exposure penalty": popular_penalised,
    "what fits the visitor": fitting,
    "what fits, exposure penalty": fitting_penalised,
    "what fits, equilibrium": balanced,
}


def with_penalty(penalty: float) -> Listing:
    """What fits, with this penalty."""
    return partial(fitting_penalised, penalty=penalty)


def run(city: City, listing: Listing) -> Figures:
    """The whole time with the board alone."""
    board = Board(city)
    dice = np.random.default_rng((city.seed, 8))
    for day in range(city.setting.days):
        board.now = 24.0 * day + HOURS[0]
        board.confirm()
        for hour in HOURS:
            board.now = 24.0 * day + hour
            come = np.flatnonzero(dice.random(len(city.people)) < city.people.visits / len(HOURS))
            luck = dice.random((len(come), LISTED)), dice.random((len(come), LISTED))
            _visit(board, listing, come, luck)
    board.confirm()
    return _figures(board)


def _visit(board: Board, listing: Listing, come: Ints, luck: tuple[Floats, Floats]) -> None:
    """Everybody who comes in these hours reads the same state of the board."""
    rows = board.listed()
    if not (rows.size and come.size):
        return
    suits = board.city.chance[np.ix_(rows, come)].T > 0  # every list is of what passes the filters
    worth = np.where(suits, listing(board, come, rows), -np.inf)
    order = np.argsort(-worth, axis=1, kind="stable")[:, :LISTED]
    shown = rows[order]
    depth = shown.shape[1]
    read = np.cumprod(luck[0][:, :depth] < READ_ON, axis=1, dtype=np.bool_)
    read[:, 0] = True
    who = come[:, None]
    city = board.city
    likes = luck[1][:, :depth] < chances(city.liking[shown, who] + EAGER)
    takes = (
        read
        & likes
        & (np.take_along_axis(worth, order, axis=1) > -np.inf)
        & city.free[shown, who]
        & ~board.barred[shown, who]
    )
    for visitor in np.flatnonzero(takes.any(axis=1)):
        board.sign_up(int(shown[visitor, takes[visitor].argmax()]), int(come[visitor]))


def _figures(board: Board) -> Figures:
    needs, days = board.city.demand, board.city.setting.days
    counted = needs.start <= 24 * days
    waited = board.first[counted] - needs.posted[counted]
    return {
        "filled": 100 * board.taken[counted].sum() / needs.seats[counted].sum(),
        "helped": 100 * float((board.taken[counted] > 0).mean()),
        "weekly": _weekly(board),
        "sign_ups": float(board.by_day.sum()),
        "over": float(board.over),
        "gini_needs": gini((board.taken / needs.seats)[counted]),
        "first_h": float(np.nanmean(waited)) if (~np.isnan(waited)).any() else np.nan,
    }


def _weekly(board: Board) -> float:
    """Mean number of needs a week that had at least one sign-up in it."""
    weeks = board.city.setting.days // 7
    by_week = board.by_day[: 7 * weeks].reshape(weeks, 7, -1).sum(axis=1)
    return float((by_week > 0).sum(axis=1).mean())
