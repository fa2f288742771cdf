"""The first look: an estimate for every pair, good enough to choose whom to look at.

It computes each factor as ``factors`` defines it, or close to it where that is cheaper:
relevance without passages (``factors.two_looks``), reciprocity in coarser steps. Sums of
a matrix product are of whole numbers, or of multiples of 1/1024 below 10,000, so float32
holds them exactly, in whatever order they are added up. Everything else happens number
by number in one fixed order. That is why the estimate of a pair is the same in every
block and on every machine.

1. What is linear in the two sides is one matrix product of narrow columns.
2. Relevance, hours, style and things in common are products of their own, each bent
   afterwards. All work is done in tiles that stay in a core's cache.
3. Level and commitment depend on few kinds of goals: looked up, row by row.
4. Pairs that a rule removes become −∞. Relevance removes nobody yet: only the close look
   knows it.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.estimates import ERRORS, parts_of
from matching.engine.factors.two_looks import STEPS, Relevance
from matching.engine.filters import ENOUGH as ENOUGH_FOR_A_MUST
from matching.engine.filters import Removal
from matching.engine.snapshot import FACTORS, Snapshot
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int16s,
    UInt32s,
    UInt64s,
    pack,
)

TILE_PAIRS = 256 * 512  # half a megabyte, so that a few tiles stay in the cache
MOST_WIDE = 4096  # so that their documents stay in the cache too


@dataclass(frozen=True)
class Seen:
    """A block of goals after the first look.

    ``estimate`` (g, mentors) float32 in ten-thousandths, −∞ where a rule removed the
    pair. ``strict`` has the masks of goals with deal-breakers. ``far`` and ``failing``
    mark, packed (g, words), who is too far off topic and whose relevance fails the
    mentee's deal-breaker.
    """

    estimate: Float32s
    strict: dict[int, UInt32s]
    far: UInt64s
    failing: UInt64s


class FirstLook:
    """Both sides prepared once, then looked at block by block."""

    def __init__(
        self,
        snapshot: Snapshot,
        relevance: Relevance,
        weights: Int16s,
        removal: Removal,
    ) -> None:
        goals, mentors = snapshot.goals, snapshot.mentors
        self.relevance, self.removal = relevance, removal
        self.weights = weights.astype(np.float32)
        # In whole steps, as the first look sees relevance.
        self.least = np.float32(round(removal.rules.least_relevance * STEPS))
        self.enough = np.float32(round(ENOUGH_FOR_A_MUST * STEPS))
        self.mentors = len(mentors)
        width = min(MOST_WIDE, TILE_PAIRS // min(256, max(1, len(goals))))
        self.tiles = [slice(at, at + width) for at in range(0, self.mentors, width)]
        self.width = min(width, self.mentors)
        self.parts = parts_of(snapshot, self.weights)
        self.error = (weights * ERRORS).sum(axis=1) + 0.5 * len(FACTORS) + 0.125
        self.spare = _Spare()

    def block(self, span: slice) -> Seen:
        """Look at a range of goals with every mentor.

        What is found is overwritten by the next block.
        """
        count = span.stop - span.start
        estimate = self.spare.array("estimate", (count, self.mentors), np.float32)
        far = self._marks("far", count, bool(self.least > 0))
        insisting = self.removal.insist_on_relevance[span]
        failing = self._marks("failing", count, bool(insisting.any()))
        share = self.weights[span, :1] / np.float32(STEPS)
        for tile in self.tiles:
            shape = (count, min(tile.stop, self.mentors) - tile.start)
            total = self.spare.array("total", shape, np.float32)
            more = self.spare.array("more", shape, np.float32)
            self.relevance.first_look(span, tile, total)
            if far is not None:
                np.less(total, self.least, out=far[:, tile])
            if failing is not None:
                failing[insisting, tile] = total[insisting] < self.enough
            total *= share
            for product in self.parts.products:
                product.add(span, tile, total, more)
            np.add(total, self.parts.turned.of(span, tile).T, out=estimate[:, tile])
        for row in self.parts.rows:
            row.add(span, estimate)
        strict = self.removal.of_strict(span)
        self.removal.apply(span, strict, estimate)
        return Seen(
            estimate, strict, self._packed(count, far), self._packed(count, failing)
        )

    def _marks(self, name: str, count: int, needed: bool) -> Bools | None:
        if not needed:
            return None
        marks: Bools = self.spare.array(name, (count, self.mentors), np.bool_)
        marks[:] = False
        return marks

    def _packed(self, count: int, marks: Bools | None) -> UInt64s:
        if marks is None:
            return np.zeros((count, -(-self.mentors // 64)), np.uint64)
        return pack(marks)


class _Spare:
    """Arrays that are written over again and again: fresh memory costs more than most
    of what is done with it."""

    def __init__(self) -> None:
        self.made: dict[str, Column] = {}

    def array(self, name: str, shape: tuple[int, int], dtype: type) -> Column:
        size = shape[0] * shape[1]
        if name not in self.made or self.made[name].size < size:
            self.made[name] = np.empty(size, dtype)
        return self.made[name][:size].reshape(shape)
