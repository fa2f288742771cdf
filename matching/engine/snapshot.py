"""What a run starts from: a program's goals, mentors and ruled-out pairs, as arrays.

Row ``i`` of every array of a table belongs to the same goal or mentor. Tables never
change; a run keeps its snapshot, so that the run can be repeated and explained later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from matching.engine.tables import (
    NAN,
    Bools,
    Column,
    Float32s,
    Int8s,
    Int32s,
    Int64s,
    Table,
    UInt8s,
    UInt16s,
    UInt64s,
    apart,
    column,
    together,
)

PURPOSES = (
    "growth",
    "challenge",
    "skill",
    "technology",
    "network",
    "shop_talk",
    "workplace",
    "allyship",
    "other",
)
FORMATS = ("conversation", "ongoing")
FACTORS = ("relevance", "availability", "communication", "level")
AXES = (  # from −2, the first word, to +2, the second
    "direct_gentle",
    "structured_free",
    "listens_advises",
    "writes_speaks",
    "big_picture_detail",
    "challenges_reassures",
)
REASONS = (  # why one pair can be ruled out before any number is looked at
    "reporting_line",
    "block",
    "cool_off",
    "already",
    "never_match",
    "topic_not_taken",
    "not_for_me",
)
NOT_IMPORTANT, NICE, IMPORTANT = 0, 1, 2
SLOTS_PER_WEEK = 336  # half-hours; slot 0 starts on Monday 00:00 UTC
WORDS_PER_WEEK = 6  # slot s is bit s % 64 of word s // 64
TRACKS = 3
_AFTER_SUNDAY = np.uint64(2**64 - 2 ** (SLOTS_PER_WEEK % 64))


@dataclass(frozen=True, eq=False)
class Goals(Table):
    """What mentees want, one row per goal."""

    id: Int64s = column(np.int64)
    person: Int64s = column(np.int64)
    enrolment: Int64s = column(np.int64)
    #: Index in ``PURPOSES``.
    purpose: Int8s = column(np.int8)
    #: Index in ``FORMATS``.
    format: Int8s = column(np.int8, unknown=0)
    #: Minutes that have to be free in a week in which the two meet.
    minutes_needed: Float32s = column(np.float32, unknown=60)
    hours_known: Bools = column(np.bool_, unknown=False)
    #: Free half-hours in each of the coming weeks; see ``factors.availability``.
    weeks: UInt64s = column(np.uint64, "weeks", WORDS_PER_WEEK, unknown=0)
    #: How the mentee likes to talk and be talked to, in the order of ``AXES``.
    styles: Float32s = column(np.float32, len(AXES), unknown=NAN)
    #: Step on the ladder, years and field of the track that the goal is about.
    level: Float32s = column(np.float32, unknown=NAN)
    years: Float32s = column(np.float32, unknown=NAN)
    field: Int32s = column(np.int32, unknown=-1)
    #: The mentee's own window of level distance in steps; NaN: as the purpose says.
    window_low: Float32s = column(np.float32, unknown=NAN)
    window_high: Float32s = column(np.float32, unknown=NAN)
    about_workplace: Bools = column(np.bool_, unknown=False)
    #: One bit per language; 0 is unknown.
    languages: UInt64s = column(np.uint64, unknown=0)
    organisation: Int64s = column(np.int64, unknown=-1)
    #: What the mentee said of each factor; not asked or not answered counts as NICE.
    importance: Int8s = column(np.int8, len(FACTORS), unknown=NICE)
    deal_breaker: Bools = column(np.bool_, len(FACTORS), unknown=False)
    #: Leave out mentors for whom the deal-breaker cannot be checked.
    hide_unknown: Bools = column(np.bool_, len(FACTORS), unknown=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand("id", _all_different(self.id), "must not repeat")
        self.demand_between("purpose", 0, len(PURPOSES) - 1)
        self.demand_between("format", 0, len(FORMATS) - 1)
        self.demand_between("importance", NOT_IMPORTANT, IMPORTANT)
        self.demand_between("styles", -2, 2)
        self.demand_between("level", 0, np.inf)
        self.demand_between("years", 0, np.inf)
        self.demand("minutes_needed", self.minutes_needed > 0, "must be above 0")
        self.demand("weeks", _inside_the_week(self.weeks), "has only 336 half-hours")
        crossed = self.window_low > self.window_high
        self.demand("window_low", ~crossed, "must not lie above window_high")


@dataclass(frozen=True, eq=False)
class Mentors(Table):
    """Who might help, one row per mentor's enrolment."""

    id: Int64s = column(np.int64)
    person: Int64s = column(np.int64)
    enrolment: Int64s = column(np.int64)
    accepting: Bools = column(np.bool_, unknown=True)
    paused: Bools = column(np.bool_, unknown=False)
    #: Free places, apart for one-off conversations and for ongoing mentees.
    conversation_places: Int32s = column(np.int32, unknown=0)
    ongoing_places: Int32s = column(np.int32, unknown=0)
    hours_known: Bools = column(np.bool_, unknown=False)
    weeks: UInt64s = column(np.uint64, "weeks", WORDS_PER_WEEK, unknown=0)
    styles: Float32s = column(np.float32, len(AXES), unknown=NAN)
    #: Up to three lines of work, the main one first; field −1: no such track.
    track_level: Float32s = column(np.float32, TRACKS, unknown=NAN)
    track_years: Float32s = column(np.float32, TRACKS, unknown=NAN)
    track_field: Int32s = column(np.int32, TRACKS, unknown=-1)
    languages: UInt64s = column(np.uint64, unknown=0)
    organisation: Int64s = column(np.int64, unknown=-1)
    #: The mentor's own boundaries: one bit per purpose and format not taken, and the
    #: lowest and highest step of a mentee they take (NaN: any).
    purposes_not_taken: UInt16s = column(np.uint16, unknown=0)
    formats_not_taken: UInt8s = column(np.uint8, unknown=0)
    takes_level_low: Float32s = column(np.float32, unknown=NAN)
    takes_level_high: Float32s = column(np.float32, unknown=NAN)
    #: What the mentor declares they can give.
    hours_per_month: Float32s = column(np.float32, unknown=NAN)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand("id", _all_different(self.id), "must not repeat")
        self.demand_between("conversation_places", 0, np.inf)
        self.demand_between("ongoing_places", 0, np.inf)
        self.demand_between("styles", -2, 2)
        self.demand_between("track_level", 0, np.inf)
        self.demand_between("track_years", 0, np.inf)
        self.demand("weeks", _inside_the_week(self.weeks), "has only 336 half-hours")

    def places(self) -> Int32s:
        """Free places by kind: row ``f`` is for format ``f`` of ``FORMATS``."""
        return np.stack([self.conversation_places, self.ongoing_places])


@dataclass(frozen=True, eq=False)
class Exclusions(Table):
    """Pairs ruled out by what happened between the two, one row per pair and reason."""

    #: Row numbers in the snapshot's goals and mentors, not ids.
    goal: Int64s = column(np.int64)
    mentor: Int64s = column(np.int64)
    #: Index in ``REASONS``.
    reason: Int8s = column(np.int8)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand_between("reason", 0, len(REASONS) - 1)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything a run needs except relevance, which comes from the texts."""

    goals: Goals
    mentors: Mentors
    exclusions: Exclusions

    def __post_init__(self) -> None:
        if self.goals.weeks.shape[1] != self.mentors.weeks.shape[1]:
            raise ValueError("Goals and mentors must know their hours for equal weeks.")
        self.exclusions.demand_between("goal", 0, len(self.goals) - 1)
        self.exclusions.demand_between("mentor", 0, len(self.mentors) - 1)

    def take(self, start: int, stop: int) -> Self:
        """The goals from ``start`` up to ``stop``, with every mentor: a shard."""
        goals = self.goals.take(slice(start, stop))
        pairs = self.exclusions
        inside = (pairs.goal >= start) & (pairs.goal < start + len(goals))
        exclusions = Exclusions(
            goal=pairs.goal[inside] - start,
            mentor=pairs.mentor[inside],
            reason=pairs.reason[inside],
        )
        return type(self)(goals, self.mentors, exclusions)

    def to_arrays(self) -> dict[str, Column]:
        """All arrays under names such as ``goals.purpose``, for ``numpy.savez``."""
        return apart(goals=self.goals, mentors=self.mentors, exclusions=self.exclusions)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """The snapshot that ``to_arrays`` took apart."""
        return cls(
            Goals.from_arrays(together("goals", arrays)),
            Mentors.from_arrays(together("mentors", arrays)),
            Exclusions.from_arrays(together("exclusions", arrays)),
        )


def _all_different(ids: Int64s) -> bool:
    return len(np.unique(ids)) == len(ids)


def _inside_the_week(weeks: UInt64s) -> bool:
    return not bool((weeks[..., -1] & _AFTER_SUNDAY).any())
