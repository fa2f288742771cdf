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
        nearest = np.maximum.reduceat(vectors @ self.wordings.T, self.starts, axis=1)
        return nearest * np.float32(GRID_COSINE)

    def implied(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give one vector for the concepts that some texts of one goal stand for.

        The ``IMPLIED`` concepts nearest to any of the texts (n, dim), each weighted by
        how near it is, are added up. Zeros if there is no text or no vocabulary.
        """
        nearest, weights = self._nearest(vectors)
        blend = weights @ self.centres[nearest].astype(np.float64)
        return to_grid(blend)[0].astype(np.float32)

    def _nearest(
        self, vectors: NDArray[np.float32]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        if not len(vectors) or not len(self.starts):
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        likeness = self.likeness(vectors).max(axis=0)
        nearest = np.argsort(-likeness, kind="stable")[:IMPLIED]
        weights = np.rint(np.maximum(likeness[nearest] - _FLOOR, 0) * _STEPS)
        return nearest, weights.astype(np.float64)


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
