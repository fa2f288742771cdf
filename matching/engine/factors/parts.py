"""What factors that are made of several parts have in common."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from matching.engine.snapshot import Goals, Mentors
from matching.engine.tables import Column, Float32s, Float64s, Int32s, Int64s, UInt64s

#: The factor of single pairs, by row numbers: a mentor for each goal, or one for all.
OfPairs = Callable[[Int64s, Int64s], Float32s]

_FEW_MENTORS = 8
#: Kinds of goals are worth a table if so many goals share one on average.
_MANY_ALIKE = 4


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


def at(column: Column, numbers: Int64s) -> Column:
    """Rows of a column by number; several times as fast as ``column[numbers]``."""
    return column.take(numbers, axis=0, mode="clip")


def bits_in_common(one: UInt64s, other: UInt64s) -> Float32s:
    """How many bits are set in both: (…, words) and (…, words) uint64 → (…) float32."""
    counts = np.bitwise_count(one & other).astype(np.float32)
    total: Float32s = counts @ np.ones(counts.shape[-1], np.float32)
    return total


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


class Kinds(NamedTuple):
    """Which goals are equal in all that a factor reads of them: one goal of each kind,
    and the kind of each goal."""

    first: Int64s
    kind: Int32s


def kinds_of(*columns: Column) -> Kinds:
    """Put goals that are equal in all columns (goals,) into one kind; unknown is equal
    to unknown."""
    kind = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _, told = np.unique(column, return_inverse=True)
        _, kind = np.unique(kind * len(kind) + told, return_inverse=True)
    _, first = np.unique(kind, return_index=True)
    return Kinds(first, kind.astype(np.int32))


def by_kind(
    kinds: Callable[[Goals], Kinds], goals: Goals, mentors: Mentors, values: OfPairs
) -> OfPairs:
    """``values`` of single pairs, looked up where few mentors meet few kinds of goals."""
    if not 0 < len(mentors) < _FEW_MENTORS:
        return values
    first, kind = kinds(goals)
    if _MANY_ALIKE * len(first) * len(mentors) > len(kind):
        return values
    each = [values(first, np.array(one)) for one in range(len(mentors))]
    table = np.concatenate(each)
    return lambda goal, mentor: table.take(at(kind, goal) + mentor * len(first))
