from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import measure
from matching.engine.choose import choose
from matching.engine.filters import NUMBER, RULES
from matching.engine.score import score_goals
from matching.engine.snapshot import FACTORS
from tests.engine.worlds import (
    NAN,
    snapshot,
    some_goals,
    some_mentors,
    worlds,
)

counts = st.lists(st.integers(0, 50), max_size=30).map(np.array)


def run(goals, mentors, *pairs, relevance=None):
    """Score, and give each goal its own best; relevance falls from mentor to mentor
    unless given."""
    shape = (len(goals), len(mentors))
    if relevance is None:
        relevance = np.tile(np.linspace(1, 0, shape[1]), (shape[0], 1))
    whole = snapshot(goals, mentors, *pairs)
    scored = score_goals(whole, np.array(relevance, np.float32).reshape(shape))
    return scored, own_best(scored, whole)


def own_best(scored, whole):
    return choose(scored, whole, feature=False, limit=False)


def nobody():
    return run(some_goals(0), some_mentors(0))


# Coverage, and why nobody


def test_coverage_counts_goals_by_candidates():
    pairs = [(1, m, "block") for m in (0, 1)] + [(2, m, "block") for m in range(4)]

    scored, _ = run(some_goals(4), some_mentors(4), *pairs)

    assert measure.coverage(scored) == measure.Coverage(
        goals=4, nobody=1, one_or_two=1, three_or_more=2
    )


def test_coverage_of_nobody_is_nothing():
    assert measure.coverage(nobody()[0]) == measure.Coverage(0, 0, 0, 0)


def test_coverage_with_one_mentor_is_at_most_one():
    scored, _ = run(some_goals(3), some_mentors(1))

    assert measure.coverage(scored) == measure.Coverage(3, 0, 3, 0)


@given(worlds())
def test_coverage_adds_up(world):
    found = measure.coverage(score_goals(world.snapshot, world.relevance))

    assert found.nobody + found.one_or_two + found.three_or_more == found.goals


def test_rules_that_left_a_goal_with_nobody_are_counted_alone_and_with_others():
    mentors = some_mentors(2, conversation_places=[0, 0], paused=[False, True])

    scored, _ = run(some_goals(2), mentors, (1, 0, "block"))

    assert measure.why_nobody(scored) == [
        measure.WhyNobody("not_accepting", together=2, alone=0),
        measure.WhyNobody("no_place", together=2, alone=1),
        measure.WhyNobody("block", together=1, alone=0),
    ]


def test_rules_do_not_count_where_somebody_is_left():
    scored, _ = run(some_goals(1), some_mentors(2, paused=[True, False]))

    assert measure.why_nobody(scored) == []


def test_without_mentors_nobody_is_left_and_no_rule_is_the_reason():
    scored, _ = run(some_goals(2), some_mentors(0))

    assert measure.coverage(scored).nobody == 2
    assert measure.why_nobody(scored) == []


@given(worlds())
def test_figures_of_why_lead_to_the_goals_behind_them(world):
    scored = score_goals(world.snapshot, world.relevance)
    nobody_left = measure.goals_left_with_nobody(scored)

    for why in measure.why_nobody(scored):
        number = NUMBER[why.rule]
        together = measure.goals_left_with_nobody(scored, number)
        alone = measure.goals_left_with_nobody(scored, number, alone=True)
        assert (together.sum(), alone.sum()) == (why.together, why.alone)
        assert not (alone & ~together).any()
        assert not (together & ~nobody_left).any()
    assert measure.coverage(scored).nobody == nobody_left.sum()


def test_rules_are_named_in_their_fixed_order():
    scored, _ = run(
        some_goals(1), some_mentors(1, paused=[True], conversation_places=[0])
    )

    names = [why.rule for why in measure.why_nobody(scored)]
    assert names == sorted(names, key=[rule.name for rule in RULES].index)


# Quality


def test_quality_describes_scores_as_shares():
    scored, lists = run(some_goals(3), some_mentors(3))

    found = measure.quality(scored, measure.firsts(lists))

    best = scored.pairs.score[measure.firsts(lists)].tolist()
    assert best == [7400] * 3  # skill: 48 of relevance, half of the other 52
    assert found.pairs == 3
    assert found.histogram == [0] * 14 + [3] + [0] * 5
    assert (found.fifth_percentile, found.median) == (0.74, 0.74)


def test_the_best_score_falls_into_the_last_bin():
    scored, lists = run(
        some_goals(1, importance=[[1] + [0] * 9]), some_mentors(1), relevance=[[1]]
    )

    assert measure.quality(scored, lists.pair).histogram == [0] * 19 + [1]


def test_quality_of_nothing_is_not_a_number():
    found = measure.quality(nobody()[0], np.zeros(0, np.int64))

    assert (found.pairs, sum(found.histogram)) == (0, 0)
    assert (found.fifth_percentile, found.median) == (None, None)


@given(worlds())
def test_percentiles_are_scores_that_somebody_has(world):
    scored = score_goals(world.snapshot, world.relevance)
    lists = own_best(scored, world.snapshot)

    found = measure.quality(scored, lists.pair)

    scores = sorted(scored.pairs.score[lists.pair].tolist())
    assert sum(found.histogram) == found.pairs == len(scores)
    if scores:
        assert found.median == scores[(len(scores) - 1) // 2] / 10_000
        assert found.fifth_percentile == scores[(len(scores) - 1) * 5 // 100] / 10_000


def test_the_weakest_first_suggestions_come_with_who_is_next():
    relevance = [[0.9, 0.8, 0.7, 0.6, 0.5], [0.3, 0.2, 0.1, 0, 0], [0.6, 0, 0, 0, 0]]
    scored, lists = run(some_goals(3), some_mentors(5), relevance=relevance)

    worst = measure.worst_pairs(scored, lists, most=2, alternatives=2)

    assert worst == [
        measure.WorstPair(pair=5, alternatives=[6, 7]),
        measure.WorstPair(pair=10, alternatives=[11, 12]),
    ]


def test_a_goal_with_one_candidate_has_no_alternative():
    scored, lists = run(some_goals(2), some_mentors(1))

    worst = measure.worst_pairs(scored, lists)

    assert worst == [measure.WorstPair(0, []), measure.WorstPair(1, [])]


def test_nobody_is_worst_where_nobody_is():
    assert measure.worst_pairs(*nobody()) == []


# Exposure


def test_exposure_counts_first_lists_of_mentors_who_can_be_asked():
    mentors = some_mentors(
        8,
        conversation_places=[2, 1, 1, 1, 1, 1, 0, 1],
        ongoing_places=[2, 0, 0, 0, 0, 0, 0, 0],
        paused=[False] * 7 + [True],
    )
    scored, lists = run(some_goals(4), mentors, (0, 0, "not_for_me"))

    found = measure.exposure(scored, lists, mentors)

    assert found.mentors.tolist() == [0, 1, 2, 3, 4, 5]
    assert found.times.tolist() == [3, 4, 4, 4, 4, 1]
    assert found.per_place.tolist() == [0.75, 4, 4, 4, 4, 1]
    assert found.never_shown == 0
    assert found.top_tenth_share == 4 / 20


def test_whoever_is_not_in_a_first_list_was_never_shown():
    scored, lists = run(some_goals(1), some_mentors(7))

    assert measure.exposure(scored, lists, some_mentors(7)).never_shown == 2


def test_exposure_of_nobody_is_even():
    found = measure.exposure(*nobody(), some_mentors(0))

    assert (found.gini, found.gini_per_place, found.never_shown) == (0, 0, 0)
    assert found.top_tenth_share is None


def test_exposure_of_one_mentor_is_even():
    found = measure.exposure(*run(some_goals(3), some_mentors(1)), some_mentors(1))

    assert (found.times.tolist(), found.gini) == ([3], 0)
    assert found.top_tenth_share == 1


def test_mentors_are_found_by_id_in_any_order():
    mentors = some_mentors(3, id=[30, 10, 20])

    rows = measure.mentor_rows(mentors, np.array([10, 30, 10]))

    assert rows.tolist() == [1, 0, 1]


@pytest.mark.parametrize(("count", "stranger"), [(3, 7), (3, 7000), (0, 1)])
def test_a_stranger_among_mentors_is_refused(count, stranger):
    with pytest.raises(ValueError, match="^A list names a mentor who is not"):
        measure.mentor_rows(some_mentors(count), np.array([stranger]))


# Inequality


@pytest.mark.parametrize(
    ("values", "gini"),
    [
        ([], 0),
        ([5], 0),
        ([0, 0, 0], 0),
        ([4, 4, 4], 0),
        ([0, 1], 0.5),
        ([0, 0, 0, 8], 0.75),
        ([1, 2, 3], 2 / 9),
    ],
)
def test_gini_of_small_groups(values, gini):
    assert measure.gini(np.array(values)) == pytest.approx(gini, abs=1e-12)


@given(counts)
def test_gini_is_half_the_relative_mean_difference(values):
    n, total = len(values), int(values.sum())
    apart = sum(abs(int(a) - int(b)) for a in values for b in values)
    expected = Fraction(apart, 2 * n * total) if total else 0

    assert measure.gini(values) == pytest.approx(float(expected), abs=1e-9)
    assert 0 <= measure.gini(values) <= max(0, 1 - 1 / max(1, n)) + 1e-9


@given(counts)
def test_gini_is_twice_the_area_between_the_curve_and_the_straight_line(values):
    x, y = measure.lorenz(values).T
    area = float(((y[1:] + y[:-1]) * np.diff(x)).sum()) / 2

    assert measure.gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)


@given(counts)
def test_the_lorenz_curve_rises_ever_faster_from_corner_to_corner(values):
    curve = measure.lorenz(values)

    assert curve.shape == (max(1, len(values)) + 1, 2)
    assert curve[0].tolist() == [0, 0]
    assert curve[-1] == pytest.approx([1, 1])
    assert (np.diff(curve[:, 1], 2) >= -1e-9).all()


def test_the_lorenz_curve_of_nobody_is_the_straight_line():
    assert measure.lorenz(np.zeros(0)).tolist() == [[0, 0], [1, 1]]
    assert measure.lorenz(np.zeros(2)).tolist() == [[0, 0], [0.5, 0.5], [1, 1]]


def test_the_top_tenth_is_at_least_one_person_and_rounded_up():
    assert measure.top_share(np.array([1, 3])) == 0.75
    assert measure.top_share(np.arange(1, 11)) == 10 / 55
    assert measure.top_share(np.arange(1, 12)) == (11 + 10) / 66
    assert measure.top_share(np.array([7])) == 1


def test_the_top_tenth_of_nothing_has_no_share():
    assert measure.top_share(np.zeros(0)) is None
    assert measure.top_share(np.zeros(5)) is None


@given(counts, st.integers(1, 100))
def test_the_top_has_at_least_its_even_share(values, percent):
    share = measure.top_share(values, percent)

    if share is not None:
        assert percent / 100 - 1e-9 <= share <= 1


# First asks


def test_asks_fit_as_long_as_there_are_places_of_the_kind():
    goals = some_goals(5, format=[0, 0, 0, 1, 1])
    mentors = some_mentors(2, conversation_places=[2, 1], ongoing_places=[1, 1])

    scored, lists = run(goals, mentors)

    assert measure.first_asks(scored, lists, goals, mentors) == measure.FirstAsks(
        asks=5, fit=3, share=3 / 5
    )


def test_goals_without_a_list_do_not_ask():
    goals, mentors = some_goals(2), some_mentors(1)

    scored, lists = run(goals, mentors, (0, 0, "block"))

    asks = measure.first_asks(scored, lists, goals, mentors)
    assert asks == measure.FirstAsks(asks=1, fit=1, share=1)


def test_where_nobody_asks_there_is_no_share():
    found = measure.first_asks(*nobody(), some_goals(0), some_mentors(0))

    assert found == measure.FirstAsks(asks=0, fit=0, share=None)


@given(worlds())
def test_as_many_asks_fit_as_if_they_came_one_by_one(world):
    goals, mentors = world.snapshot.goals, world.snapshot.mentors
    scored = score_goals(world.snapshot, world.relevance)
    lists = own_best(scored, world.snapshot)
    left = {
        (kind, int(mentor)): int(mentors.places()[kind, row])
        for row, mentor in enumerate(mentors.id)
        for kind in (0, 1)
    }
    fit = 0
    for pair in measure.firsts(lists):
        kind = int(goals.format[scored.goal_rows()[pair]])
        mentor = int(scored.pairs.mentor[pair])
        fit += left[kind, mentor] > 0
        left[kind, mentor] -= 1

    assert measure.first_asks(scored, lists, goals, mentors).fit == fit


# What is not known


def test_unknown_shares_are_of_candidates():
    scored, _ = run(
        some_goals(1),
        some_mentors(3, paused=[False, False, True]),
        relevance=[[NAN, 0.5, NAN]],
    )

    nothing_else = dict.fromkeys(FACTORS, 1)
    assert measure.unknown_shares(scored) == nothing_else | {"relevance": 0.5}


def test_unknown_shares_of_nobody_are_not_numbers():
    assert measure.unknown_shares(nobody()[0]) == dict.fromkeys(FACTORS)
