"""One city, drawn from a seed: who is there, what is asked, and how every pair would go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator import demand, residents
from benchmarks.simulator.demand import Demand
from benchmarks.simulator.residents import Residents
from benchmarks.simulator.setting import CATEGORIES, Setting
from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.filters import reasons
from matching.scoring.ranking import measure
from matching.scoring.score import Weights, chances, log_odds_parts, scores
from matching.scoring.tables import NO_PAIRS
from matching.scoring.text import fitted
from matching.scoring.travel import plane_km
from matching.scoring.week import WHOLE_WEEK, unpack

Table = NDArray[np.float32]

BASE = -1.5  # log-odds of a yes from somebody free, near, rested and neither keen nor averse
SKILL_PULL = 1.2
SKILL_MISSING = -0.8  # wanted skills, none held: "I would be of no use"
CANNOT = 0.25  # share of pairs in which something private is in the way on that day
WORDS_EACH = 10
SMALL_TALK = 30


@dataclass(frozen=True, eq=False)
class City:
    """Everything about one seed that does not depend on the rule, so that rules meet like luck."""

    setting: Setting
    people: Residents
    demand: Demand
    seed: int

    @cached_property
    def km(self) -> Table:
        """(n, p) kilometres."""
        table, stated = self.demand.table, self.people.stated
        return np.stack([plane_km(table.lat[row], table.lng[row], stated.lat, stated.lng)
                         for row in range(len(table))]).astype(np.float32)  # fmt: skip

    @cached_property
    def skill_share(self) -> Table:
        """(n, p) mean level in the skills asked for; nan where none is."""
        asked = (self.demand.table.wanted | self.demand.table.required).astype(np.float32)
        many = asked.sum(axis=1, keepdims=True)
        levels = self.people.stated.skills.astype(np.float32)
        with np.errstate(invalid="ignore"):
            return asked @ levels.T / np.where(many > 0, many, np.nan)

    @cached_property
    def able(self) -> Bools:
        """(n, p) holds every required skill."""
        required = self.demand.table.required.astype(np.float32)
        held = (self.people.stated.skills > 0).astype(np.float32)
        return required @ held.T >= required.sum(axis=1, keepdims=True) - 0.5

    @cached_property
    def liking(self) -> Table:
        """(n, p) hidden: log-odds of a yes of somebody who is free and rested."""
        people, needs = self.people, self.demand
        share = self.skill_share
        fit = np.where(np.isnan(share), 0, np.where(share > 0, SKILL_PULL * share, SKILL_MISSING))
        way = np.minimum(self.km / people.stated.half_km, 4) * people.far
        odds = BASE + people.taste.T[needs.category] + people.zeal + fit - way
        return np.where(self.able, odds + needs.charm[:, None], -np.inf).astype(np.float32)

    @cached_property
    def free(self) -> Bools:
        """(n, p) hidden: can really come at that hour of that date."""
        hours = np.arange(3)
        needs = self.demand
        spans = (needs.start[:, None] + hours) % 168
        within = hours < (needs.end - needs.start)[:, None]
        week = self.people.week.T
        usual = np.ones((len(needs), len(self.people)), dtype=np.bool_)
        for hour in range(len(hours)):
            usual &= week[spans[:, hour]] | ~within[:, [hour]]
        return usual & (self.luck(1) >= CANNOT)

    @cached_property
    def said_free(self) -> Bools:
        """(n, p) free at that hour by what they once stated; true where nothing is stated."""
        stated = self.people.stated
        told = np.where(stated.week_stated[:, None], stated.week, WHOLE_WEEK)
        week, needs = unpack(told).T, self.demand
        free = week[needs.start % 168]
        for hour in range(1, 3):
            free &= week[(needs.start + hour) % 168] | (needs.end - needs.start <= hour)[:, None]
        return free

    def luck(self, stream: int) -> Table:
        """(n, p) one fair number per pair, the same whichever rule is tried."""
        dice = np.random.default_rng((self.seed, 100 + stream))
        return dice.random((len(self.demand), len(self.people)), dtype=np.float32)

    @cached_property
    def answer_luck(self) -> Table:
        return self.luck(2)

    @cached_property
    def leave_luck(self) -> Table:
        return self.luck(3)

    @cached_property
    def delay(self) -> Table:
        """(n, p) hours until an answer: half within 5, one in ten after more than 18."""
        dice = np.random.default_rng((self.seed, 104))
        normal = dice.standard_normal((len(self.demand), len(self.people)), dtype=np.float32)
        return np.minimum(5 * np.exp(normal), 47.0).astype(np.float32)

    @cached_property
    def overlaps(self) -> Bools:
        """(n, n) share an hour of the same date, or are the same need."""
        needs = self.demand
        return (needs.start[:, None] < needs.end) & (needs.start < needs.end[:, None])

    @cached_property
    def passing(self) -> list[Ints]:
        """Per need the rows of those whom no lasting fact keeps out, by the engine's filters."""
        table, stated = self.demand.table, self.people.stated
        return [np.flatnonzero(reasons(table, row, stated, NO_PAIRS) == 0)
                for row in range(len(table))]  # fmt: skip

    @cached_property
    def features(self) -> list[Floats]:
        """Per need the engine's features of those who pass, before anybody was asked."""
        table, stated = self.demand.table, self.people.stated
        return [measure(table, row, stated, self.passing[row], Weights().base_yes)
                for row in range(len(table))]  # fmt: skip

    @cached_property
    def chance(self) -> Table:
        """(n, p) of a yes by the engine with its named priors; 0 for those who do not pass."""
        table = np.zeros((len(self.demand), len(self.people)), dtype=np.float32)
        for row, (rows, measured) in enumerate(zip(self.passing, self.features, strict=True)):
            table[row, rows] = chances(scores(log_odds_parts(measured, Weights()), Weights()))
        return table


def city(setting: Setting, seed: int) -> City:
    """Draw a city; the same setting and seed give the same one."""
    dice = np.random.default_rng((seed, 1))
    hidden = residents.drawn_tags(dice, setting.people)
    drawn = demand.drawn_categories(setting, dice)
    vocabulary = _vocabulary()
    told = [_said(dice, vocabulary, np.flatnonzero(tags), 2) for tags in hidden[1]]
    asked = [_said(dice, vocabulary, np.array([kind]), 3) for kind in drawn[1]]
    basis = fitted([*told, *asked])
    people = residents.register(setting, dice, basis, told, hidden)
    return City(setting, people, demand.posted(setting, dice, basis, asked, drawn), seed)


def _vocabulary() -> Sequence[Sequence[str]]:
    """Made-up words of three kana: ten per category, then small talk."""
    dice = np.random.default_rng(5)
    kana = np.array([chr(code) for code in range(0x3042, 0x3094)])
    words = ["".join(dice.choice(kana, 3)) for _ in range(CATEGORIES * WORDS_EACH + SMALL_TALK)]
    ends = range(0, CATEGORIES * WORDS_EACH, WORDS_EACH)
    return [*(words[end : end + WORDS_EACH] for end in ends), words[-SMALL_TALK:]]


def _said(
    dice: np.random.Generator, vocabulary: Sequence[Sequence[str]], kinds: Ints, each: int
) -> list[str]:
    """Some words of each category, and some that mean nothing."""
    told = [vocabulary[kind][at] for kind in kinds for at in dice.integers(0, WORDS_EACH, each)]
    return told + [vocabulary[-1][at] for at in dice.integers(0, SMALL_TALK, 3)]
