"""The six features and the asker's side, each from 0 to 1, larger is better."""

import numpy as np

from matching.scoring.arrays import Bools, Floats, Ints

NEUTRAL = 0.5  # of a feature whose fact is not stated
BELIEF = 8  # asks that the base rate is worth, before a person's own answers outweigh it
SAME_CATEGORY = 0.6  # what a shared category is worth beside words in common


def rarity(skills: Floats) -> Floats:
    """How much holding each skill says: the fewer hold it, the more.

    Args:
        skills: (p, s) levels, 0 when not held.

    Returns:
        (s,) ln(1 + p / (1 + number of holders)), above 0 where there are people.
    """
    holders = np.count_nonzero(skills, axis=0)
    weight: Floats = np.log1p(len(skills) / (1 + holders))
    return weight


def skill(levels: Floats, weight: Floats) -> Floats:
    """The share of the wanted skills that each person brings, weighted by rarity and level.

    Args:
        levels: (p, w) levels of the wanted skills, 0 to 1.
        weight: (w,) rarity of each of them, above 0.

    Returns:
        (p,) 0 to 1; neutral when no skill is wanted.
    """
    held = np.zeros(len(levels))
    if not weight.size:
        return np.full(len(levels), NEUTRAL)
    for column, each in zip(levels.T, weight, strict=True):  # column by column: the same sum for
        held += column * each  # every order of people
    share: Floats = np.clip(held / weight.sum(), 0, 1)
    return share


def near(km: Floats, half_km: Floats) -> Floats:
    """How near: 1 at the door, one half at the distance d₀ that suits the way of travel.

    Args:
        km: (p,) at least 0; nan when a place is unknown.
        half_km: (p,) d₀, above 0.

    Returns:
        (p,) 1 / (1 + (km / d₀)²); neutral where km is nan.
    """
    nearness: Floats = np.where(np.isnan(km), NEUTRAL, 1 / (1 + (km / half_km) ** 2))
    return nearness


def time(overlap_hours: Floats, hours_wanted: float) -> Floats:
    """How well the need sits in each person's free time: slack round the slot counts.

    Args:
        overlap_hours: (p,) free hours in and round the slots; nan when not stated.
        hours_wanted: above 0.

    Returns:
        (p,) min(1, overlap / (2 · wanted)); neutral where the overlap is nan.
    """
    share = np.minimum(overlap_hours / (2 * hours_wanted), 1)
    return np.where(np.isnan(share), NEUTRAL, share)


def interest(same_category: Bools, cosine: Floats) -> Floats:
    """How much the need is about what each person cares for.

    Args:
        same_category: (p,) the person chose or did this kind of need.
        cosine: (p,) likeness of the words, 0 to 1.

    Returns:
        (p,) max(0.6 · same category, cosine); 0 where nothing is known.
    """
    return np.clip(np.maximum(np.where(same_category, SAME_CATEGORY, 0.0), cosine), 0, 1)


def shrunk_rate(successes: Ints, trials: Ints, base: float) -> Floats:
    """A rate that starts at the base and follows the answers as they come in.

    `willing` is the rate of yes among asks; the asker's side q that of confirmed among proposed.

    Args:
        successes, trials: (p,) counts, 0 ≤ successes ≤ trials.
        base: the rate among everybody, 0 to 1.

    Returns:
        (p,) (successes + 8 · base) / (trials + 8), 0 to 1.
    """
    rate: Floats = (successes + BELIEF * base) / (trials + BELIEF)
    return rate


def rested(asks_14d: Ints) -> Floats:
    """How long people have been left in peace: exp(−asks in the last 14 days / 2).

    Args:
        asks_14d: (p,) at least 0.

    Returns:
        (p,) 1 when not asked at all, falling towards 0.
    """
    rest: Floats = np.exp(-asks_14d / 2)
    return rest
