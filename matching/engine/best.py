"""The best of each row of a matrix, without sorting rows."""

import numpy as np

from matching.engine.tables import Column, Float32s, Float64s, Int64s, UInt32s

REMOVED = np.float32(-np.inf)


def contenders(
    estimate: Float32s, most: int, surely: int, error: Float64s
) -> tuple[Int64s, Int64s]:
    """The best of each row by an estimate, and whoever may be better than it says.

    Parameters
    ----------
    estimate : (g, mentors) float32
        ``REMOVED`` for pairs that are out.
    most : int, at least 1
    surely : int, from 1 to ``most``
    error : (g,) float64
        How far each estimate may lie from the truth.

    Returns
    -------
    rows, columns : (n,) int64
        Ordered by row, then column: the best ``most`` of each row by the estimate, with
        all their ties, and everybody whose truth may be among the best ``surely``.
    """
    least = _reached_by(estimate, most, surely, error)
    flat = np.flatnonzero(estimate >= least[:, None])
    width = estimate.shape[1] or 1
    rows = flat // width
    keep = _good_enough(rows, estimate.ravel()[flat], most, surely, error)
    return rows[keep], flat[keep] - rows[keep] * width


def _reached_by(
    estimate: Float32s, most: int, surely: int, error: Float64s
) -> Float32s:
    """A value that nobody lies below who is to be found; low, but found quickly.

    At least k pairs of a row reach the k-th best maximum of its chunks.
    """
    count, mentors = estimate.shape
    lowest = np.full(count, np.finfo(np.float32).min)
    if mentors <= most:
        return lowest
    depth = max(1, mentors // max(4 * most, 256))
    width = mentors // depth
    chunks = estimate[:, : depth * width].reshape(count, depth, width)
    maxima = np.sort(chunks.max(axis=1), axis=1)  # as quick as to partition them
    sure = maxima[:, width - surely] - 2 * error
    found = np.minimum(maxima[:, width - most], sure.astype(np.float32))
    reached: Float32s = np.maximum(found, lowest)
    return reached


def _good_enough(
    rows: Int64s, values: Float32s, most: int, surely: int, error: Float64s
) -> Column:
    """Of everybody above a low bar those above the true one: (n,) bool."""
    count = np.bincount(rows, minlength=len(error))
    starts = np.append(0, np.cumsum(count))[:-1]
    ranked = np.append(_best_first(rows, values), REMOVED)
    bar = np.full(len(error), np.finfo(np.float32).min, np.float64)
    long = count > most
    at_most = ranked[np.where(long, starts + most - 1, -1)]
    at_sure = ranked[np.where(long, starts + surely - 1, -1)]
    bars = np.minimum(at_most, at_sure - 2 * error)
    bar[long] = bars[long]
    good: Column = values >= bar[rows]
    return good


def _best_first(rows: Int64s, values: Float32s) -> Float32s:
    """The values of each row, rows in ascending order, the largest first.

    Sorting whole numbers takes a tenth of the time of sorting by two keys. As the bits
    of a float stand, larger positive numbers have larger bits, negative ones smaller.
    """
    bits = (-values + np.float32(0)).view(np.int32).astype(np.int64)
    bits[bits < 0] ^= 0x7FFFFFFF
    key = np.sort((rows << 32) + bits)
    found = key.astype(np.int32)
    found[found < 0] ^= 0x7FFFFFFF
    largest: Float32s = -found.view(np.float32)
    return largest


def in_order(
    rows: Int64s, scores: Int64s, chance: UInt32s, ids: Int64s, most: int
) -> Int64s:
    """Places of the best few of each row: best score first, then chance, then id.

    Ids are asked only if they decide something, which they hardly ever do.

    Parameters
    ----------
    rows, scores : (n,) int64, non-negative; rows ascending
    chance : (n,) uint32
    ids : (n,) int64
    most : int
        How many of each row stay.

    Returns
    -------
    (k,) int64
        Places in the arrays given.
    """
    highest = int(scores.max(initial=0))
    if (int(rows.max(initial=0)) + 1) * (highest + 1) >= 2**31:
        return _by_parts(rows, scores, chance, ids, most)
    key = (rows * (highest + 1) + (highest - scores)) << 32
    key |= chance.astype(np.int64)
    order = np.argsort(key)
    ranked = key[order]
    if (ranked[1:] == ranked[:-1]).any():
        by_id = np.argsort(ids, kind="stable")
        order = by_id[np.argsort(key[by_id], kind="stable")]
    begins = np.append(0, np.cumsum(np.bincount(rows)))
    place = np.arange(len(order)) - begins[rows[order]]
    kept: Int64s = order[place < most]
    return kept


def _by_parts(
    rows: Int64s, scores: Int64s, chance: UInt32s, ids: Int64s, most: int
) -> Int64s:
    """The same for more rows than one key can tell apart."""
    middle = int(np.searchsorted(rows, (int(rows[0]) + int(rows[-1]) + 1) // 2))
    first = in_order(
        rows[:middle] - rows[0], scores[:middle], chance[:middle], ids[:middle], most
    )
    rest = slice(middle, None)
    second = in_order(
        rows[rest] - rows[middle], scores[rest], chance[rest], ids[rest], most
    )
    return np.concatenate([first, second + middle])
