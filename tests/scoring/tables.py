"""Small tables for the scoring tests, written by hand or drawn by hypothesis."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from matching.scoring.tables import Needs, Pairs, People, unstated_needs, unstated_people
from matching.scoring.text import fitted, vectors
from matching.scoring.week import Slots, pack

YEAR = 2026
SATURDAY = 5 * 24
WORDS = ("草刈", "草刈機", "雪かき", "スマホ", "傾聴", "祭り")


def some_people(count: int = 1, widths: tuple[int, int] = (2, 1), **columns: Any) -> People:
    """People who have stated nothing but these columns."""
    return replace(unstated_people(np.arange(count), *widths), **columns)


def one_need(widths: tuple[int, int] = (2, 1), **columns: Any) -> Needs:
    """One need that asks for nothing but these columns."""
    return replace(unstated_needs(np.arange(1), YEAR, *widths), **columns)


def slot(start_hour: float, hours: float) -> dict[str, Any]:
    """The columns of one need with one slot on Saturday."""
    start = round((SATURDAY + start_hour) * 60)
    return {
        "slots": Slots(need=[0], start=[start], minutes=[round(hours * 60)]),
        "hours": np.array([hours]),
    }


def free(*hours: int) -> dict[str, Any]:
    """The columns of one person who is free at these hours of Saturday."""
    return {"week": saturday(*hours), "week_stated": np.array([True])}


def saturday(*hours: int) -> Any:
    """(1, 3) a mask of these hours of Saturday."""
    week = np.zeros((1, 168), dtype=np.bool_)
    week[0, [SATURDAY + hour for hour in hours]] = True
    return pack(week)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Needs, People, Pairs]:
    """A few needs, a few people and facts about pairs, with much left unstated."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    p, n = draw(st.integers(0, 12)), draw(st.integers(0, 3))
    words = [list(rng.choice(WORDS, rng.integers(0, 4))) for _ in range(p + n)]
    basis = fitted(words)
    return (
        _needs(rng, n, vectors(basis, words[p:])),
        _people(rng, p, vectors(basis, words[:p])),
        _pairs(rng, n, p),
    )


def _unknown(rng: np.random.Generator, values: Any, share: float = 0.2) -> Any:
    return np.where(rng.random(len(values)) < share, np.nan, values)


def _people(rng: np.random.Generator, p: int, text: Any) -> People:
    asked = rng.integers(0, 9, p)
    return replace(
        unstated_people(rng.permutation(p) + 100, 3, 2),
        active=rng.random(p) < 0.9,
        birth_year=_unknown(rng, rng.integers(1940, 2012, p)),
        guardian_ok=rng.random(p) < 0.5,
        skills=rng.choice([0, 0.5, 0.8, 1], (p, 3)),
        licences=rng.random((p, 2)) < 0.8,
        lat=_unknown(rng, 35.6 + 0.1 * rng.random(p)),
        lng=_unknown(rng, 138.5 + 0.1 * rng.random(p)),
        reach_km=_unknown(rng, 12 * rng.random(p)),
        reach_minutes=_unknown(rng, 90 * rng.random(p), 0.7),
        districts=rng.random((p, 2)) < 0.2,
        week=pack(rng.random((p, 168)) < 0.7),
        week_stated=rng.random(p) < 0.8,
        categories=rng.random((p, 2)) < 0.3,
        text=text,
        asked=asked,
        yes=rng.integers(0, asked + 1),
        asks_14d=rng.integers(0, 4, p),
        asks_month=rng.integers(0, 4, p),
        asks_month_limit=np.full(p, 4.0),
    )


def _needs(rng: np.random.Generator, n: int, text: Any) -> Needs:
    proposed = rng.integers(0, 9, n)
    spans = rng.integers(1, 3, n)
    owner = np.repeat(np.arange(n), spans)
    return replace(
        unstated_needs(np.arange(n), YEAR, 3, 2),
        wanted=rng.random((n, 3)) < 0.5,
        required=rng.random((n, 3)) < 0.2,
        licences=rng.random((n, 2)) < 0.2,
        lat=_unknown(rng, 35.6 + 0.1 * rng.random(n)),
        lng=_unknown(rng, 138.5 + 0.1 * rng.random(n)),
        district=rng.integers(-1, 2, n),
        remote=rng.random(n) < 0.1,
        slots=Slots(
            need=owner,
            start=rng.integers(0, 10080, len(owner)),
            minutes=rng.integers(30, 240, len(owner)),
        ),
        hours=_unknown(rng, 0.5 + 2 * rng.random(n)),
        min_age=rng.choice([0, 18], n),
        category=rng.integers(-1, 2, n),
        text=text,
        proposed=proposed,
        confirmed=rng.integers(0, proposed + 1),
    )


def _pairs(rng: np.random.Generator, n: int, p: int) -> Pairs:
    def some(count: int) -> Any:
        count = count if n * p else 0
        return np.column_stack(
            [rng.integers(0, max(n, 1), count), rng.integers(0, max(p, 1), count)]
        )

    weeks = pack(rng.random((3 if n * p else 0, 168)) < 0.5)
    return Pairs(
        asked=some(2),
        blocked=some(1),
        full=some(1),
        busy=some(3),
        busy_week=weeks,
        away=some(3),
        away_week=weeks,
    )
