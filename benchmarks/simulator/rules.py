"""Rules in use elsewhere, re-stated: each says in which order people are asked for a need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.simulator.desk import Asks, Desk, WaveSize, plain_asks
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.score import chances

Order = Callable[[Desk, int], Floats]
"""(p,) how early each person is asked for this need; of equals the dice decide."""
Mask = Callable[[Desk, int], Bools]

Likely = Callable[[Desk, Ints], Floats]
"""(k,) how likely a yes is taken to be, need by need, when it is decided how many to ask."""

BUCKET_KM = 2.0


def overall(desk: Desk, rows: Ints) -> Floats:
    """The share of yes so far, for rules that know no better."""
    return np.full(len(rows), desk.yes_rate())


def known(desk: Desk, rows: Ints) -> Floats:
    """The mean true chance of those whom the oracle would ask."""
    best = []
    for row, places in zip(rows, desk.open_places(rows), strict=True):
        among = (desk.room() > 0) & ~desk.barred[row] & suitable(desk, int(row))
        chance = np.sort(tastes(desk, int(row))[among])[::-1][: 2 * places]
        best.append(float(chance.mean()) if chance.size else 0.0)
    return np.array(best)


@dataclass(frozen=True)
class InOrder:
    """Ask need by need, those who start soonest first, the people whom the order puts first.

    The platform's own limits hold for every rule: nobody who left, nobody twice for one need,
    nobody above their limits, required skills held. Everybody may ask as many at a time as ours.
    """

    order: Order
    among: Mask
    newest_need_first: bool = False
    size: WaveSize = Desk.fan_out
    likely: Likely = overall

    def __call__(self, desk: Desk, rows: Ints) -> Asks:
        room = desk.room()
        wanted = self.size(desk, rows, self.likely(desk, rows))
        needs: list[int] = []
        people: list[int] = []
        for at in self._queue(desk, rows):
            may = (room > 0) & ~desk.barred[rows[at]] & self.among(desk, int(rows[at]))
            able = np.flatnonzero(may)
            worth = self.order(desk, int(rows[at]))[able]
            first = able[np.lexsort((desk.dice.random(len(able)), -worth))][: wanted[at]]
            room[first] -= 1
            needs += [int(rows[at])] * len(first)
            people += first.tolist()
        return plain_asks(needs, people)

    def _queue(self, desk: Desk, rows: Ints) -> Ints:
        needs = desk.city.demand
        return np.argsort(-needs.posted[rows] if self.newest_need_first else needs.start[rows],
                          kind="stable")  # fmt: skip


def able(desk: Desk, need: int) -> Bools:
    """Those who hold what is required."""
    return desk.city.able[need]


def suitable(desk: Desk, need: int) -> Bools:
    """Those who pass all filters of the engine, by what is stated."""
    passing = np.zeros(len(desk.city.people), dtype=np.bool_)
    passing[desk.city.passing[need]] = True
    return passing


def free(desk: Desk, need: int) -> Bools:
    """Those who can really come."""
    return desk.city.free[need] & desk.city.able[need]


def anybody(desk: Desk, _need: int) -> Floats:
    return np.zeros(len(desk.city.people))


def newest(desk: Desk, _need: int) -> Floats:
    return desk.city.people.joined.astype(np.float64)


def popular(desk: Desk, _need: int) -> Floats:
    return desk.yes.astype(np.float64)


def nearest(desk: Desk, need: int) -> Floats:
    return -desk.city.km[need].astype(np.float64)


def skill_overlap(desk: Desk, need: int) -> Floats:
    return np.nan_to_num(desk.city.skill_share[need].astype(np.float64))


def words_alike(desk: Desk, need: int) -> Floats:
    """Cosine of the words of both sides, by the engine's text."""
    text = desk.city.demand.table.text[[need]].toarray()[0]
    cosine: Floats = desk.city.people.stated.text @ text
    return cosine


def tag_and_alias(desk: Desk, need: int) -> Floats:
    """Points for the ticked category, and for each skill that goes by the need's names."""
    table, people = desk.city.demand.table, desk.city.people
    asked = table.wanted[need] | table.required[need]
    hits = (people.stated.skills[:, asked] > 0).sum(axis=1)
    return people.tags[:, table.category[need]] + hits.astype(np.float64)


def fewest_contacts(desk: Desk, need: int) -> Floats:
    """Who was contacted least, and of these the nearer by steps of 2 km."""
    bucket = np.minimum(desk.city.km[need] // BUCKET_KM, 99)
    return -(100.0 * desk.asked + bucket)


def tastes(desk: Desk, need: int) -> Floats:
    """The true chance, but for what happens on the day."""
    city = desk.city
    tired = city.setting.tiring * city.people.wear * desk.tired
    return chances(city.liking[need] - tired)


IN_USE: Mapping[str, InOrder] = {
    "newest first": InOrder(newest, suitable, newest_need_first=True),
    "most popular first": InOrder(popular, suitable),
    "nearest first": InOrder(nearest, suitable),
    "skill overlap first": InOrder(skill_overlap, suitable),
    "tag + alias": InOrder(tag_and_alias, suitable),
    "TF-IDF of interests": InOrder(words_alike, suitable),
    "fewest contacts, then distance": InOrder(fewest_contacts, suitable),
}
FLOORS: Mapping[str, InOrder] = {
    "anybody at all": InOrder(anybody, able),
    "anybody who passes the filters": InOrder(anybody, suitable),
}
BOUNDS: Mapping[str, InOrder] = {
    "oracle (knows the tastes)": InOrder(tastes, suitable),
    "oracle, waves as ours": InOrder(tastes, suitable, size=Desk.planned, likely=known),
    "all-knowing (the calendars too)": InOrder(tastes, free, size=Desk.planned, likely=known),
}
