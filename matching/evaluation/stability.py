"""How many lists change when one more mentor comes, in invented programs.

Mentors are taken out one at a time, and put back: what is compared are the lists without
and with them, scored and chosen exactly as in a run.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matching.engine.both_sides import score_whole
from matching.engine.choose import SHOWN_FIRST, choose
from matching.engine.regret import Shown, difference
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Float32s
from matching.engine.what_if import shown
from matching.evaluation.exposure import (
    GOALS,
    MENTORS,
    PLACES,
    SEEDS,
    with_evidence_from,
    world,
)

NEWCOMERS = 12


class Size(NamedTuple):
    """How large a program is."""

    goals: int
    mentors: int
    places: int

    def __str__(self) -> str:
        return "{} goals, {} mentors, {} places".format(*self)


#: The program of ``exposure``, half of it, and one with a mentor for each goal.
SIZES = (Size(GOALS, MENTORS, PLACES), Size(300, 100, 265), Size(600, 600, 1200))


def evaluate(
    seeds: Sequence[int] = SEEDS,
    sizes: Sequence[Size] = SIZES,
    newcomers: int = NEWCOMERS,
) -> dict[str, dict[str, float]]:
    """Goals whose first five change by a newcomer: of each size of program the mean and
    the most, and how many first fives name the newcomer, over all seeds."""
    return {str(size): _measure(size, seeds, newcomers) for size in sizes}


def _measure(size: Size, seeds: Sequence[int], newcomers: int) -> dict[str, float]:
    changed: list[int] = []
    named: list[int] = []
    for seed in seeds:
        snapshot, relevance = world(seed, *size)
        after = _lists(snapshot, relevance)
        rng = np.random.default_rng(seed)
        for row in rng.choice(size.mentors, newcomers, replace=False).tolist():
            others = np.delete(np.arange(size.mentors), row)
            fewer = replace(snapshot, mentors=snapshot.mentors.take(others))
            before = _lists(fewer, np.ascontiguousarray(relevance[:, others]))
            changed.append(difference(before, after).first_five)
            first_five = after.rows(SHOWN_FIRST - 1)
            named.append(int((first_five[:, 1] == snapshot.mentors.id[row]).sum()))
    return {
        "changed": float(np.mean(changed)),
        "most_changed": float(max(changed)),
        "naming_newcomer": float(np.mean(named)),
    }


def _lists(snapshot: Snapshot, relevance: Float32s) -> Shown:
    scored = with_evidence_from(score_whole(snapshot, relevance), 0)
    return shown(scored, choose(scored, snapshot))
