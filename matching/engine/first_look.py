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
from typing import NamedTuple, Protocol

import numpy as np
from scipy.sparse import csr_array

from matching.engine.combine import NEUTRAL
from matching.engine.factors import (
    availability,
    commitment,
    communication,
    context,
    level,
    reciprocity,
)
from matching.engine.factors.two_looks import STEPS, Relevance
from matching.engine.filters import ENOUGH as ENOUGH_FOR_A_MUST
from matching.engine.filters import Removal
from matching.engine.snapshot import FACTORS, Goals, Mentors, Snapshot
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Float64s,
    Int16s,
    Int64s,
    UInt32s,
    UInt64s,
    kept_with,
    pack,
)

TILE_PAIRS = 256 * 512  # half a megabyte, so that a few tiles stay in the cache
MOST_WIDE = 2048  # so that their documents stay in the cache too
_AT = {factor: number for number, factor in enumerate(FACTORS)}
_BRINGS_STEPS, _HOPES_STEPS = 16, 32
_ONE = np.float32(1)
#: How far an estimate can be from the score it stands for, in shares of the weight of
#: each factor (relevance as given, not as the first look sees it).
_ERRORS = np.full(len(FACTORS), 1 / STEPS)
_ERRORS[_AT["reciprocity"]] = 1 / _BRINGS_STEPS + 1 / _HOPES_STEPS


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
        self.turned = _Turned(snapshot, self.weights)
        self.products: list[_Product] = [
            _Linear(snapshot, self.weights),
            _Hours(goals, mentors, self.weights[:, _AT["availability"]]),
            _Style(goals, mentors, self.weights[:, _AT["communication"]]),
        ]
        self.rows: list[_Rows] = [
            _Level(goals, mentors, self.weights[:, _AT["level"]]),
            _Commitment(goals, mentors, self.weights[:, _AT["commitment"]]),
            _AtWork(goals, mentors, self.weights[:, _AT["context"]]),
        ]
        self.error = (weights * _ERRORS).sum(axis=1) + 0.5 * len(FACTORS) + 0.125
        self.spare = _Spare()

    def block(self, span: slice) -> Seen:
        """Look at a range of goals with every mentor.

        What is found is overwritten by the next block.
        """
        count = span.stop - span.start
        estimate = self.spare.array("estimate", (count, self.mentors), np.float32)
        far = self._marks("far", count, self.least > 0)
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
            for product in self.products:
                product.add(span, tile, total, more)
            np.add(total, self.turned.of(span, tile).T, out=estimate[:, tile])
        for row in self.rows:
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


class _Product(Protocol):
    """A factor of its own, added tile by tile; ``out`` is there to be written over."""

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None: ...


class _Rows(Protocol):
    """A factor that is added to whole rows of the estimate."""

    def add(self, span: slice, estimate: Float32s) -> None: ...


class _Linear:
    """Everything that is a product of something of the goal and something of the mentor.

    What is unknown of a mentor counts a half of the weight; unknown of the goal it is
    the same for every mentor, and left out.
    """

    def __init__(self, snapshot: Snapshot, weights: Float32s) -> None:
        goals = snapshot.goals
        self.right = _of_mentors(snapshot.mentors).others
        reciprocity_weight = weights[:, _AT["reciprocity"]]
        at_work = context.about_workplace(goals)
        tagged = goals.tags.any(axis=1) & ~at_work
        brings = np.any(goals.brings >= 0, axis=1)
        self.left = np.stack(
            [
                weights[:, _AT["availability"]] * goals.hours_known,
                weights[:, _AT["context"]] * tagged,
                reciprocity_weight * brings,
                reciprocity_weight * ~brings,
                *(weights[:, _AT[name]] for name in FACTORS[-3:]),
            ],
            axis=1,
        )

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        np.matmul(self.left[span], self.right[:, tile], out=out)
        total += out


class _Turned:
    """What mentors have few of, hopes and things in common: sparse rows of mentors times
    columns of goals, so it comes with mentors as rows."""

    def __init__(self, snapshot: Snapshot, weights: Float32s) -> None:
        goals, mentors = snapshot.goals, snapshot.mentors
        self.sides = reciprocity.Sides(goals, mentors, snapshot.concepts)
        self.weights = weights
        self.hopes, self.tags = _of_mentors(mentors).hopes, _tags(mentors)
        self.asked = availability.unpack(goals.tags)
        each = weights[:, _AT["context"]] * ~context.about_workplace(goals)
        self.each = each / np.float32(context.ENOUGH)
        self.tiles: dict[int, tuple[csr_array, csr_array]] = {}
        self.block: tuple[slice, Float32s, Float32s] | None = None

    def of(self, span: slice, tile: slice) -> Float32s:
        """(mentors of the tile, goals) float32."""
        near, asked = self._goals(span)
        hopes, tags = self._mentors(tile)
        found: Float32s = hopes @ near
        common = tags @ asked
        enough = np.broadcast_to(np.float32(context.ENOUGH), common.shape[1:])
        np.minimum(common, enough, out=common)
        common *= self.each[span]
        found += common
        return found

    def _goals(self, span: slice) -> tuple[Float32s, Float32s]:
        """How near each concept is to what each goal brings, times the weight, and the
        tags of each goal: (concepts, g) and (tags, g)."""
        if self.block is None or self.block[0] != span:
            met = self.sides.met[self.sides.met_at[span], : self.hopes.shape[1]]
            near = np.rint(met.astype(np.float32) * np.float32(_BRINGS_STEPS / 256))
            weight = self.weights[span, _AT["reciprocity"]]
            near *= weight[:, None] / np.float32(_BRINGS_STEPS)
            asked = self.asked[span].T
            self.block = (span, *map(np.ascontiguousarray, (near.T, asked * _ONE)))
        return self.block[1:]

    def _mentors(self, tile: slice) -> tuple[csr_array, csr_array]:
        if tile.start not in self.tiles:
            self.tiles[tile.start] = (self.hopes[tile], self.tags[tile])
        return self.tiles[tile.start]


class _OfMentors(NamedTuple):
    """The mentors' side: what share of reciprocity each hoped-for concept is, sparse
    (mentors, concepts), and the columns of ``_Linear``, (7, mentors)."""

    hopes: csr_array
    others: Float32s


@kept_with
def _of_mentors(mentors: Mentors) -> _OfMentors:
    hopes, most, hears = reciprocity.hoped(mentors)
    alone = np.nan_to_num(hears, nan=NEUTRAL)
    beside = np.where(np.isnan(most), alone, np.nan_to_num(hears / 2, nan=0))
    others = [
        ~mentors.hours_known * NEUTRAL,
        ~mentors.tags.any(axis=1) * NEUTRAL,
        beside,
        alone,
        *(np.nan_to_num(getattr(mentors, name), nan=NEUTRAL) for name in FACTORS[-3:]),
    ]
    return _OfMentors(_hopes(hopes, hears), _stepped(np.stack(others)))


def _hopes(hopes: Int64s, hears: Float64s) -> csr_array:
    """Shares of thirds are no multiples of 1/32; the first hopes get a little more."""
    named = hopes >= 0
    count = np.maximum(named.sum(axis=0), 1)
    first = named.cumsum(axis=0) <= _HOPES_STEPS % count
    steps = (_HOPES_STEPS // count + first) * named
    each = steps / (_HOPES_STEPS * np.where(np.isnan(hears), 1, 2))
    ends = np.append(0, np.cumsum(named.sum(axis=0)))
    told = (each.T[named.T].astype(np.float32), hopes.T[named.T], ends)
    return csr_array(told, shape=(hopes.shape[1], 1 + int(hopes.max(initial=-1))))


@kept_with
def _tags(mentors: Mentors) -> csr_array:
    """Ones where a mentor has a tag: (mentors, bits)."""
    return csr_array(availability.unpack(mentors.tags), dtype=np.float32)


class _Hours:
    """Shared half-hours of the worst week, up to what a meeting needs."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.sides = availability.slots_that_count(goals, mentors)
        worth = weights * np.float32(availability.SLOT_MINUTES)
        self.per_slot = (worth / goals.minutes_needed)[:, None]
        self.most = weights[:, None]

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        asked, offered = self.sides[0]
        np.matmul(asked[span], offered[:, tile].astype(np.float32), out=out)
        for asked, offered in self.sides[1:]:
            slots = asked[span] @ offered[:, tile].astype(np.float32)
            np.minimum(out, slots, out=out)
        out *= self.per_slot[span]
        np.minimum(out, self.most[span], out=out)
        total += out


class _Style:
    """Communication as it is: a multiple of 1/1024, and a half where nothing is known."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.left = communication.unfold_goals(goals)
        self.right = communication.unfold_mentors(mentors)
        self.weight = weights[:, None]
        self.least = np.zeros_like(self.weight)

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        np.matmul(self.left[span], self.right[:, tile], out=out)
        np.maximum(out, self.least[span], out=out)
        out *= self.weight[span]
        total += out


class _AtWork:
    """Context of goals about the workplace, where organisations count too."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.is_one = context.about_workplace(goals) & (weights > 0)
        self.goals, self.mentors, self.weight = goals, mentors, weights
        self.tags, self.asked = _tags(mentors), availability.unpack(goals.tags)
        self.tagged, self.known = goals.tags.any(axis=1), mentors.tags.any(axis=1)

    def add(self, span: slice, estimate: Float32s) -> None:
        rows = np.flatnonzero(self.is_one[span])
        if not len(rows):
            return
        asked = self.asked[rows + span.start].T * _ONE
        common = np.ascontiguousarray((self.tags @ asked).T)
        np.minimum(common, np.float32(context.ENOUGH), out=common)
        common *= np.float32(1 / context.ENOUGH)
        for row, values in zip(rows.tolist(), common, strict=True):
            goal = span.start + row
            known = self._known(values, goal)
            estimate[row] += known * self.weight[goal]

    def _known(self, common: Float32s, goal: int) -> Float32s:
        """The mean of common and outside where both are known, or of the known one."""
        mine, theirs = self.goals.organisation[goal], self.mentors.organisation
        if mine < 0:
            known = self.known & self.tagged[goal]
            return np.where(known, common, np.float32(NEUTRAL))
        outside = np.where(theirs < 0, np.float32(NEUTRAL), (theirs != mine) * _ONE)
        if not self.tagged[goal]:
            return outside
        mean = (common + outside) * np.float32(0.5)
        alone = np.where(self.known, common, np.float32(NEUTRAL))
        return np.where(theirs < 0, alone, np.where(self.known, mean, outside))


class _Level:
    """By the few places a mentor can stand at, in the field that a goal is about."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.goals, self.weight = goals, weights[:, None]
        self.windows = level.windows_of(goals)
        fields, self.field = np.unique(goals.field, return_inverse=True)
        self.levels, self.years, places = level.distinct_places(mentors)
        everybody = np.arange(len(mentors))
        self.places = [
            places[everybody, level.track_that_counts(int(field), mentors)]
            for field in fields
        ]

    def add(self, span: slice, estimate: Float32s) -> None:
        steps, years = (window[span, None] for window in self.windows)
        values = level.trapezoid(self.levels, self.goals.level[span, None], steps)
        second = level.trapezoid(self.years, self.goals.years[span, None], years)
        np.copyto(values, second, where=np.isnan(values))
        values = _known(values) * self.weight[span]
        spare = np.empty(estimate.shape[1], np.float32)
        for row, fit, field in zip(estimate, values, self.field[span], strict=True):
            row += fit.take(self.places[field], out=spare, mode="clip")


class _Commitment:
    """By what a goal takes of a mentor; goals that take the same share a row."""

    MOST_ROWS = 500

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.values = commitment.rows(goals, mentors)
        self.weight = weights
        minutes = goals.minutes_needed * goals.meetings_per_month
        asked = np.stack([minutes, commitment.months_asked(goals)], axis=1)
        _, self.like, self.number = np.unique(
            np.nan_to_num(asked, nan=-1), axis=0, return_index=True, return_inverse=True
        )
        self.made: dict[int, Float32s] = {}

    def add(self, span: slice, estimate: Float32s) -> None:
        if len(self.made) > self.MOST_ROWS:
            self.made.clear()
        spare = np.empty(estimate.shape[1], np.float32)
        for row, number, weight in zip(
            estimate, self.number[span].tolist(), self.weight[span], strict=True
        ):
            if number not in self.made:
                goal = int(self.like[number])
                self.made[number] = _known(self.values(slice(goal, goal + 1))[0])
            row += np.multiply(self.made[number], weight, out=spare)


def _known(values: Float32s) -> Float32s:
    """In steps, and a half where it is not known."""
    return _stepped(np.nan_to_num(values, nan=NEUTRAL))


def _stepped(values: np.ndarray) -> Float32s:
    stepped: Float32s = (np.rint(values * STEPS) / STEPS).astype(np.float32)
    return stepped
