"""Which of two equal scores comes first: by chance, but the same chance for ever."""

import numpy as np

from matching.engine.tables import Int64s, UInt32s

# The constants of splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom
# number generators", OOPSLA 2014.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def rank(goal: Int64s, mentor: Int64s) -> UInt32s:
    """A number for each pair that looks random and depends on the two ids only.

    Of equal scores of a goal the smaller rank comes first, and of equal ranks (one pair
    in four billion) the smaller mentor id. An order by id alone would show the same few
    mentors first to everybody whenever scores are alike.

    Parameters
    ----------
    goal, mentor : int64, ids (never row numbers), of shapes that broadcast

    Returns
    -------
    uint32 of the broadcast shape
        The same on every machine, whatever else is in the arrays.
    """
    mixed = goal.astype(np.uint64) * _STEP + mentor.astype(np.uint64)
    mixed += _STEP
    mixed ^= mixed >> np.uint64(30)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    return (mixed >> np.uint64(32)).astype(np.uint32)
