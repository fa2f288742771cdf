import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.engine.best import REMOVED, contenders, order

scores = st.tuples(st.integers(0, 4), st.integers(0, 40)).flatmap(
    lambda shape: arrays(
        np.float32, shape, elements=st.sampled_from([REMOVED, 0, 1, 1.5, 2, 3, 9])
    )
)


def found(estimate, most, error=0.0):
    rows, columns = contenders(np.array(estimate, np.float32), most, error)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def test_the_best_of_each_row_are_found_with_their_ties():
    assert found([[3, 1, 2, 2, 0], [0, 0, 9, 0, 5]], 2) == [
        (0, 0),
        (0, 2),
        (0, 3),
        (1, 2),
        (1, 4),
    ]


def test_what_may_belong_there_within_the_error_is_found_too():
    assert found([[3, 2, 1.5, 1]], 2, error=0.25) == [(0, 0), (0, 1), (0, 2)]


def test_removed_pairs_are_never_found():
    assert found([[REMOVED, 1, REMOVED]], 3) == [(0, 1)]
    assert found([[REMOVED, REMOVED]], 1) == []


def test_no_mentors_and_no_goals_are_no_pairs():
    assert found(np.zeros((3, 0)), 5) == []
    assert found(np.zeros((0, 3)), 5) == []


@given(scores, st.integers(1, 8), st.sampled_from([0, 0.25, 1]))
def test_nothing_that_may_be_among_the_best_is_missed(estimate, most, error):
    got = set(found(estimate, most, error))

    for row, values in enumerate(estimate.tolist()):
        there = sorted((v for v in values if v > REMOVED), reverse=True)
        if there:
            least = there[min(most, len(there)) - 1] - 2 * error
            best = {
                (row, c) for c, v in enumerate(values) if v >= least and v > REMOVED
            }
            assert best <= got
    assert all(estimate[pair] > REMOVED for pair in got)


def test_in_long_rows_little_more_than_the_best_is_found():
    estimate = np.random.default_rng(3).random((20, 5000), np.float32)

    rows, columns = contenders(estimate, 50, 0.0)

    best = np.sort(estimate, axis=1)[:, -50:]
    for row in range(20):
        assert set(best[row]) <= set(estimate[row, columns[rows == row]])
    assert len(rows) < 20 * 50 * 1.5


def test_pairs_are_ordered_by_row_then_score_then_rank():
    rows, points, rank = order(
        np.array([1, 0, 0, 0, 1]),
        np.array([5, 7, 9, 7, 5]),
        np.array([4, 3, 8, 1, 2]),
        most=2,
        highest=10,
    )

    assert rows.tolist() == [0, 0, 1, 1]
    assert points.tolist() == [9, 7, 5, 5]
    assert rank.tolist() == [8, 1, 2, 4]


@given(
    st.sets(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=25),
    st.integers(1, 5),
    st.data(),
)
def test_order_is_that_of_sorting_tuples(pairs, most, data):
    pairs = data.draw(st.permutations(sorted(pairs)))
    points = [data.draw(st.integers(0, 3)) for _ in pairs]
    expected = []
    for row in range(4):
        here = [
            (-p, rank) for (r, rank), p in zip(pairs, points, strict=True) if r == row
        ]
        expected += [(row, -lost, rank) for lost, rank in sorted(here)[:most]]

    table = np.array(pairs, np.int64).reshape(-1, 2)
    got = order(table[:, 0], np.array(points, np.int64), table[:, 1], most, 3)

    assert list(zip(*(column.tolist() for column in got), strict=True)) == expected


def test_more_pairs_than_a_key_can_hold_are_refused():
    with pytest.raises(ValueError, match=r"^There are too many pairs to order"):
        order(np.array([2**40]), np.array([1]), np.array([2**20]), 1, 10_000)
