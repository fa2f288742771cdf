"""Vectors on a grid, so that a dot product is the same on every machine.

Every number of a stored vector is a whole multiple of 1/4096. A product of two such
numbers is a multiple of 2**-24, and because no vector is longer than 1, no partial sum
of a dot product leaves the 24 bits that float32 holds. So the sum is *exact* in any
order: block size, number of threads, fused instructions and BLAS make no difference.
A half-precision column holds the same numbers without loss. The price is an error of
about 1e-4 in a cosine.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = 4096
# Rounding moves a vector of 512 numbers by at most 11.4 steps, so 4084 stays below 4096.
_LENGTH = 4084
MOST_DIMENSIONS = 512
_ROWS_AT_ONCE = 4096
GRID_COSINE = (STEPS / _LENGTH) ** 2
"""Multiply a dot product of two grid vectors by this to get their cosine."""


def to_grid(vectors: NDArray[np.floating]) -> NDArray[np.float16]:
    """Scale each row to length 4084/4096 and round it to multiples of 1/4096.

    A row of zeros stays zeros: it is the vector of "no text".

    Raises
    ------
    ValueError
        If a row has more than 512 numbers; sums of longer rows would not be exact.
    """
    rows = np.atleast_2d(np.asarray(vectors, dtype=np.float64))
    if rows.shape[1] > MOST_DIMENSIONS:
        raise ValueError(f"A vector may have at most {MOST_DIMENSIONS} numbers.")
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    scale = np.divide(_LENGTH, length, out=np.zeros_like(length), where=length > 0)
    steps: NDArray[np.float64] = np.rint(rows * scale)
    return (steps / STEPS).astype(np.float16)


def on_grid(vectors: NDArray[np.floating]) -> bool:
    """Say whether every number is a multiple of 1/4096 and no row is longer than 1."""
    return all(_on_grid(vectors[some]) for some in _blocks(len(vectors)))


def _blocks(rows: int) -> Iterator[slice]:
    """So few rows at a time that what is made of them takes little room."""
    starts = range(0, rows, _ROWS_AT_ONCE)
    return (slice(start, start + _ROWS_AT_ONCE) for start in starts)


def _on_grid(vectors: NDArray[np.floating]) -> bool:
    steps = vectors.astype(np.float64) * STEPS
    short = (steps * steps).sum(axis=-1) <= STEPS**2
    return bool((steps == np.rint(steps)).all() and short.all())


@dataclass(frozen=True, eq=False)
class Vectors:
    """Many vectors on the grid, in a sixth of the room: each distinct one stands once,
    as whole steps.

    ``steps`` int16 (distinct, dim) are the vectors times ``STEPS``; ``place`` int32 (n,)
    says which of them each of the n vectors is. Indexing gives float32 vectors.
    """

    steps: NDArray[np.int16]
    place: NDArray[np.int32]

    @classmethod
    def of(
        cls, distinct: NDArray[np.floating], place: NDArray[np.integer] | None = None
    ) -> "Vectors":
        """Store vectors that are on the grid; without ``place`` each stands for itself.

        Raises
        ------
        ValueError
            If one is not on the grid.
        """
        if not on_grid(distinct):
            raise ValueError(
                "Vectors must be made by vectors_of; these are not on its grid."
            )
        steps = np.empty(distinct.shape, np.int16)
        for some in _blocks(len(distinct)):
            steps[some] = distinct[some].astype(np.float32) * np.float32(STEPS)
        where = np.arange(len(distinct)) if place is None else place
        return cls(steps, where.astype(np.int32))

    def __len__(self) -> int:
        return len(self.place)

    def cut(self, rows: slice) -> NDArray[np.int16]:
        """Give consecutive vectors as whole steps, without a copy if they lie so."""
        place = self.place[rows]
        if len(place) and np.array_equal(place, place[0] + np.arange(len(place))):
            return self.steps[place[0] : place[0] + len(place)]
        return self.steps[place]

    def __getitem__(
        self, rows: int | slice | NDArray[np.integer] | NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        return from_steps(self.steps[self.place[rows]])


def from_steps(steps: NDArray[np.int16]) -> NDArray[np.float32]:
    """Give the vectors that whole steps stand for."""
    vectors = steps.astype(np.float32)
    vectors *= np.float32(1 / STEPS)
    return vectors
