from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.choose import SHOWN, SHOWN_FIRST, choose
from matching.engine.score import score_goals
from matching.engine.scored import Pairs, Scored
from tests.engine.worlds import random_world, snapshot, some_goals, some_mentors, worlds


def scored_world(goals, mentors, seed=0):
    world = random_world(goals, mentors, seed)
    return score_goals(world.snapshot, world.relevance)


def everybody(goals, mentors):
    """A program in which all suit all, the later mentors less and less."""
    values = np.tile(np.linspace(1, 0, mentors, dtype=np.float32), (goals, 1))
    return score_goals(snapshot(some_goals(goals), some_mentors(mentors)), values)


def test_twenty_are_shown_and_five_of_them_at_once():
    lists = choose(everybody(goals=2, mentors=30))

    assert (SHOWN, SHOWN_FIRST) == (20, 5)
    assert lists.position.tolist() == [*range(20), *range(20)]
    assert lists.goal.tolist() == [0] * 20 + [1] * 20
    assert lists.pair.tolist() == [*range(20), *range(30, 50)]
    assert lists.first().tolist() == ([True] * 5 + [False] * 15) * 2


def test_shorter_lists_are_shown_whole():
    lists = choose(everybody(goals=1, mentors=3))

    assert lists.position.tolist() == [0, 1, 2]


def test_nobody_has_an_empty_list():
    assert len(choose(everybody(goals=2, mentors=0))) == 0
    assert len(choose(everybody(goals=0, mentors=2))) == 0


@given(worlds(), st.integers(1, 6))
def test_lists_hold_the_best_in_order(world, shown):
    scored = score_goals(world.snapshot, world.relevance)

    lists = choose(scored, shown=shown)

    listed = np.bincount(lists.goal, minlength=len(scored.outcomes))
    assert listed.tolist() == np.minimum(scored.outcomes.listed, shown).tolist()
    keys = [
        (goal, -int(scored.pairs.score[pair]), int(scored.pairs.mentor[pair]))
        for goal, pair in zip(lists.goal.tolist(), lists.pair.tolist(), strict=True)
    ]
    assert all(one < other for one, other in pairwise(keys))
    left = np.setdiff1d(np.arange(len(scored.pairs)), lists.pair)
    goals = scored.goal_rows()
    for pair in left:
        last = lists.pair[lists.goal == goals[pair]][-1]
        assert scored.pairs.score[last] >= scored.pairs.score[pair]


def test_candidates_out_of_order_are_refused():
    scored = everybody(goals=1, mentors=4)
    backwards = Pairs(
        **{name: array[::-1] for name, array in scored.pairs.to_arrays().items()}
    )

    with pytest.raises(ValueError, match="^The candidates are not in order"):
        choose(Scored(scored.outcomes, backwards))


def test_ties_out_of_order_are_refused():
    scored = everybody(goals=1, mentors=4)
    tied = scored.pairs.to_arrays()
    tied["score"] = np.full_like(tied["score"], 5000)
    tied["mentor"] = tied["mentor"][::-1]

    with pytest.raises(ValueError, match="^The candidates are not in order"):
        choose(Scored(scored.outcomes, Pairs(**tied)))


def test_the_next_goal_may_begin_with_a_better_pair():
    scored = scored_world(6, 9, seed=1)

    assert len(choose(scored)) == scored.outcomes.listed.sum()
