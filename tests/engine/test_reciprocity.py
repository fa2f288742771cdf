import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors import reciprocity
from matching.engine.snapshot import BRINGS, HOPES, Concepts
from tests.engine.worlds import NAN, a_goal, a_mentor

SPREADSHEETS, DATA, NEWS, COOKING = range(4)
LIKENESS = Concepts.of(
    likeness=[
        [1, 0.75, 0.25, 0],
        [0.75, 1, 0.25, 0],
        [0.25, 0.25, 1, 0.125],
        [0, 0, 0.125, 1],
    ]
)

named = st.lists(st.integers(0, 3), max_size=4)


def pair(brings=(), hopes=(), concepts=LIKENESS, **hears):
    goal = a_goal(brings=[*brings, *[-1] * (BRINGS - len(brings))])
    mentor = a_mentor(hopes=[*hopes, *[-1] * (HOPES - len(hopes))], **hears)
    only = np.zeros(1, np.int64)
    return float(reciprocity.pairs(goal, mentor, concepts)(only, only)[0])


def test_what_is_hoped_for_and_brought_is_a_whole():
    assert pair([SPREADSHEETS, COOKING], [SPREADSHEETS]) == 1


def test_something_near_counts_as_far_as_it_is_near():
    assert pair([DATA], [SPREADSHEETS]) == 0.75


def test_the_best_of_what_is_brought_counts_for_each_hope():
    assert pair([DATA, NEWS, COOKING], [SPREADSHEETS]) == 0.75


def test_the_mean_over_the_hopes_counts():
    assert pair([SPREADSHEETS], [SPREADSHEETS, NEWS]) == (1 + 0.25) / 2


def test_what_is_brought_and_not_hoped_for_does_no_harm():
    assert pair([SPREADSHEETS, COOKING, NEWS], [DATA]) == pair([SPREADSHEETS], [DATA])


def test_nothing_of_what_is_hoped_for_is_0_and_known():
    assert pair([COOKING], [SPREADSHEETS, DATA]) == 0


@pytest.mark.parametrize(("brings", "hopes"), [([], [DATA]), ([DATA], []), ([], [])])
def test_exchange_is_unknown_where_one_side_names_nothing(brings, hopes):
    assert np.isnan(pair(brings, hopes))
    assert pair(brings, hopes, hears_declared=1) == 1


def test_who_declares_to_hear_the_mentee_counts_half_with_the_exchange():
    assert pair([DATA], [SPREADSHEETS], hears_declared=1) == (0.75 + 1) / 2
    assert pair([DATA], [SPREADSHEETS], hears_declared=0) == 0.75 / 2


def test_what_mentees_rated_counts_instead_of_what_was_declared():
    assert pair(hears_declared=1, hears_rated=0.25) == 0.25
    assert pair(hears_declared=NAN, hears_rated=0.25) == 0.25


def test_a_program_without_concepts_has_no_exchange():
    empty = Concepts.of(likeness=np.zeros((0, 0)))

    assert np.isnan(pair(concepts=empty))
    assert pair(concepts=empty, hears_declared=1) == 1


@given(named, named, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(brings, hopes, chance):
    before = pair(brings, hopes)
    more_brings, more_hopes = brings + brings, (hopes + hopes)[:HOPES]
    if set(more_hopes) != set(hopes):
        more_hopes = hopes
    chance.shuffle(more_brings)
    chance.shuffle(more_hopes)

    after = pair(more_brings, more_hopes)

    assert after == before or (np.isnan(after) and np.isnan(before))


@given(named, named.filter(bool), st.integers(0, 3))
def test_bringing_one_thing_more_never_lowers_a_known_value(brings, hopes, more):
    before = pair(brings, hopes)

    assert np.isnan(before) or pair([*brings, more], hopes) >= before
