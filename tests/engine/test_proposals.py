from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.engine.combine import UNITS
from matching.engine.pinned import with_pairs
from matching.engine.proposals import Aim, Summary, optimum, possible, stable
from matching.engine.score import score_goals
from tests.engine.worlds import snapshot, some_goals, some_mentors, worlds

EVERYBODY = 1000
aims = st.sampled_from(Aim)


def scored_world(world):
    scored = score_goals(world.snapshot, world.relevance, most=EVERYBODY)
    return scored, world.snapshot


def program(relevance, places=1):
    """Goals and mentors numbered from 100 and 500, with this relevance."""
    relevance = np.array(relevance, np.float32)
    mentors = some_mentors(
        relevance.shape[1],
        conversation_places=np.broadcast_to(places, relevance.shape[1]),
    )
    whole = snapshot(some_goals(len(relevance)), mentors)
    return score_goals(whole, relevance), whole


def pairs(proposal):
    rows = proposal.proposed
    return list(zip(rows.goal.tolist(), rows.mentor.tolist(), strict=True))


def dense(scored, whole):
    """Scores with one column per place of either kind; −1 where nobody can be asked."""
    places = whole.mentors.places()
    mentor = {int(id_): row for row, id_ in enumerate(whole.mentors.id)}
    table = np.full((len(whole.goals), 2, len(whole.mentors)), -1)
    for goal, id_, score in zip(
        scored.goal_rows(), scored.pairs.mentor, scored.pairs.score, strict=True
    ):
        table[goal, whole.goals.format[goal], mentor[int(id_)]] = score
    wide = [np.repeat(table[:, kind], places[kind], axis=1) for kind in range(2)]
    return np.concatenate(wide, axis=1)


def most_and_best(table):
    """How many can be served at once, and the best sum of so many: by scipy."""
    big = UNITS * (len(table) + 1)
    found = np.where(table >= 0, table + big, 0)
    rows, columns = linear_sum_assignment(found, maximize=True)
    real = table[rows, columns] >= 0
    return int(real.sum()), int(table[rows, columns][real].sum())


def total(proposal):
    return int(proposal.proposed.score.sum(dtype=int))


# What every proposal keeps to


@given(worlds(), aims)
def test_a_proposal_names_candidates_once_and_fills_no_place_twice(world, aim):
    scored, whole = scored_world(world)

    for proposal in (optimum(scored, whole, aim), stable(scored, whole)):
        rows = proposal.proposed
        goal = scored.outcomes.goal[scored.goal_rows()[rows.pair]]
        assert rows.goal.tolist() == goal.tolist() == sorted(set(goal.tolist()))
        assert rows.mentor.tolist() == scored.pairs.mentor[rows.pair].tolist()
        assert rows.score.tolist() == scored.pairs.score[rows.pair].tolist()
        assert sorted([*rows.goal, *proposal.unmatched]) == sorted(whole.goals.id)
        kind = whole.goals.format[scored.goal_rows()[rows.pair]]
        for form, row in product(range(2), range(len(whole.mentors))):
            asked = (rows.mentor == whole.mentors.id[row]) & (kind == form)
            assert asked.sum() <= whole.mentors.places()[form, row]


@given(worlds(), aims, st.integers(0, 2**32))
def test_proposals_do_not_depend_on_the_order_of_people(world, aim, seed):
    rng = np.random.default_rng(seed)
    goals, mentors = len(world.snapshot.goals), len(world.snapshot.mentors)
    other = world.only(
        rng.permutation(goals).tolist(), rng.permutation(mentors).tolist()
    )

    one, two = scored_world(world), scored_world(other)

    assert pairs(optimum(*one, aim)) == pairs(optimum(*two, aim))
    assert pairs(stable(*one)) == pairs(stable(*two))


@pytest.mark.parametrize("shape", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_a_program_of_nobody_or_of_one_has_a_proposal(shape):
    world = program(np.ones(shape))
    both = min(shape)

    for proposal in [*(optimum(*world, aim) for aim in Aim), stable(*world)]:
        assert len(proposal.proposed) == both
        assert len(proposal.unmatched) == shape[0] - both


# The optimum


@given(worlds())
def test_the_sum_of_scores_is_the_highest_there_is(world):
    scored, whole = scored_world(world)
    table = np.maximum(dense(scored, whole), 0)
    best = table[linear_sum_assignment(table, maximize=True)].sum()

    assert total(optimum(scored, whole)) == best


@given(worlds())
def test_everyone_who_can_gets_somebody_and_then_the_sum_counts(world):
    scored, whole = scored_world(world)

    proposal = optimum(scored, whole, Aim.EVERYONE)

    found = (len(proposal.proposed), total(proposal))
    assert found == most_and_best(dense(scored, whole))


@given(worlds())
def test_spreading_serves_as_many_as_evenly_as_possible(world):
    """Checked against every way to serve as many: by columns that cost more and more."""
    scored, whole = scored_world(world)
    table = dense(scored, whole)
    nth = np.concatenate(
        [np.arange(n) for row in whole.mentors.places() for n in row] or [[]]
    )
    step = UNITS * (len(table) + 1)
    big = 100 * step
    worth = np.where(table >= 0, table + big - 2 * step * nth, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    best = worth[rows, columns].sum()

    proposal = optimum(scored, whole, Aim.SPREAD)

    kind = whole.goals.format[scored.goal_rows()[proposal.proposed.pair]]
    times = np.unique(
        np.stack([proposal.proposed.mentor, kind]), axis=1, return_counts=True
    )[1]
    count = len(proposal.proposed)
    uneven = (times * (times - 1)).sum()
    assert total(proposal) + count * big - step * uneven == best


@given(worlds())
def test_the_weakest_pair_is_as_strong_as_can_be_and_then_the_sum(world):
    scored, whole = scored_world(world)
    table = dense(scored, whole)
    most = most_and_best(table)[0]
    bars = sorted({*table[table >= 0].tolist(), 0})
    bar = max(
        b for b in bars if most_and_best(np.where(table >= b, table, -1))[0] == most
    )

    proposal = optimum(scored, whole, Aim.WORST)

    assert len(proposal.proposed) == most
    assert not most or proposal.proposed.score.min() >= bar
    best = most_and_best(np.where(table >= bar, table, -1))[1]
    assert total(proposal) == best


def test_the_aims_differ():
    """One mentor suits everybody; another suits one goal, and hardly."""
    world = program([[1.0, 0.9, 0.1], [1.0, 0.2, 0.1]], places=[2, 1, 1])

    assert pairs(optimum(*world)) == [(100, 500), (101, 500)]
    assert pairs(optimum(*world, Aim.SPREAD)) == [(100, 501), (101, 500)]


# Stable


@given(worlds())
def test_no_two_would_both_rather_have_each_other(world):
    scored, whole = scored_world(world)
    proposal = stable(scored, whole)
    got = dict(
        zip(
            proposal.proposed.goal.tolist(),
            proposal.proposed.score.tolist(),
            strict=True,
        )
    )
    kind = {
        int(g): int(f) for g, f in zip(whole.goals.id, whole.goals.format, strict=True)
    }
    kept = {}
    for goal, mentor in pairs(proposal):
        kept.setdefault((mentor, kind[goal]), []).append(got[goal])

    for row, score in enumerate(scored.pairs.score.tolist()):
        goal = int(scored.outcomes.goal[scored.goal_rows()[row]])
        mentor = int(scored.pairs.mentor[row])
        at = np.flatnonzero(whole.mentors.id == mentor)[0]
        theirs = kept.get((mentor, kind[goal]), [])
        room = len(theirs) < whole.mentors.places()[kind[goal], at]
        wants = score > got.get(goal, -1)
        assert not (wants and (room or score > min(theirs)))


@given(worlds())
def test_stable_never_has_a_higher_sum_than_the_optimum(world):
    scored, whole = scored_world(world)

    assert total(stable(scored, whole)) <= total(optimum(scored, whole))


def test_stable_and_optimum_differ_where_mentors_are_scarce():
    world = program([[1.0, 0.9], [0.9, 0.1]])

    assert pairs(stable(*world)) == [(100, 500), (101, 501)]
    assert pairs(optimum(*world)) == [(100, 501), (101, 500)]


# Pins and never-pairs


@given(worlds(), aims, st.data())
def test_pins_stay_and_kept_out_pairs_stay_out(world, aim, data):
    scored, whole = scored_world(world)
    goal = scored.outcomes.goal[scored.goal_rows()].tolist()
    everyone = list(zip(goal, scored.pairs.mentor.tolist(), strict=True))
    chosen = data.draw(st.lists(st.sampled_from(everyone), max_size=3)) if goal else []
    never = [pair for pair in chosen[1:] if pair not in chosen[:1]]

    for way in (stable, lambda *a, **k: optimum(*a, aim, **k)):
        proposal = way(scored, whole, pins=chosen[:1], never=never)

        assert set(chosen[:1]) <= set(pairs(proposal))
        assert not set(never) & set(pairs(proposal))
        pinned = proposal.proposed.pinned
        assert pinned.sum() == len(chosen[:1])


@pytest.mark.parametrize("way", [optimum, stable])
def test_a_pin_takes_its_place_from_the_others(way):
    world = program([[1.0, 0.1], [1.0, 0.9]])

    proposal = way(*world, pins=[(101, 500)])

    assert pairs(proposal) == [(100, 501), (101, 500)]
    assert proposal.proposed.pinned.tolist() == [False, True]


def test_a_pin_counts_as_load():
    world = program([[1.0, 0.1], [1.0, 0.1]], places=2)

    proposal = optimum(*world, Aim.SPREAD, pins=[(100, 500)])

    assert pairs(proposal) == [(100, 500), (101, 501)]


@pytest.mark.parametrize(
    ("pins", "never", "sentence"),
    [
        ([(100, 501)], [(100, 501)], "Pinned and kept out at the same time"),
        ([(100, 999)], [], "A pin can only be a candidate of its goal"),
        ([(100, 500), (100, 501)], [], "A goal can have only one pin"),
        ([(100, 500), (101, 500)], [], "A mentor has more pins than free places"),
    ],
)
def test_pins_that_cannot_be_kept_are_refused(pins, never, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        optimum(*program(np.ones((2, 2))), pins=pins, never=never)


# The summary


def test_a_summary_says_what_an_admin_compares():
    world = program([[1.0, 0.5], [0.5, 0.4], [0.2, 0.1]], places=[2, 0])
    scores = sorted(world[0].pairs.score.tolist(), reverse=True)[:2]

    found = optimum(*world, pins=[(100, 500)]).summary()

    assert found == Summary(
        goals=3,
        proposed=2,
        pinned=1,
        total=sum(scores) / UNITS,
        mean=pytest.approx(sum(scores) / 2 / UNITS),
        weakest=scores[1] / UNITS,
        mentors=1,
        most=2,
    )


def test_the_summary_of_nothing_has_no_mean():
    found = optimum(*program(np.ones((2, 0)))).summary()

    assert found == Summary(2, 0, 0, 0.0, None, None, 0, 0)


def test_every_aim_has_a_sentence_and_a_value():
    assert [aim.value for aim in Aim] == ["score", "everyone", "spread", "worst"]
    assert all(aim.sentence[0].isupper() for aim in Aim)


@given(worlds(), st.randoms(use_true_random=False))
def test_whatever_is_possible_can_be_pinned_together(world, chance):
    scored, whole = scored_world(world)
    goals, mentors = whole.goals.id.tolist(), whole.mentors.id.tolist()
    wished = [(goal, mentor) for goal in goals for mentor in mentors]
    chance.shuffle(wished)

    pins = possible(scored, whole, wished)

    assert set(pins) <= set(wished)
    made = optimum(scored, whole, pins=pins)
    assert set(pairs(made)) >= set(pins)
    assert int(made.proposed.pinned.sum()) == len(pins)


def test_the_first_of_two_pins_counts_and_the_first_that_fit():
    scored, whole = program([[0.9, 0.8], [0.9, 0.8], [0.9, 0.8]])

    wished = [(100, 500), (100, 501), (101, 500), (102, 501), (102, 999)]

    assert possible(scored, whole, wished) == [(100, 500), (102, 501)]


@given(worlds(), aims, st.data())
def test_a_pair_that_no_list_holds_can_be_pinned_all_the_same(world, aim, data):
    whole = scored_world(world)[0]
    short = score_goals(world.snapshot, world.relevance, most=1)
    every = ids(whole)
    wished = data.draw(st.lists(st.sampled_from(every), max_size=3) if every else NONE)

    longer = with_pairs(short, whole, set(wished))

    assert possible(longer, world.snapshot, wished) == possible(
        whole, world.snapshot, wished
    )
    assert set(zip(ids(longer), longer.pairs.score.tolist(), strict=True)) == {
        (pair, score)
        for pair, score in zip(every, whole.pairs.score.tolist(), strict=True)
        if pair in wished or pair in ids(short)
    }
    pins = possible(longer, world.snapshot, wished)
    assert set(pins) <= set(pairs(optimum(longer, world.snapshot, aim, pins=pins)))


NONE = st.just([])


def ids(scored):
    goal = scored.outcomes.goal[scored.goal_rows()].tolist()
    return list(zip(goal, scored.pairs.mentor.tolist(), strict=True))
