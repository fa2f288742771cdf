"""A made-up program of any size: what people want, offer and say, from a fixed seed.

Texts are put together from the vocabulary's wordings, so that only a few thousand have
to be encoded; the vector of a whole text is the middle of its passages' vectors.

So sentences repeat. In a world where everybody's are their ``own``, each mentor tells
three or four sentences that nobody else tells, and each goal has one: a wording with a
word behind it that only this person uses. Encoding so many would take minutes, so their
vectors are those of the wordings, moved by half their length in a direction drawn at
random, and back on the encoder's grid. Two sentences made of one wording then have a
cosine of 0.8. What such a world tells of is time and room, not meaning.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from accounts.vocabulary.data import SKILLS_FILE
from matching import encoders
from matching.encoders import encode_missing, text_key, to_grid
from matching.engine.arranged import order_of_goals, order_of_mentors
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
from matching.engine.tables import Column, UInt64s
from matching.engine.text.arrays import Background
from matching.engine.text.concepts import wordings
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    Passage,
    Reading,
    read_goal,
    read_mentor,
)
from matching.engine.text.vocabulary import Concept, Vocabulary

KEPT = Path("build/bench")
WEEKS = 4
MOVED = 0.5  # of its length, where a sentence is somebody's own
SENTENCES = (3, 4)  # of a mentor, at least and at most, where they are their own
VECTORS_AT_ONCE = 4096
NAN = float("nan")

Vectors = dict[str, Column]


@dataclass(frozen=True)
class World:
    """A program as a run reads it: tables, texts, and a vector for each text."""

    snapshot: Snapshot
    goals: list[Reading]
    mentors: list[Reading]
    vectors: Vectors
    background: Background


def world(goals: int, mentors: int, seed: int = 1, *, own: bool = False) -> World:
    """Most things are known of most people, and one in five says nothing of it. Rows
    are in the order in which a run reads them. ``own``: nobody says what others say."""
    against = background()
    draw = np.random.default_rng(seed)
    words = OwnWords(against, seed) if own else Wordings(against)
    asked = [words.goal(draw) for _ in range(goals)]
    offered = [words.mentor(draw) for _ in range(mentors)]
    made = tables(goals, mentors, seed)
    rows = order_of_goals(made.goals), order_of_mentors(made.mentors)
    return World(
        made.ordered(*rows),
        [asked[row] for row in rows[0]],
        [offered[row] for row in rows[1]],
        words.vectors_of(asked + offered),
        against,
    )


@cache
def background() -> Background:
    """The vocabulary and the product's encoder; vectors are kept between benches."""
    vocabulary, encoder = Vocabulary.load(SKILLS_FILE), encoders.get("sentence")
    vectors = encode_all(encoder, wordings(vocabulary))
    return Background.build(vocabulary, encoder, vectors)


class Wordings:
    """Passages by concept, read and encoded once, to put people's texts together."""

    def __init__(self, against: Background) -> None:
        self.encoder, self.vocabulary = against.encoder, against.vocabulary
        self.concepts = against.vocabulary.concepts
        self.read = {
            kind: [self._passages(kind, concept) for concept in self.concepts]
            for kind in ("sentence", "growth", "skill", "topic", "story")
        }
        texts = {p.text for lists in self.read.values() for ps in lists for p in ps}
        self.vectors = encode_all(self.encoder, sorted(texts))
        self.by_text = {t: self.vectors[text_key(self.encoder, t)] for t in texts}

    def goal(self, draw: np.random.Generator) -> Reading:
        """One sentence, one growth area, one or two wanted skills."""
        main, near, far = self._interests(draw, 3)
        wanted = [main] if draw.random() < 0.5 else [main, far]
        said = self._sentence(draw, main)
        said += self._some(draw, "growth", [near], 1)
        return _joined(said + self._some(draw, "skill", wanted, 1))

    def mentor(self, draw: np.random.Generator) -> Reading:
        """Three to six skills, two topics, two to four sentences of a story."""
        own = self._interests(draw, 6)
        said = self._some(draw, "skill", own[: draw.integers(3, 7)], 1)
        said += self._some(draw, "topic", own[:2], 1)
        return _joined(said + self._stories(draw, own))

    def _sentence(self, draw: np.random.Generator, concept: int) -> list[Passage]:
        return self._some(draw, "sentence", [concept], 1)

    def _stories(self, draw: np.random.Generator, own: list[int]) -> list[Passage]:
        return self._some(draw, "story", own[: draw.integers(1, 3)], 2)

    def vectors_of(self, readings: Sequence[Reading]) -> Vectors:
        """The vectors of all passages, and one of the middle for each whole text.

        What all texts have in common is taken out of the middles, or averaging would
        make everybody alike.
        """
        middles = np.array([self._middle(reading) for reading in readings])
        middles -= middles.mean(axis=0)
        keys = [text_key(self.encoder, reading.document) for reading in readings]
        return self.vectors | dict(zip(keys, to_grid(middles), strict=True))

    def _middle(self, reading: Reading) -> Column:
        said = [self.by_text[passage.text] for passage in reading.passages]
        return np.mean(said, axis=0, dtype=np.float32)

    def _interests(self, draw: np.random.Generator, count: int) -> list[int]:
        """Concepts that lie together in the vocabulary, and a last one anywhere."""
        start = int(draw.integers(len(self.concepts) - 12))
        near = start + draw.permutation(12)[: count - 1]
        return [*near.tolist(), int(draw.integers(len(self.concepts)))]

    def _some(
        self, draw: np.random.Generator, kind: str, concepts: Sequence[int], each: int
    ) -> list[Passage]:
        found: dict[str, Passage] = {}
        for concept in concepts:
            choices = self.read[kind][concept]
            for number in draw.integers(len(choices), size=each):
                found[choices[number].text] = choices[number]
        return list(found.values())

    def _passages(self, kind: str, concept: Concept) -> list[Passage]:
        names = [concept.label, *concept.aliases]
        sayings = list(concept.phrases) or names
        readings = {
            "sentence": lambda: [self._goal(sentence=text) for text in sayings],
            "growth": lambda: [self._goal(growth=[name]) for name in names],
            "skill": lambda: [self._mentor(skills=[name]) for name in names],
            "topic": lambda: [self._mentor(topics=[name]) for name in names],
            "story": lambda: [self._mentor(stories=[text]) for text in sayings],
        }[kind]()
        return [passage for reading in readings for passage in reading.passages]

    def _goal(self, **said: Any) -> Reading:
        return read_goal(GoalText(**said), self.vocabulary)

    def _mentor(self, **said: Any) -> Reading:
        return read_mentor(MentorText(**said), self.vocabulary)


class OwnWords(Wordings):
    """The same, where nobody's sentence is anybody else's."""

    def __init__(self, against: Background, seed: int) -> None:
        super().__init__(against)
        self.seed, self.people = seed, 0
        self.wording: dict[str, str] = {}

    def _sentence(self, draw: np.random.Generator, concept: int) -> list[Passage]:
        return self._own(super()._sentence(draw, concept))

    def _stories(self, draw: np.random.Generator, own: list[int]) -> list[Passage]:
        choices = {p.text: p for one in own for p in self.read["story"][one]}
        count = draw.integers(SENTENCES[0], SENTENCES[1] + 1)
        texts = draw.permutation(list(choices)[: 2 * count])[:count]
        return self._own([choices[text] for text in texts])

    def _own(self, passages: list[Passage]) -> list[Passage]:
        """What one person says, with a word that only they use."""
        self.people += 1
        said = [replace(p, text=f"{p.text} word{self.people}") for p in passages]
        self.wording |= {a.text: b.text for a, b in zip(said, passages, strict=True)}
        return said

    def vectors_of(self, readings: Sequence[Reading]) -> Vectors:
        draw = np.random.default_rng(self.seed + 2000)
        texts = list(self.wording)
        for start in range(0, len(texts), VECTORS_AT_ONCE):
            some = texts[start : start + VECTORS_AT_ONCE]
            rows = np.array([self.by_text[self.wording[text]] for text in some])
            away = draw.standard_normal(rows.shape, np.float32)
            away *= MOVED / np.sqrt(rows.shape[1])
            self.by_text |= zip(some, to_grid(rows + away), strict=True)
        own = {text_key(self.encoder, text): self.by_text[text] for text in texts}
        return super().vectors_of(readings) | own


def encode_all(encoder: encoders.Encoder, texts: Sequence[str]) -> Vectors:
    """Encode some texts, or read what an earlier bench kept of exactly these."""
    every = hashlib.sha256("\0".join([encoder.version, *texts]).encode()).hexdigest()
    file = KEPT / f"vectors-{every[:16]}.npz"
    if not file.exists():
        made = encode_missing(encoder, texts)
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, keys=list(made), vectors=np.array(list(made.values())))
    with np.load(file) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


def _joined(passages: list[Passage]) -> Reading:
    return Reading(" ".join(f"{p.text}." for p in passages), tuple(passages))


def tables(goals: int, mentors: int, seed: int = 1) -> Snapshot:
    """Everything a run needs but texts: all ten factors and every kind of rule."""
    draw = np.random.default_rng(seed + 1000)
    concepts = _concepts(draw)
    return Snapshot(
        Goals.of(**_goals(draw, goals, len(concepts))),
        Mentors.of(**_mentors(draw, goals, mentors, len(concepts))),
        _exclusions(draw, goals, mentors),
        concepts,
        *_wishes(draw, goals, mentors),
    )


def _goals(draw: np.random.Generator, count: int, concepts: int) -> dict[str, Any]:
    return {
        "id": np.arange(count),
        "person": np.arange(count),
        "enrolment": np.arange(count),
        "purpose": draw.integers(len(PURPOSES), size=count),
        "format": draw.integers(2, size=count),
        "minutes_needed": draw.choice([30.0, 60.0, 90.0], count),
        "level": _unless(draw, draw.integers(8, size=count)),
        "field": draw.integers(-1, 12, count),
        "brings": draw.integers(-1, concepts, (count, BRINGS)),
        "importance": draw.choice([0, 1, 2], (count, len(FACTORS)), p=[0.1, 0.6, 0.3]),
        "deal_breaker": draw.random((count, len(FACTORS))) < 0.02,
        "hide_unknown": draw.random((count, len(FACTORS))) < 0.2,
        **_person(draw, count),
    }


def _mentors(
    draw: np.random.Generator, goals: int, count: int, concepts: int
) -> dict[str, Any]:
    asked, meetings = draw.integers(12, size=count), draw.integers(20, size=count)
    return {
        "id": np.arange(count),
        "person": goals + np.arange(count),
        "enrolment": np.arange(count),
        "accepting": draw.random(count) < 0.95,
        "paused": draw.random(count) < 0.05,
        "conversation_places": draw.integers(4, size=count),
        "ongoing_places": draw.integers(4, size=count),
        "track_level": draw.integers(8, size=(count, 3)),
        "track_field": draw.integers(-1, 12, (count, 3)),
        "takes_level_high": draw.choice([NAN, NAN, NAN, 3.0], count),
        "purposes_not_taken": draw.choice([0, 0, 0, 2, 64], count),
        "hopes": draw.integers(-1, concepts, (count, HOPES)),
        "hears_declared": _unless(draw, draw.random(count)),
        "hears_rated": np.where(draw.random(count) < 0.3, draw.random(count), NAN),
        "hours_per_month": _unless(draw, draw.integers(1, 6, count)),
        "months": _unless(draw, draw.integers(1, 12, count)),
        "asked": asked,
        "answered": draw.integers(asked + 1),
        "meetings": meetings,
        "kept": draw.integers(meetings + 1),
        **{name: _unless(draw, draw.random(count)) for name in FACTORS[-3:]},
        **_person(draw, count),
    }


def _person(draw: np.random.Generator, count: int) -> dict[str, Any]:
    """What is asked of mentees and mentors alike."""
    shared = draw.integers(64, size=(count, 6), dtype=np.uint64)
    return {
        "hours_known": draw.random(count) < 0.8,
        "weeks": _weeks(draw, count),
        "styles": _unless(draw, draw.integers(-2, 3, (count, len(AXES)))),
        "languages": draw.choice([1, 1, 1, 2, 3, 5], count),
        "organisation": draw.integers(-1, 40, count),
        "tags": np.bitwise_or.reduce(np.uint64(1) << shared, axis=1)[:, None],
    }


def _unless(draw: np.random.Generator, values: Column) -> Column:
    """Values of which one in five people says nothing."""
    known = values.astype(np.float32)
    known[draw.random(len(values)) < 0.2] = NAN
    return known


def _weeks(draw: np.random.Generator, people: int) -> UInt64s:
    """A few lunch hours and evenings a week; now and then one week lacks an evening."""
    slots = np.zeros((people, WEEKS, WORDS_PER_WEEK * 64), bool)
    for day in range(5):
        for start in (24, 36):
            free = draw.random(people) < 0.4
            free = free[:, None] & (draw.random((people, WEEKS)) < 0.95)
            slots[..., day * 48 + start : day * 48 + start + 4] = free[..., None]
    octets = np.packbits(slots, axis=-1, bitorder="little")
    return np.ascontiguousarray(octets).view("<u8").astype(np.uint64)


def _exclusions(draw: np.random.Generator, goals: int, mentors: int) -> Exclusions:
    """What happened between people, a pair for every second goal."""
    count = goals // 2 if mentors else 0
    return Exclusions.of(
        goal=draw.integers(max(goals, 1), size=count),
        mentor=draw.integers(max(mentors, 1), size=count),
        reason=draw.integers(len(REASONS), size=count),
    )


def _concepts(draw: np.random.Generator, count: int = 300) -> Concepts:
    likeness = draw.random((count, count), np.float32) ** 3
    likeness = np.maximum(likeness, likeness.T)
    np.fill_diagonal(likeness, 1)
    return Concepts.of(likeness=likeness)


def _wishes(
    draw: np.random.Generator, goals: int, mentors: int
) -> tuple[Conditions, Wishes]:
    """Twenty conditions that a mentor can be asked to meet; one goal in ten asks."""
    asking = np.flatnonzero(draw.random(goals) < 0.1)
    conditions = Conditions.of(
        attribute=draw.integers(len(ATTRIBUTES), size=20),
        met=draw.choice([-1, 0, 1, 1, 1], (20, mentors)),
    )
    wishes = Wishes.of(
        goal=asking,
        condition=draw.integers(20, size=len(asking)),
        hide_unknown=draw.random(len(asking)) < 0.5,
    )
    return conditions, wishes
