"""Score goals against every mentor: the best of each goal, and whom the rules removed.

The way of a run through these files: ``snapshot`` → ``factors`` → ``filters`` and
``combine`` → here → ``scored`` → ``choose`` → ``measure``.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from matching.engine import best, combine, filters
from matching.engine.factors import availability, communication, level
from matching.engine.filters import Rules
from matching.engine.scored import Outcomes, Pairs, Scored
from matching.engine.snapshot import FACTORS, Goals, Mentors, Snapshot
from matching.engine.tables import (
    Bools,
    Float32s,
    Float64s,
    Int16s,
    Int32s,
    Int64s,
    count_true,
)

#: The factor for a range of goals with every mentor.
Rows = Callable[[slice], Float32s]
#: Factors that need nothing but the snapshot; relevance comes from the texts.
_FROM_SNAPSHOT: dict[str, Callable[[Goals, Mentors], Rows]] = {
    "availability": availability.rows,
    "communication": communication.rows,
    "level": level.rows,
}
MOST = 50
#: So that a block's arrays stay in a processor's cache.
PAIRS_PER_BLOCK = 1 << 18


def score_goals(
    snapshot: Snapshot,
    relevance: Float32s | Rows,
    rules: Rules | None = None,
    weights: Float64s | None = None,
    *,
    most: int = MOST,
    pairs_per_block: int = PAIRS_PER_BLOCK,
) -> Scored:
    """Score every goal of a snapshot (a shard: ``snapshot.take``) with every mentor.

    Parameters
    ----------
    snapshot : Snapshot
    relevance : (goals, mentors) float32 in [0, 1] or NaN, or a function of a slice
        The function gives the rows of a range of goals, for populations whose whole
        matrix would not fit into memory. A pair must have one value, whatever the
        range.
    rules : Rules, optional
        What the program decides about hard rules.
    weights : (purposes, factors) float64, optional
        From ``combine.weight_table``; the default weights otherwise.
    most : int, at least 1
        How many candidates of each goal are kept, the best by score; ties by the
        mentor's id, the smaller first.
    pairs_per_block : int
        How many pairs are worked on at once. Changes time and memory, never a result.

    Returns
    -------
    Scored
        A pair's numbers depend on these two and on nobody else in the program.

    Raises
    ------
    ValueError
        If relevance has another shape, or ``most`` is below 1.

    Notes
    -----
    Time O(pairs); memory O(block) beside the result. Source: ``docs/matching.md``.
    """
    if most < 1:
        raise ValueError(f"At least one candidate must be kept, got {most}.")
    scorer = _Scorer(snapshot, relevance, rules or Rules(), weights, most)
    parts = [scorer.score(span) for span in _spans(snapshot, pairs_per_block)]
    return Scored.concatenate(parts)


def _spans(snapshot: Snapshot, pairs_per_block: int) -> Iterator[slice]:
    goals, mentors = len(snapshot.goals), len(snapshot.mentors)
    step = max(1, pairs_per_block // max(1, mentors))
    for start in range(0, max(1, goals), step):
        yield slice(start, min(start + step, goals))


class _Scorer:
    """Both sides prepared once, then scored range by range."""

    def __init__(
        self,
        snapshot: Snapshot,
        relevance: Float32s | Rows,
        rules: Rules,
        weights: Float64s | None,
        most: int,
    ) -> None:
        if weights is None:
            weights = combine.weight_table(combine.DEFAULT_WEIGHTS)
        self.snapshot, self.rules, self.most = snapshot, rules, most
        self.weights = combine.goal_weights(snapshot.goals, weights)
        self.factors = _factor_rows(snapshot, relevance)
        self.removed = filters.rows(snapshot, rules)
        self.by_id = np.argsort(snapshot.mentors.id)
        self.rank = np.argsort(self.by_id)

    def score(self, span: slice) -> Scored:
        factors = [rows(span) for rows in self.factors]
        _check_shapes(factors, self.snapshot, span)
        removed = self.removed(span, factors)
        candidate = removed == 0
        estimate = combine.estimate(factors, self.weights[span])
        estimate = np.where(candidate, estimate, best.REMOVED)
        goal, mentor = self._best(estimate, factors, span)
        together, alone = filters.count(removed)
        outcomes = Outcomes(
            goal=self.snapshot.goals.id[span],
            compared=np.full(len(removed), removed.shape[1], np.int32),
            candidates=count_true(candidate),
            listed=np.bincount(goal, minlength=len(removed)).astype(np.int32),
            weights=self.weights[span],
            removed=together,
            removed_alone=alone,
            unknown=_unknown(factors, candidate),
        )
        return Scored(outcomes, self._pairs(goal, mentor, factors, span))

    def _best(
        self, estimate: Float32s, factors: Sequence[Float32s], span: slice
    ) -> tuple[Int64s, Int64s]:
        """Rows and columns of the block's best pairs, each goal's list in order."""
        rows, columns = best.contenders(estimate, self.most, combine.ESTIMATE_ERROR)
        added = self._contributions(rows, columns, factors, span)
        scores = added.sum(axis=0, dtype=np.int64)
        goal, _, rank = best.order(
            rows, scores, self.rank[columns], self.most, combine.UNITS
        )
        return goal, self.by_id[rank]

    def _pairs(
        self, goal: Int64s, mentor: Int64s, factors: Sequence[Float32s], span: slice
    ) -> Pairs:
        values = np.stack(_at(factors, goal, mentor), axis=1)
        added = self._contributions(goal, mentor, factors, span)
        return Pairs(
            mentor=self.snapshot.mentors.id[mentor],
            score=added.sum(axis=0, dtype=np.int16),
            factors=values,
            contributions=np.ascontiguousarray(added.T),
            noted=filters.noted(
                self.snapshot, self.rules, goal + span.start, mentor, values
            ),
        )

    def _contributions(
        self, goal: Int64s, mentor: Int64s, factors: Sequence[Float32s], span: slice
    ) -> Int16s:
        """One row per factor, which adds up faster than one row per pair."""
        weights = self.weights[span].T
        return np.stack(
            [
                combine.contributions(values, weight[goal])
                for values, weight in zip(
                    _at(factors, goal, mentor), weights, strict=True
                )
            ]
        )


def _at(factors: Sequence[Float32s], goal: Int64s, mentor: Int64s) -> list[Float32s]:
    """The values of single pairs, one array per factor."""
    width = factors[0].shape[1]
    flat = goal * width + mentor
    return [block.ravel().take(flat) for block in factors]


def _factor_rows(snapshot: Snapshot, relevance: Float32s | Rows) -> list[Rows]:
    """One function per factor, in the order of ``FACTORS``."""
    given: Rows = relevance if callable(relevance) else relevance.__getitem__
    return [
        given
        if factor == "relevance"
        else _FROM_SNAPSHOT[factor](snapshot.goals, snapshot.mentors)
        for factor in FACTORS
    ]


def _check_shapes(factors: Sequence[Float32s], snapshot: Snapshot, span: slice) -> None:
    wanted = (span.stop - span.start, len(snapshot.mentors))
    for name, block in zip(FACTORS, factors, strict=True):
        if block.shape != wanted or block.dtype != np.float32:
            raise ValueError(
                f"{name} must be float32 of shape {wanted} for goals {span.start} to "
                f"{span.stop}, got {block.dtype} of shape {block.shape}."
            )


def _unknown(factors: Sequence[Float32s], candidate: Bools) -> Int32s:
    counts = [count_true(np.isnan(values) & candidate) for values in factors]
    return np.stack(counts, axis=1)
