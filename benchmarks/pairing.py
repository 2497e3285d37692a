"""Scoring, assignment and words, each beside a plain way of doing the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.measure import row, seconds
from matching.scoring.assignment import assign
from matching.scoring.ranking import candidates
from matching.scoring.score import Weights
from matching.scoring.tables import NO_PAIRS, Needs, People, unstated_needs, unstated_people
from matching.skills.rules import synonyms
from matching.text import query_words, search_words


def city(people: int, needs: int) -> tuple[Needs, People]:
    """A made-up city with 70 skills, weeks and places."""
    dice = np.random.default_rng(7)
    table = replace(
        unstated_people(np.arange(people), skills=70),
        lat=35.66 + dice.normal(0, 0.03, people),
        lng=138.57 + dice.normal(0, 0.03, people),
        skills=np.where(dice.random((people, 70)) < 0.05, 0.8, 0.0),
        reach_km=dice.integers(2, 15, people).astype(np.float64),
        asks_14d=dice.integers(0, 4, people),
    )
    wanted = dice.random((needs, 70)) < 0.03
    asked = replace(
        unstated_needs(np.arange(needs), 2026, skills=70),
        lat=35.66 + dice.normal(0, 0.03, needs),
        lng=138.57 + dice.normal(0, 0.03, needs),
        wanted=wanted,
    )
    return asked, table


def plain_scores(needs: Needs, people: People) -> list[float]:
    """The same skill and distance sums for one need, person by person."""
    wanted = np.flatnonzero(needs.wanted[0]).tolist()
    found = []
    for one in range(len(people)):
        km = float(
            np.hypot(
                (people.lat[one] - needs.lat[0]) * 111.2, (people.lng[one] - needs.lng[0]) * 90.3
            )
        )
        skill = sum(float(people.skills[one, column]) for column in wanted)
        found.append(1.2 * skill + 1.5 / (1 + (km / 2) ** 2))
    return found


def main() -> None:
    needs, people = city(20_000, 1)
    ours = seconds(lambda: next(candidates(needs, people, NO_PAIRS, Weights())))
    plain = seconds(lambda: plain_scores(needs, people))
    row("candidates of one need, 20,000 people", ours, "two features in plain Python", plain)

    cost = np.random.default_rng(1).integers(1, 100, (400, 400)).astype(np.float64)
    edges = np.indices(cost.shape).reshape(2, -1)
    value = 1000 - cost.ravel()
    one = np.ones(400, dtype=np.int64)
    ours = seconds(lambda: assign(edges[0], edges[1], value, one, one))
    plain = seconds(lambda: linear_sum_assignment(cost))
    row("plain assignment 400 × 400", ours, "scipy linear_sum_assignment", plain)

    text = "庭の草取りを手伝ってください。膝を痛めてしまい、しゃがむ作業ができません。"
    ours = seconds(lambda: search_words(text, synonyms()))
    plain = seconds(lambda: query_words("草刈り", synonyms()))
    row("normalised words of a need's text", ours, "normalised words of a query", plain)
