import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors.communication import (
    COUNTS,
    axis_fit,
    communication,
    rows,
)
from matching.engine.snapshot import AXES
from tests.engine import reference
from tests.engine.worlds import NAN, a_goal, a_mentor, some_mentors, worlds

ALIKE = [axis for axis in AXES if COUNTS[axis].alike]
COMPLEMENT = [axis for axis in AXES if not COUNTS[axis].alike]


def styles(**answers):
    return [answers.get(axis, NAN) for axis in AXES]


def pair(mine, theirs):
    fit = communication(a_goal(styles=mine), a_mentor(styles=theirs))
    return float(fit[0, 0])


def test_there_are_axes_of_both_kinds():
    assert ALIKE
    assert COMPLEMENT
    assert COUNTS.keys() == set(AXES)


@pytest.mark.parametrize("axis", ALIKE)
def test_on_axes_of_comfort_likeness_is_best(axis):
    wish = styles(**{axis: 2})

    assert pair(wish, styles(**{axis: 2})) > pair(wish, styles(**{axis: 0}))
    assert pair(wish, styles(**{axis: 0})) > pair(wish, styles(**{axis: -2}))


@pytest.mark.parametrize("axis", COMPLEMENT)
def test_on_axes_of_work_the_other_half_is_best(axis):
    habit = styles(**{axis: 2})

    assert pair(habit, styles(**{axis: -2})) > pair(habit, styles(**{axis: 0}))
    assert pair(habit, styles(**{axis: 0})) > pair(habit, styles(**{axis: 2}))


def test_everything_as_wished_is_a_whole():
    wish = [2 if COUNTS[axis].alike else -2 for axis in AXES]

    assert pair([2] * 6, wish) == 1


def test_everything_the_other_way_is_nothing():
    wrong = [-2 if COUNTS[axis].alike else 2 for axis in AXES]

    assert pair([2] * 6, wrong) == 0


def test_two_people_by_chance_are_about_a_half():
    answers = np.random.default_rng(5).integers(-2, 3, (2, 400, 6)).astype(np.float32)
    mentors = some_mentors(400, styles=answers[1])

    fits = [communication(a_goal(styles=mine), mentors).mean() for mine in answers[0]]

    assert abs(np.mean(fits) - 0.5) < 0.02


def test_without_an_answered_axis_in_common_it_is_unknown():
    assert np.isnan(pair(styles(direct_gentle=1), styles(writes_speaks=1)))
    assert np.isnan(pair(styles(), styles()))


@given(worlds())
def test_an_axis_that_one_has_not_answered_counts_as_chance(world):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors

    expected = [
        [
            reference.communication(reference.row(goals, g), reference.row(mentors, m))
            for m in range(len(mentors))
        ]
        for g in range(len(goals))
    ]

    np.testing.assert_array_equal(
        communication(goals, mentors),
        np.array(expected, np.float32).reshape(len(goals), len(mentors)),
    )


@pytest.mark.parametrize("axis", AXES)
def test_answering_one_more_axis_earns_nothing_on_the_average(axis):
    answers = (-2, -1, 0, 1, 2)
    usual = dict.fromkeys(AXES, 0) | {axis: NAN}
    skipped = pair(styles(**usual), styles(**usual))

    answered = [
        pair(styles(**usual | {axis: mine}), styles(**usual | {axis: theirs}))
        for mine in answers
        for theirs in answers
    ]

    assert np.mean(answered) == skipped


@given(worlds(), st.data())
def test_every_range_of_goals_has_the_same_bits(world, data):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    start = data.draw(st.integers(0, len(goals)))
    stop = data.draw(st.integers(start, len(goals)))

    part = rows(goals, mentors)(slice(start, stop))

    np.testing.assert_array_equal(part, communication(goals, mentors)[start:stop])


def test_a_page_can_name_what_suits_and_what_does_not():
    mine = np.array(styles(direct_gentle=2, big_picture_detail=-2), np.float32)
    theirs = np.array(styles(direct_gentle=-2, big_picture_detail=2), np.float32)

    fit = dict(zip(AXES, axis_fit(mine, theirs).tolist(), strict=True))

    assert fit["direct_gentle"] == 0
    assert fit["big_picture_detail"] == 1
    assert np.isnan(fit["writes_speaks"])
