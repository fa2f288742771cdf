import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.engine.combine import (
    DEFAULT_WEIGHTS,
    UNITS,
    contributions,
    goal_weights,
    weight_table,
)
from matching.engine.snapshot import FACTORS, IMPORTANT, NICE, NOT_IMPORTANT, PURPOSES
from tests.engine import reference
from tests.engine.worlds import NAN, a_goal, some_goals, table, worlds

DEFAULT = weight_table(DEFAULT_WEIGHTS)

unit_floats = st.floats(0, 1, width=32) | st.just(NAN)


def weights(goal, weight=DEFAULT):
    return dict(zip(FACTORS, goal_weights(goal, weight)[0].tolist(), strict=True))


def said(**answers):
    return [answers.get(factor, NICE) for factor in FACTORS]


def some_weights(**shares):
    """A table in which every purpose has the same weights."""
    usual = dict.fromkeys(FACTORS, 0) | shares
    return weight_table(dict.fromkeys(PURPOSES, usual))


def test_default_weights_are_shares_of_a_hundred_led_by_relevance():
    for shares in DEFAULT_WEIGHTS.values():
        assert sum(shares.values()) == 100
        assert max(shares, key=shares.get) == "relevance"


def test_without_answers_the_purpose_decides():
    assert weights(a_goal("growth")) == {
        "relevance": 3400,
        "availability": 1500,
        "communication": 1000,
        "level": 2000,
        "reciprocity": 500,
        "context": 600,
        "commitment": 400,
        "inspiration": 200,
        "connection": 200,
        "listening": 200,
    }


def test_what_is_important_weighs_double_before_all_are_scaled():
    goal = a_goal("growth", importance=said(availability=IMPORTANT))

    got = weights(goal)

    assert got["availability"] == 2609  # 30 of 115
    assert got["relevance"] == 2956  # 34 of 115
    assert sum(got.values()) == UNITS


def test_what_is_not_important_weighs_nothing():
    goal = a_goal("growth", importance=said(level=NOT_IMPORTANT))

    assert weights(goal)["level"] == 0
    assert sum(weights(goal).values()) == UNITS


def test_relevance_cannot_be_unimportant():
    indifferent = a_goal("growth", importance=[NOT_IMPORTANT] * len(FACTORS))

    assert weights(indifferent)["relevance"] == UNITS


def test_if_nothing_that_weighs_is_important_the_purpose_decides():
    indifferent = a_goal("growth", importance=[NOT_IMPORTANT] * len(FACTORS))
    table = some_weights(availability=3, communication=1)

    assert weights(indifferent, table)["availability"] == 7500
    assert weights(indifferent, table)["communication"] == 2500


def test_level_weighs_nothing_where_any_level_is_welcome():
    assert weights(a_goal("technology"))["level"] == 0
    assert weights(a_goal("technology", importance=said(level=0)))["level"] == 0


def test_level_weighs_again_where_the_mentee_asks_for_one():
    assert weights(a_goal("technology", window_low=0, window_high=2))["level"] == 400


def test_a_program_that_weighs_only_level_falls_back_on_relevance():
    assert weights(a_goal("technology"), some_weights(level=1))["relevance"] == UNITS


def test_thirds_still_add_up():
    thirds = some_weights(relevance=1, availability=1, communication=1)

    assert list(weights(a_goal(), thirds).values()) == [3334, 3333, 3333, *[0] * 7]


@given(worlds())
def test_weights_agree_with_exact_fractions(world):
    goals = world.snapshot.goals

    got = goal_weights(goals, DEFAULT)

    for number, row in enumerate(got.tolist()):
        expected = reference.weights(reference.row(goals, number))
        assert dict(zip(FACTORS, row, strict=True)) == expected


positive = st.floats(0, 1e6, allow_subnormal=False) | st.integers(0, 3)


@given(
    st.lists(st.tuples(*[positive] * len(FACTORS)), min_size=9, max_size=9),
    arrays(np.int8, (9, len(FACTORS)), elements=st.integers(0, 2)),
)
def test_weights_always_add_up_and_are_never_negative(shares, importance):
    named = {
        purpose: dict(zip(FACTORS, row if any(row) else [1] * 10, strict=True))
        for purpose, row in zip(PURPOSES, shares, strict=True)
    }
    goals = some_goals(9, purpose=np.arange(9), importance=importance)

    got = goal_weights(goals, weight_table(named))

    assert got.sum(axis=1).tolist() == [UNITS] * 9
    assert (got >= 0).all()


@given(worlds())
def test_the_weights_of_a_goal_depend_on_that_goal_only(world):
    goals = world.snapshot.goals
    together = goal_weights(goals, DEFAULT)

    for number in range(len(goals)):
        alone = goal_weights(goals.take(slice(number, number + 1)), DEFAULT)
        assert alone.tolist() == [together[number].tolist()]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"growth": None}, "Weights are needed for exactly these purposes"),
        ({"fame": {}}, "Weights are needed for exactly these purposes"),
        ({"growth": {"relevance": 1}}, "growth needs weights for exactly"),
        ({"growth": dict.fromkeys(FACTORS, 0)}, "each purpose needs one above 0"),
        ({"growth": dict.fromkeys(FACTORS, -1)}, "Weights are 0 or more"),
        ({"growth": dict.fromkeys(FACTORS, NAN)}, "Weights are 0 or more"),
    ],
)
def test_weights_that_make_no_sense_are_refused(change, sentence):
    changed = dict(DEFAULT_WEIGHTS) | change
    given_weights = {k: v for k, v in changed.items() if v is not None}

    with pytest.raises(ValueError, match=sentence):
        weight_table(given_weights)


def test_the_unknown_counts_a_half_and_never_nothing():
    row = np.array([[4000, 2000, 1500, 2000, *[0] * 5, 500]], np.int16)

    def added(**known):
        return contributions(table(**known), row)[0, [0, 1, 2, 3, 9]].tolist()

    assert added() == [2000, 1000, 750, 1000, 250]
    assert added(relevance=0) == [0, 1000, 750, 1000, 250]
    assert added(level=1) == [2000, 1000, 750, 2000, 250]
    assert added(listening=0) == [2000, 1000, 750, 1000, 0]


@given(
    arrays(np.float32, (5, len(FACTORS)), elements=unit_floats),
    arrays(np.int8, (5, len(FACTORS)), elements=st.integers(0, 2)),
)
def test_contributions_are_whole_and_within_their_weights(values, importance):
    units = goal_weights(
        some_goals(5, purpose=[0, 1, 2, 3, 4], importance=importance), DEFAULT
    )

    added = contributions(values, units)

    assert added.dtype == np.int16
    assert ((added >= 0) & (added <= units)).all()
    exact = np.where(np.isnan(values), 0.5, values.astype(float)) * units
    assert np.abs(added - exact).max() <= 0.5
    assert added.sum(axis=1).max() <= UNITS


@given(
    arrays(np.float32, (1, len(FACTORS)), elements=unit_floats),
    st.sampled_from(range(len(FACTORS))),
)
def test_a_better_value_never_lowers_a_score(values, factor):
    better = values.copy()
    better[0, factor] = min(1, np.nan_to_num(values[0, factor], nan=0.5) + 0.1)
    row = goal_weights(a_goal("growth"), DEFAULT)

    assert (contributions(better, row) >= contributions(values, row)).all()
