"""Weights by purpose and importance; contributions that add up to the score exactly.

Everything a person may see is a whole number of ten-thousandths, so that a sum on a
page is the sum in the data, on every machine and in whatever order it was computed.
"""

from collections.abc import Mapping

import numpy as np

from matching.engine.factors.level import any_level_suits
from matching.engine.snapshot import FACTORS, NICE, PURPOSES, Goals
from matching.engine.tables import Float32s, Float64s, Int16s

UNITS = 10_000
#: What an unknown value counts: neither for nor against. Never 0, never left out.
NEUTRAL = 0.5
#: By what the mentee said of a quality: not important, nice (or no answer), important.
IMPORTANCE = np.array([0.0, 1.0, 2.0])
#: Shares of 100, before the mentee's own importances. Relevance leads everywhere; what
#: the purpose lives on comes second: the distance in level for growing and for talking
#: shop, what the two share for situations at work, listening where trust is the matter.
DEFAULT_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    purpose: dict(zip(FACTORS, shares, strict=True))
    for purpose, shares in {
        "growth": (34, 15, 10, 20, 5, 6, 4, 2, 2, 2),
        "challenge": (40, 15, 14, 6, 3, 8, 4, 2, 4, 4),
        "skill": (48, 16, 10, 7, 5, 4, 4, 2, 2, 2),
        "technology": (52, 16, 10, 4, 6, 3, 3, 2, 2, 2),
        "network": (38, 16, 8, 10, 8, 10, 4, 2, 2, 2),
        "shop_talk": (32, 15, 10, 20, 6, 9, 2, 2, 2, 2),
        "workplace": (34, 14, 12, 9, 2, 13, 4, 2, 5, 5),
        "allyship": (34, 14, 16, 6, 4, 8, 4, 4, 5, 5),
        "other": (46, 16, 10, 8, 5, 5, 4, 2, 2, 2),
    }.items()
}


def weight_table(weights: Mapping[str, Mapping[str, float]]) -> Float64s:
    """A program's weights as an array: (purposes, factors) float64.

    Raises
    ------
    ValueError
        If a purpose or factor is missing or unknown, a weight is negative or not a
        number, or a purpose has no weight at all.
    """
    if weights.keys() != set(PURPOSES):
        raise ValueError(f"Weights are needed for exactly these purposes: {PURPOSES}.")
    for purpose, shares in weights.items():
        if shares.keys() != set(FACTORS):
            raise ValueError(f"{purpose} needs weights for exactly {FACTORS}.")
    table = np.array(
        [[weights[purpose][factor] for factor in FACTORS] for purpose in PURPOSES],
        np.float64,
    )
    if not (np.isfinite(table) & (table >= 0)).all() or not table.any(axis=1).all():
        raise ValueError("Weights are 0 or more, and each purpose needs one above 0.")
    return table


def goal_weights(goals: Goals, table: Float64s) -> Int16s:
    """The weight of each factor for each goal, in ten-thousandths.

    The purpose's weight times what the mentee said of the quality. Relevance counts at
    least as nice to have: without it a list would hold anybody. Level weighs nothing
    where any level is welcome. Where nothing is left, the purpose's own weights; where
    the program weighs nothing but a level that nobody asks for, relevance.

    Returns
    -------
    (goals, factors) int16
        Every row adds up to ``UNITS``, by largest remainder, the first of equals first.
        A goal's weights depend on that goal only.
    """
    usual = table[goals.purpose]
    usual[any_level_suits(goals), FACTORS.index("level")] = 0
    usual[~usual.any(axis=1), FACTORS.index("relevance")] = 1
    shares = usual * _importance(goals)
    nothing_left = ~shares.any(axis=1)
    shares[nothing_left] = usual[nothing_left]
    return _whole_units(shares)


def _importance(goals: Goals) -> Float64s:
    said: Float64s = IMPORTANCE[goals.importance]
    relevance = said[:, FACTORS.index("relevance")]
    np.maximum(relevance, IMPORTANCE[NICE], out=relevance)
    return said


def _whole_units(shares: Float64s) -> Int16s:
    total = np.zeros(len(shares))
    for column in shares.T:  # in a fixed order, so that sums never differ in a bit
        total += column
    exact = shares * UNITS / total[:, None]
    whole = np.floor(exact)
    missing = UNITS - whole.sum(axis=1)
    rest = np.round(exact - whole, 9)  # equal remainders stay equal
    neediest_first = np.argsort(-rest, axis=1, kind="stable")
    rank = np.argsort(neediest_first, axis=1, kind="stable")
    units: Int16s = (whole + (rank < missing[:, None])).astype(np.int16)
    return units


def contributions(values: Float32s, weights: Int16s) -> Int16s:
    """What each value adds to the score of its pair, in ten-thousandths.

    Parameters
    ----------
    values : float32 of any shape, in [0, 1] or NaN
    weights : int16 of the same shape

    Returns
    -------
    int16 of the same shape, 0 to the weight
        ``weight · value``, with 0.5 for NaN, rounded half to even. The product of a
        whole weight and a float32 is exact in float64, so nothing depends on order. The
        score of a pair is the sum over its factors.
    """
    known = np.where(np.isnan(values), NEUTRAL, values.astype(np.float64))
    added: Int16s = np.rint(known * weights).astype(np.int16)
    return added
