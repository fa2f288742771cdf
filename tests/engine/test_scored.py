"""The result of scoring as a value: put together, stored, computed side by side."""

import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from zipfile import BadZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors.two_looks import Given
from matching.engine.filters import RULES
from matching.engine.score import score_goals
from matching.engine.scored import Outcomes, Pairs, Scored
from matching.engine.snapshot import FACTORS
from tests.engine.worlds import random_world, snapshot, some_goals, some_mentors, worlds


def result(listed):
    """A result with lists of these lengths; scores fall from 9000."""
    pairs = sum(listed)
    goals = len(listed)
    outcomes = Outcomes.of(
        goal=range(goals),
        compared=[10] * goals,
        candidates=listed,
        listed=listed,
        weights=np.full((goals, len(FACTORS)), 2500),
        removed=np.zeros((goals, len(RULES)), int),
        removed_alone=np.zeros((goals, len(RULES)), int),
        unknown=np.zeros((goals, len(FACTORS)), int),
    )
    return Scored(
        outcomes,
        Pairs.of(
            mentor=range(pairs),
            score=9000 - np.arange(pairs),
            factors=np.zeros((pairs, len(FACTORS))),
            noted=[0] * pairs,
        ),
    )


def test_lists_are_found_by_where_they_start():
    scored = result([2, 0, 3])

    assert scored.starts().tolist() == [0, 2, 2, 5]
    assert scored.goal_rows().tolist() == [0, 0, 2, 2, 2]
    assert scored.positions().tolist() == [0, 1, 0, 1, 2]


def test_a_result_of_no_goals_has_no_lists():
    scored = result([])

    assert scored.starts().tolist() == [0]
    assert scored.goal_rows().tolist() == []
    assert scored.positions().tolist() == []


@given(st.lists(st.lists(st.integers(0, 3), max_size=4), min_size=1, max_size=4))
def test_results_put_together_keep_their_goals_and_lists(shards):
    parts = [result(listed) for listed in shards]
    whole = Scored.concatenate(parts)
    stored = Scored.from_shards([part.to_bytes() for part in parts])

    assert stored.to_bytes() == whole.to_bytes()
    listed = [count for shard in shards for count in shard]
    assert whole.outcomes.listed.tolist() == listed
    assert whole.positions().tolist() == [n for count in listed for n in range(count)]
    assert all(
        b - a == n for (a, b), n in zip(pairwise(whole.starts()), listed, strict=True)
    )


def test_a_stored_result_is_small():
    world = random_world(100, 300, seed=2)
    scored = score_goals(world.snapshot, world.relevance)

    stored = scored.to_bytes()

    in_memory = sum(array.nbytes for array in scored.to_arrays().values())
    assert len(scored.pairs) > 1000
    assert len(stored) < in_memory / 2


def test_a_damaged_result_is_refused():
    stored = result([2]).to_bytes()
    at = stored.index(b"\x78\x01")  # where an array begins

    with pytest.raises(BadZipFile):
        Scored.from_shards([stored[: len(stored) // 2]])
    with pytest.raises((BadZipFile, zlib.error)):
        Scored.from_shards([stored[:at] + b"\x78\x02" + stored[at + 2 :]])


def test_a_stored_result_cannot_bring_code_along():
    """Nothing in it is pickled, so reading it runs nothing."""
    arrays = result([2]).to_arrays()
    objects = {"pairs.mentor": np.array([object(), object()])}

    with pytest.raises(ValueError, match="^Pairs.mentor must hold int64"):
        Scored.from_arrays(arrays | objects)


@pytest.mark.parametrize("workers", [1, 4])
def test_one_worker_or_four_give_the_same_bytes(workers):
    world = random_world(80, 120, seed=6)
    cuts = [0, 13, 14, 50, 80]

    def shard(ends):
        start, stop = ends
        part = world.snapshot.take(start, stop)
        return score_goals(part, world.relevance[start:stop])

    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(shard, pairwise(cuts)))

    whole = score_goals(world.snapshot, world.relevance)
    assert Scored.concatenate(parts).to_bytes() == whole.to_bytes()


def test_memory_is_that_of_a_block_and_not_of_all_pairs():
    goals, mentors = 3_000, 20_000
    people = snapshot(some_goals(goals), some_mentors(mentors))

    class Ramp(Given):
        """Relevance that is made tile by tile, as that of texts is."""

        def first_look(self, goals, mentors, out):
            out[:] = np.arange(mentors.start, mentors.start + out.shape[1]) // 20

        def close_look(self, goal, mentor):
            return (mentor / 20_480).astype(np.float32)

        def unknown(self):
            return np.zeros(goals, int), np.zeros((1, mentors), bool)

    tracemalloc.start()
    scored = score_goals(
        people, Ramp(np.zeros((0, 0))), most=20, pairs_per_block=1 << 18
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    one_matrix = goals * mentors * 4
    assert len(scored.pairs) == goals * 20
    assert peak < one_matrix, peak


@given(worlds())
def test_nothing_is_changed_by_scoring(world):
    before = {name: array.copy() for name, array in world.snapshot.to_arrays().items()}
    relevance = world.relevance.copy()

    score_goals(world.snapshot, world.relevance)

    for name, array in world.snapshot.to_arrays().items():
        np.testing.assert_array_equal(array, before[name])
    np.testing.assert_array_equal(world.relevance, relevance)
