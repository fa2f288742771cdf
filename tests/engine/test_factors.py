"""What holds of every factor, whatever it measures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import factors
from matching.engine.snapshot import FACTORS, Concepts, Goals
from tests.engine import reference
from tests.engine.worlds import (
    CONCEPTS,
    WEEKS,
    a_mentor,
    random_world,
    snapshot,
    some_mentors,
    worlds,
)

FROM_SNAPSHOT = FACTORS[1:]  # relevance needs the texts

every_factor = pytest.mark.parametrize("factor", FROM_SNAPSHOT)


def whole(factor, people):
    """The factor of every goal with every mentor, by pairs: (goals, mentors)."""
    shape = (len(people.goals), len(people.mentors))
    goal, mentor = np.indices(shape).reshape(2, -1)
    return factors.pairs(factor, people)(goal, mentor).reshape(shape)


def named_more_than_once(named):
    """The same concepts in another order, said again as long as there is room."""
    again = np.sort(named, axis=1)[:, ::-1].copy()
    for row in again:
        row[row == -1] = row.max()
    return again


@every_factor
@given(worlds())
def test_agrees_with_its_definition_pair_by_pair(factor, world):
    people = world.snapshot
    expected = np.zeros((len(people.goals), len(people.mentors)), np.float32)
    for g, m in np.ndindex(expected.shape):
        goal = reference.row(people.goals, g)
        mentor = reference.row(people.mentors, m)
        found = reference.values(goal, mentor, 0, people.concepts.likeness)
        expected[g, m] = found[factor]

    np.testing.assert_array_equal(whole(factor, people), expected)


@every_factor
@given(worlds(), st.data())
def test_blocks_have_the_same_bits_as_pairs(factor, world, data):
    count = len(world.snapshot.goals)
    start = data.draw(st.integers(0, count))
    stop = data.draw(st.integers(start, count))

    block = factors.rows(factor, world.snapshot)(slice(start, stop))

    assert block.dtype == np.float32
    np.testing.assert_array_equal(block, whole(factor, world.snapshot)[start:stop])


@every_factor
@settings(max_examples=25)
@given(worlds())
def test_goals_that_are_alike_may_be_many_and_meet_one_mentor(factor, world):
    """Where goals repeat, what they share is worked out once and looked up."""
    people, expected = world.snapshot, whole(factor, world.snapshot)
    again = np.tile(np.arange(len(people.goals)), 4 * len(people.mentors) + 1)
    columns = {n: array[again] for n, array in people.goals.to_arrays().items()}
    goals = Goals.from_arrays(columns | {"id": np.arange(len(again))})
    many = snapshot(goals, people.mentors, concepts=people.concepts)

    for one in range(len(people.mentors)):
        found = factors.pairs(factor, many)(np.arange(len(again)), np.array(one))

        np.testing.assert_array_equal(
            np.broadcast_to(found, again.shape), expected[again, one]
        )


@every_factor
@given(worlds(), st.data())
def test_pairs_may_be_asked_in_any_order_and_twice(factor, world, data):
    people = world.snapshot
    cells = np.argwhere(np.ones((len(people.goals), len(people.mentors)), bool))
    picked = data.draw(st.lists(st.sampled_from(cells.tolist()))) if len(cells) else []
    goal, mentor = np.array(picked, np.int64).reshape(-1, 2).T

    found = factors.pairs(factor, people)(goal, mentor)

    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, whole(factor, people)[goal, mentor])


@every_factor
@given(worlds())
def test_values_lie_between_0_and_1_or_are_unknown(factor, world):
    found = whole(factor, world.snapshot)

    assert (((found >= 0) & (found <= 1)) | np.isnan(found)).all()


@every_factor
@given(worlds())
def test_the_unknown_is_told_beforehand_exactly(factor, world):
    number, planes = factors.unknown(factor, world.snapshot)

    assert number.shape == (len(world.snapshot.goals),)
    assert planes.dtype == bool
    np.testing.assert_array_equal(
        planes[number], np.isnan(whole(factor, world.snapshot))
    )


@every_factor
def test_of_somebody_who_told_nothing_nothing_is_known_and_it_is_not_0(factor):
    eager = random_world(9, 1, seed=1).snapshot.goals
    silent = some_mentors(2, weeks=np.zeros((2, WEEKS, 6)), tags=[[0, 0]] * 2)
    concepts = Concepts.of(likeness=np.ones((CONCEPTS, CONCEPTS)))

    found = whole(factor, snapshot(eager, silent, concepts=concepts))

    assert np.isnan(found).all()


@every_factor
@given(worlds(), st.data())
def test_who_else_is_there_changes_no_pair(factor, world, data):
    people = world.snapshot
    goals = data.draw(st.permutations(range(len(people.goals))))
    mentors = data.draw(st.permutations(range(len(people.mentors))))
    goals = goals[: data.draw(st.integers(0, len(goals)))]
    mentors = mentors[: data.draw(st.integers(0, len(mentors)))]

    fewer = whole(factor, world.only(goals, mentors).snapshot)

    everybody = whole(factor, people)
    at = np.ix_(np.array(goals, int), np.array(mentors, int))
    np.testing.assert_array_equal(fewer, everybody[at])


@every_factor
@given(worlds())
def test_a_new_mentor_changes_no_other_pair(factor, world):
    people = world.snapshot
    weeks, words = people.mentors.weeks.shape[1:]
    new = a_mentor(
        id=9_999,
        hours_known=True,
        weeks=np.ones((weeks, words), np.uint64),
        tags=[255, 255],
        hopes=[5, 4, 3, 2],
        track_field=[0, 1, 2],
        track_level=[7, 7, 7],
        answered=3,
        asked=3,
        listening=1,
    )
    more = replace(
        people,
        mentors=people.mentors.join([people.mentors, new]),
        conditions=replace(
            people.conditions, met=np.pad(people.conditions.met, [(0, 0), (0, 1)])
        ),
    )

    np.testing.assert_array_equal(whole(factor, more)[:, :-1], whole(factor, people))


@every_factor
@given(worlds())
def test_naming_a_concept_again_changes_nothing(factor, world):
    people = world.snapshot
    again = replace(
        people,
        goals=replace(people.goals, brings=named_more_than_once(people.goals.brings)),
        mentors=replace(
            people.mentors, hopes=named_more_than_once(people.mentors.hopes)
        ),
    )

    np.testing.assert_array_equal(whole(factor, again), whole(factor, people))


@every_factor
@given(worlds())
def test_twins_have_the_same_number(factor, world):
    people = world.snapshot
    twins = replace(people.mentors, id=people.mentors.id + 10_000)
    both = replace(
        people,
        mentors=twins.join([people.mentors, twins]),
        conditions=replace(
            people.conditions, met=np.tile(people.conditions.met, (1, 2))
        ),
    )

    original, copies = np.split(whole(factor, both), 2, axis=1)
    np.testing.assert_array_equal(original, copies)


@every_factor
@given(worlds())
def test_who_somebody_is_changes_nothing(factor, world):
    people = world.snapshot
    renamed = replace(
        people,
        goals=replace(people.goals, person=people.goals.person + 500),
        mentors=replace(
            people.mentors,
            person=people.mentors.person + 900,
            enrolment=people.mentors.enrolment * 3,
            paused=~people.mentors.paused,
            ongoing_places=people.mentors.ongoing_places + 1,
        ),
    )

    np.testing.assert_array_equal(whole(factor, renamed), whole(factor, people))
