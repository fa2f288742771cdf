import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.factors import context
from tests.engine.worlds import a_goal, a_mentor

HERE, THERE, NOBODY_SAID = 3, 4, -1
masks = st.integers(0, 2**64 - 1)


def pair(mine, theirs, purpose="skill", at=NOBODY_SAID, their=NOBODY_SAID, **goal):
    """The factor for two masks of tags and two organisations."""
    goals = a_goal(purpose, tags=np.array(mine, np.uint64), organisation=at, **goal)
    mentors = a_mentor(tags=np.array(theirs, np.uint64), organisation=their)
    only = np.zeros(1, np.int64)
    return float(context.pairs(goals, mentors)(only, only)[0])


@pytest.mark.parametrize(
    ("theirs", "value"), [(0b1000, 0), (0b0001, 1 / 3), (0b0011, 2 / 3), (0b0111, 1)]
)
def test_three_things_in_common_are_enough(theirs, value):
    assert pair([0b0111], [theirs]) == np.float32(value)


def test_more_than_three_things_in_common_are_no_better():
    assert pair([0xFF], [0xFF]) == pair([0b111], [0b111]) == 1


def test_tags_of_several_words_are_counted_together():
    assert pair([0b1, 0, 1 << 63], [0b1, 0b1, 1 << 63]) == np.float32(2 / 3)


@pytest.mark.parametrize(("mine", "theirs"), [(0, 7), (7, 0), (0, 0)])
def test_who_told_nothing_has_an_unknown_context_and_not_none(mine, theirs):
    assert np.isnan(pair([mine], [theirs]))


def test_organisations_do_not_count_for_other_goals():
    for their in (HERE, THERE, NOBODY_SAID):
        assert pair([0b111], [0b001], at=HERE, their=their) == np.float32(1 / 3)
        assert np.isnan(pair([0], [0], at=HERE, their=their))


def test_for_the_workplace_an_outsider_is_a_half_ahead():
    inside = pair([0b111], [0b001], "workplace", HERE, HERE)
    outside = pair([0b111], [0b001], "workplace", HERE, THERE)

    assert inside == np.float32((1 / 3 + 0) / 2)
    assert outside == np.float32((1 / 3 + 1) / 2)


def test_any_goal_may_be_about_the_workplace():
    marked = pair([0b111], [0b001], "challenge", HERE, THERE, about_workplace=True)

    assert marked == pair([0b111], [0b001], "workplace", HERE, THERE)


def test_for_the_workplace_unknown_parts_are_left_out():
    assert pair([0b111], [0b001], "workplace", HERE, NOBODY_SAID) == np.float32(1 / 3)
    assert pair([0b111], [0], "workplace", HERE, THERE) == 1
    assert pair([0b111], [0], "workplace", HERE, HERE) == 0
    assert np.isnan(pair([0b111], [0], "workplace", NOBODY_SAID, THERE))


@given(masks, masks)
def test_common_ground_is_the_same_seen_from_both_sides(mine, theirs):
    assert str(pair([mine], [theirs])) == str(pair([theirs], [mine]))


@given(masks.filter(bool), masks.filter(bool), st.integers(0, 63))
def test_one_thing_more_never_lowers_a_known_value(mine, theirs, bit):
    more = pair([mine | 1 << bit], [theirs | 1 << bit])

    assert more >= pair([mine], [theirs])
