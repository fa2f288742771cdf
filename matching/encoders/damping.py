"""Damp what only tells how something is said, so that what is meant counts more.

The vocabulary names each concept in many ways: a label, aliases in several languages,
sentences as people say them. Directions in which the texts of *one* concept differ say
how something is said (a tag or a sentence, which language, first person or not).
A fixed set of them, learned once from the vocabulary by ``matching.evaluation
directions`` and shipped as a file, is damped in every vector (within-class covariance
normalisation; Hatch, Kajarekar, Stolcke 2006).

All numbers are on the grid and summed in float64 without rounding, so the step is the
same to the last bit on every machine.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoders.grid import STEPS, to_grid

RIDGE = 4.0  # how much of the average spread every direction gets added
_KEPT = 160


def load_directions(path: Path) -> NDArray[np.float64]:
    """Read the damped directions: (kept, dim), in whole steps of the grid."""
    steps: NDArray[np.int16] = np.load(path, allow_pickle=False)
    return steps.astype(np.float64) / STEPS


def damp(
    vectors: NDArray[np.float32], directions: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Take from each unit vector its share along the directions; give unit vectors.

    ``directions`` (k, dim) are orthogonal rows, each as long as the root of the share
    of it that is taken away, so the result is ``v - (v·D')·D``.
    """
    plain = to_grid(vectors).astype(np.float64)
    share = np.rint(plain @ directions.T * STEPS) / STEPS
    left = plain - share @ directions
    length = np.sqrt((left * left).sum(axis=1, keepdims=True))
    return (left / np.where(length > 0, length, 1)).astype(np.float32)


def learn_directions(
    vectors: NDArray[np.float32], concept: NDArray[np.intp]
) -> NDArray[np.int16]:
    """Find the directions from texts (n, dim) and the concept (n,) of each.

    The spread inside concepts, plus a ridge, is split into principal directions; one
    with spread ``s`` is kept to ``sqrt(ridge / (s + ridge))`` of its length.
    """
    count = concept.max() + 1
    total = np.zeros((count, vectors.shape[1]))
    np.add.at(total, concept, vectors.astype(np.float64))
    centre = total / np.bincount(concept, minlength=count)[:, None]
    apart = vectors - centre[concept]
    spread = apart.T @ apart / len(vectors)
    ridge = RIDGE * np.trace(spread) / len(spread)
    sizes, axes = np.linalg.eigh(spread)
    taken = 1 - np.sqrt(ridge / (np.maximum(sizes, 0) + ridge))
    rows = np.sqrt(taken)[:, None] * axes.T
    largest: NDArray[np.float64] = rows[::-1][:_KEPT]
    return np.rint(largest * STEPS).astype(np.int16)
