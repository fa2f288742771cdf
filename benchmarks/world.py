"""A made-up program as the engine's arrays: hours, styles, levels and texts at random,
the same for the same seed."""

import numpy as np

from matching.encoders import Encoder, encode_missing
from matching.engine.snapshot import (
    AXES,
    PURPOSES,
    WORDS_PER_WEEK,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
)
from matching.engine.tables import UInt64s
from matching.engine.text.arrays import (
    Background,
    GoalTexts,
    MentorTexts,
    stack_goals,
    stack_mentors,
)
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    read_goal,
    read_mentor,
)
from matching.engine.text.vocabulary import Vocabulary

WEEKS = 4


def tables(goals: int, mentors: int, seed: int = 1) -> Snapshot:
    """Goals and mentors who know most things of each other, and one in five not."""
    draw = np.random.default_rng(seed)
    return Snapshot(
        Goals.of(
            id=np.arange(goals),
            person=np.arange(goals),
            enrolment=np.arange(goals),
            purpose=draw.integers(len(PURPOSES), size=goals),
            minutes_needed=draw.choice([30.0, 60.0, 90.0], goals),
            hours_known=draw.random(goals) < 0.8,
            weeks=_weeks(draw, goals),
            styles=_styles(draw, goals),
            level=draw.integers(8, size=goals),
            languages=draw.choice([1, 2, 3], goals),
        ),
        Mentors.of(
            id=np.arange(mentors),
            person=goals + np.arange(mentors),
            enrolment=np.arange(mentors),
            conversation_places=draw.integers(4, size=mentors),
            hours_known=draw.random(mentors) < 0.8,
            weeks=_weeks(draw, mentors),
            styles=_styles(draw, mentors),
            track_level=draw.integers(8, size=(mentors, 3)),
            languages=draw.choice([1, 3], mentors),
        ),
        Exclusions.of(goal=[], mentor=[], reason=[]),
    )


def _weeks(draw: np.random.Generator, people: int) -> UInt64s:
    """A few evenings a week, the same in every week."""
    slots = np.zeros((people, WORDS_PER_WEEK * 64), bool)
    for day in range(5):
        free = draw.random(people) < 0.5
        slots[free, day * 48 + 34 : day * 48 + 40] = True
    octets = np.packbits(slots, axis=1, bitorder="little")
    words = np.ascontiguousarray(octets).view("<u8").astype(np.uint64)
    return np.repeat(words[:, None], WEEKS, axis=1)


def _styles(draw: np.random.Generator, people: int) -> np.ndarray:
    styles = draw.integers(-2, 3, (people, len(AXES))).astype(np.float32)
    styles[draw.random(people) < 0.2] = np.nan
    return styles


def texts(
    goals: int, mentors: int, vocabulary: Vocabulary, encoder: Encoder, seed: int = 1
) -> tuple[GoalTexts, MentorTexts]:
    """What people might write, put together from the vocabulary's everyday phrases."""
    draw = np.random.default_rng(seed)
    concepts = vocabulary.concepts
    asked = [
        read_goal(
            GoalText(
                sentence=str(draw.choice(one.phrases)),
                growth=[two.label],
                skills=[one.label],
            ),
            vocabulary,
        )
        for one, two in _pairs(draw, concepts, goals)
    ]
    offered = [
        read_mentor(
            MentorText(
                title=f"Knows {one.label.lower()}",
                skills=[one.label, two.label],
                topics=[f"{one.phrases[0]}, {two.phrases[-1]}"],
                stories=[f"{draw.choice(two.phrases)}. {draw.choice(one.phrases)}."],
            ),
            vocabulary,
        )
        for one, two in _pairs(draw, concepts, mentors)
    ]
    everything = {text for reading in asked + offered for text in reading.texts}
    vectors = encode_missing(encoder, sorted(everything))
    against = Background.build(vocabulary, encoder)
    return (
        stack_goals(asked, vectors, against),
        stack_mentors(offered, vectors, against),
    )


def _pairs(draw: np.random.Generator, concepts: tuple, count: int) -> list[tuple]:
    chosen = draw.integers(len(concepts), size=(count, 2))
    return [(concepts[a], concepts[b]) for a, b in chosen.tolist()]
