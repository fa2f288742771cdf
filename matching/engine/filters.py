"""Hard rules: who cannot be suggested for a goal, by which rules, and how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.engine.snapshot import FACTORS, REASONS, Goals, Mentors, Snapshot
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int32s,
    Int64s,
    UInt32s,
    count_true,
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
)
NUMBER = {rule.name: number for number, rule in enumerate(RULES)}
BIT = {name: np.uint32(1 << number) for name, number in NUMBER.items()}
#: A known value below this fails a deal-breaker.
ENOUGH = np.float32(0.5)
_RULE_OF_REASON = {
    reason: "boundary" if reason == "topic_not_taken" else reason for reason in REASONS
}
_BIT_OF_REASON = np.array([BIT[_RULE_OF_REASON[reason]] for reason in REASONS])


@dataclass(frozen=True)
class Rules:
    """What a program decides about hard rules; the others cannot be switched off."""

    #: Managers are not suggested to the people who report to them, nor the reverse.
    reporting_line: bool = True
    #: Mentors whose known relevance is below this are left out; 0 leaves out nobody.
    least_relevance: float = 0.0


Removed = Callable[[slice, Sequence[Float32s]], UInt32s]


def rows(snapshot: Snapshot, rules: Rules) -> Removed:
    """Prepare the rules; the answer says for any range of goals who is left out.

    Returns
    -------
    function of a slice of goals and their factors → (g, mentors) uint32
        Factors in the order of ``FACTORS``, each (g, mentors). Bit ``NUMBER[name]`` is
        set where that rule leaves the mentor out; 0 means that the mentor is a
        candidate.

    Notes
    -----
    Source: requirements R12, R17, R22, R69, R82, R84, R108.
    """
    goals, mentors = snapshot.goals, snapshot.mentors
    of_kind, kind = _by_kind_of_goal(goals, mentors)
    of_language, language = _by_language(goals, mentors)
    pairs = _Pairs.of(snapshot, rules)

    def block(span: slice, factors: Sequence[Float32s]) -> UInt32s:
        removed: UInt32s = of_kind[kind[span]]
        removed |= of_language[language[span]]
        pairs.mark(removed, span.start or 0)
        _mark_off_topic(removed, factors[FACTORS.index("relevance")], rules)
        for number, values in enumerate(factors):
            breaks, hides = goals.deal_breaker[span], goals.hide_unknown[span]
            _mark_deal_breaker(
                removed, number, values, breaks[:, number], hides[:, number]
            )
        return removed

    return block


def _by_kind_of_goal(goals: Goals, mentors: Mentors) -> tuple[UInt32s, Int64s]:
    """Rules that look at a goal's purpose, format and level only.

    Returns
    -------
    (kinds, mentors) uint32 and (goals,) int64
        A row for each of the few kinds of goals, and the kind of each goal.
    """
    level = np.nan_to_num(goals.level, nan=-1)
    kinds = np.stack([goals.purpose, goals.format, level], axis=1)
    distinct, kind = np.unique(kinds, axis=0, return_inverse=True)
    closed = (~mentors.accepting | mentors.paused) * BIT["not_accepting"]
    full = (mentors.places() == 0) * BIT["no_place"]
    table = np.empty((len(distinct), len(mentors)), np.uint32)
    for row, (purpose, form, step) in zip(table, distinct, strict=True):
        outside = _outside_boundaries(mentors, int(purpose), int(form), float(step))
        np.bitwise_or(closed, full[int(form)], out=row)
        row |= outside * BIT["boundary"]
    return table, kind.ravel()


def _outside_boundaries(
    mentors: Mentors, purpose: int, form: int, level: float
) -> Bools:
    """Mentors who do not take this; a mentee whose level is unknown (−1) may ask."""
    outside: Bools = (mentors.purposes_not_taken >> np.uint16(purpose)) & 1 == 1
    outside |= (mentors.formats_not_taken >> np.uint8(form)) & 1 == 1
    if level >= 0:
        outside |= level < mentors.takes_level_low
        outside |= level > mentors.takes_level_high
    return outside


def _by_language(goals: Goals, mentors: Mentors) -> tuple[UInt32s, Int64s]:
    """No common language, where both have said theirs; as ``_by_kind_of_goal``."""
    spoken, kind = np.unique(goals.languages, return_inverse=True)
    apart = (spoken[:, None] & mentors.languages) == 0
    apart &= (spoken[:, None] != 0) & (mentors.languages != 0)
    return apart * BIT["no_language"], kind


@dataclass(frozen=True)
class _Pairs:
    """Single pairs that a rule removes, sorted by goal."""

    goal: Int64s
    mentor: Int64s
    bit: UInt32s

    @classmethod
    def of(cls, snapshot: Snapshot, rules: Rules) -> "_Pairs":
        told = snapshot.exclusions
        own_goal, own_mentor = _same_person(snapshot.goals, snapshot.mentors)
        goal = np.concatenate([told.goal, own_goal])
        mentor = np.concatenate([told.mentor, own_mentor])
        own_bit = np.full(len(own_goal), BIT["self"])
        bit = np.concatenate([_BIT_OF_REASON[told.reason], own_bit])
        if not rules.reporting_line:
            bit[bit == BIT["reporting_line"]] = 0
        order = np.argsort(goal, kind="stable")
        return cls(goal[order], mentor[order], bit[order])

    def mark(self, removed: UInt32s, start: int) -> None:
        """Set the bits of the pairs in a block of goals that begins at ``start``."""
        first, last = np.searchsorted(self.goal, [start, start + len(removed)])
        here = slice(first, last)
        at = (self.goal[here] - start, self.mentor[here])
        np.bitwise_or.at(removed, at, self.bit[here])


def _same_person(goals: Goals, mentors: Mentors) -> tuple[Int64s, Int64s]:
    order = np.argsort(mentors.person, kind="stable")
    people = mentors.person[order]
    first = np.searchsorted(people, goals.person, "left")
    count = np.searchsorted(people, goals.person, "right") - first
    goal = np.repeat(np.arange(len(goals)), count)
    within = np.arange(len(goal)) - np.repeat(np.cumsum(count) - count, count)
    return goal, order[np.repeat(first, count) + within]


def _mark_off_topic(removed: UInt32s, relevance: Float32s, rules: Rules) -> None:
    if rules.least_relevance > 0:
        far = relevance < np.float32(rules.least_relevance)
        removed |= far * BIT["off_topic"]


def _mark_deal_breaker(
    removed: UInt32s, factor: int, values: Float32s, breaks: Bools, hides: Bools
) -> None:
    bit = BIT[f"deal_breaker_{FACTORS[factor]}"]
    for row in np.flatnonzero(breaks):
        fails = values[row] < ENOUGH
        if hides[row]:
            fails |= np.isnan(values[row])
        removed[row] |= fails * bit


def count(removed: UInt32s) -> tuple[Int32s, Int32s]:
    """How many mentors each rule left out.

    Parameters
    ----------
    removed : (g, mentors) uint32

    Returns
    -------
    together, alone : (g, rules) int32
        Mentors whom the rule left out at all, and whom no other rule left out: dropping
        the rule would bring exactly those back. ``alone`` ≤ ``together``.
    """
    together = np.zeros((len(removed), len(RULES)), np.int32)
    alone = np.zeros_like(together)
    present = np.bitwise_or.reduce(removed, axis=1)
    for number, bit in enumerate(BIT.values()):
        rows = np.flatnonzero(present & bit)
        if len(rows):
            here = removed if len(rows) == len(removed) else removed[rows]
            together[rows, number] = count_true((here & bit) != 0)
            alone[rows, number] = count_true(here == bit)
    return together, alone


def noted(
    snapshot: Snapshot, rules: Rules, goal: Int64s, mentor: Int64s, factors: Float32s
) -> UInt32s:
    """What a page has to say of candidates although it did not remove them.

    Parameters
    ----------
    goal, mentor : (n,) int64
        Row numbers of candidates.
    factors : (n, factors) float32

    Returns
    -------
    (n,) uint32
        The bit of a deal-breaker that could not be checked because the value is not
        known ("unverified", R17), and of the reporting line where the program allows it
        (R108). The same bits as of the rules.
    """
    unverified = snapshot.goals.deal_breaker[goal] & np.isnan(factors)
    bits = np.array([BIT[f"deal_breaker_{factor}"] for factor in FACTORS])
    notes: UInt32s = np.bitwise_or.reduce(unverified * bits, axis=1).astype(np.uint32)
    if not rules.reporting_line:
        notes |= _in_line(snapshot, goal, mentor) * BIT["reporting_line"]
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
