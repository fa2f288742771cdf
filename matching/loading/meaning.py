"""What texts stand for, once they have vectors: mentors' hopes, concepts' likeness."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching.encoders import text_key
from matching.engine.snapshot import HOPES, Concepts, Snapshot
from matching.engine.tables import Int16s
from matching.engine.text.arrays import Background
from matching.engine.text.concepts import WORTH_ASKING, ConceptSpace
from matching.loading.vectors import background, stored_vectors

_AT_ONCE = 1024
# What lies further below the nearest concept is hardly what somebody meant, and would
# only make the others count less.
_AS_GOOD_AS_THE_BEST = 0.1


@cache
def concepts(encoder_name: str) -> Concepts:
    """How near concepts are to each other; the same as long as the process lives."""
    return Concepts.of(likeness=background(encoder_name).space.near_each_other())


def with_meaning(
    snapshot: Snapshot, hopes: list[list[str]], against: Background
) -> Snapshot:
    """The snapshot with what only vectors can tell; ``hopes`` row for row of mentors.

    A hope without a stored vector counts as not told.
    """
    return replace(
        snapshot,
        mentors=replace(snapshot.mentors, hopes=hoped_concepts(hopes, against)),
        concepts=concepts(against.encoder.name),
    )


def hoped_concepts(
    hopes: list[list[str]],
    against: Background,
    vectors: Mapping[str, NDArray[np.float16]] | None = None,
) -> Int16s:
    """The concepts that each mentor's hopes stand for, the likeliest first.

    ``vectors`` are those of the hopes by ``text_key``, if somebody has read them.

    Returns
    -------
    (mentors, HOPES) int16
        Rows of the vocabulary; −1 fills up. Only concepts that are like some sentence
        of theirs at all.
    """
    texts = sorted({text for pieces in hopes for text in pieces})
    key = {text: text_key(against.encoder, text) for text in texts}
    if vectors is None:
        vectors = stored_vectors(list(key.values()))
    known = [text for text in texts if key[text] in vectors]
    nearest: dict[str, list[tuple[float, int]]] = {}
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        stack = np.stack([vectors[key[text]] for text in some]).astype(np.float32)
        nearest |= dict(zip(some, _nearest(stack, against.space), strict=True))
    out = np.full((len(hopes), HOPES), -1, np.int16)
    for row, pieces in enumerate(hopes):
        found = sorted(pair for text in pieces for pair in nearest.get(text, []))
        distinct = list(dict.fromkeys(concept for _unlike, concept in found))[:HOPES]
        out[row, : len(distinct)] = distinct
    return out


def _nearest(
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]], space: ConceptSpace
) -> list[list[tuple[float, int]]]:
    """Of each text the nearest concepts, as (minus the likeness, concept)."""
    if not len(space.centres):
        return [[] for _ in vectors]
    likeness = space.likeness(vectors)
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :HOPES]
    return [
        [
            (-float(row[concept]), int(concept))
            for concept in best
            if row[concept] >= max(WORTH_ASKING, row[best[0]] - _AS_GOOD_AS_THE_BEST)
        ]
        for row, best in zip(likeness, order, strict=True)
    ]
