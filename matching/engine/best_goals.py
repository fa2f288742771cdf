"""The best goals of each mentor, over every pair that the rules let pass.

A goal keeps its best candidates; a mentor who is nobody's favourite is then in no list,
although there are goals that suit them better than others. So every mentor's best goals
are kept, too.

1. While the first look passes over blocks of goals, each mentor's ``most`` highest *lows*
   are kept: by the estimate less its error, no pair is worth less than that.
2. Whatever may reach the lowest of these is looked at closely: nothing else can be among
   the mentor's best.
3. ``merged`` puts shards together: it asks the same of all lows at once, and then keeps
   each mentor's best by score.

Both bars are numbers of single pairs, so what is kept does not depend on shards, blocks
or workers. Who comes later may know the lows of other shards and look at fewer pairs;
that changes what is looked at, and nothing of what stays.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.engine import ties
from matching.engine.candidates import numbers
from matching.engine.combine import UNITS
from matching.engine.counts import Counting
from matching.engine.first_look import Seen
from matching.engine.scored import Pairs, Scored
from matching.engine.snapshot import Mentors
from matching.engine.tables import Bools, Float32s, Float64s, Int64s

GOALS_KEPT = 20
_LOWEST = np.finfo(np.float32).min
_FITS = 2**31 // (UNITS + 1)  # so many mentors, with score and rank in 63 bits
_MANY = 8  # if more than one pair of so many comes near the bar, sorting is slower


class BestGoals:
    """Each mentor's best goals so far, by the first look.

    Parameters
    ----------
    mentors : int
    most : int, at least 1
        How many goals of each mentor are sought.
    others : (n, mentors) float32, optional
        Lows that other shards of the run have found.
    """

    def __init__(
        self,
        mentors: int,
        most: int,
        others: Float32s | None = None,
    ) -> None:
        self.most = most
        self.others = np.zeros((0, mentors), np.float32) if others is None else others
        #: The highest lows of the goals seen here: (most, mentors).
        self.lows = np.full((most, mentors), _LOWEST, np.float32)
        self.bar = bar_of([self.others, self.lows], most)
        self._found: list[tuple[Int64s, Int64s, Float32s]] = []

    def block(
        self, span: slice, seen: Seen, error: Float64s, counting: Counting
    ) -> None:
        """Look at a range of goals, whose estimates may be off by ``error`` (g,)."""
        off = error.astype(np.float32)[:, None]  # exact: it is a multiple of 1/1024
        reach, low = seen.estimate + off, seen.estimate - off
        lows, bar = self.lows[:, seen.reach], self.bar[seen.reach]  # written in place
        goal, mentor = np.nonzero(reach >= bar)
        first = seen.reach.start
        passed = counting.by_first_look(span, seen, goal, mentor + first) == 0
        goal, mentor = goal[passed], mentor[passed]
        if len(goal) * _MANY > low.size:
            fresh = np.full_like(low, _LOWEST)
            fresh[goal, mentor] = low[goal, mentor]
        else:
            fresh = _highest(mentor, low[goal, mentor], lows.shape)
        lows[:] = _top(np.concatenate([lows, fresh]), self.most)
        bar[:] = bar_of([self.others[:, seen.reach], lows], self.most)
        near = reach[goal, mentor] >= bar[mentor]
        goal, mentor = goal[near], mentor[near]
        self._found.append((goal + span.start, mentor + first, reach[goal, mentor]))

    def found(self) -> tuple[Int64s, Int64s, Float32s]:
        """Goal and mentor of what may be among the best, and what each may reach."""
        goal, mentor, reach = (
            np.concatenate(of) for of in zip(*self._found, strict=True)
        )
        near = reach >= self.bar[mentor]
        return goal[near], mentor[near], reach[near]


def _highest(mentor: Int64s, low: Float32s, shape: tuple[int, ...]) -> Float32s:
    """The highest few of each mentor, and nothing in the other places."""
    order = np.lexsort((-low, mentor))
    mentor, low = mentor[order], low[order]
    place = np.arange(len(mentor)) - np.searchsorted(mentor, mentor)
    high = place < shape[0]
    made = np.full(shape, _LOWEST, np.float32)
    made[place[high], mentor[high]] = low[high]
    return made


def _top(values: Float32s, most: int) -> Float32s:
    """The highest few of each column, in any order."""
    top: Float32s = np.partition(values, len(values) - most, axis=0)[-most:]
    return top


def bar_of(lows: Sequence[Float32s], most: int) -> Float32s:
    """What a pair must reach to be among each mentor's best: (mentors,) float32."""
    bar: Float32s = _top(np.concatenate(lows), most).min(axis=0)
    return bar


def with_more(scored: Scored, goal: Int64s, more: Pairs) -> Scored:
    """Put further pairs into the lists of their goals, by score, ties as ever."""
    count = len(scored.outcomes)
    listed = scored.outcomes.listed + np.bincount(goal, minlength=count)
    every = Scored(
        replace(scored.outcomes, listed=listed.astype(np.int32)),
        Pairs.join([scored.pairs, more]),
    )
    of = np.concatenate([scored.goal_rows(), goal])
    order = np.lexsort((*_ranked(every, of, np.arange(len(of))), of))
    return replace(every, pairs=every.pairs.take(order))


def merged(
    parts: Sequence[Scored], lows: Sequence[Float32s], mentors: Mentors, most: int
) -> Scored:
    """All shards of a run together: of each goal what was kept for it, of each mentor
    the best ``most`` goals over all shards.

    Parameters
    ----------
    parts : Scored, in the order of their goals
    lows : (most, mentors) float32 each, as ``BestGoals.lows``, in any order
    mentors : Mentors of the run
    """
    whole = Scored.concatenate(parts)
    ours = np.isnan(whole.pairs.reach)  # kept for their goals
    if ours.all():
        return whole
    by_id = np.argsort(mentors.id)
    row = by_id[numbers(mentors.id[by_id], whole.pairs.mentor)]
    near = ours | (whole.pairs.reach >= bar_of(lows, most)[row])
    asked = np.zeros(len(mentors), np.bool_)
    asked[row[near & ~ours]] = True  # of the others nothing is to be left out
    return _only(whole, ours | _among_best(whole, row, near & asked[row], most))


def _among_best(whole: Scored, row: Int64s, near: Bools, most: int) -> Bools:
    """Which pairs are among the best few of their mentor, of those that are near."""
    some = np.flatnonzero(near)
    order = some[_by_mentor(row[some], _ranked(whole, whole.goal_rows(), some))]
    mentor = row[order]
    begins = np.append(True, mentor[1:] != mentor[:-1])[: len(mentor)]
    every = np.arange(len(mentor))
    place = every - np.maximum.accumulate(np.where(begins, every, 0))
    best = np.zeros(len(near), np.bool_)
    best[order[place < most]] = True
    return best


def _by_mentor(row: Int64s, keys: tuple[Int64s, ...]) -> Int64s:
    """The order by mentor, and then by what ``_ranked`` gives."""
    _, _, tie, fall = keys
    # One key sorts several times faster, where it tells all apart.
    if len(row) and row.max() < _FITS:
        key = (row * (UNITS + 1) + fall + UNITS) << 32 | tie
        order = np.argsort(key)
        key = key[order]
        if (key[1:] != key[:-1]).all():
            return order
    return np.lexsort((*keys, row))


def _ranked(scored: Scored, goal: Int64s, some: Int64s) -> tuple[Int64s, ...]:
    """What some pairs are sorted by, the last first: score, rank among equals, ids."""
    ids, mentor = scored.outcomes.goal[goal[some]], scored.pairs.mentor[some]
    tie = ties.rank(ids, mentor).astype(np.int64)
    return ids, mentor, tie, -scored.pairs.score[some].astype(np.int64)


def _only(whole: Scored, stays: Bools) -> Scored:
    rows = np.flatnonzero(stays)
    listed = np.bincount(whole.goal_rows()[rows], minlength=len(whole.outcomes))
    return Scored(
        replace(whole.outcomes, listed=listed.astype(np.int32)), whole.pairs.take(rows)
    )
