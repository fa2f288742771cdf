"""Factor: do both sides gain? What the mentor hopes for, and whether they hear back.

Two parts, of which those that are known are averaged:

- *exchange*: for each thing the mentor hopes to get, how near to it the nearest thing
  is that the mentee brings; the mean over the hopes.
- *hears*: whether the mentor wants to hear the mentee's view, as rated by enough
  mentees, else as declared.
"""

from collections.abc import Callable

import numpy as np

from matching.engine.factors.parts import at, classes_of, mean_of_known
from matching.engine.snapshot import Concepts, Goals, Mentors
from matching.engine.tables import (
    NAN,
    Bools,
    Float32s,
    Float64s,
    Int16s,
    Int64s,
    UInt16s,
    kept_besides,
    kept_with,
)

#: Likeness is read in steps of 1/256, so that sums are whole numbers: the same in
#: whatever order hopes are listed.
_STEPS = 256
_FEW_MENTORS = 8


def pairs(
    goals: Goals, mentors: Mentors, concepts: Concepts
) -> Callable[[Int64s, Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for single pairs.

    Returns
    -------
    function of (n,) goal rows and (n,) mentor rows → (n,) float32 in [0, 1] or NaN
        The mean of the parts that are known of exchange and hears; NaN where neither
        is. Exchange is unknown where the mentee brings or the mentor hopes for nothing
        that is a concept. Naming a concept twice changes nothing.

    Notes
    -----
    Source: requirements R15, R55.
    """
    if len(mentors) < _FEW_MENTORS:
        return _pairs_of_few(goals, mentors, concepts)
    side = Sides(goals, mentors, concepts)
    near = side.met.ravel()
    columns = side.hopes % side.met.shape[1]  # −1 is the last one

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        row = at(side.met_at, goal) * side.met.shape[1]
        met = at(near, row + at(columns[0], mentor))
        for hope in columns[1:]:
            met += at(near, row + at(hope, mentor))
        return side.fit(met, at(side.brings, goal), mentor)

    return values


def _pairs_of_few(
    goals: Goals, mentors: Mentors, concepts: Concepts
) -> Callable[[Int64s, Int64s], Float32s]:
    """The same where most of what goals bring is never asked for by anybody."""
    hopes, most, hears = hoped(mentors)
    brings = _who_brings(goals)
    # How near each concept is to each hope of each mentor; −1, the last, is no concept.
    near = _in_steps(concepts).take(hopes, axis=1).transpose(2, 0, 1).copy()

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        nearest = near[mentor[..., None], at(goals.brings, goal)].max(axis=1)
        met = nearest.sum(axis=1, dtype=np.uint16)
        exchange = np.where(at(brings, goal), met / at(most, mentor), NAN)
        return mean_of_known(exchange, at(hears, mentor))

    return values


def rows(
    goals: Goals, mentors: Mentors, concepts: Concepts
) -> Callable[[slice | Int64s], Float32s]:
    """As ``pairs``, for a range of goals with every mentor: (g, mentors)."""
    side = Sides(goals, mentors, concepts)
    everybody = np.arange(len(mentors))

    def block(span: slice | Int64s) -> Float32s:
        near = side.met[side.met_at[span]]
        met = near.take(side.hopes[0], axis=1)
        for hope in side.hopes[1:]:
            met += near.take(hope, axis=1)
        return side.fit(met, side.brings[span, None], everybody)

    return block


def unknown(goals: Goals, mentors: Mentors, concepts: Concepts) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
    """
    distinct, number = classes_of(_any_named(goals.brings))
    hopes = _any_named(mentors.hopes)
    silent = np.isnan(_hears(mentors))
    planes: Bools = silent & ~(distinct.astype(bool) & hopes)
    return number, planes


class Sides:
    """Both sides prepared: how near each hope there may be is to what each goal brings.

    Goals that bring the same things share a row of ``met``, which holds, for each
    concept, the likeness of the nearest thing brought; the last column, −1, which is
    no hope, holds 0.
    """

    def __init__(self, goals: Goals, mentors: Mentors, concepts: Concepts) -> None:
        distinct, self.met_at = _brought(goals)
        self.met = _nearest(distinct, concepts)
        self.brings = _any_named(goals.brings)
        self.hopes, self.most, self.hears = hoped(mentors)

    def fit(self, met: UInt16s, brings: Bools, mentor: Int64s) -> Float32s:
        """The factor of pairs, from the sums of what is met of the mentor's hopes."""
        exchange = np.where(brings, met / at(self.most, mentor), NAN)
        return mean_of_known(exchange, at(self.hears, mentor))


@kept_besides
def hoped(mentors: Mentors) -> tuple[Int64s, Float64s, Float64s]:
    """The mentors' side: what each hopes for, how much can be met, whether they hear.

    Returns
    -------
    hopes : (HOPES, mentors) int64
        Each concept once; −1 fills up.
    most, hears : (mentors,) float64
        The sum of likenesses if every hope is met, in steps; NaN where nothing is told.
    """
    hopes = _as_set(mentors.hopes)
    most: Float64s = (hopes >= 0).sum(axis=1) * np.float64(_STEPS)
    most[most == 0] = NAN
    rows = np.ascontiguousarray(hopes.T.astype(np.int64))
    return rows, most, _hears(mentors).astype(np.float64)


@kept_besides
def _brought(goals: Goals) -> tuple[Int16s, Int64s]:
    """The different sets of what is brought, and which each goal has."""
    in_order = np.sort(goals.brings, axis=1)
    distinct, row = np.unique(in_order, axis=0, return_inverse=True)
    return distinct, row.reshape(len(goals))


def _nearest(brings: Int16s, concepts: Concepts) -> UInt16s:
    """How near each concept is to the nearest of each set: (sets, concepts + 1)."""
    padded = _in_steps(concepts)
    met: UInt16s = padded[brings[:, 0]]
    for bring in brings.T[1:]:
        np.maximum(met, padded[bring], out=met)
    return met


@kept_with
def _in_steps(concepts: Concepts) -> UInt16s:
    """How near each concept is to each; −1, which is none, is near to nothing."""
    whole = np.rint(concepts.likeness * np.float32(_STEPS)).astype(np.uint16)
    return np.pad(whole, [(0, 1), (0, 1)])


def _as_set(named: Int16s) -> Int16s:
    """The same concepts in order, each once; −1 in place of what was said again."""
    ordered = np.sort(named, axis=1)
    ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = -1
    return ordered


@kept_besides
def _who_brings(goals: Goals) -> Bools:
    return _any_named(goals.brings)


def _any_named(named: Int16s) -> Bools:
    any_named: Bools = np.any(named >= 0, axis=1)
    return any_named


def _hears(mentors: Mentors) -> Float32s:
    """As rated, else as declared: (mentors,) float32 with NaN."""
    rated = mentors.hears_rated
    hears: Float32s = np.where(np.isnan(rated), mentors.hears_declared, rated)
    return hears
