"""All goals of a program with what it takes to stand in their lists, kept ready: which
lists does a changed mentor enter?

1. Rules leave out most goals: by kind, by language, by single pairs.
2. Factor by factor, from the quick to the slow, a goal is given up as soon as full marks
   in all that is left would not be enough for its list.
3. Relevance, the slowest, is read of the few goals that remain.

What is found is what comparing every pair in full would find.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.engine import combine, factors
from matching.engine.factors.two_looks import Relevance
from matching.engine.filters import ENOUGH, Removal, Rules
from matching.engine.snapshot import FACTORS, Snapshot
from matching.engine.tables import Bools, Float32s, Float64s, Int16s, Int64s

_ROUNDED = 1e-5  # more than relevance is rounded by
_QUICK_FIRST = (
    *("listening", "connection", "inspiration", "level", "communication"),
    *("availability", "commitment", "context", "reciprocity", "relevance"),
)


@dataclass(frozen=True)
class Standing:
    """``weights`` (g, factors) int16 of each goal, from ``combine.goal_weights``, and
    ``least`` (g,) int64, the score from which on somebody is in its list."""

    weights: Int16s
    least: Int64s

    def entered(
        self, snapshot: Snapshot, relevance: Relevance, rules: Rules | None = None
    ) -> Int64s:
        """The goals whose list any of some changed mentors is good enough for.

        Parameters
        ----------
        snapshot : Snapshot
            The goals, row for row, with the changed mentors only.
        relevance : Relevance
        rules : Rules, optional

        Returns
        -------
        (n,) int64
            Row numbers, ascending, each once.

        Notes
        -----
        Time O(goals) for each mentor, a small part of it for most goals. Source:
        requirement R12, ``docs/matching.md``.
        """
        removal = Removal(snapshot, rules or Rules())
        values = {name: factors.pairs(name, snapshot) for name in FACTORS[1:]}
        values["relevance"] = relevance.close_look
        found = [
            self._of_mentor(mentor, removal, values, relevance)
            for mentor in range(len(snapshot.mentors))
        ]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def _of_mentor(
        self,
        one: int,
        removal: Removal,
        values: dict[str, factors.OfPairs],
        relevance: Relevance,
    ) -> Int64s:
        goal = np.flatnonzero(removal.of_mentor(one) == 0)
        insisted = removal.must.any(axis=0)
        most = np.full(len(goal), combine.UNITS, np.int64)
        for name in _QUICK_FIRST:
            number = FACTORS.index(name)
            if name == "relevance":
                short = self._asked_of_relevance(goal, most)
                may = relevance.may_reach(goal, one, short)
                goal, most = goal[may], most[may]
            weight = self._by_factor[number].take(goal)
            told = values[name](goal, np.full(len(goal), one))
            most -= weight - combine.contributions(told, weight)
            stays = most >= self.least.take(goal)
            if insisted[number]:
                stays &= ~_fails(removal, goal, number, told)
            if name == "relevance":
                stays &= removal.by_relevance(goal, np.full(len(goal), one), told) == 0
            goal, most = goal[stays], most[stays]
        return goal

    @cached_property
    def _by_factor(self) -> Int16s:
        """The same weights, those of one factor beside each other."""
        return np.ascontiguousarray(self.weights.T)

    def _asked_of_relevance(self, goal: Int64s, most: Int64s) -> Float64s:
        """How relevant somebody must be, when all else is known, to be in each list;
        a half of a unit less, because contributions are rounded."""
        weight = self.weights[goal, FACTORS.index("relevance")].astype(np.float64)
        missing = self.least[goal] - (most - weight) - 0.5
        asked: Float64s = missing / np.maximum(weight, 1) - _ROUNDED
        return np.where(weight > 0, asked, -np.inf)


def _fails(removal: Removal, goal: Int64s, number: int, values: Float32s) -> Bools:
    """Goals that insist on a factor which this mentor does not meet."""
    hides = removal.snapshot.goals.hide_unknown[goal, number]
    misses = (values < ENOUGH) | (np.isnan(values) & hides)
    failing: Bools = misses & removal.must[goal, number]
    return failing


def standing(
    snapshot: Snapshot, least: Int64s, weights: Float64s | None = None
) -> Standing:
    """Prepare the goals of a snapshot once, for many changes.

    ``weights`` is a program's table, as ``score_goals`` takes it.
    """
    table = (
        combine.weight_table(combine.DEFAULT_WEIGHTS) if weights is None else weights
    )
    return Standing(combine.goal_weights(snapshot.goals, table), least)
