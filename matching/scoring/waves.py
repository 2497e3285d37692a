"""How many to ask in one wave, so that the places fill in time and few are asked in vain."""

import numpy as np
import scipy

from matching.scoring.arrays import Bools, Floats, Ints

FIRST = 0.95  # how surely every need should find one helper before it begins …
REST = 0.5  # … and all of them: as many as fill its places in expectation
MOST = 12  # asks per open place in one wave, however little time is left
LEAST_CHANCE = 1e-3


def asks_in_all(open_places: Ints, chance: Floats, surety: float) -> Floats:
    """About how many must be asked until so many say yes, as surely as wanted.

    Args:
        open_places: (n,) at least 0.
        chance: (n,) of a yes among those who would be asked next, 0 to 1.
        surety: above 0, below 1; one half asks for as many as fill the places in expectation.

    Returns:
        (n,) at least 0: the N for which N·p − z·√(N·p·(1 − p)) = places, the normal bound on a
        binomial count.

    Raises:
        ValueError: a number of places below 0, a chance or surety outside its range, or nan.
    """
    if not (open_places >= 0).all():
        raise ValueError("open_places: at least 0")
    if not ((chance >= 0) & (chance <= 1)).all():
        raise ValueError("chance: 0 to 1")
    if not 0 < surety < 1:
        raise ValueError("surety: above 0 and below 1")
    likely = np.maximum(chance, LEAST_CHANCE)
    spread = float(scipy.special.ndtri(surety)) * np.sqrt(1 - likely)
    root = (spread + np.sqrt(spread**2 + 4 * open_places)) / 2
    asks: Floats = np.where(open_places > 0, root**2 / likely, 0.0)
    return asks


def asks_per_wave(open_places: Ints, has_yes: Bools, chance: Floats, waves_left: Floats) -> Ints:
    """How many people to ask for each need now, when more waves can follow.

    Enough that one person comes almost surely and that the places fill in expectation, spread
    evenly over the waves that are left: a need far off asks few at a time and seldom one too many,
    a need that starts soon asks enough.

    Args:
        open_places, chance: as `asks_in_all`.  has_yes: (n,) somebody has said yes already.
        waves_left: (n,) this one included; below 1 counts as 1, nan (no date) as many.

    Returns:
        (n,) from 1 to 12 per open place; 0 where no place is open.

    Raises:
        ValueError: as `asks_in_all`.
    """
    waves = np.maximum(np.where(np.isnan(waves_left), np.inf, waves_left), 1)
    first = np.minimum(open_places, 1) * ~has_yes
    wanted = np.maximum(asks_in_all(first, chance, FIRST), asks_in_all(open_places, chance, REST))
    return np.clip(np.ceil(wanted / waves), open_places, MOST * open_places).astype(np.int64)
