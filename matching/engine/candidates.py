"""The candidates of all goals in one fixed order, ready to choose among."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from matching.engine import ties
from matching.engine.acceptance import ranges
from matching.engine.scored import Scored
from matching.engine.snapshot import Goals, Snapshot
from matching.engine.tables import Bools, Column, Int64s

_GAPS, _FEW = 16, 4096  # ids of one program lie among those of others


@dataclass(frozen=True, eq=False)
class Candidates:
    """One entry per candidate pair: goals by id, each best first.

    Goals and mentors are numbered by their ids, so that whatever is chosen does not
    depend on the order in which they lie in memory.
    """

    #: Row number among the pairs of the ``Scored``.
    pair: Int64s
    #: Number of the goal, and the row of its outcome.
    goal: Int64s
    outcome: Int64s
    #: Number of the mentor's places of the kind the goal asks for: each mentor has one
    #: number per kind.
    mentor: Int64s
    score: Int64s
    tie: Int64s
    #: Whether something that the mentor wrote bears on the goal.
    evident: Bools
    #: Where each goal's list begins, and the end: (goals + 1,).
    starts: Int64s
    #: Free places by number of ``mentor``, and their kind.
    places: Int64s
    kind: Int64s

    @classmethod
    def of(cls, scored: Scored, snapshot: Snapshot) -> Self:
        """Put the kept pairs in order: best score first, ties by ``ties.rank``.

        Raises
        ------
        ValueError
            If the snapshot has other goals, or lacks a mentor.
        """
        goals, mentors = snapshot.goals, snapshot.mentors
        if not np.array_equal(goals.id, scored.outcomes.goal):
            raise ValueError("The scores and the snapshot must hold the same goals.")
        pair = in_order(scored)
        outcome = scored.goal_rows()[pair]
        by_id = np.argsort(mentors.id)
        number = numbers(mentors.id[by_id], scored.pairs.mentor[pair])
        places = mentors.places()[:, by_id].astype(np.int64)
        return cls(
            pair=pair,
            goal=_numbered(goals)[outcome],
            outcome=outcome,
            mentor=goals.format[outcome].astype(np.int64) * len(mentors) + number,
            score=scored.pairs.score[pair].astype(np.int64),
            tie=_tie_of(scored, pair),
            evident=scored.pairs.evident[pair],
            starts=_starts(scored, goals),
            places=places.ravel(),
            kind=np.repeat(np.arange(len(places)), len(mentors)),
        )

    def __len__(self) -> int:
        return len(self.pair)

    def counts(self) -> Int64s:
        """How many candidates each goal has, by its number."""
        return np.diff(self.starts)

    def may_be_first(self, most: int) -> Bools:
        """Who may come among the first ``most`` of a goal for the sake of sharing out:
        those with evidence, and everybody where they are fewer than that."""
        evident = np.bincount(self.goal[self.evident], minlength=len(self.starts) - 1)
        return self.evident | (evident < most)[self.goal]

    def position(self) -> Int64s:
        """Each candidate's place in its goal's order, from 0."""
        position: Int64s = np.arange(len(self)) - self.starts[self.goal]
        return position

    def given_up(self) -> Int64s:
        """How far each score is below the best of its goal."""
        best = self.score[np.minimum(self.starts, max(0, len(self) - 1))[self.goal]]
        return best - self.score


def in_order(scored: Scored) -> Int64s:
    """Rows of the pairs: goals by id, best score first, ties by rank, then mentor id."""
    pairs, row = scored.pairs, scored.goal_rows()
    goal = scored.outcomes.goal[row]
    fall, tie = -pairs.score.astype(np.int64), ties.rank(goal, pairs.mentor)
    if _sorted_already(row, fall, tie, pairs.mentor):  # as scoring leaves them
        by_id = np.argsort(scored.outcomes.goal)
        listed = scored.outcomes.listed[by_id].astype(np.int64)
        return ranges(scored.starts()[by_id], listed)
    return np.lexsort((pairs.mentor, tie, fall, goal))


def _sorted_already(*keys: Column) -> bool:
    """Whether sorting by these, the first before the others, would change nothing."""
    ahead: Bools = np.ones(max(0, len(keys[0]) - 1), np.bool_)
    for key in reversed(keys):
        ahead = (key[:-1] < key[1:]) | ((key[:-1] == key[1:]) & ahead)
    return bool(ahead.all())


def _tie_of(scored: Scored, pair: Int64s) -> Int64s:
    """The rank of some pairs among equal scores of their goal; the smaller first."""
    goal = scored.outcomes.goal[scored.goal_rows()[pair]]
    return ties.rank(goal, scored.pairs.mentor[pair]).astype(np.int64)


def numbers(ids: Int64s, wanted: Int64s) -> Int64s:
    """Where each wanted id stands in sorted ids.

    Raises
    ------
    ValueError
        If one is not there.
    """
    at = _looked_up(ids, wanted) if _near(ids) else np.searchsorted(ids, wanted)
    if len(wanted) and (
        not len(ids) or (ids[at.clip(max=len(ids) - 1)] != wanted).any()
    ):
        raise ValueError("A list names a mentor who is not in the snapshot.")
    return at


def _near(ids: Int64s) -> bool:
    """Whether a table from the first id to the last is small."""
    return bool(len(ids) and ids[-1] - ids[0] < _GAPS * (len(ids) + _FEW))


def _looked_up(ids: Int64s, wanted: Int64s) -> Int64s:
    """As ``searchsorted`` of ids that are there; many times faster for many."""
    table = np.zeros(int(ids[-1] - ids[0]) + 1, np.int64)
    table[ids - ids[0]] = np.arange(len(ids))
    at: Int64s = table[np.clip(wanted, ids[0], ids[-1]) - ids[0]]
    return at


def _numbered(goals: Goals) -> Int64s:
    return np.argsort(np.argsort(goals.id))


def _starts(scored: Scored, goals: Goals) -> Int64s:
    listed = scored.outcomes.listed[np.argsort(goals.id)]
    return np.append(0, np.cumsum(listed, dtype=np.int64))
