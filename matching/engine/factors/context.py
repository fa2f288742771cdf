"""Factor: do the two share enough to talk about, and is the mentor outside enough?

Tags are what two people may have in common: a field, a step of the path, a situation
lived through, a network both show, a language, a place. For goals about the mentee's
own workplace it counts as much that the mentor is from elsewhere: insiders may not be
objective.
"""

from collections.abc import Callable

import numpy as np

from matching.engine.factors.parts import at, bits_in_common, classes_of, mean_of_known
from matching.engine.snapshot import PURPOSES, Goals, Mentors
from matching.engine.tables import (
    NAN,
    Bools,
    Float32s,
    Float64s,
    Int64s,
    UInt64s,
)

#: Things in common from which on more make no difference: enough to talk about.
ENOUGH = 3


def pairs(goals: Goals, mentors: Mentors) -> Callable[[Int64s, Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for single pairs.

    Returns
    -------
    function of (n,) goal rows and (n,) mentor rows → (n,) float32 in [0, 1] or NaN
        *common*: the number of shared tags over ``ENOUGH``, at most 1; unknown where
        either has none at all. For goals about the workplace the mean of common and
        *outside*: 1 for another organisation, 0 for the same, unknown where one of them
        is. Unknown parts are left out; NaN where nothing is known.

    Notes
    -----
    Source: requirements R26, R54, R59, R60, R65.
    """
    tagged, known = _any_tag(goals), _any_tag(mentors)
    workplace = about_workplace(goals)

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        share = _share(at(goals.tags, goal), at(mentors.tags, mentor))
        common = np.where(at(tagged, goal) & at(known, mentor), share, NAN)
        outside = _outside(
            at(goals.organisation, goal),
            at(mentors.organisation, mentor),
            at(workplace, goal),
        )
        return mean_of_known(common, outside)

    return values


def rows(goals: Goals, mentors: Mentors) -> Callable[[slice | Int64s], Float32s]:
    """As ``pairs``, for a range of goals with every mentor: (g, mentors)."""
    tagged, known = _any_tag(goals), _any_tag(mentors)
    workplace = about_workplace(goals)

    def block(span: slice | Int64s) -> Float32s:
        share = _share(goals.tags[span, None], mentors.tags)
        common = np.where(tagged[span, None] & known, share, NAN)
        outside = _outside(
            goals.organisation[span, None], mentors.organisation, workplace[span, None]
        )
        return mean_of_known(common, outside)

    return block


def unknown(goals: Goals, mentors: Mentors) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
    """
    placed = about_workplace(goals) & (goals.organisation >= 0)
    distinct, number = classes_of(_any_tag(goals), placed)
    tagged, placed = distinct.astype(bool).T[:, :, None]
    in_common = tagged & _any_tag(mentors)
    planes: Bools = ~(in_common | (placed & (mentors.organisation >= 0)))
    return number, planes


def about_workplace(goals: Goals) -> Bools:
    """Goals for which it counts that a mentor is from elsewhere: (goals,) bool."""
    about: Bools = goals.about_workplace | (
        goals.purpose == PURPOSES.index("workplace")
    )
    return about


def _any_tag(side: Goals | Mentors) -> Bools:
    any_tag: Bools = np.any(side.tags, axis=1)
    return any_tag


def _share(mine: UInt64s, theirs: UInt64s) -> Float64s:
    """Tags in common, up to enough: (…, words) and (…, words) uint64 → (…)."""
    shared = np.minimum(bits_in_common(mine, theirs), ENOUGH)
    return shared.astype(np.float64) / ENOUGH


def _outside(mine: Int64s, theirs: Int64s, counts: Bools) -> Float64s:
    told = counts & (mine >= 0) & (theirs >= 0)
    return np.where(told, mine != theirs, NAN)
