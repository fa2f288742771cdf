"""What a run starts from: a program's goals, mentors and ruled-out pairs, as arrays.

Row ``i`` of every array of a table belongs to the same goal or mentor. Tables never
change; a run keeps its snapshot, so that the run can be repeated and explained later.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from matching.engine.tables import (
    NAN,
    Bools,
    Column,
    Float32s,
    Float64s,
    Int8s,
    Int16s,
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
FACTORS = (
    "relevance",
    "availability",
    "communication",
    "level",
    "reciprocity",
    "context",
    "commitment",
    "inspiration",
    "connection",
    "listening",
)
#: What else of a mentor can be made a deal-breaker.
ATTRIBUTES = ("language", "field", "organisation", "experience", "network", "place")
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
#: How often people are thought to keep their word where nobody has experience yet.
USUAL_RATE = 0.8
SLOTS_PER_WEEK = 336  # half-hours; slot 0 starts on Monday 00:00 UTC
WORDS_PER_WEEK = 6  # slot s is bit s % 64 of word s // 64
TRACKS = 3
BRINGS, HOPES = 8, 4  # concepts counted of what one side brings and the other hopes for
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
    #: How often the two would meet in a month, and for how many months.
    meetings_per_month: Float32s = column(np.float32, unknown=1)
    months: Float32s = column(np.float32, unknown=NAN)
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
    #: What the mentee brings, as rows of ``Concepts``; −1 fills up. All −1: unknown.
    brings: Int16s = column(np.int16, BRINGS, unknown=-1)
    #: One bit per thing the two might have in common; see ``factors.context``.
    tags: UInt64s = column(np.uint64, "tags", unknown=0)
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
        for name in ("minutes_needed", "meetings_per_month", "months"):
            self.demand(name, ~(getattr(self, name) <= 0), "must be above 0")
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
    #: What the mentor hopes to get, as rows of ``Concepts``; −1 fills up.
    hopes: Int16s = column(np.int16, HOPES, unknown=-1)
    #: Willing to hear the mentee's view: as declared, and as mentees rated it (below).
    hears_declared: Float32s = column(np.float32, unknown=NAN)
    hears_rated: Float32s = column(np.float32, unknown=NAN)
    tags: UInt64s = column(np.uint64, "tags", unknown=0)
    #: What the mentor declares they can give, per month and for how many months.
    hours_per_month: Float32s = column(np.float32, unknown=NAN)
    months: Float32s = column(np.float32, unknown=NAN)
    #: How many requests they answered of those due, and meetings they kept of those set.
    answered: Int32s = column(np.int32, unknown=0)
    asked: Int32s = column(np.int32, unknown=0)
    kept: Int32s = column(np.int32, unknown=0)
    meetings: Int32s = column(np.int32, unknown=0)
    #: What either rate usually is in this program, the same for everybody.
    usual_answered: Float64s = column(np.float64, unknown=USUAL_RATE)
    usual_kept: Float64s = column(np.float64, unknown=USUAL_RATE)
    #: Mean ratings after conversations, from 0 to 1, by ``ratings.mean_ratings``: NaN
    #: where too few rated.
    inspiration: Float32s = column(np.float32, unknown=NAN)
    connection: Float32s = column(np.float32, unknown=NAN)
    listening: Float32s = column(np.float32, unknown=NAN)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand("id", _all_different(self.id), "must not repeat")
        self.demand_between("conversation_places", 0, np.inf)
        self.demand_between("ongoing_places", 0, np.inf)
        self.demand_between("styles", -2, 2)
        self.demand_between("track_level", 0, np.inf)
        self.demand_between("track_years", 0, np.inf)
        self.demand_between("hours_per_month", 0, np.inf)
        self.demand_between("months", 0, np.inf)
        self.demand_between("answered", 0, np.inf)
        self.demand_between("kept", 0, np.inf)
        rates = ("usual_answered", "usual_kept")
        for name in ("hears_declared", "hears_rated", *FACTORS[-3:], *rates):
            self.demand_between(name, 0, 1)
        self.demand("answered", self.answered <= self.asked, "must not exceed asked")
        self.demand("kept", self.kept <= self.meetings, "must not exceed meetings")
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
class Concepts(Table):
    """The vocabulary, one row per concept: how near it is to every other, 0 to 1."""

    likeness: Float32s = column(np.float32, "concepts")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand_between("likeness", 0, 1)


@dataclass(frozen=True, eq=False)
class Conditions(Table):
    """Things a mentor can be asked to be, one row per distinct condition."""

    #: Index in ``ATTRIBUTES``.
    attribute: Int8s = column(np.int8)
    #: For each mentor of the snapshot 1 if it is met, 0 if not, −1 if it is not known.
    met: Int8s = column(np.int8, "mentors")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.demand_between("attribute", 0, len(ATTRIBUTES) - 1)
        self.demand_between("met", -1, 1)


@dataclass(frozen=True, eq=False)
class Wishes(Table):
    """Which goal insists on which condition, one row per pair."""

    #: Row numbers in the snapshot's goals and conditions.
    goal: Int64s = column(np.int64)
    condition: Int64s = column(np.int64)
    #: Leave out mentors for whom it is not known.
    hide_unknown: Bools = column(np.bool_, unknown=False)


NO_CONCEPTS = Concepts.of(likeness=np.zeros((0, 0)))
NO_CONDITIONS = Conditions.of(attribute=[], met=np.zeros((0, 0)))
NO_WISHES = Wishes.of(goal=[], condition=[])


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Everything a run needs except relevance, which comes from the texts."""

    goals: Goals
    mentors: Mentors
    exclusions: Exclusions
    concepts: Concepts = NO_CONCEPTS
    conditions: Conditions = NO_CONDITIONS
    wishes: Wishes = NO_WISHES

    def __post_init__(self) -> None:
        top = len(self.concepts) - 1
        self.goals.demand_between("brings", -1, top)
        self.mentors.demand_between("hopes", -1, top)
        if self.goals.tags.shape[1] != self.mentors.tags.shape[1]:
            raise ValueError("Goals and mentors must be tagged with equally many bits.")
        if len(self.conditions) and self.conditions.met.shape[1] != len(self.mentors):
            raise ValueError("Conditions must say something of every mentor.")
        self.wishes.demand_between("goal", 0, len(self.goals) - 1)
        self.wishes.demand_between("condition", 0, len(self.conditions) - 1)
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
        wishes = self.wishes
        mine = (wishes.goal >= start) & (wishes.goal < start + len(goals))
        return type(self)(
            goals,
            self.mentors,
            exclusions,
            self.concepts,
            self.conditions,
            Wishes(
                goal=wishes.goal[mine] - start,
                condition=wishes.condition[mine],
                hide_unknown=wishes.hide_unknown[mine],
            ),
        )

    def ordered(self, goals: Int64s, mentors: Int64s) -> Self:
        """The same with its rows in another order: each side's old row numbers."""
        of_goal, of_mentor = np.argsort(goals), np.argsort(mentors)
        pairs, conditions, wishes = self.exclusions, self.conditions, self.wishes
        if len(conditions):
            conditions = replace(conditions, met=conditions.met[:, mentors])
        return type(self)(
            self.goals.take(goals),
            self.mentors.take(mentors),
            replace(pairs, goal=of_goal[pairs.goal], mentor=of_mentor[pairs.mentor]),
            self.concepts,
            conditions,
            replace(wishes, goal=of_goal[wishes.goal]),
        )

    def to_arrays(self) -> dict[str, Column]:
        """All arrays under names such as ``goals.purpose``, for ``numpy.savez``."""
        return apart(**{name: getattr(self, name) for name in _TABLES})

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """The snapshot that ``to_arrays`` took apart."""
        return cls(
            **{
                name: table.from_arrays(together(name, arrays))
                for name, table in _TABLES.items()
            }
        )


_TABLES: dict[str, type[Any]] = {
    "goals": Goals,
    "mentors": Mentors,
    "exclusions": Exclusions,
    "concepts": Concepts,
    "conditions": Conditions,
    "wishes": Wishes,
}


def _all_different(ids: Int64s) -> bool:
    return len(np.unique(ids)) == len(ids)


def _inside_the_week(weeks: UInt64s) -> bool:
    return not bool((weeks[..., -1] & _AFTER_SUNDAY).any())
