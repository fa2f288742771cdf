"""Goals, mentors and whole small programs for tests of the engine."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from matching.engine import combine
from matching.engine.filters import BIT
from matching.engine.snapshot import (
    ATTRIBUTES,
    AXES,
    BRINGS,
    FACTORS,
    HOPES,
    PURPOSES,
    REASONS,
    WORDS_PER_WEEK,
    Concepts,
    Conditions,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
    Wishes,
)

WEEKS = 2
CONCEPTS = 6
NAN = float("nan")


def a_goal(purpose="skill", **columns):
    """One goal; columns are given as single values."""
    return some_goals(1, purpose=[PURPOSES.index(purpose)], **_wrapped(columns))


def a_mentor(**columns):
    """One mentor with a place of each kind; columns are given as single values."""
    return some_mentors(1, **_wrapped(columns))


def _wrapped(columns):
    return {name: [value] for name, value in columns.items()}


def some_goals(count, **columns):
    usual = {
        "id": 100 + np.arange(count),
        "person": 1000 + np.arange(count),
        "enrolment": 2000 + np.arange(count),
        "purpose": [PURPOSES.index("skill")] * count,
    }
    return Goals.of(**usual | columns)


def some_mentors(count, **columns):
    usual = {
        "id": 500 + np.arange(count),
        "person": 5000 + np.arange(count),
        "enrolment": 6000 + np.arange(count),
        "conversation_places": [1] * count,
        "ongoing_places": [1] * count,
    }
    return Mentors.of(**usual | columns)


def excluded(*pairs):
    """Exclusions from (goal row, mentor row, reason) triples."""
    goal, mentor, reason = zip(*pairs, strict=True) if pairs else ([], [], [])
    numbers = [REASONS.index(name) for name in reason]
    return Exclusions.of(goal=goal, mentor=mentor, reason=numbers)


def snapshot(goals, mentors, *pairs, **tables):
    return Snapshot(goals, mentors, excluded(*pairs), **tables)


def wishing(*wishes):
    """Conditions and wishes from (goal row, attribute, met by mentor, hide) tuples."""
    goal, attribute, met, hide = zip(*wishes, strict=True)
    return {
        "conditions": Conditions.of(
            attribute=[ATTRIBUTES.index(name) for name in attribute], met=met
        ),
        "wishes": Wishes.of(goal=goal, condition=range(len(wishes)), hide_unknown=hide),
    }


def free(*slots, weeks=1):
    """The same free half-hours in each of some weeks: (weeks, 6) uint64."""
    words = [0] * WORDS_PER_WEEK
    for slot in slots:
        words[slot // 64] |= 1 << slot % 64
    return np.array([words] * weeks, np.uint64)


def table(**factors):
    """Factor columns for one pair, unknown where not given: (1, factors) float32."""
    return np.array([[factors.get(name, NAN) for name in FACTORS]], np.float32)


@dataclass(frozen=True)
class World:
    """A small program and the relevance of its pairs."""

    snapshot: Snapshot
    relevance: np.ndarray

    def only(self, goals, mentors):
        """The same program with some of its goals and mentors, in that order."""
        told = self.snapshot.exclusions
        pairs = [
            (list(goals).index(goal), list(mentors).index(mentor), REASONS[reason])
            for goal, mentor, reason in zip(
                told.goal, told.mentor, told.reason, strict=True
            )
            if goal in goals and mentor in mentors
        ]
        wishes, conditions = self.snapshot.wishes, self.snapshot.conditions
        kept = np.isin(wishes.goal, goals)
        here = [list(goals).index(goal) for goal in wishes.goal[kept]]
        goals, mentors = np.array(goals, int), np.array(mentors, int)
        return World(
            snapshot(
                self.snapshot.goals.take(goals),
                self.snapshot.mentors.take(mentors),
                *pairs,
                concepts=self.snapshot.concepts,
                conditions=replace(conditions, met=conditions.met[:, mentors]),
                wishes=replace(wishes.take(kept), goal=np.array(here, np.int64)),
            ),
            self.relevance[np.ix_(goals, mentors)],
        )


@st.composite
def worlds(draw, max_goals=7, max_mentors=9):
    """Programs of a few people with coarse answers, so that ties are common."""
    goals = draw(st.integers(0, max_goals))
    mentors = draw(st.integers(0, max_mentors))
    return random_world(goals, mentors, draw(st.integers(0, 2**32)))


def random_world(goals, mentors, seed):
    rng = np.random.default_rng(seed)
    relevance = rng.choice([NAN, 0, 0.3, 0.5, 0.7, 1], (goals, mentors))
    pairs = [
        (rng.integers(goals), rng.integers(mentors), rng.choice(REASONS))
        for _ in range(goals * mentors // 8)
    ]
    whole = snapshot(
        _random_goals(rng, goals),
        _random_mentors(rng, mentors),
        *pairs,
        concepts=Concepts.of(likeness=rng.choice([0, 0.25, 0.6, 1], (CONCEPTS,) * 2)),
        **_random_wishes(rng, goals, mentors),
    )
    return World(whole, relevance.astype(np.float32))


def _random_wishes(rng, goals, mentors):
    count = len(ATTRIBUTES)
    wishes = goals // 3
    return {
        "conditions": Conditions.of(
            attribute=rng.permutation(count),
            met=rng.choice([-1, 0, 1, 1], (count, mentors)),
        ),
        "wishes": Wishes.of(
            goal=rng.integers(0, max(1, goals), wishes),
            condition=rng.integers(0, count, wishes),
            hide_unknown=rng.random(wishes) < 0.5,
        ),
    }


def _random_goals(rng, count):
    low = rng.choice([NAN, NAN, -1, 1], count)
    return some_goals(
        count,
        id=rng.permutation(count) + 100,
        person=rng.integers(0, 12, count),
        purpose=rng.integers(0, len(PURPOSES), count),
        format=rng.integers(0, 2, count),
        minutes_needed=rng.choice([30, 45, 60, 90], count),
        level=rng.choice([NAN, 0, 2, 2.5, 5], count),
        years=rng.choice([NAN, 0, 3, 10], count),
        field=rng.integers(-1, 3, count),
        window_low=low,
        window_high=np.where(rng.random(count) < 0.5, low + 1, NAN),
        languages=rng.integers(0, 4, count),
        importance=rng.integers(0, 3, (count, len(FACTORS))),
        deal_breaker=rng.random((count, len(FACTORS))) < 0.1,
        hide_unknown=rng.random((count, len(FACTORS))) < 0.5,
        meetings_per_month=rng.choice([1, 2, 4], count),
        months=rng.choice([NAN, 3, 6], count),
        about_workplace=rng.random(count) < 0.2,
        brings=_some(rng, (count, BRINGS), CONCEPTS),
        **_random_person(rng, count),
    )


def _random_mentors(rng, count):
    return some_mentors(
        count,
        id=rng.permutation(count) + 500,
        person=rng.integers(0, 40, count),
        accepting=rng.random(count) < 0.9,
        paused=rng.random(count) < 0.1,
        conversation_places=rng.integers(0, 3, count),
        ongoing_places=rng.integers(0, 3, count),
        track_level=rng.choice([NAN, 0, 1, 3.5, 7], (count, 3)),
        track_years=rng.choice([NAN, 0, 4, 20], (count, 3)),
        track_field=rng.integers(-1, 3, (count, 3)),
        languages=rng.integers(0, 4, count),
        purposes_not_taken=rng.choice([0, 0, 0, 1, 6], count),
        formats_not_taken=rng.choice([0, 0, 0, 1, 2], count),
        takes_level_low=rng.choice([NAN, NAN, 1], count),
        takes_level_high=rng.choice([NAN, NAN, 3], count),
        hopes=_some(rng, (count, HOPES), CONCEPTS),
        hears_declared=rng.choice([NAN, 0, 1], count),
        hears_rated=rng.choice([NAN, NAN, 0.3, 0.85], count),
        hours_per_month=rng.choice([NAN, 0, 1, 2, 8], count),
        months=rng.choice([NAN, 2, 6, 12], count),
        **_random_record(rng, count),
        **{name: rng.choice([NAN, 0, 0.35, 1], count) for name in FACTORS[-3:]},
        **_random_person(rng, count),
    )


def _some(rng, shape, top):
    """Concepts named by chance, for some people none, and some of them twice."""
    named = rng.integers(-1, top, shape)
    named[rng.random(shape[0]) < 0.3] = -1
    return named


def _random_record(rng, count):
    asked, meetings = rng.choice([0, 0, 1, 3, 5, 40], (2, count))
    return {
        "asked": asked,
        "answered": rng.integers(0, asked + 1),
        "meetings": meetings,
        "kept": rng.integers(0, meetings + 1),
    }


def _random_person(rng, count):
    slots = rng.choice(np.arange(0, 336, 7), (count, 6)).tolist()
    weeks = [free(*row, weeks=WEEKS) for row in slots]
    weeks = np.array(weeks, np.uint64).reshape(count, WEEKS, WORDS_PER_WEEK)
    away = rng.integers(0, WEEKS, count)  # the week in which they have less time
    weeks[np.arange(count), away, 0] &= rng.integers(0, 2**63, count, dtype=np.uint64)
    return {
        "hours_known": rng.random(count) < 0.8,
        "weeks": weeks,
        "tags": rng.choice(np.array([0, 1, 6, 15, 255], np.uint64), (count, 2)),
        "organisation": rng.integers(-1, 3, count),
        "styles": rng.choice([NAN, -2, -1, 0, 1, 2, 0.3], (count, len(AXES))),
    }


def added_up(scored):
    """What each factor adds to each pair of the lists, as pages work it out."""
    weights = scored.outcomes.weights[scored.goal_rows()]
    return combine.contributions(scored.pairs.factors, weights)


def masks_of(removal, goal):
    """Every mentor's mask for one goal, relevance aside: (mentors,) uint32."""
    masks = removal.by_kind[removal.kind[goal]].astype(np.uint32)
    masks |= removal.by_language[removal.language[goal]]
    here = removal.pairs.of_goals(goal, goal + 1)
    masks[removal.pairs.mentor[here]] |= removal.pairs.bit[here]
    told = removal.insisted(slice(goal, goal + 1))
    bits = list(BIT.values())
    for rule, fails in zip(told.rule, told.fails, strict=True):
        masks |= fails * bits[rule]
    return masks
