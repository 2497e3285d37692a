"""In which order a board shows needs, so that those nobody has signed up for are seen too."""

import numpy as np
from numpy.typing import ArrayLike

from matching.scoring.arrays import Column, Floats

ROUNDS = 500
MET = 1e-7  # share by which the last round may still have moved what a need has left
STEEPEST = 300.0  # exponents beyond this would overflow when squared


def penalised(appeal: ArrayLike, sign_ups: ArrayLike, penalty: float) -> Floats:
    """What each need is worth on the board: less after every sign-up it has had lately.

    Args:
        appeal: (..., n) chance that a visitor signs up when shown it, or any figure at least 0 that
            orders needs by how well they go.
        sign_ups: (n,) at least 0, of the last days.
        penalty: what each of them takes off, in logarithms; 0 keeps the order of appeal.

    Returns:
        (..., n) appeal · exp(−penalty · sign-ups), at least 0: show the largest first.

    Raises:
        ValueError: shapes that do not fit, a value that is negative, nan or infinite.

    Source:
        The idea of a penalty per sign-up (SmartSort): V. Manshadi, S. Rodilitz, D. Saban,
        A. Suresh, "Redesigning VolunteerMatch's Search Algorithm", SSRN 4497747.
    """
    if not 0 <= penalty < np.inf:
        raise ValueError("penalty: must be at least 0")
    sizes: dict[str, int] = {}
    given = np.asarray(appeal)
    letters = (*(f"axis {axis}" for axis in range(given.ndim - 1)), "n")
    checked: Floats = Column(letters, low=0).checked("appeal", given, sizes)
    counts = Column(("n",), low=0).checked("sign_ups", sign_ups, sizes)
    worth: Floats = checked * np.exp(-penalty * counts)
    return worth


def equilibrium(
    utility: ArrayLike, visits: ArrayLike, places: ArrayLike, scale: float = 1.0
) -> Floats:
    """Who would sign up for what if every need had its price: the order each visitor should see.

    A matching market with transferable utility and logit tastes. A need that more people want than
    it has places for grows dear, one that nobody sees grows cheap; both sides may stay alone.

    Args:
        utility: (p, n) what both sides gain when this person helps there, beside staying alone;
            the score in log-odds will do.
        visits: (p,) how many sign-ups each person has to give, above 0; any unit of time.
        places: (n,) open places of each need, above 0.
        scale: how much is taste that nobody knows, above 0; the larger, the more evenly.

    Returns:
        (p, n) sign-ups in equilibrium, at least 0; a person's row sums to less than their visits,
        a need's column to less than its places. Show each person their largest first. After 500
        rounds it is left as it is: in steep markets (utility above 10 · scale and as many visits
        as places) rows may then be off by some thousandths.

    Raises:
        ValueError: shapes or values that do not fit, nan, or utility too large for the scale.

    Source:
        E. Choo, A. Siow, "Who Marries Whom and Why", J. Political Economy 114 (2006), p. 175; solved
        by iterative proportional fitting. As a ranking: Y. Tomita, R. Togashi, Y. Hashizume,
        N. Ohsaka, "Fast and Examination-agnostic Reciprocal Recommendation in Matching Markets",
        RecSys 2023.
    """
    if not 0 < scale < np.inf:
        raise ValueError("scale: must be above 0")
    sizes: dict[str, int] = {}
    gain = Column(("p", "n")).checked("utility", utility, sizes) / (2 * scale)
    theirs = Column(("p",), low=1e-12).checked("visits", visits, sizes).astype(np.float64)
    room = Column(("n",), low=1e-12).checked("places", places, sizes).astype(np.float64)
    if gain.size and gain.max() > STEEPEST:
        raise ValueError("utility: too large for this scale")
    return _fitted(np.exp(gain), theirs, room)


def _fitted(pull: Floats, visits: Floats, places: Floats) -> Floats:
    """Scale rows and columns in turn until what is left alone on both sides fits."""
    alone, unfilled = np.sqrt(visits), np.sqrt(places)
    for _ in range(ROUNDS):
        before = unfilled
        alone = _share_left(pull @ unfilled, visits)
        unfilled = _share_left(pull.T @ alone, places)
        if np.allclose(unfilled, before, rtol=MET, atol=0):
            break
    pairs: Floats = alone[:, None] * pull * unfilled
    return pairs


def _share_left(taken: Floats, total: Floats) -> Floats:
    """The root x of x² + taken · x = total, in the form that loses no figures."""
    root: Floats = 2 * total / (taken + np.sqrt(taken**2 + 4 * total))
    return root
