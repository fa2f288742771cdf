"""The best of each row of a matrix, without sorting rows."""

import numpy as np

from matching.engine.tables import Float32s, Int64s

REMOVED = np.float32(-np.inf)


def contenders(estimate: Float32s, most: int, error: float) -> tuple[Int64s, Int64s]:
    """Every pair that may be among the best ``most`` of its row.

    Parameters
    ----------
    estimate : (g, mentors) float32
        A score that is wrong by at most ``error``; ``REMOVED`` for pairs that are out.
    most : int, at least 1

    Returns
    -------
    rows, columns : (n,) int64
        Ordered by row, then column. They include all of the true best ``most`` of each
        row with all their ties, and usually little more.

    Notes
    -----
    At least ``most`` pairs of a row reach the ``most``-th best maximum of its chunks, so
    nothing more than twice the error below that can be among the best.
    """
    least = _reached_by(estimate, most) - np.float32(2 * error)
    least = np.maximum(least, np.finfo(np.float32).min)
    flat = np.flatnonzero(estimate >= least[:, None])
    width = estimate.shape[1] or 1
    rows = flat // width
    return rows, flat - rows * width


def _reached_by(estimate: Float32s, most: int) -> Float32s:
    """A value that at least ``most`` pairs of each row reach, if it has so many."""
    count, mentors = estimate.shape
    if mentors <= most:
        return np.full(count, REMOVED)
    depth = max(1, mentors // max(4 * most, 256))
    width = mentors // depth
    chunks = estimate[:, : depth * width].reshape(count, depth, width)
    maxima = chunks.max(axis=1)
    reached: Float32s = np.partition(maxima, width - most, axis=1)[:, width - most]
    return reached


def order(
    rows: Int64s, scores: Int64s, rank: Int64s, most: int, highest: int
) -> tuple[Int64s, Int64s, Int64s]:
    """Put pairs in order: by row, best score first, ties by rank; keep the first few.

    Parameters
    ----------
    rows, scores, rank : (n,) int64
        Non-negative; ``scores`` up to ``highest``, ``rank`` different within a row.
    most : int
        How many of each row stay.

    Returns
    -------
    rows, scores, rank : (k,) int64
    """
    ranks = int(rank.max(initial=0)) + 1
    scale = highest + 1
    if (int(rows.max(initial=0)) + 1) * scale * ranks >= 2**63:
        raise ValueError("There are too many pairs to order in one block.")
    key = np.sort((rows * scale + (highest - scores)) * ranks + rank)
    rest = key // ranks
    rows = rest // scale
    begins = np.append(0, np.cumsum(np.bincount(rows)))[rows] if len(rows) else rows
    keep = np.flatnonzero(np.arange(len(key)) - begins < most)
    rows, rest, key = rows[keep], rest[keep], key[keep]
    return rows, highest - (rest - rows * scale), key - rest * ranks
