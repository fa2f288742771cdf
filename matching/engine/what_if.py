"""What would change if: other weights, another rule, more mentors of a kind.

``sensitivity`` shakes each weight a little; ``what_if`` makes a run again, exactly, with
one thing changed, and says what that does to the lists.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.engine import combine, measure, ties
from matching.engine.both_sides import score_whole
from matching.engine.choose import SHOWN_FIRST, Lists, choose
from matching.engine.factors.two_looks import Relevance, Rows
from matching.engine.filters import Rules
from matching.engine.regret import Difference, Shown, difference
from matching.engine.scored import Scored
from matching.engine.snapshot import (
    FACTORS,
    REASONS,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
)
from matching.engine.tables import Bools, Float32s, Float64s, Int16s, Int64s

SHAKEN = 0.2


@dataclass(frozen=True)
class Sensitivity:
    """How much lists hang on one factor's weight."""

    factor: str
    #: Share of goals with candidates whose five best are others if the weight is a fifth
    #: lower or higher; None without such goals.
    lower: float | None
    higher: float | None


def sensitivity(
    scored: Scored, goals: Goals, weights: Float64s | None = None
) -> list[Sensitivity]:
    """Shake the weight of one factor after the other, in the order of ``FACTORS``.

    The kept candidates are scored again from their stored factors, so the numbers are
    those of a run with these weights; only somebody who was not kept before cannot come
    in. Compared are each goal's five best by score, before they are shared out: else a
    list might change because another one did.

    Parameters
    ----------
    scored : Scored
    goals : Goals
        The goals that were scored, in that order.
    weights : (purposes, factors) float64, optional
        The ones that the scores were made with; the default weights if left out.
    """
    if weights is None:
        weights = combine.weight_table(combine.DEFAULT_WEIGHTS)
    before = _five_best(scored, _scores(scored, goals, weights))
    there = int((scored.outcomes.listed > 0).sum())

    def changed(factor: int, times: float) -> float | None:
        shaken = weights.copy()
        shaken[:, factor] *= times
        after = _five_best(scored, _scores(scored, goals, shaken))
        others = np.unique(scored.goal_rows()[before != after])
        return len(others) / there if there else None

    return [
        Sensitivity(name, changed(number, 1 - SHAKEN), changed(number, 1 + SHAKEN))
        for number, name in enumerate(FACTORS)
    ]


def _scores(scored: Scored, goals: Goals, weights: Float64s) -> Int64s:
    """The scores of the kept pairs with other weights, to the last digit."""
    of_goal = combine.goal_weights(goals, weights)
    goal = scored.goal_rows()
    total = np.zeros(len(goal), np.int64)
    for number in range(len(FACTORS)):
        values = np.ascontiguousarray(scored.pairs.factors[:, number])
        weight: Int16s = of_goal[goal, number]
        total += combine.contributions(values, weight)
    return total


def _five_best(scored: Scored, score: Int64s) -> Bools:
    """Which pairs are among the five best of their goal."""
    goal, mentor = scored.goal_rows(), scored.pairs.mentor
    tie = ties.rank(scored.outcomes.goal[goal], mentor)
    order = np.lexsort((mentor, tie, -score, goal))
    best = np.zeros(len(goal), np.bool_)
    best[order[scored.positions() < SHOWN_FIRST]] = True
    return best


@dataclass(frozen=True)
class Change:
    """One thing that a program might do otherwise; whatever is None stays."""

    weights: Float64s | None = None
    rules: Rules | None = None
    #: Id of a mentor, and how many more like them: with their places, skills and
    #: boundaries, but strangers to everybody.
    more_like: int | None = None
    how_many: int = 1


@dataclass(frozen=True)
class Situation:
    """What people would see."""

    coverage: measure.Coverage
    #: Goals with a free place set aside for them.
    featured: int
    #: Mean score of whom goals see first, in [0, 1]; None where nobody sees anybody.
    mean_first: float | None
    gini: float
    never_shown: int


@dataclass(frozen=True)
class WhatIf:
    """A program as it is and as it would be."""

    before: Situation
    after: Situation
    difference: Difference
    #: Ids of goals that would have somebody at last, and of those that would lose all.
    gained: list[int]
    lost: list[int]


def what_if(
    snapshot: Snapshot,
    relevance: Float32s | Relevance,
    rules: Rules | None = None,
    weights: Float64s | None = None,
    *,
    change: Change,
    told: Callable[[float], None] = lambda _share: None,
) -> WhatIf:
    """Score and choose with and without a change, exactly as a run does.

    Parameters
    ----------
    snapshot, relevance, rules, weights
        As for ``score_both``.
    change : Change
    told : called with the share of the work that is done, in [0, 1), rising

    Raises
    ------
    ValueError
        If nobody has the id of ``more_like``, or ``how_many`` is below 1.

    Notes
    -----
    Takes as long as two runs.
    """
    other, its_relevance = snapshot, relevance
    if change.more_like is not None:
        rows = _rows_with_more(snapshot.mentors, change.more_like, change.how_many)
        other = _with_more(snapshot, rows)
        its_relevance = _relevance_of(relevance, rows, len(snapshot.mentors))
    one = score_whole(
        snapshot, relevance, rules, weights, told=lambda share: told(0.45 * share)
    )
    two = score_whole(
        other,
        its_relevance,
        rules if change.rules is None else change.rules,
        weights if change.weights is None else change.weights,
        told=lambda share: told(0.45 + 0.45 * share),
    )
    return _compare((one, snapshot), (two, other))


def shown(scored: Scored, lists: Lists) -> Shown:
    """Lists by ids, to be compared with others by ``regret.difference``."""
    goal, mentor = scored.outcomes.goal, scored.pairs.mentor[lists.pair]
    position = lists.position.astype(np.int64)
    return Shown(goal, np.stack([goal[lists.goal], mentor, position], axis=1))


def _compare(one: tuple[Scored, Snapshot], two: tuple[Scored, Snapshot]) -> WhatIf:
    lists = [choose(*one), choose(*two)]
    has_somebody = [
        scored.outcomes.goal[scored.outcomes.candidates > 0] for scored, _ in (one, two)
    ]
    return WhatIf(
        before=_situation(*one, lists[0]),
        after=_situation(*two, lists[1]),
        difference=difference(shown(one[0], lists[0]), shown(two[0], lists[1])),
        gained=np.setdiff1d(has_somebody[1], has_somebody[0]).tolist(),
        lost=np.setdiff1d(has_somebody[0], has_somebody[1]).tolist(),
    )


def _situation(scored: Scored, snapshot: Snapshot, lists: Lists) -> Situation:
    exposure = measure.exposure(scored, lists, snapshot.mentors)
    first = scored.pairs.score[measure.firsts(lists)]
    return Situation(
        coverage=measure.coverage(scored),
        featured=int(lists.featured.sum()),
        mean_first=float(first.mean()) / combine.UNITS if len(first) else None,
        gini=exposure.gini,
        never_shown=exposure.never_shown,
    )


def _rows_with_more(mentors: Mentors, like: int, how_many: int) -> Int64s:
    """The row that each mentor of the bigger program is copied from."""
    row = np.flatnonzero(mentors.id == like)
    if not len(row) or how_many < 1:
        raise ValueError(f"There is no way to add {how_many} mentors like {like}.")
    return np.append(np.arange(len(mentors)), np.repeat(row, how_many))


def _with_more(snapshot: Snapshot, rows: Int64s) -> Snapshot:
    """The snapshot with copies at the end, under ids that nobody has."""
    mentors = snapshot.mentors
    nth = 1 + np.arange(len(rows) - len(mentors))
    arrays = {name: array[rows] for name, array in mentors.to_arrays().items()}
    people = int(max(snapshot.goals.person.max(initial=0), mentors.person.max()))
    for name, last in (
        ("id", int(mentors.id.max())),
        ("person", people),
        ("enrolment", int(mentors.enrolment.max())),
    ):
        arrays[name] = np.append(arrays[name][: len(mentors)], last + nth)
    conditions = snapshot.conditions
    if len(conditions):
        conditions = replace(
            conditions, met=np.ascontiguousarray(conditions.met[:, rows])
        )
    return replace(
        snapshot,
        mentors=Mentors(**arrays),
        exclusions=_with_boundaries(snapshot.exclusions, rows, len(mentors)),
        conditions=conditions,
    )


def _with_boundaries(told: Exclusions, rows: Int64s, mentors: int) -> Exclusions:
    """What the copied mentor does not take, the copies do not take either."""
    topic = told.reason == REASONS.index("topic_not_taken")
    boundaries = told.take(np.flatnonzero(topic & (told.mentor == rows[-1])))
    copies = [
        replace(boundaries, mentor=np.full(len(boundaries), row))
        for row in range(mentors, len(rows))
    ]
    return Exclusions.join([told, *copies])


def _relevance_of(
    relevance: Float32s | Relevance, rows: Int64s, mentors: int
) -> Float32s | Relevance:
    if isinstance(relevance, np.ndarray):
        return np.ascontiguousarray(relevance[:, rows])
    return _Copied(relevance, rows, mentors)


class _Copied:
    """The relevance of a program in which some mentors are copies of one."""

    def at_most(self, goal: Int64s, one: int) -> Float32s:
        """As ``Relevance``."""
        return self.of.at_most(goal, int(self.rows[one]))

    def __init__(self, of: Relevance, rows: Int64s, mentors: int) -> None:
        self.of, self.rows, self.mentors = of, rows, mentors

    def first_look(self, goals: Rows, mentors: slice, out: Float32s) -> None:
        """As ``Relevance``: a copy is looked at as the one it was made from."""
        start, stop, _ = mentors.indices(len(self.rows))
        own = min(max(start, self.mentors), stop)
        parts = [slice(start, own)] + [slice(self.rows[-1], self.rows[-1] + 1)]
        for part, into in zip(
            parts, (out[:, : own - start], out[:, own - start :]), strict=True
        ):
            if into.size:
                found = np.empty((len(into), part.stop - part.start), np.float32)
                self.of.first_look(goals, part, found)
                into[:] = found

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """As ``Relevance``."""
        return self.of.close_look(goal, self.rows[mentor])

    def with_evidence(self, goal: Int64s, mentor: Int64s) -> tuple[Float32s, Bools]:
        """As ``Relevance``."""
        return self.of.with_evidence(goal, self.rows[mentor])

    def unknown(self) -> tuple[Int64s, Bools]:
        """As ``Relevance``."""
        kind, table = self.of.unknown()
        return kind, np.ascontiguousarray(table[:, self.rows])
