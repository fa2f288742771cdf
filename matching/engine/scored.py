"""What scoring finds: per goal whom the rules removed, per pair the score and why."""

import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Self

import numpy as np

from matching.engine.filters import RULES
from matching.engine.snapshot import FACTORS
from matching.engine.tables import (
    Bools,
    Column,
    Float32s,
    Int16s,
    Int32s,
    Int64s,
    Table,
    UInt8s,
    UInt32s,
    apart,
    column,
    together,
)

_AT_ONCE = 4  # arrays that are unpacked beside each other


@dataclass(frozen=True, eq=False)
class Outcomes(Table):
    """What happened to each goal, one row per goal."""

    goal: Int64s = column(np.int64)
    #: How many mentors it was compared with, how many no rule removed, and how many of
    #: those, the best, are in the list.
    compared: Int32s = column(np.int32)
    candidates: Int32s = column(np.int32)
    listed: Int32s = column(np.int32)
    #: Weight of each factor in ten-thousandths.
    weights: Int16s = column(np.int16, len(FACTORS))
    #: Mentors each rule removed, at all and as the only rule; in the order of ``RULES``.
    removed: Int32s = column(np.int32, len(RULES))
    removed_alone: Int32s = column(np.int32, len(RULES))
    #: Candidates for whom each factor is not known.
    unknown: Int32s = column(np.int32, len(FACTORS))


@dataclass(frozen=True, eq=False)
class Pairs(Table):
    """The lists of all goals, one after the other, each best first."""

    mentor: Int64s = column(np.int64)
    #: Sum of the contributions, in ten-thousandths.
    score: Int16s = column(np.int16)
    #: Each factor in [0, 1], NaN where it is not known.
    factors: Float32s = column(np.float32, len(FACTORS))
    #: Bits of rules to mention; see ``filters.noted``.
    noted: UInt32s = column(np.uint32)
    #: Whether something that the mentor wrote bears on the goal; see ``Relevance``.
    evident: Bools = column(np.bool_, unknown=False)
    #: What the pair might be worth at most by the first look, if it is here for the
    #: mentor's sake alone; NaN if it is among the best of its goal.
    reach: Float32s = column(np.float32, unknown=float("nan"))


@dataclass(frozen=True, eq=False)
class Scored:
    """The outcome and the list of every goal of a shard or of a whole run."""

    outcomes: Outcomes
    pairs: Pairs

    def __post_init__(self) -> None:
        if self.outcomes.listed.sum() != len(self.pairs):
            raise ValueError("The lists must hold as many pairs as the outcomes say.")

    def starts(self) -> Int64s:
        """Where the list of each goal begins among the pairs, and the end: (g + 1,)."""
        return np.concatenate([[0], np.cumsum(self.outcomes.listed, dtype=np.int64)])

    def take(self, start: int, stop: int) -> Self:
        """The outcomes from ``start`` up to ``stop`` with their lists."""
        first, last = self.starts()[[start, stop]]
        return type(self)(
            self.outcomes.take(slice(start, stop)), self.pairs.take(slice(first, last))
        )

    def goal_rows(self) -> Int64s:
        """Which outcome each pair belongs to: (pairs,)."""
        return np.repeat(np.arange(len(self.outcomes)), self.outcomes.listed)

    def positions(self) -> Int64s:
        """The place of each pair in its list, from 0: (pairs,)."""
        return np.arange(len(self.pairs)) - self.starts()[self.goal_rows()]

    @classmethod
    def concatenate(cls, parts: Sequence["Scored"]) -> Self:
        """Shards in the order of their goals, put together; at least one."""
        if len(parts) == 1:
            return cls(parts[0].outcomes, parts[0].pairs)
        return cls(
            Outcomes.join([part.outcomes for part in parts]),
            Pairs.join([part.pairs for part in parts]),
        )

    def to_arrays(self) -> dict[str, Column]:
        """All arrays under names such as ``pairs.score``."""
        return apart(outcomes=self.outcomes, pairs=self.pairs)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """What ``to_arrays`` took apart."""
        return cls(
            Outcomes.from_arrays(together("outcomes", arrays)),
            Pairs.from_arrays(together("pairs", arrays)),
        )

    def to_bytes(self) -> bytes:
        """One value for a shard's row, each array in it compressed apart."""
        stored = BytesIO()
        packed = {name: _packed(of) for name, of in self.to_arrays().items()}
        np.savez(stored, allow_pickle=False, **packed)
        return stored.getvalue()

    @classmethod
    def from_shards(cls, stored: Sequence[bytes]) -> Self:
        """What ``to_bytes`` packed of each shard, in the order of their goals, put
        together; at least one. Only a few arrays of a few shards are there twice."""
        parts = [np.load(BytesIO(one), allow_pickle=False) for one in stored]
        listed = [_unpacked(part["outcomes.listed"]) for part in parts]
        rows = {
            "outcomes": [len(one) for one in listed],
            "pairs": [int(one.sum()) for one in listed],
        }
        with ThreadPoolExecutor(_AT_ONCE) as pool:  # zlib needs no interpreter
            return cls.from_arrays(
                {
                    name: _joined(parts, name, rows[name.partition(".")[0]], pool)
                    for name in parts[0].files
                }
            )


def _joined(
    parts: Sequence[Mapping[str, UInt8s]],
    name: str,
    rows: Sequence[int],
    pool: ThreadPoolExecutor,
) -> Column:
    """An array of all shards; ``rows`` are how many each has of it."""
    first, ends = _unpacked(parts[0][name]), np.cumsum([0, *rows])
    whole = np.empty((ends[-1], *first.shape[1:]), first.dtype)
    whole[: ends[1]] = first

    def put(number: int) -> None:
        whole[ends[number] : ends[number + 1]] = _unpacked(parts[number][name])

    list(pool.map(put, range(1, len(parts))))
    return whole


def _packed(array: Column) -> UInt8s:
    stored = BytesIO()
    np.save(stored, array, allow_pickle=False)
    return np.frombuffer(zlib.compress(stored.getbuffer(), level=1), np.uint8)


def _unpacked(octets: UInt8s) -> Column:
    """An array that lies where it was inflated, so it is there once."""
    inflated = zlib.decompress(octets.data)
    stored = BytesIO(inflated)
    np.lib.format.read_magic(stored)
    shape, _, dtype = np.lib.format.read_array_header_1_0(stored)
    return np.frombuffer(inflated, dtype, offset=stored.tell()).reshape(shape)
