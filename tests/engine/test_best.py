import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.engine.best import REMOVED, contenders, in_order

scores = st.tuples(st.integers(0, 4), st.integers(0, 40)).flatmap(
    lambda shape: arrays(
        np.float32, shape, elements=st.sampled_from([REMOVED, 0, 1, 1.5, 2, 3, 9])
    )
)


def found(estimate, most, error=0.0):
    estimate = np.array(estimate, np.float32)
    errors = np.full(len(estimate), error)
    rows, columns = contenders(estimate, most, most, errors)
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


def test_more_are_found_than_those_who_are_surely_among_the_best():
    estimate = np.arange(100, dtype=np.float32)[None]

    _, columns = contenders(estimate, 10, 3, np.array([4.0]))
    _, certain = contenders(estimate, 10, 3, np.array([0.0]))

    assert columns.tolist() == list(range(89, 100))  # 97, the third, less twice 4
    assert certain.tolist() == list(range(90, 100))


def test_in_long_rows_just_more_than_the_best_is_found():
    estimate = np.random.default_rng(3).random((20, 5000), np.float32)

    rows, columns = contenders(estimate, 50, 50, np.zeros(20))

    best = np.sort(estimate, axis=1)[:, -50:]
    for row in range(20):
        assert set(best[row]) <= set(estimate[row, columns[rows == row]])
    assert len(rows) == 20 * 50


def test_pairs_are_ordered_by_row_then_score_then_chance_then_id():
    kept = in_order(
        np.array([0, 0, 0, 0, 1, 1]),
        np.array([7, 9, 7, 7, 5, 5]),
        np.array([3, 8, 1, 1, 4, 4], np.uint32),
        np.array([1, 2, 4, 3, 6, 5]),
        most=3,
    )

    assert kept.tolist() == [1, 3, 2, 5, 4]


found_pairs = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([0, 1, 2**32 - 1])),
    max_size=25,
)


@given(found_pairs, st.integers(1, 5), st.sampled_from([1, 40_000]))
def test_the_order_is_that_of_sorting_tuples(pairs, most, unit):
    """With so many units that one key cannot tell all rows apart, too."""
    pairs = sorted(
        (row * unit * 10, unit * score, chance) for row, score, chance in pairs
    )
    expected = []
    for row in sorted({pair[0] for pair in pairs}):
        here = [
            (-score, chance, n)
            for n, (r, score, chance) in enumerate(pairs)
            if r == row
        ]
        expected += [n for _, _, n in sorted(here)[:most]]

    table = np.array(pairs, np.int64).reshape(-1, 3)
    kept = in_order(
        table[:, 0],
        table[:, 1],
        table[:, 2].astype(np.uint32),
        np.arange(len(pairs)),
        most,
    )

    assert kept.tolist() == expected
