"""The first look: an estimate for every pair, good enough to choose whom to look at.

It computes each factor as ``factors`` defines it, or close to it where that is cheaper:
relevance without passages (``factors.two_looks``), reciprocity in coarser steps. Every
value is a whole number of 1/1024 and every weight a whole number of 1/10000, so each sum
is a multiple of 1/1024 below 10,000: float32 holds it exactly, in whatever order it is
added up. That is why the estimate of a pair is the same in every block and on every
machine.

1. What is linear in the two sides is one matrix product of narrow columns.
2. Relevance, hours, style and things in common are products of their own, each bent
   afterwards. All work is done in tiles that stay in a core's cache.
3. Level and commitment depend on few kinds of goals: looked up, row by row.
4. Pairs that a rule removes become −∞. Relevance removes nobody yet: only the close look
   knows it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

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
    Float32s,
    Float64s,
    Int16s,
    Int64s,
    UInt32s,
    UInt64s,
    pack,
)

TILE_PAIRS = 256 * 512  # half a megabyte, so that a few tiles stay in the cache
_AT = {factor: number for number, factor in enumerate(FACTORS)}
_BRINGS_STEPS, _HOPES_STEPS = 16, 32
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
        width = TILE_PAIRS // min(256, max(1, len(goals)))
        self.tiles = [slice(at, at + width) for at in range(0, self.mentors, width)]
        self.width = min(width, self.mentors)
        self.linear = _Linear(snapshot, self.weights)
        self.products: list[_Product] = [
            _Hours(goals, mentors, self.weights[:, _AT["availability"]]),
            _Style(goals, mentors, self.weights[:, _AT["communication"]]),
            _Common(goals, mentors, self.weights[:, _AT["context"]]),
        ]
        self.rows: list[_Rows] = [
            _Level(goals, mentors, self.weights[:, _AT["level"]]),
            _Commitment(goals, mentors, self.weights[:, _AT["commitment"]]),
            _AtWork(goals, mentors, self.weights[:, _AT["context"]]),
        ]
        self.error = (weights * _ERRORS).sum(axis=1) + 0.5 * len(FACTORS)

    def block(self, span: slice) -> Seen:
        """Look at a range of goals with every mentor."""
        count = span.stop - span.start
        estimate = np.empty((count, self.mentors), np.float32)
        far = np.zeros((count, self.mentors), np.bool_)
        failing = np.zeros_like(far)
        left = self.linear.left(span)
        insisting = self.removal.insist_on_relevance[span]
        share = self.weights[span, :1] / np.float32(STEPS)
        spare = np.empty((2, count * self.width), np.float32)
        for tile in self.tiles:
            width = min(tile.stop, self.mentors) - tile.start
            total, more = (s[: count * width].reshape(count, width) for s in spare)
            self.relevance.first_look(span, tile, total)
            if self.least:
                np.less(total, self.least, out=far[:, tile])
            if insisting.any():
                failing[insisting, tile] = total[insisting] < self.enough
            total *= share
            total += np.matmul(left, self.linear.right[:, tile], out=more)
            for product in self.products:
                product.add(span, tile, total, more)
            estimate[:, tile] = total
        for row in self.rows:
            row.add(span, estimate)
        strict = self.removal.of_strict(span)
        self.removal.apply(span, strict, estimate)
        return Seen(estimate, strict, pack(far), pack(failing))


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
        goals, mentors = snapshot.goals, snapshot.mentors
        self.sides = reciprocity.Sides(goals, mentors, snapshot.concepts)
        self.right, self.used = _of_mentors(mentors)
        self.reciprocity = weights[:, _AT["reciprocity"]]
        at_work = context.about_workplace(goals)
        tagged = goals.tags.any(axis=1) & ~at_work
        brings = self.sides.brings
        self.of_goals = np.stack(
            [
                weights[:, _AT["availability"]] * goals.hours_known,
                weights[:, _AT["context"]] * tagged,
                self.reciprocity * brings,
                self.reciprocity * ~brings,
                *(weights[:, _AT[name]] for name in FACTORS[-3:]),
            ],
            axis=1,
        )

    def left(self, span: slice) -> Float32s:
        """The goals' columns: (g, columns) float32."""
        met = self.sides.met[self.sides.met_at[span]][:, self.used]
        near = np.rint(met.astype(np.float32) * np.float32(_BRINGS_STEPS / 256))
        near *= self.reciprocity[span, None] / np.float32(_BRINGS_STEPS)
        return np.concatenate([near, self.of_goals[span]], axis=1)


@lru_cache(maxsize=2)  # the mentors of a run are the same for all of its goals
def _of_mentors(mentors: Mentors) -> tuple[Float32s, Int64s]:
    """The mentors' columns, and which concepts the first of them stand for.

    Returns
    -------
    (concepts used + 7, mentors) float32 and (concepts used,) int64
    """
    hopes, most, hears = reciprocity.hoped(mentors)
    shares, used = _hopes(hopes, hears)
    alone = np.nan_to_num(hears, nan=NEUTRAL)
    beside = np.where(np.isnan(most), alone, np.nan_to_num(hears / 2, nan=0))
    others = [
        ~mentors.hours_known * NEUTRAL,
        ~mentors.tags.any(axis=1) * NEUTRAL,
        beside,
        alone,
        *(np.nan_to_num(getattr(mentors, name), nan=NEUTRAL) for name in FACTORS[-3:]),
    ]
    return np.concatenate([shares, _stepped(np.stack(others))]), used


def _hopes(hopes: Int64s, hears: Float64s) -> tuple[Float32s, Int64s]:
    """What share of reciprocity each hoped-for concept is: (concepts used, mentors).

    Shares of thirds are no multiples of 1/32; the first hopes get a little more.
    """
    used, place = np.unique(hopes, return_inverse=True)
    place = place.reshape(hopes.shape)
    named = hopes >= 0
    count = np.maximum(named.sum(axis=0), 1)
    first = named.cumsum(axis=0) <= _HOPES_STEPS % count
    steps = (_HOPES_STEPS // count + first) * named
    halved = np.where(np.isnan(hears), 1, 2)
    shares = np.zeros((len(used), hopes.shape[1]), np.float32)
    everybody = np.broadcast_to(np.arange(hopes.shape[1]), place.shape)
    each = steps / (_HOPES_STEPS * halved)
    np.add.at(shares, (place, everybody), each.astype(np.float32))
    return shares, used


class _Hours:
    """Shared half-hours of the worst week, up to what a meeting needs."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        weeks = availability.weeks_that_differ(goals.weeks, mentors.weeks)
        asked = goals.weeks * goals.hours_known[:, None, None]
        offered = mentors.weeks * mentors.hours_known[:, None, None]
        self.sides = [
            availability.slots_that_count(asked[:, week], offered[:, week])
            for week in weeks
        ]
        per_slot = availability.SLOT_MINUTES / goals.minutes_needed * STEPS
        self.per_slot = per_slot.astype(np.float32)[:, None]
        self.weight = weights[:, None] / np.float32(STEPS)

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        asked, offered = self.sides[0]
        np.matmul(asked[span], offered[:, tile], out=out)
        for asked, offered in self.sides[1:]:
            np.minimum(out, asked[span] @ offered[:, tile], out=out)
        out *= self.per_slot[span]
        np.minimum(out, np.float32(STEPS), out=out)
        np.rint(out, out=out)
        out *= self.weight[span]
        total += out


class _Style:
    """Communication as it is: a multiple of 1/1024, and a half where nothing is known."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.left = communication.unfold_goals(goals.styles)
        self.right = communication.unfold_mentors(mentors.styles)
        self.weight = weights[:, None]

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        np.matmul(self.left[span], self.right[:, tile], out=out)
        np.maximum(out, np.float32(0), out=out)
        out *= self.weight[span]
        total += out


class _Common:
    """Things in common, up to ``context.ENOUGH``; goals about the workplace apart."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        mine, theirs = (
            availability.unpack(goals.tags),
            availability.unpack(mentors.tags),
        )
        used = np.flatnonzero(mine.any(axis=0) & theirs.any(axis=0))
        self.left = mine[:, used].astype(np.float32)
        self.right = np.ascontiguousarray(theirs[:, used].T, np.float32)
        each = _stepped(np.array(1 / context.ENOUGH))
        self.weight = (weights * ~context.about_workplace(goals) * each)[:, None]

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None:
        if not len(self.right):
            return
        np.matmul(self.left[span], self.right[:, tile], out=out)
        np.minimum(out, np.float32(context.ENOUGH), out=out)
        out *= self.weight[span]
        total += out


class _AtWork:
    """Context of goals about the workplace, where organisations count too."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.is_one = context.about_workplace(goals) & (weights > 0)
        self.values = context.rows(goals, mentors)
        self.weight = weights

    def add(self, span: slice, estimate: Float32s) -> None:
        for row in np.flatnonzero(self.is_one[span]):
            goal = span.start + int(row)
            (values,) = self.values(slice(goal, goal + 1))
            estimate[row] += _known(values) * self.weight[goal]


class _Level:
    """By the few places a mentor can stand at, in the field that a goal is about."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.goals, self.weight = goals, weights[:, None]
        self.windows = level.windows_of(goals)
        fields, self.field = np.unique(goals.field, return_inverse=True)
        self.levels, self.years, places = level.distinct_places(mentors)
        everybody = np.arange(len(mentors))
        self.places = [
            places[everybody, level._track_for(int(field), mentors)] for field in fields
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
        for row, number, weight in zip(
            estimate, self.number[span].tolist(), self.weight[span], strict=True
        ):
            if number not in self.made:
                goal = int(self.like[number])
                self.made[number] = _known(self.values(slice(goal, goal + 1))[0])
            row += self.made[number] * weight


def _known(values: Float32s) -> Float32s:
    """In steps, and a half where it is not known."""
    return _stepped(np.nan_to_num(values, nan=NEUTRAL))


def _stepped(values: np.ndarray) -> Float32s:
    stepped: Float32s = (np.rint(values * STEPS) / STEPS).astype(np.float32)
    return stepped
