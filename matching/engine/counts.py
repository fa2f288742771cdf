"""How many mentors each rule left out of each goal, alone and together, in packed bits.

Most goals need no mask of their own: they are of one of few kinds, and every kind has
its rules as rows of bits. What differs from goal to goal, who is off topic and who fails
a deal-breaker, are more rows of bits. So counting is a handful of operations on words of
64 mentors. Single pairs that are ruled out, and pairs whose relevance the close look saw
otherwise than the first, are taken out of the counts and put back with their true masks.

Of relevance only those are asked who are open to the goal (``Seen.asked``). For a goal
with no more than ``FEW`` candidates everybody is, so that it is known who would come
back if one rule were dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.engine.factors.two_looks import Rows
from matching.engine.filters import BIT, NUMBER, RULES, Removal
from matching.engine.first_look import Seen
from matching.engine.snapshot import FACTORS
from matching.engine.tables import (
    Bools,
    Int32s,
    Int64s,
    UInt32s,
    UInt64s,
    count_bits,
    count_true,
    pack,
)

_BIT_OF_RULE = np.array(list(BIT.values()))
#: A goal with no more candidates than a list shows is told what would help.
FEW = 20
_KINDS = ("not_accepting", "no_place", "boundary")
Classes = tuple[Int64s, Bools]
"""A class for each goal, and for each class and mentor whether a factor is unknown."""


@dataclass(frozen=True)
class Counts:
    """For g goals, all int32: ``together`` and ``alone`` (g, rules), ``candidates`` (g,)
    and, of those, for whom each factor is ``unknown`` (g, factors)."""

    together: Int32s
    alone: Int32s
    candidates: Int32s
    unknown: Int32s

    def put(self, rows: Int64s, more: "Counts") -> None:
        """Count some goals anew."""
        for name in ("together", "alone", "candidates", "unknown"):
            getattr(self, name)[rows] = getattr(more, name)

    def change(self, goal: Int64s, masks: UInt32s, unknown: Bools, by: int) -> None:
        """Add (``by`` 1) or take away (−1) single pairs with these masks."""
        for number, bit in enumerate(BIT.values()):
            np.add.at(self.together[:, number], goal[masks & bit != 0], by)
            np.add.at(self.alone[:, number], goal[masks == bit], by)
        free = masks == 0
        np.add.at(self.candidates, goal[free], by)
        np.add.at(self.unknown, goal[free], by * unknown[free].astype(np.int32))


class Counting:
    """What counting needs of a snapshot, prepared once."""

    def __init__(self, removal: Removal, unknown: Sequence[Classes]) -> None:
        self.removal = removal
        self.classes = [number for number, _ in unknown]
        self.planes = [planes for _, planes in unknown]
        self.packed = [pack(planes) for planes in self.planes]
        kinds, languages = removal.by_kind, removal.by_language
        bits = [BIT[name] for name in _KINDS]
        self.of_kind = [count_true(kinds & bit != 0) for bit in bits]
        self.only_kind = [pack(kinds == bit) for bit in bits]
        self.no_kind = pack(kinds == 0)
        self.apart = pack(languages != 0)
        self.of_language = count_true(languages != 0)

    def block(self, span: Rows, seen: Seen) -> Counts:
        """Count a block, or some goals in ascending order, by the first look."""
        far, strict = self._far(span, seen), self._strict(span, seen)
        kind = self.removal.kind[span]
        apart = self.apart[self.removal.language[span]]
        no_kind, kept = self.no_kind[kind], ~strict.together(len(far))
        stays = kept & ~far
        together = np.zeros((len(kind), len(RULES)), np.int32)
        alone = np.zeros_like(together)
        for name, total, only in zip(_KINDS, self.of_kind, self.only_kind, strict=True):
            together[:, NUMBER[name]] = total[kind]
            alone[:, NUMBER[name]] = count_bits(only[kind] & ~apart & stays)
        language = self.of_language[self.removal.language[span]]
        together[:, NUMBER["no_language"]] = language
        alone[:, NUMBER["no_language"]] = count_bits(no_kind & apart & stays)
        here = no_kind & ~apart
        together[:, NUMBER["off_topic"]] = count_bits(far)
        alone[:, NUMBER["off_topic"]] = count_bits(here & far & kept)
        together[strict.goal, strict.rule] = count_bits(strict.words)
        only = strict.alone() & (here & ~far)[strict.goal]
        alone[strict.goal, strict.rule] = count_bits(only)
        candidates = here & stays
        counts = Counts(
            together,
            alone,
            count_bits(candidates),
            self._unknown(span, candidates),
        )
        self._mend_pairs(span, seen, strict, counts)
        return counts

    def _strict(self, span: Rows, seen: Seen) -> "_Strict":
        """Whom deal-breakers remove, that of relevance among them."""
        told, failing = seen.insisted, self._failing(span, seen)
        rows = np.flatnonzero(self.removal.insist_on_relevance[span])
        rule = np.full(len(rows), NUMBER["deal_breaker_relevance"])
        goal = np.append(told.goal, rows)
        order = np.argsort(goal, kind="stable")
        return _Strict(
            goal[order],
            np.append(told.rule, rule)[order],
            np.concatenate([pack(told.fails), failing[rows]])[order],
        )

    def by_first_look(
        self, span: slice, seen: Seen, goal: Int64s, mentor: Int64s
    ) -> UInt32s:
        """What the first look held against the relevance of single pairs: (n,) uint32.

        ``goal`` counts from the start of the span.
        """
        far = _at(self._far(span, seen), goal, mentor)
        failing = _at(self._failing(span, seen), goal, mentor)
        masks: UInt32s = far * (BIT["off_topic"] & self.removal.counts)
        masks |= failing * BIT["deal_breaker_relevance"]
        return masks

    def unknown_at(self, goal: Int64s, mentor: Int64s) -> Bools:
        """Which factors are unknown of single pairs: (n, factors) bool."""
        return np.stack(
            [
                planes[classes[goal], mentor]
                for classes, planes in zip(self.classes, self.planes, strict=True)
            ],
            axis=1,
        )

    def wants_more(self, seen: Seen, counts: Counts) -> Int64s:
        """The goals of a block, by their rows, for which everybody is to be asked."""
        return np.flatnonzero((counts.candidates <= FEW) & seen.by_relevance)

    def _far(self, span: Rows, seen: Seen) -> UInt64s:
        """Off topic by a relevance that is known, if the rule counts."""
        if not BIT["off_topic"] & self.removal.counts:
            return np.zeros_like(seen.far)
        return seen.far & ~self._relevance_unknown(span) & seen.asked

    def _failing(self, span: Rows, seen: Seen) -> UInt64s:
        unknown = self._relevance_unknown(span)
        number = FACTORS.index("relevance")
        hides = self.removal.snapshot.goals.hide_unknown[span, number]
        insists = self.removal.insist_on_relevance[span]
        hidden = unknown * (hides & insists)[:, None].astype(np.uint64)
        fails: UInt64s = ((seen.failing & ~unknown) | hidden) & seen.asked
        return fails

    def _relevance_unknown(self, span: Rows) -> UInt64s:
        number = FACTORS.index("relevance")
        unknown: UInt64s = self.packed[number][self.classes[number][span]]
        return unknown

    def _unknown(self, goals: Rows, candidates: UInt64s) -> Int32s:
        return np.stack(
            [
                count_bits(candidates & packed[classes[goals]])
                for classes, packed in zip(self.classes, self.packed, strict=True)
            ],
            axis=1,
        )

    def _mend_pairs(
        self, span: Rows, seen: Seen, strict: "_Strict", counts: Counts
    ) -> None:
        """Give single pairs that a rule removes their whole mask."""
        pairs = self.removal.pairs
        goals = np.arange(len(self.removal.kind))[span]
        here = pairs.of_each(goals)
        goal, mentor = pairs.goal[here], pairs.mentor[here]
        masks = self.removal.by_kind[self.removal.kind[goal], mentor].astype(np.uint32)
        masks |= self.removal.by_language[self.removal.language[goal], mentor]
        unknown = self.unknown_at(goal, mentor)
        goal = np.searchsorted(goals, goal)
        masks |= _at(self._far(span, seen), goal, mentor) * BIT["off_topic"]
        strict.mark(goal, mentor, masks)
        counts.change(goal, masks, unknown, -1)
        counts.change(goal, masks | pairs.bit[here], unknown, 1)


class _Strict(NamedTuple):
    """Whom the deal-breakers of some goals remove: the row of the goal, ascending, the
    number of the rule, and the mentors as bits, (n, words)."""

    goal: Int64s
    rule: Int64s
    words: UInt64s

    def together(self, goals: int) -> UInt64s:
        """Whom any deal-breaker of each goal removes: (goals, words)."""
        removed = np.zeros((goals, self.words.shape[1]), np.uint64)
        for goal, words in zip(self.goal.tolist(), self.words, strict=True):
            removed[goal] |= words
        return removed

    def alone(self) -> UInt64s:
        """Whom each removes that no other of the same goal does: (n, words)."""
        alone = self.words.copy()
        for one, other in self._of_one_goal():
            alone[one] &= ~self.words[other]
        return alone

    def _of_one_goal(self) -> Iterator[tuple[int, int]]:
        begins = np.searchsorted(self.goal, self.goal).tolist()
        ends = np.searchsorted(self.goal, self.goal, side="right").tolist()
        for one, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            yield from ((one, other) for other in range(begin, end) if other != one)

    def mark(self, goal: Int64s, mentor: Int64s, masks: UInt32s) -> None:
        """Add the bits of these rules to single pairs, sorted by goal."""
        first, last = (
            np.searchsorted(goal, self.goal, side) for side in ("left", "right")
        )
        for one in np.flatnonzero(first < last).tolist():
            here = slice(first[one], last[one])
            words = self.words[one : one + 1]
            fails = _at(words, np.zeros(here.stop - here.start, np.int64), mentor[here])
            masks[here] |= fails * _BIT_OF_RULE[self.rule[one]]


def _at(words: UInt64s, row: Int64s, column: Int64s) -> Bools:
    """Single bits of packed rows: (n,) bool."""
    shift = (column % 64).astype(np.uint64)
    found: Bools = (words[row, column // 64] >> shift) & np.uint64(1) == 1
    return found
