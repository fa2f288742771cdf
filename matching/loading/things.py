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
    """One bit per thing that somebody on both sides told: (goals, n), (mentors, n)."""
    both = sorted(goals.number.keys() & mentors.number.keys())
    words = -(-(len(both) + _OWN) // 64)
    return (
        _bits(goals, both, GOAL_SIDE, words),
        _bits(mentors, both, MENTOR_SIDE, words),
    )


def _bits(side: Things, both: list[Thing], own: int, words: int) -> UInt64s:
    bits = np.zeros((len(side), words), np.uint64)
    bits[np.diff(side.starts) > 0, 0] = np.uint64(1 << own)
    for place, thing in enumerate(both, start=_OWN):
        bits[side.who(thing), place // 64] |= np.uint64(1 << place % 64)
    return bits
