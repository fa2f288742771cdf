"""Score goals against every mentor: the best of each goal, and whom the rules removed.

Every pair that may be is looked at cheaply (``first_look``), and the best closely (here).
``matching/engine/__init__.py`` has the way of a run through all files.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.engine import best, combine, factors, ties
from matching.engine.arranged import goals_together
from matching.engine.best_goals import BestGoals
from matching.engine.counts import Counting, Counts
from matching.engine.factors.two_looks import Given, Relevance
from matching.engine.filters import Removal, Rules, noted
from matching.engine.first_look import FirstLook, Seen, Waiting
from matching.engine.scored import Outcomes, Pairs, Scored
from matching.engine.snapshot import FACTORS, Snapshot
from matching.engine.tables import Bools, Float32s, Float64s, Int16s, Int64s, UInt32s

MOST = 50
#: How many of each goal are looked at closely: the best by the first look, and whoever
#: is as good. At least 99.5 % of the true best 20 are among them (docs/matching.md).
LOOKED_AT = 128
#: And where relevance may leave fewer than are kept, so that some who are off topic do
#: not take the places of others: nobody is missed then who is among so many.
LOOKED_AT_WHERE_FEW_REMAIN = 512
#: Goals by mentors that are estimated at once: 20 MB.
PAIRS_PER_BLOCK = 5 << 20
GOALS_PER_BLOCK = 240  # no power of two: columns of a tile would share cache lines
#: Pairs that are looked at closely together, so that nothing is done for few of them.
PAIRS_TOGETHER = 1 << 17
PAIRS_AT_ONCE = 1 << 18


def score_goals(
    snapshot: Snapshot,
    relevance: Float32s | Relevance,
    rules: Rules | None = None,
    weights: Float64s | None = None,
    *,
    most: int = MOST,
    looked_at: int = LOOKED_AT,
    pairs_per_block: int = PAIRS_PER_BLOCK,
) -> Scored:
    """Score every goal of a snapshot (a shard: ``snapshot.take``) with every mentor.

    1. The first look estimates every pair and counts whom the rules remove.
    2. The best ``looked_at`` of each goal, with all ties, are looked at closely: every
       factor exactly, and what relevance removes.
    3. The best ``most`` of those are kept, by score; ties by ``ties.rank``.

    Parameters
    ----------
    snapshot : Snapshot
    relevance : Relevance, or (goals, mentors) float32 in [0, 1] or NaN
    rules : Rules, optional
        What the program decides about hard rules.
    weights : (purposes, factors) float64, optional, as of ``combine.weight_table``
    most : int, at least 1
    looked_at : int, at least ``most``
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
    Time O(pairs); memory O(block + goals · looked_at). With relevance given as numbers
    the lists are those of scoring every pair exactly: the estimate's error is known.
    Source: ``docs/matching.md``.
    """
    if most < 1:
        raise ValueError(f"At least one candidate must be kept, got {most}.")
    scorer = Scorer(snapshot, relevance, rules or Rules(), weights, most)
    scorer.looked_at = max(most, looked_at)
    return Scored.concatenate(list(scorer.results(spans(snapshot, pairs_per_block))))


def spans(snapshot: Snapshot, pairs_per_block: int) -> Iterator[slice]:
    """Cut goals into ranges whose pairs are worked on at once; at least one."""
    most = min(GOALS_PER_BLOCK, pairs_per_block // max(1, len(snapshot.mentors)))
    return goals_together(snapshot.goals, max(1, most))


@dataclass(frozen=True)
class _Part:
    """What the first look found in a block: counts, and whom to look at closely.

    ``by_relevance`` is what the first look held against their relevance. ``waiting``
    are goals with few candidates, if there are any.
    """

    span: slice
    counts: Counts
    goal: Int64s
    mentor: Int64s
    by_relevance: UInt32s
    waiting: Waiting | None


class Close(NamedTuple):
    """What a close look at some pairs finds: what speaks against their relevance, a mask
    of rules for each pair; which ``stay``, and of these each factor, (factors, stays),
    and whether there is evidence."""

    masks: UInt32s
    stays: Int64s
    values: Float32s
    evident: Bools


class Scorer:
    """Both sides prepared once, then looked at block by block."""

    looked_at = LOOKED_AT
    best_goals: BestGoals | None = None

    def __init__(
        self,
        snapshot: Snapshot,
        relevance: Float32s | Relevance,
        rules: Rules,
        weights: Float64s | None,
        most: int,
    ) -> None:
        if weights is None:
            weights = combine.weight_table(combine.DEFAULT_WEIGHTS)
        self.snapshot, self.most = snapshot, most
        self.relevance = _checked(relevance, snapshot)
        self.weights = combine.goal_weights(snapshot.goals, weights)
        self.removal = Removal(snapshot, rules)
        self.first = FirstLook(snapshot, self.relevance, self.weights, self.removal)
        unknown = [factors.unknown(name, snapshot) for name in FACTORS[1:]]
        self.counting = Counting(self.removal, [self.relevance.unknown(), *unknown])
        self.others = [factors.pairs(name, snapshot) for name in FACTORS[1:]]

    def results(self, spans: Iterable[slice]) -> Iterator[Scored]:
        """What is found in some ranges of goals, a few ranges at a time."""
        parts: list[_Part] = []
        for span in spans:
            parts.append(self.look(span))
            if sum(len(part.goal) for part in parts) >= PAIRS_TOGETHER:
                yield self.score(parts)
                parts = []
        if parts:
            yield self.score(parts)

    def look(self, span: slice) -> _Part:
        """The first look at a range of goals."""
        seen = self.first.block(span)
        if self.best_goals is not None:
            error = self.first.error[span]
            self.best_goals.block(span, seen, error, self.counting)
        counts = self.counting.block(span, seen)
        goal, mentor = self._contenders(span, seen, counts)
        rows = self.counting.wants_more(seen, counts)
        return _Part(
            span,
            counts,
            goal + span.start,
            mentor,
            self.counting.by_first_look(span, seen, goal, mentor),
            seen.waiting(span, rows) if len(rows) else None,
        )

    def _contenders(
        self, span: slice, seen: Seen, counts: Counts
    ) -> tuple[Int64s, Int64s]:
        """Whom to look at closely, by goal; goals count from the start of the span."""
        error = self.first.error[span]
        goal, mentor = best.contenders(seen.estimate, self.looked_at, self.most, error)
        few = (counts.candidates < self.most) & seen.by_relevance
        rows, stays = np.flatnonzero(few), ~few[goal]
        if len(rows):
            most = max(self.looked_at, LOOKED_AT_WHERE_FEW_REMAIN)
            found = best.contenders(seen.estimate[rows], most, self.most, error[rows])
            goal = np.append(goal[stays], rows[found[0]])
            order = np.argsort(goal, kind="stable")
            goal, mentor = goal[order], np.append(mentor[stays], found[1])[order]
        return goal, mentor + seen.reach.start

    def score(self, parts: list[_Part]) -> Scored:
        """The close look at everybody whom the first look found."""
        counts = Counts(
            *(
                np.concatenate([getattr(part.counts, name) for part in parts])
                for name in ("together", "alone", "candidates", "unknown")
            )
        )
        goal = np.concatenate([part.goal for part in parts])
        mentor = np.concatenate([part.mentor for part in parts])
        found = self.closely(goal, mentor)
        span = slice(parts[0].span.start, parts[-1].span.stop)
        self._ask_everybody(counts, span, parts)
        told = np.concatenate([part.by_relevance for part in parts])
        self._correct(counts, span, goal, mentor, told, found.masks)
        goal, mentor, values = goal[found.stays], mentor[found.stays], found.values
        added = self.contributions(goal, values)
        scores = added.sum(axis=0, dtype=np.int16)
        kept = self._in_order(goal, mentor, scores)
        goal, mentor = goal[kept], mentor[kept]
        return Scored(
            self._outcomes(counts, span, goal - span.start),
            Pairs(
                mentor=self.snapshot.mentors.id[mentor],
                score=scores[kept],
                factors=np.ascontiguousarray(values[:, kept].T),
                contributions=np.ascontiguousarray(added[:, kept].T),
                noted=noted(self.removal, goal, mentor, values[:, kept].T),
                evident=found.evident[kept],
                reach=np.full(len(kept), np.nan, np.float32),
            ),
        )

    def _ask_everybody(self, counts: Counts, span: slice, parts: list[_Part]) -> None:
        """Count those anew who have few candidates, as many together as in a block."""
        most = max(part.span.stop - part.span.start for part in parts)
        together: list[Waiting] = []
        for waiting in (part.waiting for part in parts if part.waiting is not None):
            if together and len(together[-1].goals) + len(waiting.goals) <= most:
                together[-1] = together[-1].join(waiting)
            else:
                together.append(waiting)
        for some in together:
            seen = self.first.ask_everybody(some)
            more = self.counting.block(some.goals, seen)
            counts.put(some.goals - span.start, more)

    def closely(self, goal: Int64s, mentor: Int64s) -> Close:
        """Look closely at single pairs: first whether they are relevant, and then at
        every factor of those that are."""
        relevance, evident = self.relevance.with_evidence(goal, mentor)
        masks = self.removal.by_relevance(goal, mentor, relevance)
        stays = np.flatnonzero(masks == 0)
        goal, mentor = goal[stays], mentor[stays]
        values = np.empty((len(FACTORS), len(goal)), np.float32)
        values[0] = relevance[stays]
        for start in range(0, len(goal), PAIRS_AT_ONCE):
            some = slice(start, start + PAIRS_AT_ONCE)
            for out, factor in zip(values[1:], self.others, strict=True):
                out[some] = factor(goal[some], mentor[some])
        return Close(masks, stays, values, evident[stays])

    def _correct(
        self,
        counts: Counts,
        span: slice,
        goal: Int64s,
        mentor: Int64s,
        told: UInt32s,
        true: UInt32s,
    ) -> None:
        """Count pairs as the close look sees them."""
        otherwise = np.flatnonzero(told != true)
        goal, mentor = goal[otherwise], mentor[otherwise]
        unknown = self.counting.unknown_at(goal, mentor)
        counts.change(goal - span.start, told[otherwise], unknown, -1)
        counts.change(goal - span.start, true[otherwise], unknown, 1)

    def contributions(self, goal: Int64s, values: Float32s) -> Int16s:
        """(factors, n) int16: one row per factor adds up faster than one per pair."""
        return np.stack(
            [
                combine.contributions(value, weight[goal])
                for value, weight in zip(values, self.weights.T, strict=True)
            ]
        )

    def _in_order(self, goal: Int64s, mentor: Int64s, scores: Int16s) -> Int64s:
        """The places of the pairs that are kept: by goal, score, tie."""
        ids = self.snapshot.mentors.id[mentor]
        chance = ties.rank(self.snapshot.goals.id[goal], ids)
        return best.in_order(goal, scores.astype(np.int64), chance, ids, self.most)

    def _outcomes(self, counts: Counts, span: slice, goal: Int64s) -> Outcomes:
        goals, mentors = self.snapshot.goals.id[span], self.snapshot.mentors
        listed = np.bincount(goal, minlength=len(goals))
        return Outcomes(
            goal=goals,
            compared=np.full(len(goals), len(mentors), np.int32),
            candidates=counts.candidates,
            listed=listed.astype(np.int32),
            weights=self.weights[span],
            removed=counts.together,
            removed_alone=counts.alone,
            unknown=counts.unknown,
        )


def _checked(relevance: Float32s | Relevance, snapshot: Snapshot) -> Relevance:
    if not isinstance(relevance, np.ndarray):
        return relevance
    wanted = (len(snapshot.goals), len(snapshot.mentors))
    if relevance.shape != wanted or relevance.dtype != np.float32:
        raise ValueError(
            f"Relevance must be float32 of shape {wanted}, got {relevance.dtype} of "
            f"shape {relevance.shape}."
        )
    return Given(relevance)
