"""What the platform does in a simulated city: asks go out in waves, answers come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.simulator.city import City
from benchmarks.simulator.setting import CATEGORIES, HALF_LIFE
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.board import asks_per_need
from matching.scoring.score import chances
from matching.scoring.waves import asks_per_wave

ANSWER_BY = 24.0  # hours that an ask is waited for before somebody else is asked in its place
LEAVE_ANYWAY = 0.0005  # chance that an ask which is not welcome makes somebody opt out …
LEAVE_TIRED = 0.003  # … and what tiredness adds


@dataclass(frozen=True, kw_only=True, eq=False)
class Asks:
    """Whom to ask for what: one row per ask.

    Attributes:
        needs, people: (k,) rows.  chance: (k,) of a yes as the rule saw it; nan when it has no view.
        features: (k, 6) as measured when asked; nan when not measured.
    """

    needs: Ints
    people: Ints
    chance: Floats
    features: Floats

    def __len__(self) -> int:
        return len(self.needs)


def plain_asks(needs: list[int], people: list[int]) -> Asks:
    """Asks of a rule that does not estimate."""
    many = len(needs)
    return Asks(needs=np.array(needs, np.int64), people=np.array(people, np.int64),
                chance=np.full(many, np.nan), features=np.full((many, 6), np.nan))  # fmt: skip


@dataclass(kw_only=True, eq=False)
class Sent:
    """Everything that was asked, in order, one list entry per wave."""

    asks: list[Asks] = field(default_factory=list)
    at: list[Floats] = field(default_factory=list)
    arrives: list[Floats] = field(default_factory=list)
    yes: list[Bools] = field(default_factory=list)

    def column(self, name: str) -> Floats:
        """One column of all asks together."""
        if name in ("needs", "people", "chance", "features"):
            parts = [getattr(each, name) for each in self.asks]
        else:
            parts = getattr(self, name)
        return np.concatenate(parts) if parts else np.empty(0)


@dataclass(eq=False)
class Desk:
    """The state of one city under one rule.

    Attributes (n needs, p people):
        taken: (n,) places given.  first, full: (n,) hour of the first yes, of the last place; nan.
        barred: (n, p) asked before for this need, or engaged at that time.
        begun: (n,) somebody was asked.
        engaged: (n, p) has accepted something at that time.
        did: (p, 10) kinds of need each has said yes to.
        active: (p,) has not opted out.  tired: (p,) hidden.
        asked, yes: (p,) so far.  by_day: (days, p) asks.
        turned_away: how many yes found no place.  km: of everybody who goes.
    """

    city: City
    now: float = 0.0
    sent: Sent = field(default_factory=Sent)
    turned_away: int = 0

    def __post_init__(self) -> None:
        n, p = len(self.city.demand), len(self.city.people)
        self.taken = np.zeros(n, dtype=np.int64)
        self.first, self.full = np.full(n, np.nan), np.full(n, np.nan)
        self.barred = np.zeros((n, p), dtype=np.bool_)
        self.begun = np.zeros(n, dtype=np.bool_)
        self.engaged = np.zeros((n, p), dtype=np.bool_)
        self.active = np.ones(p, dtype=np.bool_)
        self.tired = np.zeros(p)
        self.asked, self.yes = np.zeros(p, dtype=np.int64), np.zeros(p, dtype=np.int64)
        self.by_day = np.zeros((self.city.setting.days, p), dtype=np.int64)
        self.did = np.zeros((p, CATEGORIES), dtype=np.bool_)
        self.km: list[float] = []
        self.dice = np.random.default_rng((self.city.seed, 7))
        self._pending = (np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))

    # ------------------------------------------------------------ what a rule may look at

    @property
    def day(self) -> int:
        return int(self.now // 24)

    def open_needs(self) -> Ints:
        """Rows of needs that are posted, not begun and not full."""
        needs = self.city.demand
        waiting = (needs.posted <= self.now) & (needs.start > self.now + 1)
        return np.flatnonzero(waiting & (self.taken < needs.seats))

    def lately(self, days: int) -> Ints:
        """(p,) asks in the last days, today included."""
        counted: Ints = self.by_day[max(0, self.day - days + 1) : self.day + 1].sum(axis=0)
        return counted

    def room(self) -> Ints:
        """(p,) how many more asks each person's own limits allow now; 0 for those who left."""
        stated = self.city.people.stated
        day = stated.asks_day_limit - self.lately(1)
        month = stated.asks_month_limit - self.lately(30)
        room = np.maximum(np.minimum(day, month), 0) * self.active
        return room.astype(np.int64)

    def fan_out(self, rows: Ints, chance: Floats) -> Ints:
        """(k,) how many to ask now: twice the open places, for urgent needs up to eight times.

        Asks that may still be answered count as asked.
        """
        wanted = asks_per_need(self.open_places(rows), chance, self.city.demand.urgent[rows])
        return np.maximum(wanted - self.waiting(rows), 0)

    def planned(self, rows: Ints, chance: Floats) -> Ints:
        """(k,) the same, but by how many waves are left until each need begins."""
        days = (self.city.demand.start[rows] - self.now) / 24
        wanted = asks_per_wave(self.open_places(rows), self.taken[rows] > 0, chance, days + 0.5)
        return np.maximum(wanted - self.waiting(rows), 0)

    def open_places(self, rows: Ints) -> Ints:
        places: Ints = self.city.demand.seats[rows] - self.taken[rows]
        return places

    def waiting(self, rows: Ints) -> Ints:
        """(k,) asks that may still be answered."""
        _, need, _, at = self._pending
        late = at <= self.now - ANSWER_BY
        return np.bincount(need[~late], minlength=len(self.city.demand))[rows]

    def yes_rate(self) -> float:
        """Share of asks that got a yes so far, from a cautious beginning."""
        return float((self.yes.sum() + 10) / (self.asked.sum() + 100))

    # ------------------------------------------------------------ what happens

    def ask(self, asks: Asks) -> None:
        """Send these asks now; what people will say is settled by their luck."""
        city, need, person = self.city, asks.needs, asks.people
        tiring = city.setting.tiring
        tired = self.tired[person]
        odds = city.liking[need, person] - tiring * city.people.wear[person] * tired
        yes = city.free[need, person] & (city.answer_luck[need, person] < chances(odds))
        leave = tiring * (LEAVE_ANYWAY + LEAVE_TIRED * tired**1.5)
        self.active[person[~yes & (city.leave_luck[need, person] < leave)]] = False
        self.barred[need, person] = True
        self.begun[need] = True
        for count in (self.asked, self.tired, self.by_day[self.day]):
            np.add.at(count, person, 1)
        self._send(asks, yes)

    def _send(self, asks: Asks, yes: Bools) -> None:
        arrives = self.now + self.city.delay[asks.needs, asks.people]
        late = arrives >= self.city.demand.start[asks.needs]
        yes &= ~late
        at = np.full(len(asks), self.now)
        self.sent.asks.append(asks)
        self.sent.at.append(at)
        self.sent.arrives.append(arrives)
        self.sent.yes.append(yes)
        before = np.concatenate(self._pending[3:])
        code = np.where(yes, asks.people, -1)  # −1: will say no
        joined = (self._pending[0], arrives), (self._pending[1], asks.needs)
        self._pending = (*map(np.concatenate, joined), np.concatenate([self._pending[2], code]),
                         np.concatenate([before, at]))  # fmt: skip

    def wait(self, until: float) -> None:
        """Let time pass: answers arrive in their order, people recover."""
        self.tired *= 0.5 ** ((until - self.now) / 24 / HALF_LIFE)
        arrives, need, person, _ = self._pending
        come = np.flatnonzero((arrives <= until) & (person >= 0))
        for at in come[np.argsort(arrives[come], kind="stable")]:
            self.accept(int(need[at]), int(person[at]), float(arrives[at]))
        left = arrives > until
        self._pending = tuple(column[left] for column in self._pending)  # type: ignore[assignment]
        self.now = until

    def accept(self, need: int, person: int, at: float) -> bool:
        """Somebody says yes; whether a place was left."""
        self.yes[person] += 1
        needs = self.city.demand
        if self.engaged[need, person] or self.taken[need] >= needs.seats[need]:
            self.turned_away += 1
            return False
        self.taken[need] += 1
        self.did[person, needs.category[need]] = True
        self.km.append(float(self.city.km[need, person]))
        if self.taken[need] == 1:
            self.first[need] = at
        if self.taken[need] == needs.seats[need]:
            self.full[need] = at
        self.engaged[:, person] |= self.city.overlaps[need]
        self.barred[:, person] |= self.city.overlaps[need]
        return True


Rule = Callable[[Desk, Ints], Asks]
WaveSize = Callable[[Desk, Ints, Floats], Ints]
"""(k,) how many to ask now for each need, given how likely a yes is."""


def at_once(times: int) -> WaveSize:
    """So many per place in one go, and nobody afterwards."""

    def size(desk: Desk, rows: Ints, _chance: Floats) -> Ints:
        fresh = ~desk.begun[rows]
        return np.where(fresh, times * desk.city.demand.seats[rows], 0)

    return size


def run(city: City, rule: Rule, hours: tuple[int, ...] = (9,)) -> Desk:
    """The whole time under one rule, which is called at these hours of every day."""
    desk = Desk(city)
    for day in range(city.setting.days):
        for hour in hours:
            desk.wait(24.0 * day + hour)
            rows = desk.open_needs()
            if rows.size:
                desk.ask(rule(desk, rows))
    desk.wait(24.0 * city.setting.days)
    return desk
