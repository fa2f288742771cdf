"""The lists that a changed mentor enters are those that a full comparison finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import world as invented
from matching.engine.factors.two_looks import Given, Offered, TwoLooks
from matching.engine.filters import Rules
from matching.engine.score import score_goals
from matching.engine.standing import standing
from matching.engine.text.arrays import stack_goals, stack_mentors
from tests.engine.worlds import random_world, worlds


def by_comparing_all(snapshot, relevance, least, rules):
    scored = score_goals(snapshot, relevance, rules, most=max(1, len(snapshot.mentors)))
    goal = scored.goal_rows()
    return np.unique(goal[scored.pairs.score >= least[goal]]).tolist()


@settings(max_examples=60)
@given(worlds(), st.data())
def test_found_is_what_comparing_all_finds(world, data):
    snapshot = world.snapshot
    scores = st.integers(0, 10_000)
    least = np.array([data.draw(scores) for _ in range(len(snapshot.goals))], np.int64)
    rules = Rules(
        least_relevance=data.draw(st.sampled_from([0.0, 0.4])),
        relaxed=data.draw(st.sampled_from([frozenset(), frozenset({"boundary"})])),
    )

    found = standing(snapshot, least).entered(snapshot, Given(world.relevance), rules)

    expected = by_comparing_all(snapshot, world.relevance, least, rules)
    assert found.tolist() == expected


def test_an_empty_list_is_entered_by_whoever_no_rule_keeps_away():
    world = random_world(30, 4, seed=2)
    nobody = np.zeros(30, np.int64)

    found = standing(world.snapshot, nobody).entered(
        world.snapshot, Given(world.relevance)
    )

    candidates = score_goals(world.snapshot, world.relevance).outcomes.candidates
    assert found.tolist() == np.flatnonzero(candidates).tolist()
    assert 0 < len(found) < 30


@pytest.fixture(scope="module")
def people():
    return invented.world(1200, 2, seed=5)


def looks(people, mentors):
    against = people.background
    texts = stack_mentors(mentors, people.vectors, against)
    return TwoLooks(
        stack_goals(people.goals, people.vectors, against),
        Offered(texts, against.encoder, against.space),
    )


def test_with_texts_too_and_whichever_way_they_are_read(people):
    """With few mentors relevance is read mentor by mentor, else goal by goal."""
    texts = looks(people, people.mentors)
    goal = np.repeat(np.arange(1200), 2)
    mentor = np.tile([0, 1], 1200)

    by_mentor = texts.close_look(goal, mentor)
    by_goal, _ = texts.with_evidence(goal, mentor)

    assert np.array_equal(by_mentor, by_goal)
    for one in (1, 0):
        most = texts.at_most(np.arange(1200), one)
        assert (most >= by_mentor[one::2]).all()
        assert np.mean(most < 0.9) > 0.5
    least = np.random.default_rng(1).integers(4000, 8000, 1200)
    found = standing(people.snapshot, least).entered(people.snapshot, texts)
    expected = by_comparing_all(people.snapshot, texts, least, Rules())
    assert found.tolist() == expected
    assert 50 < len(found) < 1150
