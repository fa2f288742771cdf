"""All goals of a program with what it takes to stand in their lists, kept ready: which
lists does a changed mentor enter?

1. Rules leave out most goals: by kind, by language, by single pairs.
2. Factor by factor, from the quick to the slow, a goal is given up as soon as full marks
   in all that is left would not be enough for its list.
3. Relevance, the slowest, is first read as far as it is quick, for what it cannot
   exceed, and then in full of the few goals that remain.

What is found is what comparing every pair in full would find.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from matching.engine import combine, factors
from matching.engine.factors.two_looks import Relevance
from matching.engine.filters import Removal, Rules
from matching.engine.snapshot import FACTORS, Goals, Snapshot
from matching.engine.tables import Float32s, Float64s, Int16s, Int64s

_QUICK = (
    *("listening", "connection", "inspiration"),
    *("level", "commitment", "communication", "context"),
)
_SLOW = ("availability", "reciprocity")
_RELEVANCE = FACTORS.index("relevance")
_OUT = np.int16(-20_000)  # no score, and further from it than all factors together


@dataclass(frozen=True)
class Standing:
    """``weights`` (factors, g) int16 of each goal, those of one factor beside each other,
    and ``least`` (g,) int64, the score from which on somebody is in its list."""

    weights: Int16s
    least: Int64s

    @classmethod
    def of(cls, goals: Goals, least: Int64s, table: Float64s) -> Self:
        """``table`` is a program's weights, as ``score_goals`` takes it."""
        weights = combine.goal_weights(goals, table)
        return cls(np.ascontiguousarray(weights.T), least)

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
        values = {name: factors.pairs(name, snapshot) for name in (*_QUICK, *_SLOW)}
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
        left, mentor = _Left(self, removal, one), np.array(one)
        for name in _QUICK:
            left.count(name, values[name](left.goal, mentor))
        left.give_up()
        left.count_relevance(relevance.at_most(left.goal, one))
        left.give_up()
        for name in _SLOW:
            left.count(name, values[name](left.goal, mentor))
            left.give_up()
        everywhere = np.full(len(left.goal), one)
        left.count_relevance(relevance.close_look(left.goal, everywhere))
        left.give_up()
        return left.goal


class _Left:
    """The goals that are not given up yet, and ``most``, the score that one mentor can
    have at most by what is counted; ``relevant`` is how much of it is relevance."""

    def __init__(self, standing: Standing, removal: Removal, one: int) -> None:
        self.standing, self.removal = standing, removal
        self.goal: Int64s = np.flatnonzero(removal.of_mentor(one) == 0)
        self.most = np.full(len(self.goal), combine.UNITS, np.int16)
        self.relevant = self._weight(_RELEVANCE)

    def _weight(self, factor: int) -> Int16s:
        weight: Int16s = self.standing.weights[factor].take(self.goal)
        return weight

    def count(self, name: str, told: Float32s) -> None:
        """Count a factor for what it is, no longer in full."""
        factor = FACTORS.index(name)
        weight = self._weight(factor)
        self.most -= weight - combine.contributions(told, weight)
        told = np.broadcast_to(told, self.goal.shape)
        self.most[self.removal.failing(factor, self.goal, told)] = _OUT

    def count_relevance(self, told: Float32s) -> None:
        """The same with relevance, of which more may be told later."""
        relevant = combine.contributions(told, self._weight(_RELEVANCE))
        self.most -= self.relevant - relevant
        self.relevant = relevant
        everywhere = np.zeros(len(told), np.int64)
        self.most[self.removal.by_relevance(self.goal, everywhere, told) != 0] = _OUT

    def give_up(self) -> None:
        """Leave only those goals whose list can still be entered."""
        stays = np.flatnonzero(self.most >= self.standing.least.take(self.goal))
        self.goal, self.most = self.goal.take(stays), self.most.take(stays)
        self.relevant = self.relevant.take(stays)


def standing(
    snapshot: Snapshot, least: Int64s, weights: Float64s | None = None
) -> Standing:
    """Prepare the goals of a snapshot once, for many changes.

    ``weights`` is a program's table, as ``score_goals`` takes it.
    """
    table = (
        combine.weight_table(combine.DEFAULT_WEIGHTS) if weights is None else weights
    )
    return Standing.of(snapshot.goals, least, table)
