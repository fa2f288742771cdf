"""Rows 7 and 11: how cost and memory grow, and the whole of a large program."""

import math
import pickle
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import children, ours
from benchmarks.clock import Spent, best_of, in_turn, spent
from benchmarks.rows import publishing
from benchmarks.table import NotMeasured
from benchmarks.world import World, world
from matching.engine.scored import Scored

FULL = (100_000, 20_000)
SHARD = 2_000  # the same for few and many, so that only what stays can grow
TRIES = 2  # what a process asks the system for differs by a few MB each time
A_PART = 4_000  # goals of the full size, in the short bench


def growth(long: bool) -> dict[str, float]:
    """Exponent of processor time in pairs, and KB for one more person; also where
    everybody's sentences are their own."""
    people = (8_000, 16_000) if long else (2_000, 4_000)
    exponent, memory = _grown(*people, own=False)
    exponent_own, memory_own = _grown(*people, own=True)
    return {
        "exponent": exponent,
        "memory": memory,
        "exponent own": exponent_own,
        "memory own": memory_own,
    }


def _grown(few: int, many: int, own: bool) -> tuple[float, float]:
    small, large = (_alone(people, own) for people in (few, many))
    exponent = math.log(large.cpu / small.cpu) / math.log((many / few) ** 2)
    return exponent, (large.peak - small.peak) / (2 * (many - few)) / 1024


def _alone(people: int, own: bool) -> Spent:
    """As many goals as mentors, in processes that do nothing else: the least they took.

    Goals come in shards, as to a worker; texts are read before the process begins.
    """
    whole = world(people, people, own=own)
    offered = ours.mentors_of(whole)
    with tempfile.TemporaryDirectory(prefix="belay-bench-") as folder:
        Path(folder, "mentors").write_bytes(pickle.dumps(offered, 5))
        for start in range(0, people, SHARD):
            shard = ours.prepare(whole, offered, start, start + SHARD)
            parts = (shard.snapshot.to_arrays(), shard.goals)
            Path(folder, f"shard{start}").write_bytes(pickle.dumps(parts, 5))
        alone = in_turn(TRIES, lambda: children.ours("size", {"folder": folder})[1])
    return alone[0]


def whole_program(long: bool) -> dict[str, float]:
    """Seconds from texts to lists, and to rows in Postgres.

    The short bench scores a part of the goals with all mentors and multiplies what
    grows with the goals. It leaves out the mentors' side, which does not grow so.
    """
    goals, mentors = FULL
    some = goals if long else A_PART
    whole = world(some, mentors)
    scored, scoring = _scoring(whole, long)
    kept: list[Any] = []
    choosing = spent(lambda: kept.append(ours.lists(scored, whole.snapshot)))
    rows = len(kept[0]) * goals / some
    if rows < 19 * goals:
        raise NotMeasured(f"only {rows:,.0f} suggestions for {goals:,} goals")
    _, scoring_own = _scoring(world(A_PART, mentors, own=True))
    chosen = choosing.cpu * goals / some
    writing = rows * _seconds_per_row(long)
    return {
        "seconds": scoring + chosen + writing,
        "scoring": scoring,
        "choosing": chosen,
        "writing": writing,
        "seconds own": scoring_own + chosen + writing,
        "probe": goals * mentors * _product_seconds(),
    }


def _scoring(whole: World, both_sides: bool = False) -> tuple[Scored, float]:
    """What is found of a world, and the seconds for as many goals as ``FULL``."""
    kept: list[Any] = []
    preparing = spent(lambda: kept.append(ours.mentors_of(whole)))
    scoring = spent(
        lambda: kept.append(ours.run(whole, kept[0], both_sides=both_sides))
    )
    return kept[1], preparing.cpu + scoring.cpu * FULL[0] / len(whole.goals)


def _seconds_per_row(long: bool) -> float:
    """What row 8 finds, the whole protocol by the wall clock."""
    found = publishing.compared(long)
    return float(min(found["ours"]) / found["rows"])


@cache
def _product_seconds() -> float:
    """Seconds of a float32 product of 512 columns, for one pair."""
    draw = np.random.default_rng(1)
    left, right = (
        draw.random((2000, 512), np.float32),
        draw.random((4000, 512), np.float32),
    )
    return best_of(3, lambda: left @ right.T).cpu / (2000 * 4000)
