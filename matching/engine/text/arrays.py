"""Texts of many people as arrays: what the relevance factor computes with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array, vstack

from matching.encoders import Encoder, Filled, text_key, to_grid
from matching.encoders.grid import Vectors
from matching.engine.text.concepts import ConceptSpace
from matching.engine.text.lexical import COLUMNS, Rarity, goal_terms, mentor_terms
from matching.engine.text.passages import Passage, Reading
from matching.engine.text.vocabulary import Vocabulary

Cache = Mapping[str, NDArray[np.float16]]
"""Rows of the vector cache by ``text_key``."""

FILLED: tuple[Filled, ...] = ("sentence", "both", "tags")
NO_TEXT = -1
RECENT, OLDEST = 3, 0.75
FRESH = 64  # how much experience counts by its age comes in so many steps
IMPLIED_WEIGHT = 2
IMPLIED_SHIFT = 0.625  # of the document's length; a multiple of 1/8 keeps sums exact


_PLAIN = ("starts", "quotable", "skill", "concept", "fresh", "listed", "known")
_PLAIN_OF_GOALS = ("documents", "starts", "usual", "concept", "filled")
_SPARSE_OF_GOALS = ("weights", "wanted", "terms")
_SPARSE = ("data", "indices", "indptr")  # of csr_array, in the order it takes them


@dataclass(frozen=True)
class Background:
    """What all texts of a run are read against: vocabulary and encoder."""

    encoder: Encoder
    vocabulary: Vocabulary
    space: ConceptSpace
    rarity: Rarity

    @classmethod
    def build(
        cls, vocabulary: Vocabulary, encoder: Encoder, vectors: Cache | None = None
    ) -> "Background":
        """Prepare a vocabulary; wordings not found in ``vectors`` are encoded."""
        space = ConceptSpace.build(vocabulary, encoder, vectors)
        return cls(encoder, vocabulary, space, Rarity.over(vocabulary))


@dataclass(frozen=True, eq=False)
class MentorTexts:
    """Texts of m mentors as arrays; all vectors on the grid, each distinct one once.

    ``passages`` (n, dim): for each mentor a row of zeros, the counted skills, a row of
    zeros, all other passages. The zeros make every segment non-empty and are the
    likeness of nothing at all. ``starts`` (2m,) holds the first row of each segment.
    ``quotable`` and ``skill`` bool (n,) mark topics and stories, and counted skills;
    ``concept`` (n,) is the concept that a skill names or -1. ``fresh`` float32 (n,) is
    how much a passage counts by its age, from ``OLDEST`` to 1. ``listed`` uint8
    (concepts + 1, m) says so of the concepts that a mentor lists, in steps of
    1/``FRESH``, and 0 of all others; its last row is empty. ``known`` bool (m,) says who
    has any text.
    """

    documents: Vectors
    passages: Vectors
    starts: NDArray[np.int32]
    quotable: NDArray[np.bool_]
    skill: NDArray[np.bool_]
    concept: NDArray[np.int16]
    fresh: NDArray[np.float32]
    listed: NDArray[np.uint8]
    terms: csr_array
    known: NDArray[np.bool_]

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """All arrays under plain names."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        for name in ("documents", "passages"):
            vectors: Vectors = getattr(self, name)
            plain |= {f"{name}_steps": vectors.steps, f"{name}_place": vectors.place}
        terms = {name: getattr(self.terms, name) for name in _SPARSE}
        return plain | {f"terms_{name}": array for name, array in terms.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "MentorTexts":
        """The texts that ``to_arrays`` took apart; arrays are used as they are."""
        sparse = tuple(arrays[f"terms_{name}"] for name in _SPARSE)
        shape = (len(arrays["known"]), COLUMNS)
        parts: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
        for name in ("documents", "passages"):
            parts[name] = Vectors(arrays[f"{name}_steps"], arrays[f"{name}_place"])
        return cls(terms=csr_array(sparse, shape=shape), **parts)

    def rows_of(self, mentor: int) -> NDArray[np.intp]:
        """Give the rows of a mentor's passages, in the order of the reading."""
        first, middle = self.starts[2 * mentor : 2 * mentor + 2]
        later = self.starts[2 * mentor + 2 : 2 * mentor + 3]
        last = later[0] if len(later) else len(self.passages)
        return np.concatenate(
            [np.arange(first + 1, middle), np.arange(middle + 1, last)]
        )


@dataclass(frozen=True, eq=False)
class GoalTexts:
    """Texts of g goals as arrays; all vectors on the grid.

    ``documents`` float32 (g, dim). ``parts`` (p, dim): for each goal its passages and,
    last, the concepts it implies; ``starts`` (g + 1,) are the first rows. ``usual``
    float32 (p,) is how near to each the concepts nearest to it are. ``weights`` and
    ``wanted`` are sparse (g, p): the weight of each part, and 1 at each wanted skill.
    ``concept`` (p,) is the concept that a tag names or -1. ``filled`` (g,) is 0, 1, 2 for sentence,
    both, tags; -1 without any text.
    """

    documents: NDArray[np.float32]
    parts: Vectors
    starts: NDArray[np.intp]
    usual: NDArray[np.float32]
    weights: csr_array
    wanted: csr_array
    concept: NDArray[np.int16]
    filled: NDArray[np.int8]
    terms: csr_array

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """All arrays under plain names."""
        plain = {name: getattr(self, name) for name in _PLAIN_OF_GOALS}
        plain |= {"parts_steps": self.parts.steps, "parts_place": self.parts.place}
        for table in _SPARSE_OF_GOALS:
            sparse = getattr(self, table)
            plain |= {f"{table}_{name}": getattr(sparse, name) for name in _SPARSE}
        return plain

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "GoalTexts":
        """The texts that ``to_arrays`` took apart; arrays are used as they are."""
        made: dict[str, Any] = {name: arrays[name] for name in _PLAIN_OF_GOALS}
        made["parts"] = Vectors(arrays["parts_steps"], arrays["parts_place"])
        goals, parts = len(arrays["filled"]), len(arrays["parts_place"])
        for table, columns in zip(
            _SPARSE_OF_GOALS, (parts, parts, COLUMNS), strict=True
        ):
            sparse = tuple(arrays[f"{table}_{name}"] for name in _SPARSE)
            made[table] = csr_array(sparse, shape=(goals, columns))
        return cls(**made)

    def take(self, rows: NDArray[np.int64]) -> "GoalTexts":
        """Some of the goals, in the order given; the vectors of parts stay where they
        are."""
        place = _ranges(self.starts, rows)
        count = np.diff(self.starts)[rows]
        return replace(
            self,
            documents=self.documents[rows],
            parts=Vectors(self.parts.steps, self.parts.place[place]),
            starts=np.append(0, np.cumsum(count)),
            usual=self.usual[place],
            weights=self.weights[rows][:, place],
            wanted=self.wanted[rows][:, place],
            concept=self.concept[place],
            filled=self.filled[rows],
            terms=self.terms[rows],
        )

    def join(self, more: "GoalTexts") -> "GoalTexts":
        """These goals, and then some more."""
        ours, theirs = self.parts, more.parts
        return GoalTexts(
            documents=np.concatenate([self.documents, more.documents]),
            parts=Vectors(
                np.concatenate([ours.steps, theirs.steps]),
                np.append(ours.place, theirs.place + np.int32(len(ours.steps))),
            ),
            starts=np.append(self.starts, more.starts[1:] + self.starts[-1]),
            usual=np.append(self.usual, more.usual),
            weights=csr_array(block_diag([self.weights, more.weights], "csr")),
            wanted=csr_array(block_diag([self.wanted, more.wanted], "csr")),
            concept=np.append(self.concept, more.concept),
            filled=np.append(self.filled, more.filled),
            terms=csr_array(vstack([self.terms, more.terms], "csr")),
        )


def stack_mentors(
    readings: Sequence[Reading], vectors: Cache, background: Background
) -> MentorTexts:
    """Put the readings of mentors and their cached vectors into arrays.

    Raises
    ------
    KeyError
        If the vector of a text is missing.
    ValueError
        If a vector is not on the grid, so was not made by ``vectors_of``.
    """
    encoder = background.encoder
    rows: list[Passage | None] = []
    starts: list[int] = []
    for reading in readings:
        for segment in _segments(reading):
            starts.append(len(rows))
            rows += [None, *segment]
    documents = [reading.document for reading in readings]
    texts = [row.text if row else "" for row in rows]
    kinds = [row.kind if row else "" for row in rows]
    return MentorTexts(
        documents=_stored(documents, vectors, encoder),
        passages=_stored(texts, vectors, encoder),
        starts=np.array(starts, dtype=np.int32),
        quotable=np.isin(kinds, ["topic", "story"]),
        skill=np.isin(kinds, ["skill"]),
        concept=_concepts(rows),
        fresh=freshness([row.age if row else 0 for row in rows]),
        listed=_listed(readings, len(background.vocabulary.concepts)),
        terms=mentor_terms(documents, background.rarity),
        known=np.array([document != "" for document in documents], dtype=np.bool_),
    )


def stack_goals(
    readings: Sequence[Reading], vectors: Cache, background: Background
) -> GoalTexts:
    """Put the readings of goals, their vectors and their implied concepts into arrays.

    Raises
    ------
    KeyError, ValueError
        As ``stack_mentors``.
    """
    encoder = background.encoder
    passages = [(*reading.passages, None) for reading in readings]
    flat = [passage for mine in passages for passage in mine]
    starts = np.cumsum([0, *(len(mine) for mine in passages)])
    last = starts[1:] - 1
    said = _stored([p.text if p else "" for p in flat], vectors, encoder)
    meant, usual = background.space.implied_and_usual(said, starts[:-1])
    weights = np.array([p.weight if p else 0 for p in flat], dtype=np.float64)
    weights[last] = np.where(meant.any(axis=1), IMPLIED_WEIGHT, 0)
    wanted = np.array([p is not None and p.kind == "skill" for p in flat], dtype=bool)
    documents = [reading.document for reading in readings]
    return GoalTexts(
        documents=_moved(_stored(documents, vectors, encoder)[:], meant),
        parts=_with(said, last, meant),
        starts=starts,
        usual=usual,
        weights=_by_goal(weights, starts),
        wanted=_by_goal(wanted, starts),
        concept=_concepts(flat),
        filled=np.array([_filled(reading) for reading in readings], dtype=np.int8),
        terms=goal_terms(documents),
    )


def _segments(reading: Reading) -> tuple[list[Passage], list[Passage]]:
    """Split a mentor's passages into counted skills and the rest, in their order."""
    skills = [passage for passage in reading.passages if passage.kind == "skill"]
    return skills, [p for p in reading.passages if p.kind != "skill"]


def _stored(texts: Sequence[str], vectors: Cache, encoder: Encoder) -> Vectors:
    """Look up the vector of each text, equal texts once; no text is a row of zeros."""
    numbers = {"": 0}
    place = [numbers.setdefault(text, len(numbers)) for text in texts]
    distinct = np.zeros((len(numbers), encoder.dim), dtype=np.float16)
    for text, row in numbers.items():
        if text:
            distinct[row] = vectors[text_key(encoder, text)]
    return Vectors.of(distinct, np.array(place, dtype=np.int32))


def _with(said: Vectors, rows: NDArray[np.intp], own: NDArray[np.float32]) -> Vectors:
    """Put a vector of its own into each of some rows."""
    place = said.place.copy()
    place[rows] = len(said.steps) + np.arange(len(rows))
    more = Vectors.of(own).steps
    return Vectors(np.concatenate([said.steps, more]), place)


def _concepts(rows: Sequence[Passage | None]) -> NDArray[np.int16]:
    known = [-1 if p is None or p.concept is None else p.concept for p in rows]
    return np.array(known, dtype=np.int16)


def freshness(ages: Sequence[int] | NDArray[np.integer]) -> NDArray[np.float32]:
    """How much experience counts by its age in years: (n,) float32.

    1 up to ``RECENT`` years, and of unknown age; then a step of 1/``FRESH`` less with
    each year, down to ``OLDEST``. What was learned long ago is worth less, never nothing
    (R75).
    """
    years = np.maximum(np.array(ages, dtype=np.float32) - RECENT, 0)
    fresh: NDArray[np.float32] = np.maximum(1 - years / FRESH, np.float32(OLDEST))
    return fresh


def _listed(readings: Sequence[Reading], concepts: int) -> NDArray[np.uint8]:
    out = np.zeros((concepts + 1, len(readings)), dtype=np.uint8)
    named = [
        (passage.concept, mentor, passage.age)
        for mentor, reading in enumerate(readings)
        for passage in reading.passages
        if passage.kind == "skill" and passage.concept is not None
    ]
    if named:
        concept, mentors, ages = np.array(named).T
        steps = (freshness(ages) * FRESH).astype(np.uint8)
        np.maximum.at(out, (concept, mentors), steps)
    return out


def _moved(
    documents: NDArray[np.float32], meant: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Move each goal's document towards what it stands for; zeros stay zeros."""
    moved = documents + IMPLIED_SHIFT * meant.astype(np.float64)
    return to_grid(moved).astype(np.float32)


def _by_goal(
    values: NDArray[np.float64] | NDArray[np.bool_], starts: NDArray[np.intp]
) -> csr_array:
    """Place the value of each part in the row of its goal: (goals, parts), float64."""
    columns = np.arange(len(values))
    matrix = csr_array(
        (values.astype(np.float64), columns, starts.copy()),
        shape=(len(starts) - 1, len(values)),
    )
    matrix.eliminate_zeros()
    return matrix


def _ranges(starts: NDArray[np.intp], rows: NDArray[np.int64]) -> NDArray[np.intp]:
    """The parts of some goals, one goal after the other."""
    count = np.diff(starts)[rows]
    first = starts[rows] - (np.cumsum(count) - count)
    place: NDArray[np.intp] = np.arange(count.sum()) + np.repeat(first, count)
    return place


def _filled(reading: Reading) -> int:
    sentence = any(passage.kind == "sentence" for passage in reading.passages)
    tags = any(passage.kind != "sentence" for passage in reading.passages)
    if sentence:
        return FILLED.index("both" if tags else "sentence")
    return FILLED.index("tags") if tags else NO_TEXT
