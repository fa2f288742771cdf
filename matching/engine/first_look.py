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

Mentors whom no goal of a block may have, because they are full, closed or speak another
language, are passed over by whole tiles: ``arranged`` puts those beside each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import NamedTuple

import numpy as np

from matching.engine.arranged import mentors_together
from matching.engine.estimates import ERRORS, parts_of
from matching.engine.factors.two_looks import STEPS, Relevance, Rows
from matching.engine.filters import ENOUGH as ENOUGH_FOR_A_MUST
from matching.engine.filters import Insisted, Removal
from matching.engine.snapshot import FACTORS, Snapshot
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int16s,
    Int64s,
    UInt64s,
    pack,
    unpack,
)

TILE_PAIRS = 256 * 512  # half a megabyte, so that a few tiles stay in the cache
MOST_WIDE = 4096  # so that their documents stay in the cache too


@dataclass(frozen=True)
class Seen:
    """A block of goals after the first look.

    ``reach`` is the range of mentors that any of the goals may have, and ``estimate``
    (g, that range) float32 in ten-thousandths, −∞ where a rule removed the pair.
    ``insisted`` says whom deal-breakers remove. Packed (g, words) over all
    mentors, ``asked`` marks whose relevance has been looked at, and of these ``far``
    who is too far off topic and ``failing`` who fails the mentee's deal-breaker.
    ``by_relevance`` (g,) marks the goals for which either can happen, and ``looked``
    (tiles,) the tiles that were looked at.
    """

    reach: slice
    estimate: Float32s
    insisted: Insisted
    asked: UInt64s
    far: UInt64s
    failing: UInt64s
    by_relevance: Bools
    looked: Bools

    def waiting(self, span: slice, rows: Int64s) -> "Waiting":
        """Some of the goals, by their rows, of which more is to be known."""
        return Waiting(
            rows + span.start, self.far[rows], self.failing[rows], self.looked
        )


class Waiting(NamedTuple):
    """Goals for which the relevance of whoever was passed over is to be asked, too: their
    rows, and the rest as in ``Seen``."""

    goals: Int64s
    far: UInt64s
    failing: UInt64s
    looked: Bools

    def join(self, more: "Waiting") -> "Waiting":
        """These, and then some more."""
        goals, far, failing = (
            np.concatenate(of) for of in zip(self[:3], more[:3], strict=True)
        )
        return Waiting(goals, far, failing, self.looked & more.looked)


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
        self.tiles = mentors_together(mentors, width)
        self.parts = parts_of(snapshot, self.weights)
        self.error = (weights * ERRORS).sum(axis=1) + 0.5 * len(FACTORS) + 0.125
        self.spare = _Spare()

    def block(self, span: slice) -> Seen:
        """Look at a range of goals with every mentor.

        What is found is overwritten by the next block.
        """
        asked = self.removal.open_to(span)
        looked = self._open_tiles(asked)
        tiles = list(compress(self.tiles, looked))
        reach = slice(tiles[0].start, tiles[-1].stop) if tiles else slice(0, 0)
        shape = (span.stop - span.start, reach.stop - reach.start)
        estimate: Float32s = self.spare.array("estimate", shape, np.float32)
        marks = self._marks(span)
        share = self.weights[span, :1] / np.float32(STEPS)
        for tile in tiles:
            shape = (len(estimate), tile.stop - tile.start)
            total = self.spare.array("total", shape, np.float32)
            more = self.spare.array("more", shape, np.float32)
            self.relevance.first_look(span, tile, total)
            marks.look(total, tile)
            total *= share
            for product in self.parts.products:
                product.add(span, tile, total, more)
            here = slice(tile.start - reach.start, tile.stop - reach.start)
            np.add(total, self.parts.turned.of(span, tile).T, out=estimate[:, here])
        for gap in _between(tiles):
            estimate[:, gap.start - reach.start : gap.stop - reach.start] = -np.inf
        self.parts.at_work.add(span, reach, estimate)
        insisted = self.removal.insisted(span)
        self.removal.apply(span, reach, insisted, estimate)
        added_last = [*self.parts.rows, self.removal]
        every = zip(*(one.rows(span, reach) for one in added_last), strict=True)
        for row, added in zip(estimate, every, strict=True):
            for values in added:  # while the row is in the cache
                row += values
        found = marks.packed()
        return Seen(reach, estimate, insisted, asked, *found, marks.needed, looked)

    def ask_everybody(self, waiting: Waiting) -> Seen:
        """Look at the relevance of those who were passed over, too; nothing is
        estimated."""
        goals, looked, everybody = waiting.goals, waiting.looked, slice(0, self.mentors)
        marks = self._marks(goals)
        for tile in compress(self.tiles, ~looked):
            shape = (len(goals), tile.stop - tile.start)
            total = self.spare.array("total", shape, np.float32)
            self.relevance.first_look(goals, tile, total)
            marks.look(total, tile)
        far, failing = marks.packed()
        return Seen(
            everybody,
            np.empty((len(goals), 0), np.float32),
            self.removal.insisted(goals),
            np.full_like(far, ~np.uint64(0)),
            far | waiting.far,
            failing | waiting.failing,
            marks.needed,
            np.ones_like(looked),
        )

    def _open_tiles(self, asked: UInt64s) -> Bools:
        """In which tiles there is a mentor whom at least one of the goals may have."""
        anybody = unpack(np.bitwise_or.reduce(asked, axis=0), self.mentors)
        return np.array([anybody[tile].any() for tile in self.tiles], np.bool_)

    def _marks(self, span: Rows) -> "_Marks":
        return _Marks(
            self.spare,
            self.mentors,
            self.least,
            self.enough,
            self.removal.insist_on_relevance[span],
        )


class _Marks:
    """Who is too far off topic for some goals, and who fails a deal-breaker, as tile
    after tile is looked at."""

    def __init__(
        self,
        spare: "_Spare",
        mentors: int,
        least: np.float32,
        enough: np.float32,
        insisting: Bools,
    ) -> None:
        self.least, self.enough, self.insisting = least, enough, insisting
        self.needed: Bools = insisting | (least > 0)
        self.words = np.zeros((len(insisting), -(-mentors // 64)), np.uint64)
        shape = (len(insisting), mentors)
        self.far = spare.marks("far", shape, bool(least > 0))
        self.failing = spare.marks("failing", shape, bool(insisting.any()))

    def look(self, relevance: Float32s, tile: slice) -> None:
        """Mark a tile, by its estimated relevance in steps."""
        if self.far is not None:
            np.less(relevance, self.least, out=self.far[:, tile])
        if self.failing is not None:
            rows = self.insisting
            self.failing[rows, tile] = relevance[rows] < self.enough

    def packed(self) -> tuple[UInt64s, UInt64s]:
        """Both as bits: (g, words)."""
        far, failing = (
            self.words if marks is None else pack(marks)
            for marks in (self.far, self.failing)
        )
        return far, failing


def _between(tiles: list[slice]) -> Iterator[slice]:
    """What the tiles leave out between the first and the last of them."""
    for one, next_one in pairwise(tiles):
        if one.stop < next_one.start:
            yield slice(one.stop, next_one.start)


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

    def marks(self, name: str, shape: tuple[int, int], needed: bool) -> Bools | None:
        """Marks that nobody has made yet, or None if none will be."""
        if not needed:
            return None
        made: Bools = self.array(name, shape, np.bool_)
        made[:] = False
        return made
