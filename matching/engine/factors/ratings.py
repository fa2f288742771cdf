"""Factors: do people leave a talk inspired, at ease, heard? Only those who talked say.

Never inferred from anything else. A mentor's mean rating from 0 to 1 comes with the
snapshot, unknown below ``LEAST_RATERS``, so that nobody's single answer can be read off.
"""

from collections.abc import Callable

import numpy as np

from matching.engine.snapshot import Goals, Mentors
from matching.engine.tables import NAN, Bools, Float32s, Float64s, Int64s

RATED = ("inspiration", "connection", "listening")

LEAST_RATERS = 3


def mean_ratings(total: Float64s, raters: Int64s) -> Float32s:
    """What mentors were rated, as the snapshot holds it.

    Parameters
    ----------
    total
        Each mentor's sum of ratings, each rating from 0 to 1: (n,).
    raters
        How many different people gave them: (n,).

    Returns
    -------
    (n,) float32 in [0, 1]; NaN where fewer than ``LEAST_RATERS`` rated.
    """
    mean = total / np.maximum(raters, 1)
    return np.where(raters >= LEAST_RATERS, mean, NAN).astype(np.float32)


def pairs(
    goals: Goals, mentors: Mentors, quality: str
) -> Callable[[Int64s, Int64s], Float32s]:
    """Prepare one of ``RATED``; the answer gives the factor for single pairs.

    Returns
    -------
    function of (n,) goal rows and (n,) mentor rows → (n,) float32 in [0, 1] or NaN
        The mentor's mean rating, the same for every goal; NaN where too few rated.

    Notes
    -----
    Source: requirements R10, R13, R14.
    """
    rated = _rated(mentors, quality)
    return lambda goal, mentor: rated[mentor]


def rows(
    goals: Goals, mentors: Mentors, quality: str
) -> Callable[[slice | Int64s], Float32s]:
    """As ``pairs``, for a range of goals with every mentor: (g, mentors)."""
    rated, every_goal = _rated(mentors, quality), np.arange(len(goals))
    return lambda span: np.tile(rated, (len(every_goal[span]), 1))


def unknown(goals: Goals, mentors: Mentors, quality: str) -> tuple[Int64s, Bools]:
    """Where the factor is not known: one class, for all goals.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (1, mentors) bool
    """
    planes: Bools = np.isnan(_rated(mentors, quality))[None, :]
    return np.zeros(len(goals), np.int64), planes


def _rated(mentors: Mentors, quality: str) -> Float32s:
    if quality not in RATED:
        raise ValueError(f"{quality} is not rated; rated are {', '.join(RATED)}.")
    rated: Float32s = getattr(mentors, quality)
    return rated
