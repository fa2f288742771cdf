"""Who is open to the same lies together; whoever nobody may have is passed over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import world as invented
from matching.engine.arranged import (
    goals_together,
    order_of_goals,
    order_of_mentors,
)
from matching.engine.counts import FEW
from matching.engine.factors.two_looks import STEPS, Given
from matching.engine.filters import NUMBER, Rules
from matching.engine.score import score_goals
from tests.engine.worlds import some_goals, worlds

GOALS, MENTORS = 260, 9000
OFF_TOPIC = NUMBER["off_topic"]


class Watched(Given):
    """Relevance that knows how many pairs the first look asked of."""

    asked = 0

    def first_look(self, goals, mentors, out):
        self.asked += out.size
        super().first_look(goals, mentors, out)


@pytest.fixture(scope="module")
def program():
    return invented.tables(GOALS, MENTORS, seed=4)


def relevance(seed=1):
    steps = np.random.default_rng(seed).integers(0, STEPS + 1, (GOALS, MENTORS))
    return (steps / STEPS).astype(np.float32)


def ordered(program):
    rows = order_of_goals(program.goals), order_of_mentors(program.mentors)
    return program.ordered(*rows), rows


def lists(scored, goals):
    starts = scored.starts()
    pairs = zip(scored.pairs.mentor.tolist(), scored.pairs.score.tolist(), strict=True)
    pairs = list(pairs)
    return {
        goal: (
            pairs[starts[row] : starts[row + 1]],
            scored.outcomes.removed[row].tolist(),
            scored.outcomes.removed_alone[row].tolist(),
        )
        for row, goal in enumerate(goals.id.tolist())
    }


@given(worlds(), st.data())
def test_whoever_is_open_to_a_format_is_one_range(world, data):
    mentors = world.snapshot.mentors
    mentors = mentors.take(order_of_mentors(mentors))

    for number, places in enumerate(mentors.places()):
        takes = (mentors.formats_not_taken >> number) & 1 == 0
        is_open = takes & (places > 0) & mentors.accepting & ~mentors.paused
        at = np.flatnonzero(is_open)
        assert len(at) == 0 or at[-1] - at[0] + 1 == len(at)


@pytest.mark.parametrize("least", [0.0, 0.3])
def test_another_order_changes_nothing_but_what_is_looked_at(program, least):
    values, rules = relevance(), Rules(least_relevance=least)
    sorted_program, (goals, mentors) = ordered(program)
    as_it_is, in_order = Watched(values), Watched(values[np.ix_(goals, mentors)])

    before = score_goals(program, as_it_is, rules)
    after = score_goals(sorted_program, in_order, rules)

    assert lists(before, program.goals) == lists(after, sorted_program.goals)
    # A third of the mentors have no place of the kind that is asked for.
    assert in_order.asked < 0.8 * as_it_is.asked
    assert as_it_is.asked >= GOALS * MENTORS


def test_where_a_list_is_not_full_everybody_is_asked(program):
    """Of the others relevance is asked only of those who are open to the goal."""
    rules = Rules(least_relevance=0.999)  # leaves a few of each goal, or none
    values = relevance()

    scored = score_goals(program, values, rules)

    from_all = [(row < 0.999).sum() for row in values]
    few = scored.outcomes.candidates <= FEW
    off_topic = scored.outcomes.removed[:, OFF_TOPIC]
    assert few.all()
    assert off_topic.tolist() == from_all

    some = score_goals(program, values, Rules(least_relevance=0.5)).outcomes
    many = some.candidates > FEW
    from_all = np.array([(row < 0.5).sum() for row in values])
    assert many.any()
    assert (some.removed[many, OFF_TOPIC] < from_all[many]).all()


def test_rows_in_another_order_keep_what_belongs_to_them(program):
    sorted_program, (goals, mentors) = ordered(program)

    pairs, told = program.exclusions, sorted_program.exclusions
    assert program.goals.id[pairs.goal].tolist() == (
        sorted_program.goals.id[told.goal].tolist()
    )
    assert program.mentors.id[pairs.mentor].tolist() == (
        sorted_program.mentors.id[told.mentor].tolist()
    )
    wishes, wanted = program.wishes, sorted_program.wishes
    assert program.goals.id[wishes.goal].tolist() == (
        sorted_program.goals.id[wanted.goal].tolist()
    )
    met = sorted_program.conditions.met
    assert np.array_equal(met, program.conditions.met[:, mentors])
    assert sorted_program.goals.id.tolist() == program.goals.id[goals].tolist()


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(1, 20))
def test_ranges_hold_every_goal_once_and_no_more_than_asked_for(languages, most):
    goals = some_goals(len(languages)).but(languages=np.array(languages, np.uint64))

    ranges = list(goals_together(goals, most))

    assert [row for one in ranges for row in range(one.start, one.stop)] == (
        list(range(len(languages)))
    )
    assert all(one.stop - one.start <= most for one in ranges)
    assert len(ranges) <= 1 + len(languages) / max(1, most // 4)


def test_no_few_are_left_over_to_lie_with_others():
    """An even cut: the last 37 of the first language would join the second."""
    languages = np.repeat([1, 2], [517, 165]).astype(np.uint64)
    goals = some_goals(len(languages)).but(languages=languages)

    ranges = list(goals_together(goals, 240))

    assert all(len(set(languages[one].tolist())) == 1 for one in ranges)


def test_many_who_are_alike_have_ranges_of_their_own():
    languages = np.repeat([1, 2, 3, 4, 5], [130, 90, 3, 2, 200]).astype(np.uint64)

    def cut(languages):
        goals = some_goals(len(languages)).but(languages=languages)
        return [(one.start, one.stop) for one in goals_together(goals, 100)]

    # Five at the end of the third are too few for a range of their own.
    alike = [(0, 80), (80, 130), (130, 220), (220, 300), (300, 364), (364, 425)]
    assert cut(languages) == alike
    mixed = np.random.default_rng(1).permutation(languages)
    assert cut(mixed) == [(0, 96), (96, 192), (192, 272), (272, 352), (352, 425)]
