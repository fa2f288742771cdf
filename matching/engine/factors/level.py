"""Factor: is the distance in level the one that this purpose wants?

Level has no worth of its own: inside the window all levels count the same, and where
any level is welcome the factor carries no weight at all (see ``combine``).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from matching.engine.factors.parts import Kinds, at, by_kind, classes_of, kinds_of
from matching.engine.snapshot import PURPOSES, TRACKS, Goals, Mentors
from matching.engine.tables import (
    Bools,
    Float32s,
    Int32s,
    Int64s,
    kept_besides,
)

ANY = float("inf")


class Window(NamedTuple):
    """A full mark from ``low`` to ``high`` ahead of the mentee, falling to 0 outside.

    ``below`` and ``above`` say over how much it falls; all four in steps or in years.
    """

    low: float
    high: float
    below: float
    above: float


class Windows(NamedTuple):
    """The same wish told in steps of the ladder and, where no step is known, years."""

    steps: Window
    years: Window
    why: str


_WIDE = (Window(-2, 5, 3, 3), Window(-5, 15, 8, 15))
WINDOWS = {
    "growth": Windows(
        Window(1, 3, 2, 2),
        Window(2, 5, 4, 8),
        "Advice is applicable from somebody a few years ahead, less so from the very "
        "top, even if the top is the aim (R74).",
    ),
    "challenge": Windows(
        *_WIDE, "Who has been through it helps, near or far; only extremes fade."
    ),
    "skill": Windows(*_WIDE, "The skill counts, not the title (R58)."),
    "technology": Windows(
        Window(-ANY, ANY, 1, 1),
        Window(-ANY, ANY, 1, 1),
        "Juniors often know the new thing first: any level is welcome (R43).",
    ),
    "network": Windows(*_WIDE, "Doors open at many levels."),
    "shop_talk": Windows(
        Window(-1, 1, 2, 2),
        Window(-3, 3, 4, 4),
        "Peers share the daily work (R42, R66).",
    ),
    "workplace": Windows(
        Window(-1, 2, 3, 3),
        Window(-3, 6, 6, 8),
        "Peers first (R66); that outsiders see more clearly is a matter of context.",
    ),
    "allyship": Windows(*_WIDE, "Allies stand at every level."),
    "other": Windows(*_WIDE, "Nothing is known, so little is assumed."),
}
#: What the mentee's own window in steps means where only years are known.
YEARS_PER_STEP = 2.0
_FALL_OF_OWN_WINDOW = 2.0
_BY_PURPOSE = np.array(
    [[WINDOWS[purpose].steps, WINDOWS[purpose].years] for purpose in PURPOSES],
    np.float32,
)  # (purposes, steps or years, low high below above)


def rows(goals: Goals, mentors: Mentors) -> Callable[[slice | Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for any range of goals.

    The distance is from the level of the goal's track to the mentor's level in the same
    field, or in their main track if they have none there (R47). Steps are read first,
    years where no step is known. The mentee's own window replaces the purpose's.

    Returns
    -------
    function of a slice of goals, or of rows → (g, mentors) float32 in [0, 1] or NaN
        1 inside the window, falling in a straight line to 0 outside; NaN where neither
        steps nor years are known of both. The same bits whatever the slice.

    Notes
    -----
    Source: requirements R42, R43, R47, R58, R66, R74.
    """
    step_window, year_window = windows_of(goals)
    field, tracks = _fields(goals, mentors)
    levels, years, places = distinct_places(mentors)
    place = [places[np.arange(len(mentors)), track] for track in tracks]

    def block(span: slice | Int64s) -> Float32s:
        each = trapezoid(levels, goals.level[span, None], step_window[span, None])
        second = trapezoid(years, goals.years[span, None], year_window[span, None])
        np.copyto(each, second, where=np.isnan(each))
        fit = np.empty((len(each), len(mentors)), np.float32)
        for row, values, own in zip(fit, each, field[span], strict=True):
            values.take(place[own], out=row, mode="clip")
        return fit

    return block


def pairs(goals: Goals, mentors: Mentors) -> Callable[[Int64s, Int64s], Float32s]:
    """As ``rows``, for single pairs: (n,) goal rows and (n,) mentor rows → (n,)."""
    step_window, year_window = windows_of(goals)
    field, tracks = _fields(goals, mentors)

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        track = at(tracks.ravel(), at(field, goal) * len(mentors) + mentor)
        track += mentor * TRACKS
        theirs = at(mentors.track_level.ravel(), track)
        fit = trapezoid(theirs, at(goals.level, goal), at(step_window, goal))
        left = np.flatnonzero(np.isnan(fit))
        goal, theirs = goal[left], at(mentors.track_years.ravel(), track[left])
        fit[left] = trapezoid(theirs, at(goals.years, goal), at(year_window, goal))
        return fit

    return by_kind(_kinds, goals, mentors, values)


def unknown(goals: Goals, mentors: Mentors) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal: by its field and what is known.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
    """
    field, tracks = _fields(goals, mentors)
    distinct, number = classes_of(field, ~np.isnan(goals.level), ~np.isnan(goals.years))
    counts = (np.arange(len(mentors)), tracks[distinct[:, 0]])
    has_level, has_years = distinct[:, 1:].astype(bool).T[:, :, None]
    steps = has_level & ~np.isnan(mentors.track_level[counts])
    planes: Bools = ~(steps | (has_years & ~np.isnan(mentors.track_years[counts])))
    return number, planes


def level(goals: Goals, mentors: Mentors) -> Float32s:
    """The factor of every goal with every mentor; see ``rows``."""
    return rows(goals, mentors)(slice(None))


def any_level_suits(goals: Goals) -> Bools:
    """Goals whose window has no end on either side: (goals,) bool."""
    steps, _ = windows_of(goals)
    endless: Bools = np.isinf(steps[:, 0]) & np.isinf(steps[:, 1])
    return endless


@kept_besides
def windows_of(goals: Goals) -> tuple[Float32s, Float32s]:
    """The window of each goal in steps and in years, as (goals, 4) low high below above.

    Where the mentee set one end only, the other is the purpose's, moved along if it
    would lie on the wrong side.
    """
    windows = _BY_PURPOSE[goals.purpose]
    own = np.stack([goals.window_low, goals.window_high], axis=1)
    is_own = ~np.isnan(own)
    for unit, size in enumerate((1.0, YEARS_PER_STEP)):
        window = windows[:, unit]
        np.copyto(window[:, :2], own * np.float32(size), where=is_own)
        np.copyto(window[:, 1], window[:, 0], where=_crossed(window) & is_own[:, 0])
        np.copyto(window[:, 0], window[:, 1], where=_crossed(window))
        endless = np.isinf(_BY_PURPOSE[goals.purpose, unit, :2]) & is_own
        np.copyto(window[:, 2:], np.float32(_FALL_OF_OWN_WINDOW * size), where=endless)
    steps, years = (np.ascontiguousarray(windows[:, unit]) for unit in range(2))
    return steps, years


def track_that_counts(field: int, mentors: Mentors) -> Int64s:
    """Which of each mentor's tracks a goal in this field is compared with, for pages."""
    return _track_for(field, mentors)


def _crossed(window: Float32s) -> Bools:
    crossed: Bools = window[:, 0] > window[:, 1]
    return crossed


def _fields(goals: Goals, mentors: Mentors) -> tuple[Int64s, Int64s]:
    """The few different fields that count, and which track each compares with.

    Fields in which no mentor works are one: there the main track counts.

    Returns
    -------
    field of each goal : (goals,) int64, below k
    tracks : (k, mentors) int64
    """
    named, mine = _my_fields(goals)
    shared = np.isin(named, _their_fields(mentors))
    fields, field = np.unique(np.where(shared, named, -1), return_inverse=True)
    field = field[mine]
    tracks = [_track_for(int(own), mentors) for own in fields]
    return field, np.array(tracks, np.int64).reshape(len(fields), len(mentors))


def _track_for(field: int, mentors: Mentors) -> Int64s:
    """The first track in the field, else the main one, which stands first."""
    if field < 0:
        return np.zeros(len(mentors), np.int64)
    first: Int64s = (mentors.track_field == field).argmax(axis=1)
    return first


@kept_besides
def _my_fields(goals: Goals) -> tuple[Int32s, Int64s]:
    return np.unique(goals.field, return_inverse=True)


@kept_besides
def _kinds(goals: Goals) -> Kinds:
    steps, years = windows_of(goals)
    return kinds_of(goals.level, goals.years, goals.field, *steps.T, *years.T)


@kept_besides
def _their_fields(mentors: Mentors) -> Int32s:
    return np.unique(mentors.track_field)


@kept_besides
def distinct_places(mentors: Mentors) -> tuple[Float32s, Float32s, Int64s]:
    """The few different pairs of level and years, and which each track has.

    Returns
    -------
    levels, years : (k,) float32, with NaN
    place : (mentors, tracks) int64, below k
    """
    told = np.stack([mentors.track_level, mentors.track_years], axis=2).reshape(-1, 2)
    as_numbers = np.nan_to_num(told, nan=-1)
    distinct, place = np.unique(as_numbers, axis=0, return_inverse=True)
    distinct[distinct < 0] = np.nan
    levels, years = distinct.T
    return levels, years, place.reshape(mentors.track_level.shape)


def trapezoid(theirs: Float32s, mine: Float32s, window: Float32s) -> Float32s:
    """How their levels fit my window: theirs and mine broadcast, window (…, 4).

    Computed in float64 and rounded once, so that a pair has one value everywhere.
    """
    low, high, below, above = np.moveaxis(window.astype(np.float64), -1, 0)
    ahead = theirs - mine
    fit = np.minimum((ahead - low) / below, (high - ahead) / above)
    clipped: Float32s = np.clip(fit + 1, 0, 1).astype(np.float32)
    return clipped
