import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors.level import (
    WINDOWS,
    any_level_suits,
    level,
    rows,
    track_that_counts,
)
from matching.engine.snapshot import PURPOSES
from tests.engine import reference
from tests.engine.worlds import NAN, a_goal, a_mentor, some_mentors, worlds

DESIGN, SALES = 3, 4


def at_steps(*steps):
    return some_mentors(len(steps), track_level=[[step, NAN, NAN] for step in steps])


def with_years(*years):
    return some_mentors(len(years), track_years=[[n, NAN, NAN] for n in years])


def test_every_purpose_has_its_window_and_a_reason():
    assert WINDOWS.keys() == set(PURPOSES)
    assert all(windows.why for windows in WINDOWS.values())


def test_for_growth_one_to_three_steps_ahead_are_best():
    fits = level(a_goal("growth", level=2), at_steps(0, 1, 2, 3, 4, 5, 6, 7))

    assert fits.tolist() == [[0, 0, 0.5, 1, 1, 1, 0.5, 0]]


def test_for_growth_two_to_five_years_ahead_are_best():
    goal = a_goal("growth", years=4)

    assert level(goal, with_years(4, 5, 6, 9, 10, 17)).tolist() == [
        [0.5, 0.75, 1, 1, 0.875, 0]
    ]


def test_for_growth_three_years_ahead_beats_the_executive():
    goal = a_goal("growth", level=2, years=3)
    ahead = a_mentor(track_level=[3, NAN, NAN], track_years=[6, NAN, NAN])
    executive = a_mentor(track_level=[7, NAN, NAN], track_years=[28, NAN, NAN])

    assert level(goal, ahead).tolist() == [[1]]
    assert level(goal, executive).tolist() == [[0]]


def test_for_talking_shop_peers_are_best():
    fits = level(a_goal("shop_talk", level=3), at_steps(0, 1, 2, 3, 4, 5, 6))

    assert fits.tolist() == [[0, 0.5, 1, 1, 1, 0.5, 0]]


def test_for_the_workplace_a_peer_beats_the_top():
    peer, top = level(a_goal("workplace", level=2), at_steps(2, 7))[0]

    assert peer == 1
    assert top == 0


def test_for_technology_juniors_are_as_welcome_as_seniors():
    goal = a_goal("technology", level=5)

    assert level(goal, at_steps(0, 2, 5, 7)).tolist() == [[1, 1, 1, 1]]
    assert any_level_suits(goal).tolist() == [True]


@pytest.mark.parametrize(
    "purpose", ["challenge", "skill", "network", "allyship", "other"]
)
def test_most_purposes_hardly_look_at_level(purpose):
    fits = level(a_goal(purpose, level=2), at_steps(*range(8)))

    assert fits.min() == 1


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_peer_may_mentor_for_every_purpose(purpose):
    assert level(a_goal(purpose, level=3), at_steps(3))[0, 0] >= 0.5


@pytest.mark.parametrize("purpose", PURPOSES)
def test_more_level_is_never_better_inside_the_window(purpose):
    steps = WINDOWS[purpose].steps
    inside = [step for step in range(8) if steps.low <= step - 3 <= steps.high]

    assert set(level(a_goal(purpose, level=3), at_steps(*inside))[0]) == {1}


def test_unknown_levels_are_unknown():
    assert np.isnan(level(a_goal(level=2), a_mentor())).all()
    assert np.isnan(level(a_goal(), at_steps(2))).all()
    assert np.isnan(level(a_goal("technology"), at_steps(2))).all()


def test_years_are_read_only_where_a_step_is_missing():
    mentors = some_mentors(
        2, track_level=[[3, NAN, NAN], [NAN] * 3], track_years=[[40, NAN, NAN]] * 2
    )

    assert level(a_goal("growth", level=2, years=3), mentors).tolist() == [[1, 0]]


def test_the_own_window_replaces_the_one_of_the_purpose():
    goal = a_goal("growth", level=3, window_low=-2, window_high=0)

    assert level(goal, at_steps(0, 1, 2, 3, 4, 5)).tolist() == [[0.5, 1, 1, 1, 0.5, 0]]


def test_the_own_window_is_doubled_where_only_years_are_known():
    goal = a_goal("growth", years=10, window_low=0, window_high=1)

    fits = level(goal, with_years(8, 10, 12, 16, 20))

    assert fits.tolist() == [[0.5, 1, 1, 0.5, 0]]


def test_one_end_alone_keeps_the_other_of_the_purpose():
    lowered = a_goal("growth", level=3, window_low=-1)

    assert level(lowered, at_steps(2, 4, 6)).tolist() == [[1, 1, 1]]


def test_one_end_beyond_the_other_takes_it_along():
    only_low = a_goal("growth", level=0, window_low=5)
    only_high = a_goal("growth", level=3, window_high=-1)

    assert level(only_low, at_steps(4, 5, 6, 7)).tolist() == [[0.5, 1, 0.5, 0]]
    assert level(only_high, at_steps(1, 2, 3, 4)).tolist() == [[0.5, 1, 0.5, 0]]


def test_an_own_window_counts_for_technology_too():
    goal = a_goal("technology", level=3, window_low=-1, window_high=1)

    assert level(goal, at_steps(0, 1, 2, 5, 6)).tolist() == [[0, 0.5, 1, 0.5, 0]]
    assert any_level_suits(goal).tolist() == [False]


def test_the_track_in_the_field_of_the_goal_counts():
    switcher = a_mentor(track_field=[SALES, DESIGN, -1], track_level=[6, 1, NAN])

    design = a_goal("growth", field=DESIGN, level=0)
    sales = a_goal("growth", field=SALES, level=0)

    assert level(design, switcher).tolist() == [[1]]
    assert level(sales, switcher).tolist() == [[0]]
    assert track_that_counts(DESIGN, switcher).tolist() == [1]


@pytest.mark.parametrize("field", [-1, 99])
def test_without_a_track_in_the_field_the_main_one_counts(field):
    switcher = a_mentor(track_field=[SALES, DESIGN, -1], track_level=[1, 6, NAN])

    assert level(a_goal("growth", field=field, level=0), switcher).tolist() == [[1]]


def test_a_track_in_the_field_without_a_level_is_not_replaced_by_another():
    switcher = a_mentor(track_field=[SALES, DESIGN, -1], track_level=[1, NAN, NAN])

    assert np.isnan(level(a_goal("growth", field=DESIGN, level=0), switcher)).all()


@given(worlds())
def test_agrees_with_the_definition(world):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors

    expected = [
        [
            reference.level(reference.row(goals, g), reference.row(mentors, m))
            for m in range(len(mentors))
        ]
        for g in range(len(goals))
    ]

    np.testing.assert_allclose(
        level(goals, mentors),
        np.array(expected, np.float32).reshape(len(goals), len(mentors)),
        atol=1e-6,
    )


@given(worlds(), st.data())
def test_every_range_of_goals_has_the_same_bits(world, data):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    start = data.draw(st.integers(0, len(goals)))
    stop = data.draw(st.integers(start, len(goals)))

    part = rows(goals, mentors)(slice(start, stop))

    np.testing.assert_array_equal(part, level(goals, mentors)[start:stop])


@given(
    st.sampled_from(PURPOSES),
    st.integers(0, 7),
    st.lists(st.integers(0, 7), min_size=2, max_size=2, unique=True),
)
def test_farther_from_the_window_is_never_better(purpose, mine, theirs):
    low, high, _, _ = WINDOWS[purpose].steps
    fits = level(a_goal(purpose, level=mine), at_steps(*theirs))[0]
    outside = [max(low - (t - mine), (t - mine) - high, 0) for t in theirs]

    assert (fits[0] - fits[1]) * (outside[0] - outside[1]) <= 0
