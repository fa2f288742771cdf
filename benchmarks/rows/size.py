"""Rows 7 and 11: how cost and memory grow, and the whole of a large program."""

import math
import pickle
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import children, ours
from benchmarks.clock import Spent, best_of, spent
from benchmarks.rows import publishing
from benchmarks.table import NotMeasured
from benchmarks.world import world

FULL = (100_000, 20_000)
SHARD = 2_000  # the same for few and many, so that only what stays can grow
A_PART = 4_000  # goals of the full size, in the short bench


def growth(long: bool) -> dict[str, float]:
    """Exponent of processor time in pairs, and bytes for one more person."""
    people = (8_000, 16_000) if long else (2_000, 4_000)
    small, large = (_alone(size) for size in people)
    exponent = math.log(large.cpu / small.cpu) / math.log((people[1] / people[0]) ** 2)
    memory = (large.peak - small.peak) / (2 * (people[1] - people[0]))
    return {"exponent": exponent, "memory": memory / 1024}


def _alone(people: int) -> Spent:
    """As many goals as mentors, in a process that does nothing else.

    Goals come in shards, as to a worker; texts are read before the process begins.
    """
    whole = world(people, people)
    offered = ours.mentors_of(whole)
    with tempfile.TemporaryDirectory(prefix="belay-bench-") as folder:
        Path(folder, "mentors").write_bytes(pickle.dumps(offered, 5))
        for start in range(0, people, SHARD):
            shard = ours.prepare(whole, offered, start, start + SHARD)
            parts = (shard.snapshot.to_arrays(), shard.goals)
            Path(folder, f"shard{start}").write_bytes(pickle.dumps(parts, 5))
        return children.ours("size", {"folder": folder})[1]


def whole_program(long: bool) -> dict[str, float]:
    """Seconds from texts to lists, and to rows in Postgres.

    The short bench scores a part of the goals with all mentors and multiplies what
    grows with the goals. It leaves out the mentors' side, which does not grow so.
    """
    goals, mentors = FULL
    some = goals if long else A_PART
    whole = world(some, mentors)
    kept: list[Any] = []
    preparing = spent(lambda: kept.append(ours.mentors_of(whole)))
    scoring = spent(lambda: kept.append(ours.run(whole, kept[0], both_sides=long)))
    choosing = spent(lambda: kept.append(ours.lists(kept[1], whole.snapshot)))
    rows = len(kept[2]) * goals / some
    if rows < 19 * goals:
        raise NotMeasured(f"only {rows:,.0f} suggestions for {goals:,} goals")
    scored = preparing.cpu + scoring.cpu * goals / some
    chosen = choosing.cpu * goals / some
    writing = rows * _seconds_per_row(long)
    return {
        "seconds": scored + chosen + writing,
        "scoring": scored,
        "choosing": chosen,
        "writing": writing,
        "probe": goals * mentors * _product_seconds(),
    }


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
