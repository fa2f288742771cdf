"""From a sentence to concepts: what somebody means who does not use our words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.encoders import (
    GRID_COSINE,
    Encoder,
    encode_missing,
    text_key,
    to_grid,
    vectors_of,
)
from matching.engine.text.neutralise import neutralise
from matching.engine.text.vocabulary import Vocabulary

IMPLIED = 5
"""Concepts that a goal stands for without naming them."""

_FLOOR = 0.3  # a likeness that any two texts have
_GOALS_AT_ONCE = 512
_STEPS = 64  # weights are whole numbers, so that weighted sums are exact


@dataclass(frozen=True, slots=True)
class Suggested:
    """A concept that a sentence seems to be about, for the mentee to confirm."""

    slug: str
    label: str
    likeness: float


@dataclass(frozen=True)
class ConceptSpace:
    """The vocabulary as vectors.

    ``wordings`` is float32 (texts, dim), one row per wording, concept after concept;
    ``starts`` (concepts,) is the first row of each; ``centres`` float32 (concepts, dim)
    is the middle of each concept's wordings. All rows are on the grid.
    """

    vocabulary: Vocabulary
    wordings: NDArray[np.float32]
    starts: NDArray[np.intp]
    centres: NDArray[np.float32]

    @classmethod
    def build(
        cls,
        vocabulary: Vocabulary,
        encoder: Encoder,
        vectors: Mapping[str, NDArray[np.float16]] | None = None,
    ) -> "ConceptSpace":
        """Look the wordings up in ``vectors`` (by ``text_key``); encode the missing."""
        texts = wordings(vocabulary)
        known = dict(vectors or {})
        known |= encode_missing(encoder, texts, known)
        if not texts:
            none = np.zeros((0, encoder.dim), dtype=np.float32)
            return cls(vocabulary, none, np.zeros(0, dtype=np.intp), none)
        rows = np.stack([known[text_key(encoder, text)] for text in texts])
        counts = [len(concept.texts) for concept in vocabulary.concepts]
        starts = np.cumsum([0, *counts[:-1]])
        sums = np.add.reduceat(rows.astype(np.float64), starts, axis=0)
        return cls(
            vocabulary,
            rows.astype(np.float32),
            starts,
            to_grid(sums).astype(np.float32),
        )

    def likeness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the cosine to each concept's nearest wording: (n, dim) → (n, concepts)."""
        if not len(self.starts):
            return np.zeros((len(vectors), 0), dtype=np.float32)
        products = vectors @ self.wordings.T
        nearest: NDArray[np.float32] = np.maximum.reduceat(
            products, self.starts, axis=1
        )
        return nearest * np.float32(GRID_COSINE)

    def implied(
        self, vectors: NDArray[np.float32], starts: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Give, for each goal, one vector for the concepts that its texts stand for.

        ``vectors`` (n, dim) are texts, goal after goal, ``starts`` (goals,) the first of
        each; no goal may be without a row (zeros will do). The ``IMPLIED`` concepts
        nearest to any text of a goal, each weighted by how near it is, are added up.
        Zeros where nothing is near: float32 (goals, dim), on the grid.
        """
        out = np.zeros((len(starts), self.centres.shape[1]), dtype=np.float32)
        if not len(self.starts):
            return out
        ends = np.append(starts[1:], len(vectors))
        for first in range(0, len(starts), _GOALS_AT_ONCE):
            block = slice(first, first + _GOALS_AT_ONCE)
            begin = starts[block]
            texts = self.likeness(vectors[begin[0] : ends[block][-1]])
            goals = np.maximum.reduceat(texts, begin - begin[0], axis=0)
            out[block] = to_grid(self._blend(goals))
        return out

    def _blend(self, likeness: NDArray[np.float32]) -> NDArray[np.float64]:
        """Add up the nearest concepts' centres: (goals, concepts) → (goals, dim)."""
        nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :IMPLIED]
        near = np.take_along_axis(likeness, nearest, axis=1).astype(np.float64)
        weights = np.rint(np.maximum(near - _FLOOR, 0) * _STEPS)
        blend: NDArray[np.float64] = np.einsum(
            "gk,gkd->gd", weights, self.centres[nearest].astype(np.float64)
        )
        return blend


def wordings(vocabulary: Vocabulary) -> list[str]:
    """Give the text of every wording, as it is encoded."""
    return [
        neutralise(text) for concept in vocabulary.concepts for text in concept.texts
    ]


def suggest_concepts(
    sentence: str, space: ConceptSpace, encoder: Encoder, most: int = 5
) -> list[Suggested]:
    """Suggest concepts that a mentee may confirm, the likeliest first.

    A concept is suggested if one of its wordings is at least as near as a sentence must
    be to be quoted. The order is total: likeness, then place in the vocabulary.
    """
    text = neutralise(sentence)
    if not text:
        return []
    likeness = space.likeness(vectors_of(encoder, [text]).astype(np.float32))[0]
    order = np.argsort(-likeness, kind="stable")[:most]
    concepts: Sequence[int] = [
        int(n) for n in order if likeness[n] >= encoder.thresholds.quote
    ]
    return [
        Suggested(
            slug=space.vocabulary.concepts[n].slug,
            label=space.vocabulary.concepts[n].label,
            likeness=round(float(likeness[n]), 4),
        )
        for n in concepts
    ]
