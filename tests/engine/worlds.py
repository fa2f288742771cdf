"""Goals, mentors and whole small programs for tests of the engine."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from matching.engine.snapshot import (
    AXES,
    FACTORS,
    PURPOSES,
    REASONS,
    WORDS_PER_WEEK,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
)

WEEKS = 2
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


def snapshot(goals, mentors, *pairs):
    return Snapshot(goals, mentors, excluded(*pairs))


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
        goals, mentors = np.array(goals, int), np.array(mentors, int)
        return World(
            snapshot(
                self.snapshot.goals.take(goals),
                self.snapshot.mentors.take(mentors),
                *pairs,
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
    return World(
        snapshot(_random_goals(rng, goals), _random_mentors(rng, mentors), *pairs),
        relevance.astype(np.float32),
    )


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
        **_random_person(rng, count),
    )


def _random_person(rng, count):
    slots = rng.choice(np.arange(0, 336, 7), (count, 6)).tolist()
    weeks = [free(*row, weeks=WEEKS) for row in slots]
    weeks = np.array(weeks, np.uint64).reshape(count, WEEKS, WORDS_PER_WEEK)
    weeks[:, 1, 0] &= rng.integers(0, 2**63, count, dtype=np.uint64)
    return {
        "hours_known": rng.random(count) < 0.8,
        "weeks": weeks,
        "styles": rng.choice([NAN, -2, -1, 0, 1, 2, 0.3], (count, len(AXES))),
    }
