"""Texts of many mentors that are ready, and of a few who changed since, as one.

What is ready stays as it is, and may be shared with other processes. Of whoever changed
or left the old rows are passed over, and what they say now comes after the others.
"""

from typing import NamedTuple

import numpy as np

from matching.engine.factors.two_looks import Offered, Rows, TwoLooks
from matching.engine.tables import Bools, Float32s, Int64s
from matching.engine.text.arrays import GoalTexts

_WIDE = 4096  # ready mentors that are looked at together, always the same ones


class Patched(NamedTuple):
    """Mentors in the rows ``kept`` of what is ready, ascending, and then ``fresh``."""

    ready: Offered
    kept: Int64s
    fresh: Offered

    def facing(self, goals: GoalTexts) -> "PatchedLooks":
        """These mentors and some goals, ready for both looks."""
        return PatchedLooks(
            TwoLooks(goals, self.ready), self.kept, TwoLooks(goals, self.fresh)
        )


class PatchedLooks:
    """``Relevance`` that asks the one or the other; a pair's numbers are its own."""

    def __init__(self, ready: TwoLooks, kept: Int64s, fresh: TwoLooks) -> None:
        self.ready, self.kept, self.fresh = ready, kept, fresh
        self._looked: tuple[slice, int] | None = None
        self._seen = np.zeros((0, 0), np.float32)

    def first_look(self, goals: Rows, mentors: slice, out: Float32s) -> None:
        """See ``two_looks.Relevance``, here and below."""
        old = len(self.kept)
        stop = mentors.start + out.shape[1]
        known = max(0, min(stop, old) - mentors.start)
        rows = self.kept[mentors.start : mentors.start + known]
        self._look_at_ready(goals, rows, out[:, :known])
        if known < out.shape[1]:
            more = np.empty((len(out), out.shape[1] - known), np.float32)
            first = mentors.start + known - old
            self.fresh.first_look(goals, slice(first, stop - old), more)
            out[:, known:] = more

    def _look_at_ready(self, goals: Rows, rows: Int64s, out: Float32s) -> None:
        """The same tiles whatever is asked for, so that they are prepared once."""
        tile = rows // _WIDE
        for number in np.unique(tile).tolist():
            here = np.flatnonzero(tile == number)
            seen = self._tile(goals, number, len(out))
            out[:, here] = seen[:, rows[here] - number * _WIDE]

    def _tile(self, goals: Rows, number: int, count: int) -> Float32s:
        if not isinstance(goals, slice) or self._looked != (goals, number):
            first = number * _WIDE
            after = min(first + _WIDE, len(self.ready.mentors.documents))
            self._seen = np.empty((count, after - first), np.float32)
            self.ready.first_look(goals, slice(first, first + _WIDE), self._seen)
            self._looked = (goals, number) if isinstance(goals, slice) else None
        return self._seen

    def _parts(self, mentor: Int64s) -> list[tuple[Int64s, TwoLooks, Int64s]]:
        """Which of some pairs are whose, and the rows of their mentors there."""
        old = len(self.kept)
        ready, fresh = np.flatnonzero(mentor < old), np.flatnonzero(mentor >= old)
        return [
            (ready, self.ready, self.kept[mentor[ready]]),
            (fresh, self.fresh, mentor[fresh] - old),
        ]

    def close_look(self, goal: Int64s, mentor: Int64s) -> Float32s:
        """Pairs of both parts, each by its own."""
        out = np.empty(len(goal), np.float32)
        for some, looks, rows in self._parts(mentor):
            out[some] = looks.close_look(goal[some], rows)
        return out

    def with_evidence(self, goal: Int64s, mentor: Int64s) -> tuple[Float32s, Bools]:
        """Pairs of both parts, each by its own."""
        values, evident = np.empty(len(goal), np.float32), np.zeros(len(goal), np.bool_)
        for some, looks, rows in self._parts(mentor):
            values[some], evident[some] = looks.with_evidence(goal[some], rows)
        return values, evident

    def at_most(self, goal: Int64s, one: int) -> Float32s:
        """What the part says that the mentor is in."""
        ((_, looks, row),) = (p for p in self._parts(np.array([one])) if len(p[0]))
        return looks.at_most(goal, int(row[0]))

    def unknown(self) -> tuple[Int64s, Bools]:
        """The classes are the goals', so both parts have the same."""
        number, ready = self.ready.unknown()
        _, fresh = self.fresh.unknown()
        old = ready.take(self.kept, axis=1)
        return number, np.concatenate([old, fresh], axis=1)
