"""Hard rules: who cannot be suggested for a goal, by which rules, and how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from matching.engine import factors
from matching.engine.factors import Rows
from matching.engine.snapshot import (
    ATTRIBUTES,
    FACTORS,
    REASONS,
    Goals,
    Mentors,
    Snapshot,
)
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int64s,
    UInt16s,
    UInt32s,
    UInt64s,
    kept_besides,
    pack,
)


class Rule(NamedTuple):
    """One reason to leave somebody out."""

    name: str
    #: Of the mentors it left out, for pages.
    sentence: str
    #: Never told to the mentee by itself: it would give away what somebody else did.
    private: bool = False


RULES = (
    Rule("self", "It is the same person."),
    Rule("not_accepting", "They are not taking requests at the moment."),
    Rule("no_place", "They have no free place of the kind that was asked for."),
    Rule("no_language", "The two share no language."),
    Rule("reporting_line", "One of the two reports to the other, directly or not."),
    Rule("block", "One of the two asked for no contact.", private=True),
    Rule("cool_off", "They could not say yes not long ago."),
    Rule("already", "They were asked, or are helping, with this goal already."),
    Rule("never_match", "The program keeps the two apart.", private=True),
    Rule(
        "boundary", "The mentor does not take goals, formats or levels like this one."
    ),
    Rule("not_for_me", "The mentee would rather not see them for this goal."),
    Rule("off_topic", "What they offer is too far from the goal."),
    Rule(
        "deal_breaker_relevance",
        "What they know is too far from the goal, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_availability",
        "The two share too little free time, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_communication",
        "They talk in another way than asked for, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_level",
        "Their level is too far from the one asked for, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_reciprocity",
        "What they hope to get is not what the mentee brings, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_context",
        "The two have too little in common, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_commitment",
        "They can give less than asked for, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_inspiration",
        "People they talked with were not inspired, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_connection",
        "People they talked with were not at ease, which is a deal-breaker.",
    ),
    Rule(
        "deal_breaker_listening",
        "People they talked with did not feel heard, which is a deal-breaker.",
    ),
    Rule("wish_language", "They do not speak the language that was asked for."),
    Rule("wish_field", "They do not work in the field that was asked for."),
    Rule("wish_organisation", "They are not in, or not outside, the organisation."),
    Rule("wish_experience", "They have fewer years of experience than asked for."),
    Rule("wish_network", "They do not show the network that was asked for."),
    Rule("wish_place", "They are not in the place that was asked for."),
)
NUMBER = {rule.name: number for number, rule in enumerate(RULES)}
BIT = {name: np.uint32(1 << number) for name, number in NUMBER.items()}
#: A known value below this fails a deal-breaker.
ENOUGH = np.float32(0.5)
_RULE_OF_REASON = {
    reason: "boundary" if reason == "topic_not_taken" else reason for reason in REASONS
}
_BIT_OF_REASON = np.array([BIT[_RULE_OF_REASON[reason]] for reason in REASONS])
_BIT_OF_FACTOR = np.array([BIT[f"deal_breaker_{factor}"] for factor in FACTORS])
_BIT_OF_WISH = np.array([BIT[f"wish_{attribute}"] for attribute in ATTRIBUTES])
_RELEVANCE = FACTORS.index("relevance")
_STRICT_AT_ONCE = 16  # goals that insist on one factor
_NO, _UNKNOWN = 0, -1  # whether a mentor meets a condition
_OUT_BITS = np.float32(-np.inf).view(np.uint32)  # by 0 or 1: what an estimate gains


@dataclass(frozen=True)
class Rules:
    """What a program decides about hard rules; the others cannot be switched off."""

    #: Managers are not suggested to the people who report to them, nor the reverse.
    reporting_line: bool = True
    #: Mentors whose known relevance is below this are left out; 0 leaves out nobody.
    least_relevance: float = 0.0
    #: Names of rules that do not count, to see what would be without them.
    relaxed: frozenset[str] = frozenset()


class Insisted(NamedTuple):
    """What some goals insist on and who does not have it, each goal and rule once: the
    row of the goal in its block, ascending, the rule's number, and ``fails`` (n,
    mentors)."""

    goal: Int64s
    rule: Int64s
    fails: Bools


class Removal:
    """Who is left out for which goal, by which rules: 1 bit per rule, 0 for a candidate.

    Relevance is asked last, in ``by_relevance``: it is known only of pairs that were
    looked at closely. Everything else is known beforehand, from few kinds of goals,
    from single pairs, and for goals with deal-breakers row by row.

    Notes
    -----
    Source: requirements R12, R17, R22, R69, R82, R84, R108.
    """

    def __init__(self, snapshot: Snapshot, rules: Rules) -> None:
        goals, mentors = snapshot.goals, snapshot.mentors
        self.snapshot, self.rules = snapshot, rules
        self.counts = ~np.bitwise_or.reduce(
            [np.uint32(0), *(BIT[name] for name in rules.relaxed)]
        )
        self.by_kind, self.kind = _by_kind_of_goal(goals, mentors)
        self.by_language, self.language = _by_language(goals, mentors)
        self.by_kind &= self.counts.astype(np.uint16)
        self.by_language &= self.counts.astype(np.uint16)
        self.pairs = _Pairs.of(snapshot, rules, self.counts)
        counted = self.counts & _BIT_OF_FACTOR != 0
        told = goals.deal_breaker
        self.must = told if np.all(counted) else told & counted
        self.insist_on_relevance = self.must[:, _RELEVANCE]
        self.wishes = _Wishes(snapshot, self.counts)

    @cached_property
    def _open(self) -> tuple[UInt64s, UInt64s]:
        return pack(self.by_kind == 0), pack(self.by_language == 0)

    def open_to(self, span: slice | Int64s) -> UInt64s:
        """Who takes requests like these and shares a language, as bits: (g, words)."""
        kind, language = self._open
        words: UInt64s = kind[self.kind[span]] & language[self.language[span]]
        return words

    @cached_property
    def _values(self) -> dict[int, Rows]:
        """The factors that goals insist on, relevance aside."""
        asked = np.flatnonzero(self.must.any(axis=0))
        return {
            number: factors.rows(FACTORS[number], self.snapshot)
            for number in asked.tolist()
            if number != _RELEVANCE
        }

    def of_mentor(self, mentor: int) -> UInt32s:
        """One mentor's mask for every goal, factors aside: (goals,) uint32."""
        masks = self.by_kind[:, mentor].astype(np.uint32).take(self.kind)
        masks |= self.by_language[:, mentor].take(self.language)
        here = np.flatnonzero(self.pairs.mentor == mentor)
        masks[self.pairs.goal[here]] |= self.pairs.bit[here]
        self.wishes.mark_goals(masks, mentor)
        return masks

    def insisted(self, span: slice | Int64s) -> "Insisted":
        """What some goals insist on, relevance aside."""
        goals = np.arange(len(self.kind))[span]
        each = sorted(
            chain(self._broken(goals), self._wished(goals)), key=itemgetter(0, 1)
        )
        fails = np.zeros((len(each), len(self.snapshot.mentors)), np.bool_)
        for out, (_, _, found) in zip(fails, each, strict=True):
            out[:] = found
        goal, rule = (np.array([one[n] for one in each], np.int64) for n in (0, 1))
        return Insisted(goal, rule, fails)

    def _broken(self, goals: Int64s) -> Iterator[tuple[int, int, Bools]]:
        """The row of a goal, the number of a deal-breaker of its, and who fails it."""
        for number, values_of in self._values.items():
            rule = NUMBER[f"deal_breaker_{FACTORS[number]}"]
            rows = np.flatnonzero(self.must[goals, number])
            hides = self.snapshot.goals.hide_unknown[goals, number]
            for start in range(0, len(rows), _STRICT_AT_ONCE):
                some = rows[start : start + _STRICT_AT_ONCE]
                each = zip(some.tolist(), values_of(goals[some]), strict=True)
                for row, values in each:
                    # What is not known is NaN, and compares as false.
                    fails = ~(values >= ENOUGH) if hides[row] else values < ENOUGH
                    yield row, rule, fails

    def _wished(self, goals: Int64s) -> Iterator[tuple[int, int, Bools]]:
        """The same of wishes; each rule once."""
        for row in np.flatnonzero(self.wishes.any[goals]).tolist():
            found: dict[int, Bools] = {}
            for rule, fails in self.wishes.of_goal(goals[row]):
                found[rule] = found[rule] | fails if rule in found else fails
            yield from ((row, rule, fails) for rule, fails in found.items())

    def rows(self, span: slice, reach: slice) -> Iterator[Float32s]:
        """For each goal −∞ where its kind or language removes a mentor of a range, and
        0 elsewhere."""
        alike: dict[tuple[int, int], Float32s] = {}
        of = zip(self.kind[span].tolist(), self.language[span].tolist(), strict=True)
        for kind, language in of:
            if (kind, language) not in alike:
                out = self.by_kind[kind, reach] | self.by_language[language, reach]
                alike[kind, language] = ((out != 0) * _OUT_BITS).view(np.float32)
            yield alike[kind, language]

    def apply(
        self, span: slice, reach: slice, insisted: "Insisted", estimate: Float32s
    ) -> None:
        """Set whom deal-breakers and what happened between two people remove, in a block
        of estimates of a range of mentors, to −∞."""
        for goal, fails in zip(insisted.goal, insisted.fails, strict=True):
            estimate[goal] += (fails[reach] * _OUT_BITS).view(np.float32)
        here = self.pairs.of_goals(span.start, span.stop)
        goals, mentors = self.pairs.goal[here], self.pairs.mentor[here]
        gone = self.pairs.bit[here] != 0
        gone &= (mentors >= reach.start) & (mentors < reach.stop)
        estimate[goals[gone] - span.start, mentors[gone] - reach.start] = -np.inf

    def by_relevance(
        self, goal: Int64s, mentor: Int64s, relevance: Float32s
    ) -> UInt32s:
        """The masks of single pairs by their relevance alone: (n,) uint32."""
        least = np.float32(self.rules.least_relevance)
        masks: UInt32s = (relevance < least) * (BIT["off_topic"] & self.counts)
        masks[self.failing(_RELEVANCE, goal, relevance)] |= _BIT_OF_FACTOR[_RELEVANCE]
        return masks

    def failing(self, factor: int, goal: Int64s, values: Float32s) -> Int64s:
        """Which of some pairs fail the deal-breaker of a factor: places, ascending."""
        may = _insists(self.snapshot.goals).take(goal)
        places = np.flatnonzero(may & ~(values >= ENOUGH))
        cell = goal.take(places) * len(FACTORS) + factor
        asked = self.must.ravel().take(cell)
        places, cell = places[asked], cell[asked]
        hides = self.snapshot.goals.hide_unknown.ravel().take(cell)
        return places[hides | ~np.isnan(values.take(places))]


@kept_besides
def _insists(goals: Goals) -> Bools:
    """Who has any deal-breaker, whether or not it counts: (goals,) bool."""
    insists: Bools = np.any(goals.deal_breaker, axis=1)
    return insists


def _by_kind_of_goal(goals: Goals, mentors: Mentors) -> tuple[UInt16s, Int64s]:
    """Rules that look at a goal's purpose, format and level only.

    Returns
    -------
    (kinds, mentors) uint16, which holds the bits of these rules, and (goals,) int64
        A row for each of the few kinds of goals, and the kind of each goal.
    """
    distinct, kind = _kinds(goals)
    closed = (~mentors.accepting | mentors.paused) * _short("not_accepting")
    full = (mentors.places() == 0) * _short("no_place")
    table: UInt16s = _outside_boundaries(mentors, distinct) * _short("boundary")
    table |= full[distinct[:, 1].astype(np.int8)]
    table |= closed
    return table, kind


@kept_besides
def _kinds(goals: Goals) -> tuple[Float32s, Int64s]:
    """The few different purposes, formats and levels, and which each goal has."""
    level = np.nan_to_num(goals.level, nan=-1)
    kinds = np.stack([goals.purpose, goals.format, level], axis=1)
    distinct, kind = np.unique(kinds, axis=0, return_inverse=True)
    return distinct, kind.ravel()


def _outside_boundaries(mentors: Mentors, kinds: Float32s) -> Bools:
    """Who does not take which kind; a mentee whose level is unknown (−1) may ask."""
    purpose, form, level = kinds.T[:, :, None]
    outside: Bools = (mentors.purposes_not_taken >> purpose.astype(np.uint16)) & 1 == 1
    outside |= (mentors.formats_not_taken >> form.astype(np.uint8)) & 1 == 1
    beyond = (level < mentors.takes_level_low) | (level > mentors.takes_level_high)
    outside |= beyond & (level >= 0)
    return outside


def _by_language(goals: Goals, mentors: Mentors) -> tuple[UInt16s, Int64s]:
    """No common language, where both have said theirs; as ``_by_kind_of_goal``."""
    spoken, kind = _spoken(goals)
    apart = (spoken[:, None] & mentors.languages) == 0
    apart &= (spoken[:, None] != 0) & (mentors.languages != 0)
    return apart * _short("no_language"), kind


@kept_besides
def _spoken(goals: Goals) -> tuple[UInt64s, Int64s]:
    return np.unique(goals.languages, return_inverse=True)


def _short(rule: str) -> np.uint16:
    return BIT[rule].astype(np.uint16)


@dataclass(frozen=True)
class _Pairs:
    """Single pairs that rules remove, each once, sorted by goal."""

    goal: Int64s
    mentor: Int64s
    bit: UInt32s

    @classmethod
    def of(cls, snapshot: Snapshot, rules: Rules, counts: np.uint32) -> "_Pairs":
        told = snapshot.exclusions
        own_goal, own_mentor = _same_person(snapshot.goals, snapshot.mentors)
        goal = np.concatenate([told.goal, own_goal])
        mentor = np.concatenate([told.mentor, own_mentor])
        own_bit = np.full(len(own_goal), BIT["self"])
        bit = np.concatenate([_BIT_OF_REASON[told.reason], own_bit]) & counts
        if not rules.reporting_line:
            bit[bit == BIT["reporting_line"]] = 0
        width = max(1, len(snapshot.mentors))
        pair, place = np.unique(goal * width + mentor, return_inverse=True)
        together = np.zeros(len(pair), np.uint32)
        np.bitwise_or.at(together, place, bit)
        return cls(pair // width, pair % width, together)

    def of_goals(self, start: int, stop: int) -> slice:
        """Where the pairs of a range of goals stand."""
        first, last = np.searchsorted(self.goal, [start, stop])
        return slice(int(first), int(last))

    def of_each(self, goals: Int64s) -> Int64s:
        """Where the pairs of some goals stand, goal after goal."""
        first = np.searchsorted(self.goal, goals, "left")
        after = np.searchsorted(self.goal, goals, "right")
        count = after - first
        return np.arange(count.sum()) + np.repeat(after - np.cumsum(count), count)


class _Wishes:
    """Conditions that goals insist on, sorted by goal."""

    def __init__(self, snapshot: Snapshot, counts: np.uint32) -> None:
        told, conditions = snapshot.wishes, snapshot.conditions
        order = np.argsort(told.goal, kind="stable")
        self.condition, self.hides = told.condition[order], told.hide_unknown[order]
        self.goal = told.goal[order]
        self.met = conditions.met
        self.bit = _BIT_OF_WISH[conditions.attribute] & counts
        count = np.bincount(told.goal, minlength=len(snapshot.goals))
        self.starts = np.append(0, np.cumsum(count))
        self.any: Bools = count > 0

    def of_goal(self, goal: int) -> Iterator[tuple[int, Bools]]:
        """The number of the rule for each wish of a goal, and who fails it."""
        for wish in range(self.starts[goal], self.starts[goal + 1]):
            bit = int(self.bit[self.condition[wish]])
            if bit:
                met = self.met[self.condition[wish]]
                # Unknown is the smallest of the three.
                yield (
                    bit.bit_length() - 1,
                    met <= _NO if self.hides[wish] else met == _NO,
                )

    def mark_goals(self, masks: UInt32s, mentor: int) -> None:
        """Add the bits of every goal whose wish one mentor fails."""
        met = self.met[:, mentor][self.condition]
        fails = (met == _NO) | ((met == _UNKNOWN) & self.hides)
        np.bitwise_or.at(masks, self.goal[fails], self.bit[self.condition[fails]])

    def unverified(self, goal: Int64s, mentor: Int64s) -> UInt32s:
        """The bits of wishes for which nothing is known of single pairs: (n,)."""
        notes = np.zeros(len(goal), np.uint32)
        left = self.starts[goal + 1] - self.starts[goal]
        for turn in range(int(left.max(initial=0))):
            rows = np.flatnonzero(left > turn)
            condition = self.condition[self.starts[goal[rows]] + turn]
            unknown = self.met[condition, mentor[rows]] == _UNKNOWN
            notes[rows] |= unknown * self.bit[condition]
        return notes


def _same_person(goals: Goals, mentors: Mentors) -> tuple[Int64s, Int64s]:
    order, people = _by_person(mentors)
    both = np.flatnonzero(np.isin(goals.person, people))
    first = np.searchsorted(people, goals.person[both], "left")
    count = np.searchsorted(people, goals.person[both], "right") - first
    goal = np.repeat(both, count)
    within = np.arange(len(goal)) - np.repeat(np.cumsum(count) - count, count)
    return goal, order[np.repeat(first, count) + within]


@kept_besides
def _by_person(mentors: Mentors) -> tuple[Int64s, Int64s]:
    order = np.argsort(mentors.person, kind="stable")
    return order, mentors.person[order]


def noted(removal: Removal, goal: Int64s, mentor: Int64s, values: Float32s) -> UInt32s:
    """What a page has to say of candidates although it did not remove them.

    Parameters
    ----------
    removal : Removal
    goal, mentor : (n,) int64
        Row numbers of candidates.
    values : (n, factors) float32

    Returns
    -------
    (n,) uint32
        The bit of a deal-breaker or a wish that could not be checked because the value
        is not known ("unverified", R17), and of the reporting line where the program
        allows it (R108). The same bits as of the rules.
    """
    unverified = removal.must[goal] & np.isnan(values)
    notes: UInt32s = np.bitwise_or.reduce(unverified * _BIT_OF_FACTOR, axis=1)
    notes = notes.astype(np.uint32) | removal.wishes.unverified(goal, mentor)
    if not removal.rules.reporting_line:
        in_line = _in_line(removal.snapshot, goal, mentor)
        notes |= in_line * BIT["reporting_line"]
    return notes


def _in_line(snapshot: Snapshot, goal: Int64s, mentor: Int64s) -> Bools:
    told = snapshot.exclusions
    line = told.reason == REASONS.index("reporting_line")
    width = max(1, len(snapshot.mentors))
    lines: Column = told.goal[line] * width + told.mentor[line]
    return np.isin(goal * width + mentor, lines)


def names_in(mask: int) -> list[str]:
    """The names of the rules in a mask, in the order of ``RULES``."""
    return [rule.name for rule in RULES if int(mask) & int(BIT[rule.name])]
