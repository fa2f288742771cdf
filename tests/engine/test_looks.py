"""The first look finds whom the close look would choose, and both are always the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import world as invented
from matching.engine import best, combine, factors, ties
from matching.engine.counts import FEW
from matching.engine.factors import relevance, written
from matching.engine.factors.two_looks import STEPS, Given, Offered, TwoLooks
from matching.engine.filters import BIT, Removal, Rules
from matching.engine.first_look import FirstLook
from matching.engine.score import Scorer, score_goals, spans
from matching.engine.snapshot import FACTORS
from matching.engine.tables import unpack
from matching.engine.text.arrays import freshness, stack_goals, stack_mentors
from matching.engine.text.passages import Reading
from tests.engine.worlds import masks_of, random_world

GOALS, MENTORS = 60, 700


@pytest.fixture(scope="module")
def people():
    """An invented program with texts, larger than what is looked at closely."""
    return invented.world(GOALS, MENTORS, seed=5)


@pytest.fixture(scope="module")
def texts(people):
    return looks(people, people.goals, people.mentors)


def looks(people, goals, mentors):
    against = people.background
    offered = stack_mentors(mentors, people.vectors, against)
    return TwoLooks(
        stack_goals(goals, people.vectors, against),
        Offered(offered, against.encoder, against.space),
    )


def every_pair(goals, mentors):
    return (grid.ravel() for grid in np.mgrid[:goals, :mentors])


def test_the_close_look_is_the_definition_to_the_last_digit(people, texts):
    defined = relevance.score(texts.goals, texts.mentors, texts.encoder)

    seen = texts.close_look(*every_pair(GOALS, MENTORS))

    assert np.array_equal(seen.reshape(defined.shape), defined, equal_nan=True)
    assert len(np.unique(seen)) > GOALS * MENTORS / 10


@pytest.mark.parametrize("one_in", [1, 20, 5000])
def test_old_and_rare_passages_are_read_as_they_are_defined(
    people, texts, monkeypatch, one_in
):
    """Whether a passage is looked up or worked out, and whoever may quote it."""
    monkeypatch.setattr(written, "_ONE_IN", one_in)
    rng, space = np.random.default_rng(3), people.background.space
    count = len(texts.mentors.fresh)
    old = replace(texts.mentors, fresh=freshness(rng.integers(0, 40, count)))
    may_quote = old.quotable & (rng.random(count) < 0.6)
    looks = TwoLooks(texts.goals, Offered(old, texts.encoder, space, may_quote))

    seen = looks.close_look(*every_pair(GOALS, MENTORS))

    defined = relevance.score(texts.goals, old, texts.encoder)
    assert np.array_equal(seen.reshape(defined.shape), defined, equal_nan=True)


def test_the_close_look_does_not_depend_on_who_else_is_looked_at(texts):
    goal, mentor = every_pair(GOALS, MENTORS)
    some = np.random.default_rng(1).permutation(len(goal))[:500]

    alone = texts.close_look(goal[some], mentor[some])

    assert np.array_equal(alone, texts.close_look(goal, mentor)[some], equal_nan=True)


def test_goals_put_together_of_parts_are_the_same_goals(people, texts):
    """Some of the first ones, then those that were read again, in the order asked for."""
    order = np.random.default_rng(2).permutation(GOALS)
    first, again = np.sort(order[:40]), np.sort(order[40:])
    against = people.background
    read_again = [people.goals[row] for row in again]
    joined = texts.goals.take(first).join(
        stack_goals(read_again, people.vectors, against)
    )
    by_row = np.argsort(np.concatenate([first, again]))

    again_as_one = TwoLooks(joined.take(by_row), texts.offered)

    pairs = list(every_pair(GOALS, MENTORS))
    expected, seen = texts.close_look(*pairs), again_as_one.close_look(*pairs)
    assert np.array_equal(seen, expected, equal_nan=True)
    one, two = np.empty((2, GOALS, MENTORS), np.float32)
    texts.first_look(slice(0, GOALS), slice(0, MENTORS), one)
    again_as_one.first_look(slice(0, GOALS), slice(0, MENTORS), two)
    assert np.array_equal(one, two)


@settings(max_examples=20)
@given(st.integers(0, GOALS - 2), st.integers(0, MENTORS - 70), st.integers(1, 64))
def test_the_first_look_does_not_depend_on_the_block(texts, goal, mentor, size):
    whole, part = (
        np.empty((GOALS, MENTORS), np.float32),
        np.empty((2, size), np.float32),
    )

    texts.first_look(slice(0, GOALS), slice(0, MENTORS), whole)
    texts.first_look(slice(goal, goal + 2), slice(mentor, mentor + size), part)

    assert (whole[goal : goal + 2, mentor : mentor + size] == part).all()
    assert (whole == np.rint(whole)).all()


def test_the_first_look_keeps_the_true_best_twenty(people, texts):
    """99.5 % of them are among the 128 whom the close look sees."""
    every = Given(relevance.score(texts.goals, texts.mentors, texts.encoder))

    found = score_goals(people.snapshot, texts, most=20, looked_at=128)
    true = score_goals(people.snapshot, every, most=20, looked_at=MENTORS)

    def chosen(scored):
        goal = scored.outcomes.goal[scored.goal_rows()]
        return set(zip(goal.tolist(), scored.pairs.mentor.tolist(), strict=True))

    kept = len(chosen(found) & chosen(true)) / len(chosen(true))
    assert len(chosen(true)) > 500
    assert kept >= 0.995


@pytest.mark.parametrize("factor", FACTORS)
def test_the_estimate_is_as_near_as_it_says(factor):
    world = random_world(40, 300, seed=3)
    only = {
        purpose: dict.fromkeys(FACTORS, 0) | {factor: 1}
        for purpose in combine.DEFAULT_WEIGHTS
    }
    weights = combine.goal_weights(world.snapshot.goals, combine.weight_table(only))
    look = FirstLook(
        world.snapshot,
        Given(world.relevance),
        weights,
        Removal(world.snapshot, Rules()),
    )

    seen = look.block(slice(0, 40))

    estimate = np.full((40, 300), -np.inf)
    estimate[:, seen.reach] = seen.estimate
    values = world.relevance
    if factor != "relevance":
        values = factors.rows(factor, world.snapshot)(slice(0, 40))
    counts = weights[:, FACTORS.index(factor)] > 0
    told = ~np.isnan(values).all(axis=1) & counts  # else the same for everybody
    true = np.where(np.isnan(values), 0.5, values) * 10_000
    off = np.where(np.isfinite(estimate), np.abs(estimate - true), 0)
    assert told.any()
    assert (off[told].max(axis=1) <= look.error[told]).all()


@pytest.mark.parametrize("seed", range(3))
def test_long_lists_and_their_counts_are_those_of_every_pair(seed):
    """With more mentors than are looked at closely, and relevance in whole steps."""
    snapshot = invented.tables(80, 600, seed)
    rng = np.random.default_rng(seed)
    values = (rng.integers(0, STEPS + 1, (80, 600)) / STEPS).astype(np.float32)
    values[rng.random(values.shape) < 0.05] = np.nan
    rules = Rules(least_relevance=0.25)

    scored = score_goals(snapshot, values, rules, pairs_per_block=20_000)

    assert scored.to_bytes() == score_goals(snapshot, values, rules).to_bytes()
    starts, outcomes = scored.starts(), scored.outcomes
    masks, scores, unknown = by_every_pair(snapshot, values, rules)
    for goal in range(80):
        free = np.flatnonzero(masks[goal] == 0)
        chance = ties.rank(snapshot.goals.id[[goal]], snapshot.mentors.id[free])
        best = free[np.lexsort((chance, -scores[goal, free]))][:50]
        here = slice(starts[goal], starts[goal + 1])
        assert scored.pairs.mentor[here].tolist() == snapshot.mentors.id[best].tolist()
        assert scored.pairs.score[here].tolist() == scores[goal, best].tolist()
        assert outcomes.candidates[goal] == len(free)
        assert outcomes.unknown[goal].tolist() == unknown[:, goal, free].sum(1).tolist()
        alone = [(masks[goal] == bit).sum() for bit in BIT.values()]
        together = [(masks[goal] & bit != 0).sum() for bit in BIT.values()]
        assert outcomes.removed_alone[goal].tolist() == alone
        assert outcomes.removed[goal].tolist() == together


def test_nobody_is_missed_where_few_are_on_topic(people, texts):
    """Whoever is off topic does not take the place of others among those looked at."""
    rules = Rules(least_relevance=0.1)

    every = score_goals(people.snapshot, texts, rules, looked_at=MENTORS)
    found = score_goals(people.snapshot, texts, rules)

    first_look_alone = best_of(people, texts, rules)
    assert found.to_bytes() == every.to_bytes()
    assert first_look_alone < len(every.pairs)


def best_of(people, texts, rules):
    """How many pairs are listed if 128 are looked at, however few remain."""
    scorer = Scorer(people.snapshot, texts, rules, None, 50)
    parts = [scorer.look(span) for span in spans(people.snapshot, 1 << 20)]
    found = 0
    for part in parts:
        seen = scorer.first.block(part.span)
        error = scorer.first.error[part.span]
        goal, mentor = best.contenders(seen.estimate, 128, 50, error)
        goal, mentor = goal + part.span.start, mentor + seen.reach.start
        stays = scorer.closely(goal, mentor).stays
        found += np.minimum(np.bincount(goal[stays]), 50).sum()
    return found


def by_every_pair(snapshot, values, rules):
    """Masks, scores and unknown factors of all pairs, without any shortcut."""
    goals, mentors = values.shape
    removal = Removal(snapshot, rules)
    masks = np.stack([masks_of(removal, goal) for goal in range(goals)])
    goal, mentor = every_pair(goals, mentors)
    by_relevance = removal.by_relevance(goal, mentor, values.ravel())
    by_relevance = by_relevance.reshape(masks.shape)
    open_to = unpack(removal.open_to(np.arange(goals)), mentors)
    remaining = (masks | by_relevance == 0).sum(axis=1)
    masks |= by_relevance * (open_to | (remaining <= FEW)[:, None])
    whole = slice(0, goals)
    each = [values, *(factors.rows(name, snapshot)(whole) for name in FACTORS[1:])]
    table = combine.weight_table(combine.DEFAULT_WEIGHTS)
    weights = combine.goal_weights(snapshot.goals, table)
    added = [
        combine.contributions(value, np.broadcast_to(weight[:, None], value.shape))
        for value, weight in zip(each, weights.T, strict=True)
    ]
    scores = np.sum(added, axis=0, dtype=np.int64)
    return masks, scores, np.isnan(np.stack(each))


def test_a_goal_without_text_is_unknown_and_not_far(people):
    silent = Reading("", ())
    texts = looks(people, [silent, people.goals[1]], people.mentors[:5])

    classes, planes = texts.unknown()
    out = np.empty((2, 5), np.float32)
    texts.first_look(slice(0, 2), slice(0, 5), out)

    assert planes[classes].tolist() == [[True] * 5, [False] * 5]
    assert (out[0] == STEPS / 2).all()
    zeros, everybody = np.zeros(5, np.int64), np.arange(5)
    assert np.isnan(texts.close_look(zeros, everybody)).all()
