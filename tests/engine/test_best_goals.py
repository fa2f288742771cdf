"""Every mentor's best goals are kept, over all pairs, however a run is cut up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ties
from matching.engine.best_goals import merged
from matching.engine.both_sides import score_both
from matching.engine.choose import choose
from matching.engine.score import score_goals
from matching.evaluation import exposure
from tests.engine.worlds import random_world, worlds


def in_shards(world, cuts, order=None, seeded=True, **how):
    """Score ranges of goals one after the other, and put them together."""
    goals = len(world.snapshot.goals)
    edges = sorted({0, goals, *(cut for cut in cuts if cut < goals)})
    spans = list(zip(edges[:-1], edges[1:], strict=True)) or [(0, 0)]
    parts, lows = {}, []
    for number in order or range(len(spans)):
        start, stop = spans[number]
        others = np.concatenate(lows) if lows and seeded else None
        parts[number], low = score_both(
            world.snapshot.take(start, stop),
            world.relevance[start:stop],
            others=others,
            **how,
        )
        lows.append(low)
    whole = [parts[number] for number in range(len(spans))]
    return merged(whole, lows, world.snapshot.mentors, how["goals_kept"])


def same(one, two):
    two = two.to_arrays()
    return all(
        np.array_equal(array, two[name], equal_nan=array.dtype.kind == "f")
        for name, array in one.to_arrays().items()
    )


def everything(world):
    """Every pair that passes the rules: (goal, mentor) → what it is sorted by."""
    scored = score_goals(world.snapshot, world.relevance, most=10_000)
    goal = scored.outcomes.goal[scored.goal_rows()]
    tie = ties.rank(goal, scored.pairs.mentor)
    return {
        (g, m): (-score, t, g)
        for g, m, score, t in zip(
            goal.tolist(),
            scored.pairs.mentor.tolist(),
            scored.pairs.score.tolist(),
            tie.tolist(),
            strict=True,
        )
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("most", "each"), [(3, 4), (1, 1), (5, 20)])
def test_what_stays_is_each_goals_best_and_each_mentors_best(seed, most, each):
    world = random_world(60, 23, seed)
    scored = in_shards(world, [17, 40], most=most, looked_at=23, goals_kept=each)

    of = scored.outcomes.goal[scored.goal_rows()].tolist()
    found = set(zip(of, scored.pairs.mentor.tolist(), strict=True))
    every = everything(world)
    wanted = set()
    for side, count in [(0, most), (1, each)]:
        for one in {pair[side] for pair in every}:
            own = [pair for pair in every if pair[side] == one]
            wanted |= set(sorted(own, key=every.get)[:count])
    # A mentor's best are sought among those whom the first look lets pass.
    assert found == wanted


@given(worlds(), st.lists(st.integers(1, 12), max_size=3), st.booleans(), st.randoms())
def test_shards_their_order_and_what_they_know_change_nothing(
    world, cuts, seeded, chance
):
    how = {"most": 2, "looked_at": 3, "goals_kept": 2}
    goals = len(world.snapshot.goals)
    parts = len({0, goals, *(cut for cut in cuts if cut < goals)}) - 1
    order = list(range(max(1, parts)))
    chance.shuffle(order)

    whole = in_shards(world, [], **how)
    cut_up = in_shards(world, cuts, order, seeded, pairs_per_block=7, **how)

    assert same(whole, cut_up)


def test_lists_of_goals_still_hold_their_best():
    world = random_world(80, 60, 5)
    plain = score_goals(world.snapshot, world.relevance, most=4, looked_at=4)
    both = in_shards(world, [30], most=4, looked_at=4, goals_kept=3)

    kept = np.flatnonzero(np.isnan(both.pairs.reach))
    assert np.array_equal(both.pairs.mentor[kept], plain.pairs.mentor)
    assert np.array_equal(both.pairs.score[kept], plain.pairs.score)
    assert len(both.pairs) > len(plain.pairs)
    assert np.array_equal(both.outcomes.candidates, plain.outcomes.candidates)


def test_nobody_who_has_goals_is_left_without_a_list():
    """With the goals' best alone some mentors are in no list at all."""
    snapshot, relevance = exposure.world(1)
    plain = score_goals(snapshot, relevance, most=10, looked_at=10)
    scored, lows = score_both(snapshot, relevance, most=10, looked_at=10, goals_kept=20)
    both = merged([scored], [lows], snapshot.mentors, 20)

    mentors = len(snapshot.mentors)
    assert len(np.unique(plain.pairs.mentor)) < mentors
    assert len(np.unique(both.pairs.mentor)) == mentors
    assert np.unique(both.pairs.mentor, return_counts=True)[1].min() >= 20
    lists = choose(both, snapshot)
    assert len(np.unique(both.pairs.mentor[lists.pair[lists.first()]])) == mentors
