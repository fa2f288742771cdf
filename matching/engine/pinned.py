"""Puts pairs into the lists of a program that the lists themselves do not hold."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from matching.engine.scored import Pairs, Scored
from matching.engine.tables import Int64s


def with_pairs(
    scored: Scored, more: Scored, wanted: Collection[tuple[int, int]]
) -> Scored:
    """Add wanted pairs that ``more`` found and ``scored`` does not list.

    A list holds the best of a goal only, and whoever is pinned need not be among them.

    Parameters
    ----------
    scored : Scored of a program
    more : Scored of some of its goals, with the mentors that are wanted for them
    wanted : pairs of ids, of a goal and of a mentor's enrolment

    Returns
    -------
    Scored
        The same goals; each added pair stands at the end of its goal's list. Pairs that
        ``more`` does not list, because a rule removed them, stay out.
    """
    there = set(_ids(scored))
    add = [
        row
        for row, pair in enumerate(_ids(more))
        if pair in wanted and pair not in there
    ]
    place = {goal: row for row, goal in enumerate(scored.outcomes.goal.tolist())}
    goals = more.outcomes.goal[more.goal_rows()[add]].tolist() if add else []
    kept = [(row, place[goal]) for row, goal in zip(add, goals, strict=True)]
    if not kept:
        return scored
    rows, of_goal = np.array(kept, np.int64).T
    order = np.argsort(np.concatenate([scored.goal_rows(), of_goal]), kind="stable")
    pairs = Pairs.join([scored.pairs, more.pairs.take(rows)]).take(order)
    added = np.bincount(of_goal, minlength=len(scored.outcomes)).astype(np.int32)
    listed = scored.outcomes.listed + added
    return Scored(replace(scored.outcomes, listed=listed), pairs)


def _ids(scored: Scored) -> list[tuple[int, int]]:
    goal: Int64s = scored.outcomes.goal[scored.goal_rows()]
    return list(zip(goal.tolist(), scored.pairs.mentor.tolist(), strict=True))
