"""What mentors wrote, laid out for the two ways of reading it closely.

``close_look`` reads pairs of many goals, ``one_mentor`` one mentor against many goals.
A passage that many mentors have, such as the name of a skill, has a number of its own:
how near it is to what goals say can be worked out for some goals together and looked up
afterwards. All sums are exact, so what is looked up has the same bits as what is worked
out by itself.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.encoders.grid import STEPS, from_steps
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Float64s,
    Int16s,
    Int32s,
    Int64s,
    kept_with,
)
from matching.engine.text.arrays import GoalTexts, MentorTexts

#: A passage is looked up if one in so many mentors has it: by itself, a number takes so
#: many times as long as in a large product, of which few numbers are needed.
_ONE_IN = 5000
_TABLE_BYTES = 64 << 20
_FEW_ROWS = 512  # so few are multiplied as they come, though some may be equal
_ROWS_AT_ONCE = 512
_PER_STEP = np.float32(1 / STEPS)


class Passages:
    """What is read closely of mentors, prepared once.

    The passages of each mentor stand in three segments: skills, what no page may quote,
    and what it may. A mentor without any of the first or of the last has a row of zeros
    there; without any of the second, ``reduceat`` finds the first of the third instead.
    ``row`` (n,) says which distinct passage each is, ``fresh`` (n,) how much it counts by
    its age, if any is old, and ``ends`` (3m + 1,) where segments begin. ``many`` are the
    distinct passages that many mentors have, ``number`` (distinct,) says which of these
    each is, −1 for none. ``told`` (m, words) are their words, and ``words`` which of all
    words these are.
    """

    def __init__(
        self, texts: MentorTexts, words: Int32s, told: csr_array, may_quote: Bools
    ) -> None:
        self.texts, self.words, self.told = texts, words, told
        self.any_old = bool((texts.fresh < 1).any())
        place, self.ends = _in_segments(texts, may_quote)
        self.row: Int32s = texts.passages.place[place]
        self.fresh = texts.fresh[place] if self.any_old else None
        distinct = len(texts.passages.steps)
        count = np.bincount(texts.passages.place, minlength=distinct)
        self.many: Int64s = np.flatnonzero(count * _ONE_IN >= len(texts.documents))
        self.number: Int32s = np.full(distinct, -1, np.int32)
        self.number[self.many] = np.arange(len(self.many))
        self._names: dict[bytes, Float32s] = {}

    def read(self, mentor: Int64s) -> "Read":
        """What some mentors wrote, mentor after mentor."""
        ends = self.ends
        at, last = spread(ends[::3], mentor)
        segments = np.empty((len(mentor), 3), np.int64)
        segments[:, 0] = last[:-1]
        for segment in (1, 2):
            segments[:, segment] = ends[segment::3].take(mentor) + last[:-1]
            segments[:, segment] -= ends[::3].take(mentor)
        row = self.row.take(at)
        number = self.number.take(row).astype(np.intp)
        fresh = None if self.fresh is None else self.fresh.take(at)
        own = np.flatnonzero(number < 0)
        return Read(row, number, own, fresh, last, segments.ravel())

    def near(self, steps: Int16s, parts: Column, rows: Int32s) -> Float32s:
        """How near distinct passages are to some of many vectors: (parts, rows)."""
        if len(rows) < _FEW_ROWS:
            return self._product(steps, parts, rows)
        distinct, place = np.unique(rows, return_inverse=True)
        return self._product(steps, parts, distinct).take(place, axis=1)

    def _product(self, steps: Int16s, parts: Column, rows: Int32s) -> Float32s:
        theirs = from_steps(self.texts.passages.steps[rows]) * _PER_STEP
        products = np.empty((len(parts), len(rows)), np.float32)
        for some in ranges(len(parts)):
            mine = steps.take(parts[some], axis=0).astype(np.float32)
            np.matmul(mine, theirs.T, out=products[some])
        return products

    @property
    def most_rows(self) -> int:
        """So many rows of how near ``many`` are may stand in a table."""
        return _TABLE_BYTES // (4 * max(1, len(self.many)))

    @cached_property
    def many_vectors(self) -> Float32s:
        """The vectors of ``many``, taken out of the grid once."""
        return from_steps(self.texts.passages.steps[self.many])

    def near_many(self, steps: Int16s) -> Float32s:
        """How near ``many`` are to some vectors: (vectors, many)."""
        near: Float32s = from_steps(steps) @ self.many_vectors.T
        return near

    def near_names(self, steps: Int16s) -> list[Float32s | None]:
        """The same of names, which goals use again and again: worked out once. None
        where there is no room for more."""
        keys = [row.tobytes() for row in steps]
        new = {key: at for at, key in enumerate(keys) if key not in self._names}
        room = max(0, self.most_rows - len(self._names))
        added = dict(list(new.items())[:room])
        if added:
            near = self.near_many(steps[list(added.values())])
            self._names.update(zip(added, near, strict=True))
        return [self._names.get(key) for key in keys]


class Read(NamedTuple):
    """The passages of some mentors one after the other: which distinct one each is,
    which of those that many have (−1 for others), where the others stand, and how much
    each counts by its age (None if nothing is old); where each mentor's passages begin,
    and the end, and where their segments begin."""

    row: Int32s
    number: Int64s
    own: Int64s
    fresh: Float32s | None
    ends: Int64s
    segments: Int64s

    def best(self, products: Float32s, out: Float32s) -> None:
        """Of products with the passages, (parts, passages), the highest in each segment;
        nobody is farther off than nothing at all."""
        np.maximum.reduceat(products, self.segments, axis=1, out=out)
        np.maximum(out, 0, out=out)

    def some(self, begin: int, end: int) -> "Read":
        """The passages of the mentors from ``begin`` up to ``end``."""
        first, last = self.ends[begin], self.ends[end]
        here, own = slice(first, last), self.own
        if len(own):
            own = own[slice(*np.searchsorted(own, [first, last]))] - first
        return Read(
            self.row[here],
            self.number[here],
            own,
            None if self.fresh is None else self.fresh[here],
            self.ends[begin : end + 1] - first,
            self.segments[3 * begin : 3 * end] - first,
        )


def _in_segments(texts: MentorTexts, may_quote: Bools) -> tuple[Int32s, Int64s]:
    starts = texts.starts.astype(np.int64)
    mentors = len(starts) // 2
    of = np.searchsorted(starts, np.arange(len(texts.passages)), side="right") - 1
    mentor, is_other = of // 2, of % 2 == 1
    segment = 3 * mentor + is_other * np.where(may_quote, 2, 1)
    said = np.ones(len(of), np.bool_)
    said[starts] = False
    place, segment = np.flatnonzero(said), segment[said]
    # Where there is nothing, the zeros before a mentor's skills.
    empty = np.flatnonzero(np.bincount(segment, minlength=3 * mentors) == 0)
    empty = empty[empty % 3 != 1]
    place, segment = (
        np.append(place, starts[::2][empty // 3]),
        np.append(segment, empty),
    )
    order = np.argsort(segment, kind="stable")
    count = np.bincount(segment, minlength=3 * mentors)
    return place[order].astype(np.int32), np.append(0, np.cumsum(count))


@kept_with
def weights_of(goals: GoalTexts) -> tuple[Float64s, Float64s]:
    """The weight of each part, and of all parts of each goal together."""
    each = np.asarray(goals.weights.sum(axis=0), np.float64).ravel()
    together = np.asarray(goals.weights.sum(axis=1), np.float64).ravel()
    return each, together


def ranges(count: int, size: int = _ROWS_AT_ONCE) -> Iterator[slice]:
    """So few rows at a time that they stay in the cache."""
    return (slice(at, at + size) for at in range(0, count, size))


def spread(starts: NDArray[np.integer], rows: Int64s) -> tuple[Int64s, Int64s]:
    """The ranges of some rows one after the other: places, and their ends (n + 1,)."""
    first = starts[rows].astype(np.int64)
    count = starts[rows + 1] - first
    ends = np.append(0, np.cumsum(count, dtype=np.int64))
    return np.arange(ends[-1]) + np.repeat(first - ends[:-1], count), ends


def sums(values: NDArray[np.floating], ends: Int64s) -> Float64s:
    """Sums of consecutive ranges; exact, because all values lie on a grid."""
    running = np.append(0.0, np.cumsum(values, dtype=np.float64))
    between: Float64s = running[ends[1:]] - running[ends[:-1]]
    return between
