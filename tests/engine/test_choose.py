from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import ties
from matching.engine.choose import (
    SHOWN,
    SHOWN_FIRST,
    WITH_EVIDENCE,
    Taken,
    choose,
    choose_one,
    lists_per_place,
)
from matching.engine.score import score_goals
from matching.engine.scored import Scored
from tests.engine.worlds import (
    random_world,
    snapshot,
    some_goals,
    some_mentors,
    worlds,
)

NONE = Taken.of(mentor=[], first=[], first_five=[])


def scored_world(world):
    return score_goals(world.snapshot, world.relevance), world.snapshot


def everybody(goals, mentors, places=1, **columns):
    """A program in which all suit all, the later mentors less and less."""
    values = np.tile(np.linspace(1, 0, mentors, dtype=np.float32), (goals, 1))
    whole = snapshot(
        some_goals(goals, **columns),
        some_mentors(mentors, conversation_places=np.broadcast_to(places, mentors)),
    )
    return score_goals(whole, values), whole


def without_limits(scored, whole, **how):
    return choose(scored, whole, feature=False, limit=False, **how)


def by_id(scored, lists):
    """The lists as tuples of ids, in the order of goals."""
    found = zip(
        scored.outcomes.goal[lists.goal].tolist(),
        lists.position.tolist(),
        scored.pairs.mentor[lists.pair].tolist(),
        lists.featured.tolist(),
        lists.beyond.tolist(),
        strict=True,
    )
    return sorted(found)


def mentors_of(scored, lists, goal=0):
    return (scored.pairs.mentor[lists.pair[lists.goal == goal]] - 500).tolist()


def some_wrote(scored, share, seed):
    """The same pairs, and a share of them with evidence."""
    evident = np.random.default_rng(seed).random(len(scored.pairs)) < share
    return replace(scored, pairs=replace(scored.pairs, evident=evident))


def with_evidence(scored, lists, goal, which):
    """How many of some rows of a goal's list have evidence."""
    return int(scored.pairs.evident[lists.pair[which & (lists.goal == goal)]].sum())


# What every way of choosing keeps to


def test_twenty_are_shown_and_five_of_them_at_once():
    lists = choose(*everybody(goals=2, mentors=30))

    assert (SHOWN, SHOWN_FIRST) == (20, 5)
    assert lists.position.tolist() == [*range(20), *range(20)]
    assert lists.goal.tolist() == [0] * 20 + [1] * 20
    assert lists.first().tolist() == ([True] * 5 + [False] * 15) * 2


def test_shorter_lists_are_shown_whole():
    scored, whole = everybody(goals=1, mentors=3)

    lists = choose(scored, whole)

    assert mentors_of(scored, lists) == [0, 1, 2]


def test_nobody_has_an_empty_list():
    assert len(choose(*everybody(goals=2, mentors=0))) == 0
    assert len(choose(*everybody(goals=0, mentors=2))) == 0


@given(worlds(), st.integers(1, 6), st.booleans(), st.booleans())
def test_a_list_is_as_long_as_it_can_be_and_names_nobody_twice(
    world, shown, feature, limit
):
    scored, whole = scored_world(world)

    lists = choose(scored, whole, shown=shown, feature=feature, limit=limit)

    listed = np.bincount(lists.goal, minlength=len(scored.outcomes))
    assert listed.tolist() == np.minimum(scored.outcomes.listed, shown).tolist()
    assert len(np.unique(lists.pair)) == len(lists.pair)
    assert (scored.goal_rows()[lists.pair] == lists.goal).all()
    assert lists.position.tolist() == [n for count in listed for n in range(count)]


@given(worlds(), st.booleans())
def test_featured_first_then_score_in_the_first_five_and_after_them(world, limit):
    scored, whole = scored_world(world)

    lists = choose(scored, whole, limit=limit)

    keys = list(
        zip(
            lists.goal.tolist(),
            (lists.position >= (SHOWN_FIRST if limit else 1)).tolist(),
            (~lists.featured).tolist(),
            (-scored.pairs.score[lists.pair].astype(int)).tolist(),
            ties.rank(
                scored.outcomes.goal[lists.goal], scored.pairs.mentor[lists.pair]
            ).tolist(),
            strict=True,
        )
    )
    if not limit:  # whoever is not featured follows by score
        keys = [key for key, first in zip(keys, lists.featured, strict=True) if ~first]
    assert all(one < other for one, other in pairwise(keys))
    assert not (lists.featured & (lists.position > 0)).any()


@given(worlds(), st.integers(0, 2**32))
def test_lists_do_not_depend_on_the_order_of_people(world, seed):
    rng = np.random.default_rng(seed)
    goals, mentors = (len(world.snapshot.goals), len(world.snapshot.mentors))
    other = world.only(
        rng.permutation(goals).tolist(), rng.permutation(mentors).tolist()
    )

    one, two = scored_world(world), scored_world(other)

    assert by_id(one[0], choose(*one)) == by_id(two[0], choose(*two))


@given(worlds())
def test_the_order_of_candidates_is_not_trusted(world):
    scored, whole = scored_world(world)
    starts = scored.starts()
    backwards = np.concatenate(
        [np.arange(0), *(np.arange(a, b)[::-1] for a, b in pairwise(starts))]
    ).astype(np.int64)
    other = Scored(scored.outcomes, scored.pairs.take(backwards))

    assert by_id(scored, choose(scored, whole)) == by_id(other, choose(other, whole))


def test_another_program_is_refused():
    scored, _ = everybody(goals=2, mentors=2)

    with pytest.raises(ValueError, match="^The scores and the snapshot must hold"):
        choose(scored, everybody(goals=3, mentors=2)[1])
    with pytest.raises(ValueError, match="^A list names a mentor who is not"):
        choose(scored, everybody(goals=2, mentors=1)[1])


# Without limits: each goal's own best


@given(worlds(), st.integers(1, 6))
def test_without_limits_lists_hold_the_best(world, shown):
    scored, whole = scored_world(world)

    lists = without_limits(scored, whole, shown=shown)

    left = np.setdiff1d(np.arange(len(scored.pairs)), lists.pair)
    goals = scored.goal_rows()
    for pair in left:
        last = lists.pair[lists.goal == goals[pair]][-1]
        assert scored.pairs.score[last] >= scored.pairs.score[pair]


def test_equal_scores_do_not_always_favour_the_same_mentors():
    whole = snapshot(some_goals(200), some_mentors(40))
    alike = score_goals(whole, np.full((200, 40), 0.5, np.float32))

    lists = without_limits(alike, whole)

    shown = alike.pairs.mentor[lists.pair[lists.first()]] - 500
    times = np.bincount(shown, minlength=40)
    assert times.min() > 5 and times.max() < 50  # 25 each, were it even


# Featured


def test_everybody_has_another_mentor_first_while_places_last():
    scored, whole = everybody(goals=3, mentors=4)

    lists = choose(scored, whole)

    first = [mentors_of(scored, lists, goal)[0] for goal in range(3)]
    assert sorted(first) == [0, 1, 2]
    assert lists.featured.sum() == 3


def test_places_of_the_other_kind_do_not_count():
    scored, whole = everybody(goals=2, mentors=2, places=[2, 1], format=[0, 1])

    lists = choose(scored, whole)

    assert [mentors_of(scored, lists, goal)[0] for goal in range(2)] == [0, 0]


def test_without_a_place_left_a_list_begins_with_the_best():
    scored, whole = everybody(goals=2, mentors=1)

    lists = choose(scored, whole)

    assert sorted(lists.featured.tolist()) == [False, True]
    assert mentors_of(scored, lists, 0) == mentors_of(scored, lists, 1) == [0]


@given(worlds())
def test_nobody_is_featured_more_often_than_there_are_places(world):
    scored, whole = scored_world(world)

    lists = choose(scored, whole)

    featured = lists.pair[lists.featured]
    for kind, places in enumerate(whole.mentors.places()):
        asks = featured[whole.goals.format[scored.goal_rows()[featured]] == kind]
        for row, mentor in enumerate(whole.mentors.id):
            assert (scored.pairs.mentor[asks] == mentor).sum() <= places[row]


# The first five


def test_everybody_is_seen_where_there_is_a_place_for_each():
    scored, whole = everybody(goals=4, mentors=20)

    lists = choose(scored, whole)

    times = np.bincount(scored.pairs.mentor[lists.pair[lists.first()]] - 500)
    assert times.tolist() == [1] * 20
    assert not lists.beyond.any()


def test_a_popular_mentor_stands_in_as_many_first_fives_as_places_allow():
    scored, whole = everybody(goals=8, mentors=39, places=[4, 4] + [1] * 37)
    scored = some_wrote(scored, 1, seed=0)

    lists = choose(scored, whole)

    times = np.bincount(scored.pairs.mentor[lists.pair[lists.first()]] - 500)
    assert lists_per_place(scored, whole).tolist() == [1, 0]
    assert times.tolist() == [4, 4] + [1] * 32
    assert not lists.beyond.any()


@given(worlds(), st.booleans())
def test_nobody_stands_above_their_share_unmarked(world, feature):
    scored, whole = scored_world(world)

    lists = choose(scored, whole, feature=feature)

    shown = lists.pair[lists.first() & ~lists.beyond & ~lists.featured]
    for kind, places in enumerate(whole.mentors.places()):
        share = np.ceil(places * lists_per_place(scored, whole)[kind] - 1e-9)
        here = shown[whole.goals.format[scored.goal_rows()[shown]] == kind]
        for row, mentor in enumerate(whole.mentors.id):
            assert (scored.pairs.mentor[here] == mentor).sum() <= share[row]


def test_who_was_limited_comes_right_after_the_first_five():
    scored, whole = everybody(goals=2, mentors=10)

    lists = choose(scored, whole)

    for goal in range(2):
        shown = mentors_of(scored, lists, goal)
        assert shown[5:] == sorted(shown[5:])
        assert sorted(shown) == list(range(10))


def test_nobody_sees_fewer_than_five_who_has_five_candidates():
    """One goal may ask two mentors only; the other could take them from it, or not."""
    pairs = [(1, m, "block") for m in range(3, 8)]
    values = np.tile(np.linspace(1, 0.5, 8, dtype=np.float32), (3, 1))
    whole = snapshot(some_goals(3), some_mentors(8), *pairs)
    scored = score_goals(whole, values)

    lists = choose(scored, whole)

    first = np.bincount(lists.goal[lists.first()])
    assert first.tolist() == [5, 3, 5]
    assert not lists.beyond[lists.goal == 1].any()  # without a choice: served first


def test_going_beyond_a_share_is_marked():
    """Five mentors with one place each cannot fill two lists within their shares."""
    scored, whole = everybody(goals=2, mentors=9, places=[1, 1, 1, 1, 1, 7, 0, 0, 0])

    lists = choose(scored, whole)

    times = np.bincount(scored.pairs.mentor[lists.pair[lists.first()]] - 500)
    assert (np.bincount(lists.goal[lists.first()]) == 5).all()
    assert lists.beyond.sum() == np.maximum(times - [1, 1, 1, 1, 1, 7], 0).sum() == 3
    assert lists.first()[lists.beyond].all()


@given(worlds())
def test_lists_per_place_are_enough_for_all_first_fives_and_little_more(world):
    scored, whole = scored_world(world)

    per_place = lists_per_place(scored, whole)

    goal = scored.goal_rows()
    for kind, places in enumerate(whole.mentors.places()):
        mine = whole.goals.format == kind
        asked = np.unique(scored.pairs.mentor[mine[goal]])
        room = places[np.isin(whole.mentors.id, asked)].sum()
        to_fill = np.minimum(scored.outcomes.listed[mine], 5).sum()
        enough = to_fill * 9 / 8
        assert enough - 1e-9 <= per_place[kind] * room <= enough * 9 / 8 + 1e-9


@pytest.mark.parametrize(
    ("mentors", "per_place"),
    [(5, 1.125), (19, 0.3125), (20, 0.28125), (22, 0.28125), (23, 0.25), (4, 1.125)],
)
def test_lists_per_place_move_in_steps(mentors, per_place):
    assert lists_per_place(*everybody(goals=1, mentors=mentors))[0] == per_place


# One goal again


def test_a_goal_alone_is_chosen_as_in_a_program_of_its_own():
    for seed in range(20):
        scored, whole = scored_world(random_world(1, 12, seed))
        per_place = lists_per_place(scored, whole)

        one = choose_one(scored, whole, NONE, per_place)

        assert by_id(scored, one) == by_id(scored, choose(scored, whole))


def test_a_goal_takes_what_the_others_leave():
    scored, whole = everybody(goals=1, mentors=9, places=2)
    taken = Taken.of(mentor=[500, 501, 502], first=[2, 1, 0], first_five=[4, 3, 4])

    lists = choose_one(scored, whole, taken, np.array([2.0, 0]))

    assert mentors_of(scored, lists) == [1, 3, 4, 5, 6, 0, 2, 7, 8]
    assert lists.featured.tolist() == [True] + [False] * 8
    assert not lists.beyond.any()


def test_a_goal_shows_five_even_if_all_shares_are_used_up():
    scored, whole = everybody(goals=1, mentors=6)
    taken = Taken.of(
        mentor=[500 + n for n in range(6)], first=[1] * 6, first_five=[9] * 6
    )

    lists = choose_one(scored, whole, taken, np.array([2.0, 0]))

    assert mentors_of(scored, lists) == [0, 1, 2, 3, 4, 5]
    assert lists.beyond.tolist() == [True] * 5 + [False]
    assert not lists.featured.any()


@pytest.mark.parametrize(
    ("mentors", "shown"), [(8, [0, 4, 5, 6, 7]), (7, [0, 1, 4, 5, 6])]
)
def test_a_goal_takes_whoever_has_most_of_a_share_left(mentors, shown):
    scored, whole = everybody(goals=1, mentors=mentors, places=2)
    taken = Taken.of(
        mentor=[500, 501, 502, 503], first=[0] * 4, first_five=[1, 2, 4, 4]
    )

    lists = choose_one(scored, whole, taken, np.array([2.0, 0]))

    assert mentors_of(scored, lists)[:5] == shown
    assert not lists.beyond.any()


def test_without_shares_a_goal_shows_its_best():
    scored, whole = everybody(goals=1, mentors=6)
    taken = Taken.of(mentor=[500], first=[1], first_five=[99])

    lists = choose_one(scored, whole, taken, None)

    assert mentors_of(scored, lists) == [1, 0, 2, 3, 4, 5]


def test_choosing_for_one_goal_needs_one_goal():
    with pytest.raises(ValueError, match="^One goal was expected, not 2"):
        choose_one(*everybody(goals=2, mentors=2), NONE, None)


# Who has written something, and who has not


@given(st.integers(1, 12), st.integers(1, 12), st.floats(0, 1), st.integers(0, 99))
def test_four_of_five_have_evidence_where_so_many_candidates_have(
    goals, mentors, share, seed
):
    world = random_world(goals, mentors, seed)
    scored = some_wrote(score_goals(world.snapshot, world.relevance), share, seed)

    lists = choose(scored, world.snapshot)

    rows = scored.goal_rows()
    for goal in np.unique(lists.goal).tolist():
        have = int(scored.pairs.evident[rows == goal].sum())
        first = with_evidence(scored, lists, goal, lists.first())
        assert first >= min(WITH_EVIDENCE, have)
        if have >= SHOWN_FIRST:
            featured = lists.featured & (lists.goal == goal)
            assert with_evidence(scored, lists, goal, featured) == featured.sum()


def test_the_fifth_place_is_for_whoever_has_a_share_left():
    """Ten mentors wrote, who fill four places of thirty goals far beyond their share."""
    scored, whole = everybody(goals=30, mentors=30)
    wrote = scored.pairs.mentor - 500 < 10
    scored = replace(scored, pairs=replace(scored.pairs, evident=wrote))

    lists = choose(scored, whole)

    first = lists.first()
    silent = scored.pairs.mentor[lists.pair[first & ~lists.beyond]] >= 510
    assert silent.sum() == 30
    assert {with_evidence(scored, lists, goal, first) for goal in range(30)} == {4}


def test_the_fifth_place_is_first_for_whoever_has_half_a_share_left():
    """Six lists for each of twenty silent mentors, and thirty fifth places for them."""
    scored, whole = everybody(goals=30, mentors=30)
    wrote = scored.pairs.mentor - 500 < 10
    scored = replace(scored, pairs=replace(scored.pairs, evident=wrote))

    lists = choose(scored, whole)

    times = np.bincount(scored.pairs.mentor[lists.pair[lists.first()]] - 500)
    assert lists_per_place(scored, whole).tolist() == [6, 0]
    assert times[10:].tolist() == [3] * 10


@given(st.integers(1, 14), st.integers(1, 14), st.floats(0, 1), st.integers(0, 99))
def test_who_is_seldom_seen_is_passed_over_for_somebody_better_only(
    goals, mentors, share, seed
):
    """Or for those with evidence, whose four places come before."""
    world = random_world(goals, mentors, seed)
    whole = world.snapshot
    scored = some_wrote(score_goals(whole, world.relevance), share, seed)

    lists = choose(scored, whole)

    pairs, goal, kind = scored.pairs, scored.goal_rows(), whole.goals.format
    first = lists.first()
    silent = lists.pair[first & ~lists.featured & ~pairs.evident[lists.pair]]
    left = np.setdiff1d(np.arange(len(pairs)), lists.pair[first])
    per_place = lists_per_place(scored, whole)
    for pair in left.tolist():
        mine = kind[goal[pair]]
        here = lists.pair[first][kind[lists.goal[first]] == mine]
        times = (pairs.mentor[here] == pairs.mentor[pair]).sum()
        row = np.flatnonzero(whole.mentors.id == pairs.mentor[pair])[0]
        if times < per_place[mine] * whole.mentors.places()[mine][row] / 2:
            others = silent[goal[silent] == goal[pair]]
            assert (pairs.score[others] >= pairs.score[pair]).all()


@given(st.integers(1, 12), st.floats(0, 1), st.integers(0, 99))
def test_a_list_that_is_made_alone_goes_by_the_same(mentors, share, seed):
    world = random_world(1, mentors, seed)
    scored = some_wrote(score_goals(world.snapshot, world.relevance), share, seed)
    per_place = lists_per_place(scored, world.snapshot)

    lists = choose_one(scored, world.snapshot, NONE, per_place)

    have = int(scored.pairs.evident.sum())
    first = with_evidence(scored, lists, 0, lists.first())
    assert first >= min(WITH_EVIDENCE, have)
