"""How chosen pairs look from each side: what was given up, and who would rather swap.

A choice is given by row numbers of pairs, at most one per goal: ``measure.firsts`` of
lists, or ``Proposed.pair`` of a proposal. Everything is defined for a program of nobody
and of one; where there is nothing to measure it is ``None``.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.combine import UNITS
from matching.engine.measure import mentor_rows
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Bools, Float64s, Int64s


@dataclass(frozen=True)
class Regret:
    """What goals gave up for the sake of others, in scores from 0 to 1."""

    #: Goals with a chosen pair, and the share of them that got their best.
    goals: int
    got_their_best: float | None
    mean: float | None
    worst: float | None


def regrets(scored: Scored, chosen: Int64s) -> Float64s:
    """The best candidate's score minus the chosen one's: (goals,) float64 in [0, 1].

    NaN for goals without a chosen pair.
    """
    goal, score = scored.goal_rows(), scored.pairs.score.astype(np.int64)
    best = np.zeros(len(scored.outcomes), np.int64)
    np.maximum.at(best, goal, score)
    given_up = np.full(len(best), np.nan)
    given_up[goal[chosen]] = (best[goal[chosen]] - score[chosen]) / UNITS
    return given_up


def regret(scored: Scored, chosen: Int64s) -> Regret:
    """Sum up the regrets of all goals that have a chosen pair."""
    known = regrets(scored, chosen)
    known = known[~np.isnan(known)]
    if not len(known):
        return Regret(0, None, None, None)
    best = float((known == 0).mean())
    return Regret(len(known), best, float(known.mean()), float(known.max()))


def blocking_pairs(scored: Scored, snapshot: Snapshot, chosen: Int64s) -> Int64s:
    """Candidate pairs who would both rather have each other: their row numbers.

    The goal would, if the score is higher than what it got, or it got nobody. The mentor
    would, if a free place of the kind is left, or the score is higher than of a goal
    chosen for such a place.

    Raises
    ------
    ValueError
        If a mentor is not in the snapshot.
    """
    goal, score = scored.goal_rows(), scored.pairs.score.astype(np.int64)
    got = np.full(len(scored.outcomes), -1)
    got[goal[chosen]] = score[chosen]
    mentor = mentor_rows(snapshot.mentors, scored.pairs.mentor)
    place = (
        snapshot.goals.format[goal].astype(np.int64) * len(snapshot.mentors) + mentor
    )
    least = _least_worth(place[chosen], score[chosen], snapshot)
    return np.flatnonzero((score > got[goal]) & (score > least[place]))


def _least_worth(place: Int64s, score: Int64s, snapshot: Snapshot) -> Int64s:
    """What a pair must exceed for each mentor and kind of place to want it."""
    places = snapshot.mentors.places().ravel()
    taken = np.bincount(place, minlength=len(places))
    weakest = np.full(len(places), UNITS)
    np.minimum.at(weakest, place, score)
    weakest[taken < places] = -1
    return weakest


@dataclass(frozen=True, eq=False)
class Ranks:
    """How high each side ranks the other, for each chosen pair; 1 is the top."""

    #: Of the mentor among the goal's candidates, and of the goal among the goals that
    #: the mentor is a candidate for. Equal scores share the better rank.
    of_mentor: Int64s
    of_goal: Int64s


def ranks(scored: Scored, chosen: Int64s) -> Ranks:
    """Rank each chosen pair among the kept pairs of its goal and of its mentor."""
    mentor = np.unique(scored.pairs.mentor, return_inverse=True)[1]
    score = scored.pairs.score.astype(np.int64)
    return Ranks(
        of_mentor=_ranks_within(scored.goal_rows(), score, chosen),
        of_goal=_ranks_within(mentor, score, chosen),
    )


def _ranks_within(group: Int64s, score: Int64s, chosen: Int64s) -> Int64s:
    """One more than how many of the same group have a higher score."""
    width = UNITS + 1
    keys = np.sort(group * width + (UNITS - score))
    own = group[chosen] * width
    better = np.searchsorted(keys, own + (UNITS - score[chosen]))
    ranks_: Int64s = better - np.searchsorted(keys, own) + 1
    return ranks_


@dataclass(frozen=True)
class Difference:
    """How far two sets of lists of one program differ, for goals that are in both."""

    goals: int
    #: Goals that see somebody else first, and others among their first five.
    first: int
    first_five: int
    #: ``first_five / goals``, or None without goals.
    share: float | None


def difference(one: "Shown", two: "Shown") -> Difference:
    """Compare lists as people see them: who is first, and who is among the first five.

    The order inside the first five does not count; nor does "more".
    """
    goals = np.intersect1d(one.goals, two.goals)
    first = _goals_that_differ(one.rows(0), two.rows(0), goals)
    five = _goals_that_differ(one.rows(4), two.rows(4), goals)
    share = five / len(goals) if len(goals) else None
    return Difference(len(goals), first, five, share)


@dataclass(frozen=True, eq=False)
class Shown:
    """Lists by ids, so that lists of two runs can be compared."""

    #: Ids of all goals, also of those with an empty list.
    goals: Int64s
    #: One row per shown pair: goal, mentor and position.
    pairs: Int64s

    def rows(self, last: int) -> Int64s:
        """Goal and mentor of the pairs up to a position: (n, 2)."""
        return self.pairs[self.pairs[:, 2] <= last, :2]


def _goals_that_differ(one: Int64s, two: Int64s, goals: Int64s) -> int:
    both, times = np.unique(np.concatenate([one, two]), axis=0, return_counts=True)
    differ: Bools = np.isin(goals, both[times == 1, 0])
    return int(differ.sum())
