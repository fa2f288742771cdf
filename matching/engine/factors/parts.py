"""What factors that are made of several parts have in common."""

import numpy as np

from matching.engine.tables import Column, Float32s, Float64s, Int64s


def mean_of_known(*parts: Float64s) -> Float32s:
    """The mean of those parts that are known, added in the order given.

    Parameters
    ----------
    parts : float64 arrays of one shape, or that broadcast to one, with NaN

    Returns
    -------
    float32 of that shape
        NaN where no part is known. Computed number by number in float64 and rounded
        once, so that a pair has the same bits alone and in a block.
    """
    shape = np.broadcast_shapes(*(part.shape for part in parts))
    total, known = np.zeros(shape), np.zeros(shape, np.uint8)
    for part in parts:
        unknown = np.isnan(part)
        total += np.where(unknown, 0, part)
        known += ~unknown
    with np.errstate(invalid="ignore"):  # 0 / 0 where nothing is known
        total /= known
    return total.astype(np.float32)


def classes_of(*marks: Column) -> tuple[Column, Int64s]:
    """Put rows that are equal in all marks into one class.

    Parameters
    ----------
    marks : (goals,) arrays of whole numbers or bools

    Returns
    -------
    distinct : (classes, marks) int64
    class of each row : (goals,) int64
    """
    told = np.stack([mark.astype(np.int64) for mark in marks], axis=1)
    distinct, number = np.unique(told, axis=0, return_inverse=True)
    return distinct, number.reshape(len(told))
