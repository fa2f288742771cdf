"""What people told that others may have told or asked for too: each distinct thing once.

A thing is a pair of its kind and what it is called, as it is compared. Who told it is
looked up both ways, so a few people on one side meet many on the other in no time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from matching.engine.factors.written import spread
from matching.engine.tables import Bools, Column, Int64s, UInt64s

Thing = tuple[str, str]
"""Kind, and what it is called as it is compared."""

LANGUAGES = "languages"
"""A kind of its own: all the languages of somebody who speaks two or more, called by the
bits that the engine has for them. Two people have them in common if they share two."""

# Bits that no two sides share: they only say that somebody told something, so that
# whether a pair is known never depends on what other people wrote.
GOAL_SIDE, MENTOR_SIDE, _OWN = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Things:
    """Row ``i`` told the things ``thing[starts[i]:starts[i + 1]]``, rows of ``names``."""

    names: list[Thing]
    starts: Int64s
    thing: Int64s

    @classmethod
    def of(cls, told: Sequence[Iterable[Thing]]) -> Self:
        numbers: dict[Thing, int] = {}
        rows = [
            [numbers.setdefault(thing, len(numbers)) for thing in dict.fromkeys(mine)]
            for mine in told
        ]
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        flat = [number for row in rows for number in row]
        return cls(list(numbers), starts, np.array(flat, np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def number(self) -> dict[Thing, int]:
        return {name: number for number, name in enumerate(self.names)}

    @cached_property
    def _tellers(self) -> tuple[Int64s, Int64s]:
        """The rows that told each thing, one thing after the other, and their ends."""
        row = np.repeat(np.arange(len(self)), np.diff(self.starts))
        count = np.bincount(self.thing, minlength=len(self.names))
        ends = np.append(0, np.cumsum(count))
        return row[np.argsort(self.thing, kind="stable")], ends

    def who(self, name: Thing) -> Int64s:
        """The rows that told a thing, ascending."""
        number = self.number.get(name)
        if number is None:
            return np.zeros(0, np.int64)
        rows, ends = self._tellers
        return rows[ends[number] : ends[number + 1]]

    @cached_property
    def languages(self) -> UInt64s:
        """The languages of whoever speaks two or more, 0 for everybody else: (n,)."""
        bits = [int(name) if kind == LANGUAGES else 0 for kind, name in self.names]
        told = np.array(bits, np.uint64)[self.thing]
        row = np.repeat(np.arange(len(self)), np.diff(self.starts))
        found = np.zeros(len(self), np.uint64)
        found[row[told > 0]] = told[told > 0]
        return found

    @cached_property
    def _language_sets(self) -> UInt64s:
        return np.unique(self.languages)

    def by_languages(self, others: Self) -> list[tuple[Int64s, Int64s]]:
        """For each set of languages, who speaks just these, and which of the others
        speak two of them or more."""
        found = []
        for bits in self._language_sets:
            theirs = np.flatnonzero(np.bitwise_count(others.languages & bits) >= 2)
            if len(theirs):
                found.append((np.flatnonzero(self.languages == bits), theirs))
        return found

    def knows_fewer_sets(self, others: Self) -> bool:
        return len(self._language_sets) <= len(others._language_sets)

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        kinds: dict[str, list[str]] = {}
        for kind, name in self.names:
            kinds.setdefault(kind, []).append(name)
        return kinds

    def called(self, kind: str) -> list[str]:
        """Every thing of a kind."""
        return self._kinds.get(kind, [])

    @cached_property
    def _who_told(self) -> dict[str, Bools]:
        return {}

    def tellers_of(self, kind: str) -> Bools:
        """Which rows told anything of a kind: (n,) bool."""
        if kind not in self._who_told:
            told = np.zeros(len(self), np.bool_)
            for name in self.called(kind):
                told[self.who((kind, name))] = True
            self._who_told[kind] = told
        return self._who_told[kind]

    def take(self, rows: Int64s) -> Self:
        place, ends = spread(self.starts, rows)
        return type(self)(self.names, ends, self.thing[place])

    def join(self, more: Self) -> Self:
        """These rows, and then some more."""
        numbers = self.number.copy()
        theirs = [numbers.setdefault(name, len(numbers)) for name in more.names]
        return type(self)(
            list(numbers),
            np.append(self.starts, more.starts[1:] + self.starts[-1]),
            np.append(self.thing, np.array(theirs, np.int64)[more.thing]),
        )

    def to_arrays(self) -> dict[str, Column]:
        return {
            "names": text_column(self.names),
            "starts": self.starts,
            "thing": self.thing,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        names = [(kind, name) for kind, name in texts_of(arrays["names"])]
        return cls(names, arrays["starts"], arrays["thing"])


def text_column(texts: object) -> Column:
    """Texts as an array, to lie beside numbers."""
    return np.frombuffer(json.dumps(texts).encode(), np.uint8)


def texts_of(column: Column) -> list[list[str]]:
    found: list[list[str]] = json.loads(column.tobytes())
    return found


def as_bits(goals: Things, mentors: Things) -> tuple[UInt64s, UInt64s]:
    """One bit per thing that somebody on both sides told: (goals, n), (mentors, n).

    Two people who share two languages or more have just one bit for it. It stands for a
    set of languages: who speaks just these has it on one side, and on the other whoever
    speaks two of them.
    """
    both = sorted(goals.number.keys() & mentors.number.keys())
    shared = [(goals.who(one), mentors.who(one)) for one in both if one[0] != LANGUAGES]
    shared += _languages_in_common(goals, mentors)
    words = -(-(len(shared) + _OWN) // 64)
    return (
        _bits(goals, [mine for mine, _ in shared], GOAL_SIDE, words),
        _bits(mentors, [theirs for _, theirs in shared], MENTOR_SIDE, words),
    )


def _languages_in_common(goals: Things, mentors: Things) -> list[tuple[Int64s, Int64s]]:
    """Which goals and which mentors have each bit; there are as few bits as can be."""
    if goals.knows_fewer_sets(mentors):
        return goals.by_languages(mentors)
    return [(mine, theirs) for theirs, mine in mentors.by_languages(goals)]


def _bits(side: Things, shared: list[Int64s], own: int, words: int) -> UInt64s:
    bits = np.zeros((len(side), words), np.uint64)
    bits[np.diff(side.starts) > 0, 0] = np.uint64(1 << own)
    for place, rows in enumerate(shared, start=_OWN):
        bits[rows, place // 64] |= np.uint64(1 << place % 64)
    return bits
