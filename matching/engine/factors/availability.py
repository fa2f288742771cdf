"""Factor: can the two meet? Half-hours free for both against what the goal asks for.

People say their free hours as wall time in their own zone. 12:00 in New York is not
always 17:00 in London, so wall time becomes instants for several coming weeks, and the
week with the least shared time counts.

Free places are not graded here: a mentor without a place of the asked kind is removed
by a hard rule (``filters``), so no list could ever show a smaller number for it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from matching.engine.factors.parts import at, bits_in_common, classes_of
from matching.engine.snapshot import SLOTS_PER_WEEK, Goals, Mentors
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int64s,
    UInt8s,
    UInt64s,
    kept_besides,
)

SLOT_MINUTES = 30
_SLOTS_PER_DAY = 48


def rows(goals: Goals, mentors: Mentors) -> Callable[[slice | Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for any range of goals.

    Returns
    -------
    function of a slice of goals, or of rows → (g, mentors) float32 in [0, 1] or NaN
        Shared minutes of the worst week over ``goals.minutes_needed``, at most 1: more
        time than a meeting needs is no better. NaN where the hours of either are not
        known. Exact up to one float32 division, whatever the slice.

    Notes
    -----
    One matrix product per week that differs from the others; sums of whole numbers below
    2**24 are exact in float32 in whatever order they are added. Source: requirements
    R12, R26, R69, R82.
    """
    sides = [
        (asked, offered.astype(np.float32))
        for asked, offered in slots_that_count(goals, mentors)
    ]
    unknown_mentors = np.flatnonzero(~mentors.hours_known)

    def block(span: slice | Int64s) -> Float32s:
        asked, offered = sides[0]
        share = asked[span] @ offered
        for asked, offered in sides[1:]:
            np.minimum(share, asked[span] @ offered, out=share)
        share *= np.float32(SLOT_MINUTES)
        share /= goals.minutes_needed[span, None]
        fit: Float32s = np.minimum(share, np.float32(1), out=share)
        fit[:, unknown_mentors] = np.nan
        fit[~goals.hours_known[span]] = np.nan
        return fit

    return block


def pairs(goals: Goals, mentors: Mentors) -> Callable[[Int64s, Int64s], Float32s]:
    """As ``rows``, for single pairs: (n,) goal rows and (n,) mentor rows → (n,)."""
    (mine, _), theirs = _asked(goals), _offered(mentors).weeks
    sides = [
        (mine[week], theirs[week]) for week, _ in _weeks_that_differ(goals, mentors)
    ]

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        share = np.full(len(goal), np.inf, np.float32)
        for asked, offered in sides:
            slots = bits_in_common(at(asked, goal), at(offered, mentor))
            np.minimum(share, slots, out=share)
        share *= np.float32(SLOT_MINUTES)
        share /= at(goals.minutes_needed, goal)
        fit: Float32s = np.minimum(share, np.float32(1), out=share)
        known = at(goals.hours_known, goal) & at(mentors.hours_known, mentor)
        fit[~known] = np.nan
        return fit

    return values


def unknown(goals: Goals, mentors: Mentors) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
    """
    distinct, number = classes_of(goals.hours_known)
    planes: Bools = ~(distinct.astype(bool) & mentors.hours_known)
    return number, planes


def availability(goals: Goals, mentors: Mentors) -> Float32s:
    """The factor of every goal with every mentor; see ``rows``."""
    return rows(goals, mentors)(slice(None))


class _Offered(NamedTuple):
    """The hours of all mentors, week by week.

    ``weeks`` (m, 6) as they are, ``like`` the first week in which everybody is free as
    in this one, and of that week, by its number, which column each slot is (−1 for one
    that nobody has free) and the columns: (384,) int and (columns, m) uint8. Slots that
    the same people have free, such as the two halves of an hour, are one column.
    """

    weeks: list[UInt64s]
    like: list[int]
    slots: dict[int, tuple[Int64s, UInt8s]]


@kept_besides
def _offered(mentors: Mentors) -> _Offered:
    known = mentors.weeks * mentors.hours_known[:, None, None]
    weeks = [np.ascontiguousarray(known[:, n]) for n in range(known.shape[1])]
    like = _first_alike(weeks)
    return _Offered(weeks, like, {week: _columns(weeks[week]) for week in set(like)})


def _columns(week: UInt64s) -> tuple[Int64s, UInt8s]:
    free = np.ascontiguousarray(unpack(week).T)
    column = np.full(len(free), -1)
    used = np.flatnonzero(free.any(axis=1))
    if not len(used):
        return column, np.zeros((0, len(week)), np.uint8)
    people = np.packbits(free[used], axis=1)
    same = people.view(np.dtype((np.void, people.shape[1])))
    _, first, column[used] = np.unique(
        same.ravel(), return_index=True, return_inverse=True
    )
    return column, free[used[first]].view(np.uint8)


def _first_alike(weeks: list[UInt64s]) -> list[int]:
    """For each week the first that is equal: without a change of clocks all are."""
    return [
        next(n for n in range(week + 1) if np.array_equal(weeks[n], weeks[week]))
        for week in range(len(weeks))
    ]


@kept_besides
def _asked(goals: Goals) -> tuple[list[UInt64s], list[int]]:
    """Each week of all goals, and the first in which everybody is free as in it."""
    weeks = [
        np.ascontiguousarray(goals.weeks[:, n]) for n in range(goals.weeks.shape[1])
    ]
    return weeks, _first_alike(weeks)


def _weeks_that_differ(goals: Goals, mentors: Mentors) -> list[tuple[int, int]]:
    """One week of each kind, with the number of the mentors' columns."""
    _, mine = _asked(goals)
    kinds: dict[tuple[int, int], int] = {}
    for week, kind in enumerate(zip(_offered(mentors).like, mine, strict=True)):
        kinds.setdefault(kind, week)
    return [(week, theirs) for (theirs, _), week in kinds.items()]


def slots_that_count(goals: Goals, mentors: Mentors) -> list[tuple[Float32s, UInt8s]]:
    """Each week that differs as (goals, k) and (k, mentors) uint8, so that their
    product counts the slots that both have free; none where hours are not known."""
    sides = []
    for week, theirs in _weeks_that_differ(goals, mentors):
        column, offered = _offered(mentors).slots[theirs]
        asked = unpack(goals.weeks[:, week] * goals.hours_known[:, None])
        used = np.flatnonzero((column >= 0) & asked.any(axis=0))
        each = np.zeros((len(used), len(offered)), np.float32)
        each[np.arange(len(used)), column[used]] = 1
        counts = asked[:, used].astype(np.float32) @ each
        wanted = np.flatnonzero(each.any(axis=0))
        few = len(wanted) < len(offered)
        sides.append((counts[:, wanted], offered[wanted] if few else offered))
    return sides


def unpack(words: UInt64s) -> Bools:
    """The bits of each week, lowest first: (…, words) uint64 → (…, 64 · words)."""
    octets = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(octets, axis=-1, bitorder="little").view(np.bool_)


def _pack(bits: Bools) -> UInt64s:
    """The reverse of ``unpack``, with zeros up to a whole number of words."""
    short = -bits.shape[-1] % 64
    padded = np.pad(bits, [(0, 0)] * (bits.ndim - 1) + [(0, short)])
    octets = np.packbits(padded, axis=-1, bitorder="little")
    return np.ascontiguousarray(octets).view("<u8").astype(np.uint64)


def utc_weeks(
    local_masks: Column, zone: str, first_monday: date, weeks: int
) -> UInt64s:
    """Turn free wall time into free half-hours of several coming weeks in UTC.

    Parameters
    ----------
    local_masks : (…, 7) integers
        Monday to Sunday, 48 bits each; bit 0 is 00:00–00:30 on the wall. Several people
        of one zone can be given at once.
    zone : str
        IANA name, such as ``America/New_York``.
    first_monday : date
        The first week starts on this Monday at 00:00 UTC.
    weeks : int, at least 1

    Returns
    -------
    (…, weeks, 6) uint64
        Slot ``s`` of a week is bit ``s % 64`` of word ``s // 64``. A half-hour of UTC
        is free if all of it is free on the wall: in Kathmandu it touches two half-hours
        of the wall, and both must be free. A wall time that the clock skips is no time
        at all; one that it repeats counts twice.

    Raises
    ------
    ValueError
        For an unknown zone, a day that is no Monday, or masks of another shape.
    """
    masks = np.asarray(local_masks, np.uint64)
    if masks.shape[-1:] != (7,):
        raise ValueError(f"A week has seven masks, got shape {masks.shape}.")
    bits = np.arange(_SLOTS_PER_DAY, dtype=np.uint64)
    wall = ((masks[..., None] >> bits) & np.uint64(1)).astype(bool)
    wall = wall.reshape(*masks.shape[:-1], SLOTS_PER_WEEK)
    begins, ends = wall_slots(zone, first_monday, weeks)
    return _pack(wall[..., begins] & wall[..., ends])


@lru_cache(maxsize=1024)
def wall_slots(zone: str, first_monday: date, weeks: int) -> tuple[Int64s, Int64s]:
    """Which half-hour of the wall's week each half-hour of UTC begins and ends in.

    Returns
    -------
    two (weeks, 336) int64, read-only
        ``weekday * 48 + half-hour``, with Monday as 0.
    """
    if first_monday.weekday() != 0 or weeks < 1:
        raise ValueError(f"Weeks start on a Monday: {first_monday}, {weeks} weeks.")
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone called {zone!r}.") from error
    start = datetime(
        first_monday.year, first_monday.month, first_monday.day, tzinfo=UTC
    )
    slot = timedelta(minutes=SLOT_MINUTES)
    instants = [start + slot * n for n in range(weeks * SLOTS_PER_WEEK)]
    last_minute = timedelta(minutes=SLOT_MINUTES - 1)
    begins = _on_the_wall(instants, place).reshape(weeks, SLOTS_PER_WEEK)
    ends = _on_the_wall([at + last_minute for at in instants], place)
    ends = ends.reshape(weeks, SLOTS_PER_WEEK)
    begins.flags.writeable = ends.flags.writeable = False
    return begins, ends


def _on_the_wall(instants: list[datetime], place: ZoneInfo) -> Int64s:
    walls = [instant.astimezone(place) for instant in instants]
    slots = [
        at.weekday() * _SLOTS_PER_DAY + (at.hour * 60 + at.minute) // SLOT_MINUTES
        for at in walls
    ]
    return np.array(slots, np.int64)


def shared_slots(one: UInt64s, other: UInt64s) -> Bools:
    """Which half-hours of UTC are free for both, for a page.

    Parameters
    ----------
    one, other : (weeks, 6) uint64
        As ``utc_weeks`` gives them.

    Returns
    -------
    (weeks, 336) bool
    """
    return unpack(one & other)[..., :SLOTS_PER_WEEK]


def worst_week(shared: Bools) -> int:
    """The week that counts: the one with the least shared time, the first of equals."""
    return int(shared.sum(axis=1).argmin())


def on_the_wall(shared: Bools, zone: str, monday: date) -> Bools:
    """Shared half-hours of one UTC week as wall time of a zone: (336,) → (7, 48).

    ``monday`` is the Monday on which that week starts. A wall half-hour is marked if a
    shared half-hour begins in it.
    """
    begins, _ = wall_slots(zone, monday, 1)
    wall = np.zeros(SLOTS_PER_WEEK, bool)
    wall[begins[0, shared]] = True
    return wall.reshape(7, _SLOTS_PER_DAY)
