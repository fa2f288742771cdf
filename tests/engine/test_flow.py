import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.engine import flow
from matching.engine.flow import share_out


@st.composite
def markets(draw):
    """A table of worths, −1 where the two are no pair, and places."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    goals, mentors = draw(st.integers(0, 9)), draw(st.integers(0, 6))
    worth = rng.integers(0, 30, (goals, mentors))
    worth[rng.random((goals, mentors)) < draw(st.floats(0, 1))] = -1
    return worth, rng.integers(0, draw(st.sampled_from([2, 4])), mentors)


def shared_out(worth, places, **how):
    goal, mentor = np.nonzero(worth >= 0)
    chosen = share_out(
        goal, mentor, worth[goal, mentor], places, goals=len(worth), **how
    )
    return goal[chosen], mentor[chosen]


def one_column_per_place(worth, places):
    return np.repeat(worth, places, axis=1)


@given(markets())
def test_nobody_gets_more_than_there_is(market):
    worth, places = market

    goal, mentor = shared_out(worth, places)

    assert len(np.unique(goal)) == len(goal)
    assert (np.bincount(mentor, minlength=len(places)) <= places).all()


@given(markets())
def test_as_many_as_possible_and_then_the_best_sum(market):
    worth, places = market
    wide = one_column_per_place(worth, places)
    most = (maximum_bipartite_matching(csr_matrix(wide >= 0)) >= 0).sum()
    big = 1000  # so that one pair more is worth any loss of the others
    rows, columns = linear_sum_assignment(
        np.where(wide >= 0, wide + big, 0), maximize=True
    )
    best = np.where(wide >= 0, wide, 0)[rows, columns].sum()

    goal, mentor = shared_out(worth, places)

    assert len(goal) == most
    assert worth[goal, mentor].sum() == best


@given(markets())
def test_the_best_sum_alone(market):
    worth, places = market
    wide = np.maximum(one_column_per_place(worth, places), 0)
    best = wide[linear_sum_assignment(wide, maximize=True)].sum()

    goal, mentor = shared_out(worth, places, as_many_as_possible=False)

    assert worth[goal, mentor].sum() == best


def test_the_sum_alone_may_leave_a_goal_out():
    worth, places = np.array([[30, 1], [5, -1]]), np.array([1, 1])

    assert shared_out(worth, places)[1].tolist() == [1, 0]
    alone = shared_out(worth, places, as_many_as_possible=False)
    assert [part.tolist() for part in alone] == [[0], [0]]


def test_a_dear_load_is_spread():
    worth, places = np.array([[9, 1], [9, 2]]), np.array([2, 2])

    assert shared_out(worth, places)[1].tolist() == [0, 0]
    assert shared_out(worth, places, load=100)[1].tolist() == [0, 1]
    assert shared_out(worth, places, load=3)[1].tolist() == [0, 0]
    assert shared_out(worth, places, load=4)[1].tolist() == [0, 1]


@pytest.mark.parametrize("worth", [-2, 2**60])
def test_numbers_that_would_not_be_exact_are_refused(worth):
    pair = np.array([0])

    with pytest.raises(ValueError, match=r"^Worths"):
        share_out(pair, pair, np.array([worth]), np.array([1]), goals=1)


def test_the_solver_is_loaded_by_whoever_solves_only():
    """Pages import the lists; they should not wait for OR-Tools when they start."""
    code = (
        "import sys; import matching.engine.choose, matching.engine.proposals;"
        "print('ortools' in sys.modules)"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(flow.__file__).parents[2],
    )

    assert loaded.stdout.strip() == "False"
