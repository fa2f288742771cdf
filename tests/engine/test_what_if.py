from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import both_sides, combine, what_if
from matching.engine.best_goals import GOALS_KEPT, merged
from matching.engine.choose import choose
from matching.engine.factors.two_looks import Given
from matching.engine.filters import Rules
from matching.engine.measure import Coverage
from matching.engine.regret import Difference, difference
from matching.engine.score import score_goals
from matching.engine.snapshot import FACTORS, PURPOSES, Conditions
from matching.engine.what_if import Change, Sensitivity, sensitivity
from matching.evaluation import exposure
from tests.engine.worlds import excluded, snapshot, some_goals, some_mentors, worlds

DEFAULT = combine.weight_table(combine.DEFAULT_WEIGHTS)


def same(values, *pairs, **columns):
    values = np.array(values, np.float32)
    mentors = some_mentors(values.shape[1], **columns)
    return snapshot(some_goals(len(values)), mentors, *pairs), values


def weighing(**shares):
    table = np.zeros((len(PURPOSES), len(FACTORS)))
    for factor, share in shares.items():
        table[:, FACTORS.index(factor)] = share
    return table


# Sensitivity


@given(worlds())
def test_scores_made_again_from_stored_factors_are_the_stored_scores(world):
    scored = score_goals(world.snapshot, world.relevance)

    again = what_if._scores(scored, world.snapshot.goals, DEFAULT)

    assert again.tolist() == scored.pairs.score.tolist()


@given(worlds(max_goals=5), st.integers(0, len(FACTORS) - 1), st.booleans())
def test_sensitivity_is_what_runs_with_those_weights_show(world, factor, higher):
    """Nobody is left out of so small a program, so a run must find the same."""
    whole, goals = world.snapshot, world.snapshot.goals
    shaken = DEFAULT.copy()
    shaken[:, factor] *= 1.2 if higher else 0.8
    runs = [score_goals(whole, world.relevance, None, w) for w in (DEFAULT, shaken)]
    plain = [
        what_if.shown(s, choose(s, whole, feature=False, limit=False)) for s in runs
    ]

    found = sensitivity(runs[0], goals)[factor]

    there = (runs[0].outcomes.listed > 0).sum()
    changed = difference(*plain).first_five
    assert found.factor == FACTORS[factor]
    share = found.higher if higher else found.lower
    assert share == (changed / there if there else None)


def test_a_factor_without_weight_is_of_no_consequence():
    whole, values = same(np.random.default_rng(0).random((4, 9)))
    scored = score_goals(whole, values, None, weighing(relevance=1))

    found = sensitivity(scored, whole.goals, weighing(relevance=1))

    assert found == [Sensitivity(factor, 0.0, 0.0) for factor in FACTORS]


@pytest.mark.parametrize(
    ("shape", "share"), [((0, 1), None), ((1, 0), None), ((1, 1), 0)]
)
def test_sensitivity_of_nobody_and_of_one(shape, share):
    whole, values = same(np.ones(shape))

    found = sensitivity(score_goals(whole, values), whole.goals)

    assert found == [Sensitivity(factor, share, share) for factor in FACTORS]


# What if


@given(worlds())
def test_without_a_change_nothing_changes(world):
    found = what_if.what_if(world.snapshot, world.relevance, change=Change())

    assert found.before == found.after
    assert found.difference.first_five == found.difference.first == 0
    assert found.gained == found.lost == []


@given(worlds(), st.floats(0, 1))
def test_a_changed_rule_gives_what_a_run_with_that_rule_gives(world, least):
    rules = Rules(reporting_line=False, least_relevance=least)

    found = what_if.what_if(world.snapshot, world.relevance, change=Change(rules=rules))

    scored = score_goals(world.snapshot, world.relevance, rules)
    assert found.after.coverage.nobody == (scored.outcomes.candidates == 0).sum()
    lists = choose(scored, world.snapshot)
    assert found.after.featured == lists.featured.sum()


def test_it_imagines_what_a_run_of_several_shards_shows():
    """Also who is in a list for their own sake: with as many mentors as goals, many."""
    whole, values = exposure.world(1, goals=200, mentors=200, places=300)
    parts, lows = zip(
        *(
            both_sides.score_both(whole.take(first, first + 50), values[first:][:50])
            for first in range(0, 200, 50)
        ),
        strict=True,
    )
    run = merged(parts, lows, whole.mentors, GOALS_KEPT)

    found = what_if.what_if(whole, values, change=Change())

    assert found.before == what_if._situation(run, whole, choose(run, whole))
    goals_side = score_goals(whole, values)
    assert len(goals_side.pairs) < len(run.pairs)
    assert found.before != what_if._situation(
        goals_side, whole, choose(goals_side, whole)
    )


def test_goals_that_would_gain_or_lose_everybody_are_named():
    whole, values = same([[0.1], [0.9]], (1, 0, "reporting_line"), ongoing_places=[5])
    strict = Rules(reporting_line=True, least_relevance=0.5)
    loose = Rules(reporting_line=False, least_relevance=0.5)

    found = what_if.what_if(whole, values, strict, change=Change(rules=loose))

    assert (found.gained, found.lost) == ([101], [])
    assert found.before.coverage == Coverage(2, 2, 0, 0)
    assert found.before.mean_first is None
    back = what_if.what_if(whole, values, loose, change=Change(rules=strict))
    assert (back.gained, back.lost) == ([], [101])


def test_other_weights_change_who_is_first():
    whole, values = same(
        [[1.0, 0.0]], track_level=[[7, *[np.nan] * 2], [2, *[np.nan] * 2]]
    )
    goals = some_goals(1, level=[1], purpose=[PURPOSES.index("growth")])
    whole = replace(whole, goals=goals)

    found = what_if.what_if(
        whole,
        values,
        weights=weighing(relevance=1),
        change=Change(weights=weighing(level=1)),
    )

    assert found.difference == Difference(1, 1, 0, 0.0)


# More of a kind


def test_more_mentors_of_a_kind_bring_their_places():
    whole, values = same([[1.0], [1.0], [1.0]])

    found = what_if.what_if(whole, values, change=Change(more_like=500, how_many=2))

    assert (found.before.featured, found.after.featured) == (1, 3)
    assert found.after.never_shown == 0


def test_copies_are_strangers_but_keep_their_boundaries():
    """The one is blocked by a goal and does not take the topic of another."""
    whole, values = same(
        np.ones((3, 2)), (0, 0, "block"), (1, 0, "topic_not_taken"), (2, 1, "block")
    )
    told = excluded((0, 1, "block"), (1, 1, "block"))
    whole = replace(whole, exclusions=type(told).join([whole.exclusions, told]))

    found = what_if.what_if(whole, values, change=Change(more_like=500))

    assert found.gained == [100]
    assert found.after.coverage.nobody == 1


@given(worlds(), st.integers(1, 3), st.data())
def test_copies_score_like_the_one_they_are_copied_from(world, how_many, data):
    mentors = world.snapshot.mentors
    if not len(mentors):
        return
    row = data.draw(st.integers(0, len(mentors) - 1))
    rows = what_if._rows_with_more(mentors, int(mentors.id[row]), how_many)
    bigger = replace(what_if._with_more(world.snapshot, rows))
    values = what_if._relevance_of(world.relevance, rows, len(mentors))
    through = what_if._Copied(Given(world.relevance), rows, len(mentors))

    one, two = score_goals(bigger, values), score_goals(bigger, through)

    for name, array in one.to_arrays().items():
        np.testing.assert_array_equal(array, two.to_arrays()[name])
    new = bigger.mentors.id[len(mentors) :]
    goals = one.goal_rows()
    first = {
        g: s
        for g, s, m in zip(goals, one.pairs.score, one.pairs.mentor, strict=True)
        if m == mentors.id[row]
    }
    for goal, score, mentor in zip(
        goals, one.pairs.score, one.pairs.mentor, strict=True
    ):
        if mentor in new and goal in first:
            assert score == first[goal]


def test_conditions_are_met_by_copies_as_by_the_one():
    whole, values = same(np.ones((1, 2)))
    whole = replace(whole, conditions=Conditions.of(attribute=[0], met=[[0, 1]]))

    bigger = what_if._with_more(whole, np.array([0, 1, 1]))

    assert bigger.conditions.met.tolist() == [[0, 1, 1]]


@pytest.mark.parametrize(
    "change", [Change(more_like=7), Change(more_like=500, how_many=0)]
)
def test_nobody_can_be_copied(change):
    with pytest.raises(ValueError, match="^There is no way to add"):
        what_if.what_if(*same([[1.0]]), change=change)


# Progress


def test_it_says_how_far_it_is():
    heard = []
    whole = snapshot(some_goals(2), some_mentors(2))

    values = np.ones((2, 2), np.float32)
    what_if.what_if(whole, values, change=Change(), told=heard.append)

    assert heard == sorted(set(heard))
    assert 0 < heard[0] < heard[-1] < 1
