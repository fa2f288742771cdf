from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ties
from matching.engine.combine import DEFAULT_WEIGHTS, UNITS, weight_table
from matching.engine.filters import NUMBER, RULES, Rules
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS, PURPOSES
from tests.engine import reference
from tests.engine.worlds import (
    NAN,
    a_goal,
    added_up,
    excluded,
    free,
    random_world,
    snapshot,
    some_goals,
    some_mentors,
    worlds,
)

rules = st.builds(Rules, st.booleans(), st.sampled_from([0, 0.3]))


def same(one, other):
    """Two results are equal in every bit of every array."""
    ours, theirs = one.to_arrays(), other.to_arrays()
    return ours.keys() == theirs.keys() and all(
        np.array_equal(ours[name], theirs[name], equal_nan=ours[name].dtype.kind == "f")
        for name in ours
    )


def relevance(*rows):
    return np.array(rows, np.float32)


def lists(scored):
    """Mentor ids of each goal's list, by goal id."""
    starts = scored.starts()
    return {
        int(goal): scored.pairs.mentor[starts[n] : starts[n + 1]].tolist()
        for n, goal in enumerate(scored.outcomes.goal)
    }


def pairs(scored):
    """Score and factors by goal id and mentor id."""
    goal = scored.outcomes.goal[scored.goal_rows()]
    return {
        (int(g), int(m)): (int(score), str(factors.tolist()))
        for g, m, score, factors in zip(
            goal,
            scored.pairs.mentor,
            scored.pairs.score,
            scored.pairs.factors,
            strict=True,
        )
    }


def by_the_book(world, chosen, most):
    """Everything ``score_goals`` says, pair by pair in plain Python."""
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    for g in range(len(goals)):
        units = reference.weights(reference.row(goals, g))
        chance = ties.rank(goals.id[[g]], mentors.id).tolist()
        removed, found = [], []
        for m, mentor in enumerate(mentors.id.tolist()):
            factors, names = reference.pair(world, g, m, chosen)
            removed.append(names)
            if not names:
                exact = {f: float(np.float32(v)) for f, v in factors.items()}
                added = reference.contributions(exact, units)
                found.append((-sum(added.values()), chance[m], mentor, added, factors))
        yield units, removed, sorted(found, key=lambda pair: pair[:3])[:most], found


@given(worlds(), rules, st.integers(1, 10))
def test_agrees_with_a_plain_loop_over_pairs(world, chosen, most):
    scored = score_goals(world.snapshot, world.relevance, chosen, most=most)

    starts, outcomes = scored.starts(), scored.outcomes
    for g, (units, removed, best, found) in enumerate(by_the_book(world, chosen, most)):
        here = slice(starts[g], starts[g + 1])
        assert outcomes.weights[g].tolist() == list(units.values())
        assert outcomes.compared[g] == len(world.snapshot.mentors)
        assert outcomes.candidates[g] == len(found)
        assert scored.pairs.mentor[here].tolist() == [pair[2] for pair in best]
        assert scored.pairs.score[here].tolist() == [-pair[0] for pair in best]
        assert added_up(scored)[here].tolist() == [
            list(pair[3].values()) for pair in best
        ]
        for number, rule in enumerate(RULES):
            hit = [names for names in removed if rule.name in names]
            assert outcomes.removed[g, number] == len(hit)
            assert outcomes.removed_alone[g, number] == hit.count({rule.name})
        for number, factor in enumerate(FACTORS):
            unknown = sum(np.isnan(pair[4][factor]) for pair in found)
            assert outcomes.unknown[g, number] == unknown


@given(worlds())
def test_contributions_add_up_to_the_score_exactly(world):
    scored = score_goals(world.snapshot, world.relevance)

    assert (added_up(scored).sum(axis=1) == scored.pairs.score).all()
    assert ((scored.pairs.score >= 0) & (scored.pairs.score <= UNITS)).all()


@given(worlds(), st.integers(1, 30))
def test_the_size_of_a_block_changes_nothing(world, pairs_per_block):
    whole = score_goals(world.snapshot, world.relevance)

    assert same(
        whole,
        score_goals(world.snapshot, world.relevance, pairs_per_block=pairs_per_block),
    )


def test_the_size_of_a_block_changes_nothing_in_a_larger_program():
    world = random_world(90, 700, seed=4)

    results = [
        score_goals(world.snapshot, world.relevance, pairs_per_block=pairs)
        for pairs in (1, 5_000, 1_000_000)
    ]

    assert same(results[0], results[1])
    assert same(results[0], results[2])
    assert len(results[0].pairs) > 1000


@given(worlds(), st.data())
def test_shards_put_together_are_the_whole(world, data):
    count = len(world.snapshot.goals)
    cut = data.draw(st.integers(0, count))
    whole = score_goals(world.snapshot, world.relevance)

    parts = [
        score_goals(world.snapshot.take(start, stop), world.relevance[start:stop])
        for start, stop in ((0, cut), (cut, count))
    ]

    assert same(whole, Scored.concatenate(parts))


@given(worlds(), st.data())
def test_who_else_is_there_changes_no_pair(world, data):
    goals, mentors = len(world.snapshot.goals), len(world.snapshot.mentors)
    some_of_them = world.only(
        data.draw(st.permutations(range(goals)))[: data.draw(st.integers(0, goals))],
        data.draw(st.permutations(range(mentors)))[
            : data.draw(st.integers(0, mentors))
        ],
    )

    everybody = pairs(score_goals(world.snapshot, world.relevance))
    fewer = pairs(score_goals(some_of_them.snapshot, some_of_them.relevance))

    present = {
        (int(goal), int(mentor))
        for goal in some_of_them.snapshot.goals.id
        for mentor in some_of_them.snapshot.mentors.id
    }
    assert fewer == {at: pair for at, pair in everybody.items() if at in present}


@given(worlds(), st.data())
def test_the_order_of_rows_changes_no_list(world, data):
    goals = data.draw(st.permutations(range(len(world.snapshot.goals))))
    mentors = data.draw(st.permutations(range(len(world.snapshot.mentors))))
    shuffled = world.only(goals, mentors)

    before = lists(score_goals(world.snapshot, world.relevance))

    assert lists(score_goals(shuffled.snapshot, shuffled.relevance)) == before


@given(st.integers(0, 2**32))
def test_twins_have_the_same_score(seed):
    world = random_world(4, 5, seed)
    originals = world.snapshot.mentors
    copies = replace(originals, id=originals.id + 10_000)
    conditions = world.snapshot.conditions
    doubled = replace(
        world.snapshot,
        mentors=originals.join([originals, copies]),
        exclusions=excluded(),
        conditions=replace(conditions, met=np.tile(conditions.met, 2)),
    )

    scored = score_goals(doubled, np.tile(world.relevance, 2))

    score = pairs(scored)
    for goal, mentor in score:
        twin = mentor + 10_000 if mentor < 10_000 else mentor - 10_000
        assert score[goal, mentor] == score[goal, twin]


def test_equal_scores_stand_in_the_order_of_chance_which_is_always_the_same():
    mentors = some_mentors(4, id=[30, 10, 40, 20])
    goals = some_goals(40, id=range(40))

    scored = score_goals(
        snapshot(goals, mentors), np.tile(relevance([0.5, 0.5, 0.9, 0.5]), (40, 1))
    )

    seconds = []
    for goal, listed in lists(scored).items():
        chance = ties.rank(np.array([goal]), np.array([10, 20, 30])).tolist()
        by_chance = [m for _, m in sorted(zip(chance, [10, 20, 30], strict=True))]
        assert listed == [40, *by_chance]
        seconds.append(listed[1])
    assert {seconds.count(mentor) > 5 for mentor in (10, 20, 30)} == {True}


def test_only_the_best_are_kept_and_ties_at_the_edge_go_by_chance():
    mentors = some_mentors(5, id=[50, 40, 30, 20, 10])

    everybody, few = (
        score_goals(
            snapshot(a_goal(), mentors),
            relevance([0.5, 0.5, 0.5, 0.5, 0.9]),
            most=most,
        )
        for most in (5, 3)
    )

    assert lists(few)[100] == lists(everybody)[100][:3]
    assert lists(few)[100][0] == 10
    assert few.outcomes.candidates.tolist() == [5]


def test_scores_that_differ_only_beyond_the_last_digit_are_ties():
    mentors = some_mentors(2, id=[2, 1])

    there = score_goals(snapshot(a_goal(), mentors), relevance([0.50001, 0.5]))
    back = score_goals(snapshot(a_goal(), mentors), relevance([0.5, 0.50001]))

    assert lists(there) == lists(back)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_two_mentors_equal_in_all_but_level_differ_by_nothing_but_level(purpose):
    mentors = some_mentors(2, track_level=[[7] * 3, [0] * 3])

    scored = score_goals(
        snapshot(a_goal(purpose, level=3), mentors), relevance([0.6, 0.6])
    )

    level = FACTORS.index("level")
    rest = np.delete(added_up(scored), level, axis=1)
    assert (rest[0] == rest[1]).all()


def test_the_unknown_is_marked_and_counts_a_half():
    scored = score_goals(snapshot(a_goal(), some_mentors(1)), relevance([NAN]))

    assert np.isnan(scored.pairs.factors).all()
    assert scored.pairs.score.tolist() == [5000]
    assert (added_up(scored) * 2 == scored.outcomes.weights).all()
    assert scored.outcomes.unknown.tolist() == [[1] * len(FACTORS)]


def test_more_answers_never_mean_more_points_by_themselves():
    """A mentor with a middling answer everywhere equals one who told nothing."""
    goal = a_goal(
        "growth", level=2, hours_known=True, weeks=free(1, 2), minutes_needed=60
    )
    told = {
        "hours_known": [True, False],
        "weeks": np.concatenate([free(1), free()])[:, None].reshape(2, 1, 6),
        "track_level": [[2, NAN, NAN], [NAN] * 3],
    }

    scored = score_goals(snapshot(goal, some_mentors(2, **told)), relevance([0.5, NAN]))

    assert scored.pairs.factors[0, [0, 1, 3]].tolist() == [0.5, 0.5, 0.5]
    assert scored.pairs.score.tolist() == [5000, 5000]


def test_a_mentor_without_a_place_is_never_listed_however_well_suited():
    mentors = some_mentors(2, conversation_places=[0, 1])

    scored = score_goals(snapshot(a_goal(), mentors), relevance([1.0, 0.1]))

    assert lists(scored) == {100: [501]}
    assert scored.outcomes.removed[0, NUMBER["no_place"]] == 1
    assert scored.outcomes.removed_alone[0, NUMBER["no_place"]] == 1


def test_one_person_may_hold_both_roles_but_not_with_themself():
    goals, mentors = some_goals(2, person=[1, 2]), some_mentors(2, person=[2, 1])

    scored = score_goals(snapshot(goals, mentors), np.ones((2, 2), np.float32))

    assert lists(scored) == {100: [500], 101: [501]}


def test_each_goal_of_a_mentee_has_a_list_of_its_own():
    goals = some_goals(2, person=[1, 1])

    scored = score_goals(
        snapshot(goals, some_mentors(2)), relevance([0.9, 0.1], [0.1, 0.9])
    )

    assert lists(scored) == {100: [500, 501], 101: [501, 500]}


def test_weights_of_the_program_change_the_order():
    goal = a_goal("growth", level=2)
    mentors = some_mentors(2, track_level=[[3] * 3, [7] * 3])
    only_relevance = dict.fromkeys(FACTORS, 0) | {"relevance": 1}
    weights = weight_table(dict(DEFAULT_WEIGHTS) | {"growth": only_relevance})
    whole, values = snapshot(goal, mentors), relevance([0.5, 0.6])

    assert lists(score_goals(whole, values)) == {100: [500, 501]}
    assert lists(score_goals(whole, values, weights=weights)) == {100: [501, 500]}


@given(worlds())
def test_a_result_survives_being_stored(world):
    scored = score_goals(world.snapshot, world.relevance)

    assert same(Scored.from_shards([scored.to_bytes()]), scored)


def test_a_result_whose_lists_do_not_fit_is_refused():
    arrays = score_goals(
        snapshot(a_goal(), some_mentors(2)), relevance([1, 1])
    ).to_arrays()
    arrays["outcomes.listed"] = arrays["outcomes.listed"] + 1

    with pytest.raises(ValueError, match="^The lists must hold as many pairs"):
        Scored.from_arrays(arrays)


@pytest.mark.parametrize(("goals", "mentors"), [(0, 0), (0, 3), (3, 0)])
def test_a_program_without_one_side_has_empty_lists(goals, mentors):
    scored = score_goals(
        snapshot(some_goals(goals), some_mentors(mentors)),
        np.zeros((goals, mentors), np.float32),
    )

    assert len(scored.outcomes) == goals
    assert len(scored.pairs) == 0
    assert scored.outcomes.candidates.tolist() == [0] * goals


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, 2), np.float32), np.zeros((1, 2)), np.zeros((1, 3))]
)
def test_relevance_of_another_shape_or_type_is_refused(wrong):
    with pytest.raises(ValueError, match="^Relevance must be float32 of shape"):
        score_goals(snapshot(some_goals(1), some_mentors(3)), wrong)


def test_at_least_one_candidate_must_be_kept():
    with pytest.raises(ValueError, match="^At least one candidate must be kept, got 0"):
        score_goals(snapshot(a_goal(), some_mentors(1)), relevance([1]), most=0)
