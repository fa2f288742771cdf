import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ties

MASK = 2**64 - 1
ids = st.lists(st.integers(0, 2**62), min_size=1, max_size=6).map(np.array)


def splitmix64(goal, mentor):
    """The same in whole numbers of any size, after the paper."""
    z = (goal * 0x9E3779B97F4A7C15 + mentor + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z >> 32


@given(ids, ids)
def test_agrees_with_the_definition(goals, mentors):
    expected = [[splitmix64(g, m) for m in mentors.tolist()] for g in goals.tolist()]

    ranks = ties.rank(goals[:, None], mentors)

    assert ranks.dtype == np.uint32
    assert ranks.tolist() == expected


def test_a_pair_has_one_rank_whoever_else_is_there():
    whole = ties.rank(np.arange(50)[:, None], np.arange(40))

    assert ties.rank(np.array([7]), np.array([9]))[0] == whole[7, 9]


def test_everybody_comes_first_about_equally_often():
    goals, mentors = np.arange(10_000)[:, None], 500 + np.arange(100)

    first = np.bincount(ties.rank(goals, mentors).argmin(axis=1), minlength=100)

    assert first.sum() == 10_000
    assert first.min() > 60 and first.max() < 145  # 100 each, give or take 4 deviations


def test_neighbours_are_put_in_either_order():
    ranks = ties.rank(np.arange(10_000)[:, None], np.array([41, 42]))

    assert 4800 < (ranks[:, 0] < ranks[:, 1]).sum() < 5200
