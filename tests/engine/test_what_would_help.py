"""What people change changes what it should, and "alone" counts who would come back."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.combine import UNITS
from matching.engine.filters import NUMBER, RULES, Rules
from matching.engine.score import score_goals
from matching.engine.snapshot import (
    ATTRIBUTES,
    FACTORS,
    IMPORTANT,
    NOT_IMPORTANT,
    REASONS,
)
from tests.engine.worlds import NAN, added_up, random_world, worlds

STRICT = Rules(reporting_line=True, least_relevance=0.4)
EVERYBODY = 1000
seeds = st.integers(0, 2**32)


def with_goals(world, **columns):
    return replace(world, goals=replace(world.goals, **columns))


def with_mentors(world, **columns):
    return replace(world, mentors=replace(world.mentors, **columns))


def without_reason(world, *reasons):
    told = world.exclusions
    numbers = [REASONS.index(reason) for reason in reasons]
    rows = np.flatnonzero(~np.isin(told.reason, numbers))
    return replace(world, exclusions=told.take(rows))


def as_different_people(world):
    return with_goals(world, person=world.goals.person + 10_000)


def all_accepting(world):
    yes = np.ones(len(world.mentors), bool)
    return with_mentors(world, accepting=yes, paused=~yes)


def all_with_places(world):
    one = np.ones(len(world.mentors), np.int32)
    return with_mentors(world, conversation_places=one, ongoing_places=one)


def without_languages(world):
    return with_mentors(world, languages=np.zeros_like(world.mentors.languages))


def without_boundaries(world):
    mentors = world.mentors
    anything = np.full(len(mentors), NAN, np.float32)
    free = with_mentors(
        world,
        purposes_not_taken=np.zeros_like(mentors.purposes_not_taken),
        formats_not_taken=np.zeros_like(mentors.formats_not_taken),
        takes_level_low=anything,
        takes_level_high=anything,
    )
    return without_reason(free, "topic_not_taken")


def without_deal_breaker(world, factor):
    flags = world.goals.deal_breaker.copy()
    flags[:, FACTORS.index(factor)] = False
    return with_goals(world, deal_breaker=flags)


def without_wishes(world, attribute):
    number = ATTRIBUTES.index(attribute)
    others = world.conditions.attribute[world.wishes.condition] != number
    return replace(world, wishes=world.wishes.take(np.flatnonzero(others)))


CURES = {
    "self": as_different_people,
    "not_accepting": all_accepting,
    "no_place": all_with_places,
    "no_language": without_languages,
    "boundary": without_boundaries,
    **{
        reason: lambda world, reason=reason: without_reason(world, reason)
        for reason in REASONS
        if reason != "topic_not_taken"
    },
    **{
        f"deal_breaker_{factor}": lambda world, factor=factor: without_deal_breaker(
            world, factor
        )
        for factor in FACTORS
    },
    **{
        f"wish_{attribute}": lambda world, attribute=attribute: without_wishes(
            world, attribute
        )
        for attribute in ATTRIBUTES
    },
    "off_topic": lambda world: world,
}


def listed(scored):
    goal = scored.outcomes.goal[scored.goal_rows()]
    return set(zip(goal.tolist(), scored.pairs.mentor.tolist(), strict=True))


def scores(scored):
    goal = scored.outcomes.goal[scored.goal_rows()]
    pairs = zip(goal.tolist(), scored.pairs.mentor.tolist(), strict=True)
    return dict(zip(pairs, scored.pairs.score.tolist(), strict=True))


def test_every_rule_has_something_that_helps():
    assert CURES.keys() == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
@settings(max_examples=12)
@given(seed=seeds)
def test_dropping_a_rule_brings_back_exactly_whom_it_removed_alone(rule, seed):
    world = random_world(6, 9, seed)
    cured = CURES[rule](world.snapshot)
    rules = Rules(least_relevance=0) if rule == "off_topic" else STRICT

    before = score_goals(world.snapshot, world.relevance, STRICT, most=EVERYBODY)
    after = score_goals(cured, world.relevance, rules, most=EVERYBODY)

    came_back = after.outcomes.candidates - before.outcomes.candidates
    alone = before.outcomes.removed_alone[:, NUMBER[rule]]
    assert came_back.tolist() == alone.tolist()
    assert listed(before) <= listed(after)
    assert after.outcomes.removed[:, NUMBER[rule]].sum() == 0


@given(worlds())
def test_every_mentor_is_a_candidate_or_removed_by_some_rule(world):
    scored = score_goals(world.snapshot, world.relevance, STRICT)

    outcomes = scored.outcomes
    left_out = outcomes.compared - outcomes.candidates
    assert (outcomes.removed_alone.sum(axis=1) <= left_out).all()
    assert (left_out <= outcomes.removed.sum(axis=1)).all()
    assert (outcomes.removed.max(axis=1, initial=0) <= left_out).all()
    assert (outcomes.unknown <= outcomes.candidates[:, None]).all()
    assert (outcomes.listed <= outcomes.candidates).all()


@given(seeds, st.integers(0, 8))
def test_a_mentor_who_pauses_leaves_all_lists_and_changes_no_other_pair(seed, mentor):
    world = random_world(6, 9, seed)
    paused = world.snapshot.mentors.paused.copy()
    paused[mentor] = True
    resting = with_mentors(world.snapshot, paused=paused)

    before = scores(score_goals(world.snapshot, world.relevance, most=EVERYBODY))
    after = scores(score_goals(resting, world.relevance, most=EVERYBODY))

    gone = int(world.snapshot.mentors.id[mentor])
    assert after == {pair: s for pair, s in before.items() if pair[1] != gone}


@given(seeds)
def test_more_places_change_who_is_listed_and_no_score(seed):
    world = random_world(6, 9, seed)

    before = scores(score_goals(world.snapshot, world.relevance, most=EVERYBODY))
    after = scores(
        score_goals(all_with_places(world.snapshot), world.relevance, most=EVERYBODY)
    )

    assert before.items() <= after.items()


@given(seeds, st.integers(0, 1), st.integers(0, 335))
def test_another_free_half_hour_never_lowers_a_score(seed, week, slot):
    world = random_world(4, 6, seed)
    weeks = world.snapshot.mentors.weeks.copy()
    weeks[:, week, slot // 64] |= np.uint64(1 << slot % 64)
    freer = with_mentors(world.snapshot, weeks=weeks)

    before = scores(score_goals(world.snapshot, world.relevance, most=EVERYBODY))
    after = scores(score_goals(freer, world.relevance, most=EVERYBODY))

    assert all(after[pair] >= score for pair, score in before.items())


@given(seeds, st.floats(0, 1, width=32))
def test_more_relevance_never_lowers_a_score(seed, more):
    world = random_world(4, 6, seed)
    raised = np.minimum(world.relevance + np.float32(more), 1)

    before = scores(score_goals(world.snapshot, world.relevance, most=EVERYBODY))
    after = scores(score_goals(world.snapshot, raised, most=EVERYBODY))

    assert all(after[pair] >= score for pair, score in before.items())


@pytest.mark.parametrize("factor", [name for name in FACTORS if name != "relevance"])
@given(seed=seeds)
def test_what_does_not_matter_to_the_mentee_adds_nothing(factor, seed):
    world = random_world(4, 6, seed)
    column = FACTORS.index(factor)
    importance = world.snapshot.goals.importance.copy()
    importance[:, column] = NOT_IMPORTANT
    careless = with_goals(world.snapshot, importance=importance)

    scored = score_goals(careless, world.relevance)

    assert not scored.outcomes.weights[:, column].any()
    assert not added_up(scored)[:, column].any()


@pytest.mark.parametrize("factor", FACTORS)
@given(seed=seeds)
def test_what_matters_more_weighs_no_less(factor, seed):
    world = random_world(5, 1, seed)
    column = FACTORS.index(factor)
    importance = world.snapshot.goals.importance.copy()
    importance[:, column] = IMPORTANT
    eager = with_goals(world.snapshot, importance=importance)

    before = score_goals(world.snapshot, world.relevance).outcomes.weights
    after = score_goals(eager, world.relevance).outcomes.weights

    others = np.delete(np.arange(len(FACTORS)), column)
    assert (after[:, column] >= before[:, column]).all()
    assert (after[:, others] <= before[:, others] + 1).all()  # one unit of rounding
    assert (after.sum(axis=1) == UNITS).all()


@given(seeds)
def test_a_deal_breaker_is_a_filter_and_never_a_weight(seed):
    world = random_world(5, 8, seed)
    nothing = np.zeros_like(world.snapshot.goals.deal_breaker)
    easy = with_goals(world.snapshot, deal_breaker=nothing)

    strict = score_goals(world.snapshot, world.relevance, most=EVERYBODY)
    relaxed = score_goals(easy, world.relevance, most=EVERYBODY)

    assert scores(strict).items() <= scores(relaxed).items()
    assert strict.outcomes.weights.tolist() == relaxed.outcomes.weights.tolist()


@given(seeds)
def test_who_somebody_is_changes_no_score(seed):
    """Ids of people and enrolments, and names of organisations, are only compared."""
    world = random_world(5, 8, seed)
    people = world.snapshot
    renamed = replace(
        people,
        goals=replace(
            people.goals,
            person=people.goals.person + 500,
            enrolment=people.goals.enrolment * 3,
            organisation=_renamed(people.goals.organisation),
        ),
        mentors=replace(
            people.mentors,
            person=people.mentors.person + 500,
            enrolment=people.mentors.enrolment * 3,
            organisation=_renamed(people.mentors.organisation),
        ),
    )

    assert scores(score_goals(renamed, world.relevance)) == scores(
        score_goals(people, world.relevance)
    )


def _renamed(organisation):
    return np.where(organisation < 0, -1, 70 - organisation)


@given(seeds, st.integers(0, 7))
def test_one_more_thing_in_common_never_lowers_a_score(seed, bit):
    """For goals and mentors who told something already; the first answer of somebody
    may show that there is nothing in common."""
    world = random_world(5, 8, seed)
    people = world.snapshot
    tag = np.array([1 << bit, 0], np.uint64)
    told = people.mentors.tags.any(axis=1, keepdims=True)
    goals = people.goals.tags.any(axis=1, keepdims=True)
    closer = replace(
        people,
        goals=replace(people.goals, tags=people.goals.tags | tag * goals),
        mentors=replace(people.mentors, tags=people.mentors.tags | tag * told),
    )
    easy = _without_deal_breakers(people)
    closer = _without_deal_breakers(closer)

    before = scores(score_goals(easy, world.relevance, most=EVERYBODY))
    after = scores(score_goals(closer, world.relevance, most=EVERYBODY))

    assert before.keys() == after.keys()
    assert all(after[pair] >= score for pair, score in before.items())


@given(seeds)
def test_one_more_word_kept_never_lowers_a_score(seed):
    world = random_world(5, 8, seed)
    people = _without_deal_breakers(world.snapshot)
    mentors = people.mentors
    known = (mentors.asked > 0).astype(np.int32)
    kept = with_mentors(
        people, asked=mentors.asked + known, answered=mentors.answered + known
    )

    before = scores(score_goals(people, world.relevance, most=EVERYBODY))
    after = scores(score_goals(kept, world.relevance, most=EVERYBODY))

    assert all(after[pair] >= score for pair, score in before.items())


def _without_deal_breakers(world):
    return with_goals(world, deal_breaker=np.zeros_like(world.goals.deal_breaker))
