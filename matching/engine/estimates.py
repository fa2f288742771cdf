"""What the first look adds up: estimates of nine factors for blocks of pairs.

Relevance comes from ``factors.two_looks``. How each of these stays the same number in
every block is told in ``first_look``.
"""

from collections.abc import Iterator
from functools import cached_property
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
from matching.engine.factors.two_looks import STEPS
from matching.engine.snapshot import FACTORS, Goals, Mentors, Snapshot
from matching.engine.tables import (
    Bools,
    Float32s,
    Float64s,
    Int64s,
    kept_with,
    narrow,
)

_AT = {factor: number for number, factor in enumerate(FACTORS)}
_BRINGS_STEPS, _HOPES_STEPS = 16, 32
_ONE, _HALF = np.float32(1), np.float32(NEUTRAL)
#: How far an estimate can be from the score it stands for, in shares of the weight of
#: each factor (relevance as given, not as the first look sees it).
ERRORS = np.full(len(FACTORS), 1 / STEPS)
ERRORS[_AT["reciprocity"]] = 1 / _BRINGS_STEPS + 1 / _HOPES_STEPS


def parts_of(snapshot: Snapshot, weights: Float32s) -> "Parts":
    """Prepare both sides of a snapshot; ``weights`` (goals, factors) float32."""
    goals, mentors = snapshot.goals, snapshot.mentors
    return Parts(
        _Turned(snapshot, weights),
        [
            _Linear(snapshot, weights),
            _Hours(goals, mentors, weights[:, _AT["availability"]]),
            _Style(goals, mentors, weights[:, _AT["communication"]]),
        ],
        _AtWork(goals, mentors, weights[:, _AT["context"]]),
        [
            _Level(goals, mentors, weights[:, _AT["level"]]),
            _Commitment(goals, mentors, weights[:, _AT["commitment"]]),
        ],
    )


class Parts(NamedTuple):
    """What is added tile by tile, with mentors as rows and with goals as rows, and what
    is added afterwards: to some goals, and to all, row by row."""

    turned: "_Turned"
    products: "list[_Product]"
    at_work: "_AtWork"
    rows: "list[_Rows]"


class _Product(Protocol):
    """A factor of its own, added tile by tile; ``out`` is there to be written over."""

    def add(self, span: slice, tile: slice, total: Float32s, out: Float32s) -> None: ...


class _Rows(Protocol):
    """What each goal's row of the estimate gains, for a range of mentors; a row may be
    written over by the next."""

    def rows(self, span: slice, reach: slice) -> Iterator[Float32s]: ...


class _Linear:
    """Everything that is a product of something of the goal and something of the mentor.

    What is unknown of a mentor or of the goal counts a half of the weight.
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
                weights[:, _AT["availability"]] * ~goals.hours_known,
                weights[:, _AT["context"]] * ~(tagged | at_work),
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
        self.tiles = _of_mentors(mentors).tiles
        self.block: tuple[slice, Float32s, Float32s, Float32s] | None = None

    def of(self, span: slice, tile: slice) -> Float32s:
        """(mentors of the tile, goals) float32."""
        near, asked, enough = self._goals(span, tile.stop - tile.start)
        hopes, tags = self._mentors(tile)
        found: Float32s = hopes @ near
        common = tags @ asked
        found += np.minimum(common, enough, out=common)
        return found

    def _goals(self, span: slice, mentors: int) -> tuple[Float32s, Float32s, Float32s]:
        """How near each concept is to what each goal brings, times the weight; what each
        tag of each goal counts, so that equal numbers are added; and what is enough of
        them for so many mentors: (concepts, g), (tags, g) and (mentors, g)."""
        if self.block is None or self.block[0] != span:
            met = self.sides.met[self.sides.met_at[span], : self.hopes.shape[1]]
            near = np.rint(met.astype(np.float32) * np.float32(_BRINGS_STEPS / 256))
            weight = self.weights[span, _AT["reciprocity"]]
            near *= weight[:, None] / np.float32(_BRINGS_STEPS)
            asked = np.ascontiguousarray(self.asked[span].T * self.each[span])
            self.block = (span, np.ascontiguousarray(near.T), asked, self.each[:0])
        span, near, asked, enough = self.block
        if len(enough) < mentors:
            enough = np.tile(self.each[span] * np.float32(context.ENOUGH), (mentors, 1))
            self.block = (span, near, asked, enough)
        return near, asked, enough[:mentors]

    def _mentors(self, tile: slice) -> tuple[csr_array, csr_array]:
        key = (tile.start, tile.stop)
        if key not in self.tiles:
            self.tiles[key] = (self.hopes[tile], self.tags[tile])
        return self.tiles[key]


class _OfMentors(NamedTuple):
    """The mentors' side: what share of reciprocity each hoped-for concept is, sparse
    (mentors, concepts), and the columns of ``_Linear``, (9, mentors). ``tiles`` are
    hopes and tags of some mentors, cut out once."""

    hopes: csr_array
    others: Float32s
    tiles: dict[tuple[int, int], tuple[csr_array, csr_array]]


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
        *np.full((2, len(mentors)), NEUTRAL),
    ]
    return _OfMentors(_hopes(hopes, hears), _stepped(np.stack(others)), {})


def _hopes(hopes: Int64s, hears: Float64s) -> csr_array:
    """Shares of thirds are no multiples of 1/32; the first hopes get a little more."""
    named = hopes >= 0
    count = np.maximum(named.sum(axis=0), 1)
    first = named.cumsum(axis=0) <= _HOPES_STEPS % count
    steps = (_HOPES_STEPS // count + first) * named
    each = steps / (_HOPES_STEPS * np.where(np.isnan(hears), 1, 2))
    ends = np.append(0, np.cumsum(named.sum(axis=0)))
    told = (each.T[named.T].astype(np.float32), hopes.T[named.T], ends)
    shape = hopes.shape[1], 1 + int(hopes.max(initial=-1))
    return narrow(csr_array(told, shape=shape))


@kept_with
def _tags(mentors: Mentors) -> csr_array:
    """Ones where a mentor has a tag: (mentors, bits)."""
    return narrow(csr_array(availability.unpack(mentors.tags), dtype=np.float32))


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
    """Context of goals about the workplace, where organisations count too: the mean of
    two, of things in common and of being outside, where both are known."""

    def __init__(self, goals: Goals, mentors: Mentors, weights: Float32s) -> None:
        self.is_one = context.about_workplace(goals) & (weights > 0)
        self.goals, self.mentors, self.weight = goals, mentors, weights
        self.tags, self.asked = _tags(mentors), availability.unpack(goals.tags)
        self.tagged: Bools = np.any(goals.tags, axis=1)

    def add(self, span: slice, reach: slice, estimate: Float32s) -> None:
        rows = np.flatnonzero(self.is_one[span])
        if not len(rows):
            return
        asked = self.asked[rows + span.start].T * _ONE
        common = np.ascontiguousarray((self.tags[reach] @ asked).T)
        np.minimum(common, np.float32(context.ENOUGH), out=common)
        common *= np.float32(1 / context.ENOUGH)
        for row, values in zip(rows.tolist(), common, strict=True):
            goal = span.start + row
            organisation = self.goals.organisation[goal]
            kind = bool(self.tagged[goal]), bool(organisation >= 0)
            of_common, of_outside, if_outside = self._by_kind[kind]
            values *= of_common[reach]
            values += if_outside[reach]
            inside = np.flatnonzero(self.mentors.organisation[reach] == organisation)
            values[inside] -= of_outside[reach][inside]
            values *= self.weight[goal]
            estimate[row] += values

    @cached_property
    def _by_kind(self) -> dict[tuple[bool, bool], tuple[Float32s, Float32s, Float32s]]:
        """See ``_shares``, by whether a goal has tags, and an organisation."""
        told = np.any(self.mentors.tags, axis=1)
        placed = self.mentors.organisation >= 0
        return {
            (tagged, lives): _shares(told & tagged, placed & lives)
            for tagged in (False, True)
            for lives in (False, True)
        }


def _shares(common: Bools, outside: Bools) -> tuple[Float32s, Float32s, Float32s]:
    """Of each mentor, by what is known: what share of the mean things in common are, and
    what share being outside; and what the mean is of somebody outside without any."""
    count = common.astype(np.float32) + outside
    share = (_ONE / np.maximum(count, _ONE)).astype(np.float32)
    of_outside: Float32s = share * outside
    without: Float32s = np.where(common | outside, of_outside, _HALF)
    return share * common, of_outside, without


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

    def rows(self, span: slice, reach: slice) -> Iterator[Float32s]:
        """See ``_Rows``."""
        steps, years = (window[span, None] for window in self.windows)
        values = level.trapezoid(self.levels, self.goals.level[span, None], steps)
        second = level.trapezoid(self.years, self.goals.years[span, None], years)
        np.copyto(values, second, where=np.isnan(values))
        values = _known(values) * self.weight[span]
        spare = np.empty(reach.stop - reach.start, np.float32)
        for fit, field in zip(values, self.field[span], strict=True):
            yield fit.take(self.places[field][reach], out=spare, mode="clip")


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

    def rows(self, span: slice, reach: slice) -> Iterator[Float32s]:
        """See ``_Rows``."""
        if len(self.made) > self.MOST_ROWS:
            self.made.clear()
        spare = np.empty(reach.stop - reach.start, np.float32)
        for number, weight in zip(
            self.number[span].tolist(), self.weight[span], strict=True
        ):
            if number not in self.made:
                goal = int(self.like[number])
                self.made[number] = _known(self.values(slice(goal, goal + 1))[0])
            yield np.multiply(self.made[number][reach], weight, out=spare)


def _known(values: Float32s) -> Float32s:
    """In steps, and a half where it is not known."""
    return _stepped(np.nan_to_num(values, nan=NEUTRAL))


def _stepped(values: np.ndarray) -> Float32s:
    stepped: Float32s = (np.rint(values * STEPS) / STEPS).astype(np.float32)
    return stepped
