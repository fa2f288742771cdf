import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import measure
from matching.engine.choose import choose
from matching.engine.proposals import optimum, stable
from matching.engine.regret import (
    Difference,
    Regret,
    Shown,
    blocking_pairs,
    difference,
    ranks,
    regret,
    regrets,
)
from matching.engine.score import score_goals
from tests.engine.worlds import snapshot, some_goals, some_mentors, worlds

NOTHING = np.array([], np.int64)


def program(relevance, places=1):
    """Relevance counts 48 of 100, the rest is unknown: 0.5 of it."""
    relevance = np.array(relevance, np.float32)
    whole = snapshot(
        some_goals(len(relevance)),
        some_mentors(
            relevance.shape[1], conversation_places=[places] * relevance.shape[1]
        ),
    )
    return score_goals(whole, relevance), whole


def rows_of(scored, *pairs):
    """Row numbers of pairs of goal and mentor row."""
    there = list(
        zip(
            scored.goal_rows().tolist(),
            (scored.pairs.mentor - 500).tolist(),
            strict=True,
        )
    )
    return np.array([there.index(pair) for pair in pairs], np.int64)


def score(scored, *pair):
    return int(scored.pairs.score[rows_of(scored, pair)[0]])


# Regret


def test_regret_is_what_a_goal_gave_up():
    scored, _ = program([[1, 0.5], [1, 0.9], [0.2, 0.1]])
    chosen = rows_of(scored, (0, 1), (1, 0))

    each = regrets(scored, chosen)

    lost = (score(scored, 0, 0) - score(scored, 0, 1)) / 10_000
    assert each[:2].tolist() == [lost, 0] and np.isnan(each[2])
    assert regret(scored, chosen) == Regret(2, 0.5, lost / 2, lost)


@pytest.mark.parametrize("shape", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_nobody_regrets_nothing(shape):
    scored, whole = program(np.ones(shape))

    assert regret(scored, NOTHING) == Regret(0, None, None, None)
    assert len(regrets(scored, NOTHING)) == shape[0]
    assert len(ranks(scored, NOTHING).of_goal) == 0
    assert len(blocking_pairs(scored, whole, NOTHING)) == min(shape)


def test_one_goal_with_one_mentor_regrets_nothing():
    scored, whole = program([[0.3]])
    chosen = measure.firsts(choose(scored, whole))

    assert regret(scored, chosen) == Regret(1, 1.0, 0.0, 0.0)
    assert ranks(scored, chosen).of_mentor.tolist() == [1]
    assert ranks(scored, chosen).of_goal.tolist() == [1]
    assert blocking_pairs(scored, whole, chosen).tolist() == []


@given(worlds())
def test_without_sharing_out_nobody_regrets(world):
    scored = score_goals(world.snapshot, world.relevance)
    lists = choose(scored, world.snapshot, feature=False, limit=False)

    found = regret(scored, measure.firsts(lists))

    assert found.worst in (0, None)
    assert found.goals == (scored.outcomes.listed > 0).sum()


# Blocking pairs


def test_two_who_would_both_rather_have_each_other_block():
    scored, whole = program([[1, 0.5], [0.5, 0.4]])
    chosen = rows_of(scored, (0, 1), (1, 0))

    assert blocking_pairs(scored, whole, chosen).tolist() == [*rows_of(scored, (0, 0))]


def test_a_goal_without_anybody_blocks_with_whoever_has_a_place():
    scored, whole = program([[1, 0.5], [0.5, 0.4]])
    chosen = rows_of(scored, (0, 0))

    assert blocking_pairs(scored, whole, chosen).tolist() == [*rows_of(scored, (1, 1))]


def test_a_second_place_blocks_too():
    scored, whole = program([[1, 0.5], [0.5, 0.4]], places=2)
    chosen = rows_of(scored, (0, 0), (1, 1))

    assert blocking_pairs(scored, whole, chosen).tolist() == [*rows_of(scored, (1, 0))]


@given(worlds())
def test_a_stable_proposal_has_no_blocking_pairs(world):
    scored = score_goals(world.snapshot, world.relevance)

    chosen = stable(scored, world.snapshot).proposed.pair

    assert len(blocking_pairs(scored, world.snapshot, chosen)) == 0


def test_the_optimum_may_have_some():
    scored, whole = program([[1, 0.9], [0.9, 0.1]])

    chosen = optimum(scored, whole).proposed.pair

    assert len(blocking_pairs(scored, whole, chosen)) == 1


# Ranks


@given(worlds())
def test_a_rank_is_one_more_than_how_many_are_better(world):
    scored = score_goals(world.snapshot, world.relevance)
    every = np.arange(len(scored.pairs))
    goal, mentor = scored.goal_rows(), scored.pairs.mentor
    points = scored.pairs.score

    found = ranks(scored, every)

    for row in every:
        better = points > points[row]
        assert found.of_mentor[row] == 1 + (better & (goal == goal[row])).sum()
        assert found.of_goal[row] == 1 + (better & (mentor == mentor[row])).sum()


# Differences


def lists(*rows, goals=(1, 2)):
    return Shown(np.array(goals), np.array(rows, np.int64).reshape(-1, 3))


def test_lists_differ_by_who_is_first_and_who_is_among_the_first_five():
    one = lists((1, 7, 0), (1, 8, 1), (2, 7, 0), (2, 8, 5))

    assert difference(one, one) == Difference(2, 0, 0, 0.0)
    swapped = lists((1, 8, 0), (1, 7, 1), (2, 7, 0), (2, 9, 5))
    assert difference(one, swapped) == Difference(2, 1, 0, 0.0)
    other = lists((1, 7, 0), (1, 9, 1), (2, 7, 0))
    assert difference(one, other) == Difference(2, 0, 1, 0.5)


def test_only_goals_of_both_are_compared():
    one, two = lists((1, 7, 0)), lists((2, 8, 0), (3, 8, 0), goals=(2, 3))

    assert difference(one, two) == Difference(1, 1, 1, 1.0)
    assert difference(one, lists(goals=())) == Difference(0, 0, 0, None)


@given(worlds(), st.integers(1, 5))
def test_an_empty_list_differs_from_one_with_somebody(world, _):
    goals = world.snapshot.goals.id
    full = Shown(goals, np.stack([goals, goals, goals * 0], axis=1))
    empty = Shown(goals, np.empty((0, 3), np.int64))

    assert difference(full, empty).first_five == len(goals)
